#pragma once

#include "models/timelinerow.h"

#include <QString>

namespace foyer
{
struct RoomListEntry;
}

/// Rows of a timeline and of the list of rooms in words, for screen readers.
namespace foyer::spokentext
{

/// Who, when, what, and what there is to know about it: "carol, 14:05: Sound check done. Edited." A hole is its
/// sentence. \a now as in timetext.
QString ofRow(const TimelineRow &row, const QDateTime &now);
/// The name, then all that the list shows beside it: what is unread, whether one is in the room, and the last message
/// with \a time, its time or day as the list has it.
QString ofRoom(const RoomListEntry &room, const QString &time);
/// What the mark of an own message says; empty for other people's.
QString ofState(DeliveryState state);

} // namespace foyer::spokentext

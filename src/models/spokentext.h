#pragma once

#include "models/timelinerow.h"

#include <QString>

/// Rows of a timeline in words, for screen readers.
namespace foyer::spokentext
{

/// Who, when, what, and what there is to know about it: "carol, 14:05: Sound check done. Edited." A hole is its
/// sentence. \a now as in timetext.
QString ofRow(const TimelineRow &row, const QDateTime &now);
/// What the mark of an own message says; empty for other people's.
QString ofState(DeliveryState state);

} // namespace foyer::spokentext

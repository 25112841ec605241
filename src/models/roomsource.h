#pragma once

#include "core/occupant.h"
#include "core/result.h"
#include "core/roomaddress.h"
#include "core/roommessage.h"

#include <QFuture>
#include <QList>

namespace foyer
{

/// Where models read a room from. The application's is ServiceRoomSource; tests fill a small one by hand.
/// The futures finish on the interface's thread's event loop, or are ready at once.
class RoomSource
{
public:
    virtual ~RoomSource() = default;

    /// Up to \a limit timeline items just before \a before (0: the newest), in timeline order, gap lines included.
    virtual QFuture<Result<QList<TimelineItem>>> itemsBefore(const RoomAddress &room, MessageKey before, int limit) = 0;
    /// Up to \a limit timeline items just after \a after.
    virtual QFuture<Result<QList<TimelineItem>>> itemsAfter(const RoomAddress &room, MessageKey after, int limit) = 0;
    /// Fetches what is older than everything stored; the number of rows that came, 0 at the beginning.
    virtual QFuture<Result<int>> loadOlder(const RoomAddress &room) = 0;
    /// Everybody in the room now.
    virtual QList<Occupant> occupants(const RoomAddress &room) const = 0;
};

} // namespace foyer

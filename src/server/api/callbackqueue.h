#pragma once

#include "server/rooms/roomhost.h"

#include <QList>

namespace foyer::server
{

/// Where status callbacks wait for their delivery, on disk. Every write belongs to the transaction that the server
/// commits at the end of its turn, together with what the callback reports; a failed write surfaces at that commit.
/// On the server's thread.
class CallbackQueue
{
public:
    struct Item {
        qint64 number = 0; ///< grows; the order of delivery
        RoomStatus status;
    };

    virtual ~CallbackQueue() = default;
    /// Puts \a status last.
    virtual void append(const RoomStatus &status) = 0;
    /// The oldest \a count items, oldest first.
    virtual QList<Item> first(int count) = 0;
    virtual qint64 size() = 0;
    /// Forgets every item up to \a number, itself included.
    virtual void removeUpTo(qint64 number) = 0;
};

} // namespace foyer::server

#pragma once

#include "core/segment.h"
#include "store/messagestore.h"

namespace foyer
{

class Database;

/// The table `segment`. Errors stick to the database.
class SegmentTable
{
public:
    explicit SegmentTable(Database &database) : m_database(database) {}

    /// Of one epoch, by position.
    QList<Segment> segments(RoomKey room, int epoch);
    std::optional<Segment> segment(qint64 key);
    /// Every segment of the room, oldest first; the epochs stand beside.
    struct Placed {
        int epoch = 0;
        Segment segment;
    };
    QList<Placed> allSegments(RoomKey room);

    /// The highest position in use in \a epoch, by a row or a segment; nullopt when none.
    std::optional<qint64> top(RoomKey room, int epoch);
    /// Stores a new segment and returns its key.
    qint64 insert(RoomKey room, int epoch, const Segment &segment);
    void update(const Segment &segment);
    void extendHigh(qint64 key, qint64 high);
    /// Removes a segment whose range \a into now covers; memberships that lived in it live in \a into.
    void absorb(qint64 key, qint64 into);
    void moveToEpoch(qint64 key, int epoch);

private:
    Database &m_database;
};

} // namespace foyer

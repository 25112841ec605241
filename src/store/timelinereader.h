#pragma once

#include "store/messagestore.h"
#include "store/segmenttable.h"

namespace foyer
{

class Database;

/// Reads rows in timeline order, with the gap lines among them (guarantee, rule 9).
///
/// A gap line stands at the border of two neighbouring segments, between the rows a person sees; borders with no
/// such row between them make one line. Where the newest segments show no row yet, their border is a line at the
/// newest end (`beforeKey` 0), before own rows that wait. Where no older row is shown, the line has `afterKey` 0.
/// In a held room a border that an automatic run still owes (`olderWanted`, and no reason why it cannot) makes no line:
/// it is being filled, or will be with the next connection.
class TimelineReader
{
public:
    explicit TimelineReader(Database &database) : m_database(database), m_segments(database) {}

    TimelinePage before(RoomKey room, MessageKey key, int limit);
    TimelinePage after(RoomKey room, MessageKey key, int limit);
    QList<TimelineGap> gaps(RoomKey room, MembershipKey runMembership);
    ArchivePosition position(RoomKey room);
    /// See MessageStore::gapStart().
    GapStart gapStart(RoomKey room, MessageKey beforeKey);

private:
    struct Row {
        bool waiting = false;
        int epoch = 0;
        qint64 position = 0;
        StoredMessage message;
    };
    struct Map {
        QList<SegmentTable::Placed> segments;
        std::optional<GapReason> newestReason;
        bool held = false;
        /// Index of the last segment that begins at or before the row; -1: none; for waiting rows the number of
        /// segments.
        int indexOf(const Row &row) const;
    };

    static bool isOwed(const Map &map, const Segment &segment);
    Map map(RoomKey room);
    std::optional<Row> rowOf(RoomKey room, MessageKey key);
    QList<Row> rowsBefore(RoomKey room, const Row *limit, int count);
    QList<Row> rowsAfter(RoomKey room, const Row *limit, int count);
    /// Joins the rows with what others say about them.
    void describe(QList<Row> &rows);
    std::optional<TimelineGap> gapBetween(const Map &map, const Row *older, const Row *newer,
                                          int *newerSegment = nullptr);

    Database &m_database;
    SegmentTable m_segments;
};

} // namespace foyer

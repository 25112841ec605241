#include "store/segmenttable.h"

#include "sql/database.h"
#include "store/roomtable.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

const QString columns =
    u"key, low, high, at_beginning, older_reason, older_wanted, border_id, first_membership, epoch"_s;

Segment segmentOf(const Query &query)
{
    Segment segment;
    segment.key = query.number(0);
    segment.low = query.number(1);
    segment.high = query.number(2);
    segment.atBeginning = query.flag(3);
    segment.olderReason = reasonAt(query, 4);
    segment.olderWanted = query.flag(5);
    segment.borderId = query.text(6);
    segment.firstMembership = query.number(7);
    return segment;
}

} // namespace

QList<Segment> SegmentTable::segments(RoomKey room, int epoch)
{
    QList<Segment> found;
    Query query = m_database.query(
        QString(u"SELECT "_s + columns + u" FROM segment WHERE room = ? AND epoch = ? ORDER BY low"_s), {room, epoch});
    while (query.next())
        found += segmentOf(query);
    return found;
}

std::optional<Segment> SegmentTable::segment(qint64 key)
{
    Query query = m_database.query(QString(u"SELECT "_s + columns + u" FROM segment WHERE key = ?"_s), {key});
    if (!query.next())
        return std::nullopt;
    return segmentOf(query);
}

QList<SegmentTable::Placed> SegmentTable::allSegments(RoomKey room)
{
    QList<Placed> found;
    Query query = m_database.query(
        QString(u"SELECT "_s + columns + u" FROM segment WHERE room = ? ORDER BY epoch, low"_s), {room});
    while (query.next())
        found += Placed{static_cast<int>(query.number(8)), segmentOf(query)};
    return found;
}

std::optional<qint64> SegmentTable::top(RoomKey room, int epoch)
{
    std::optional<qint64> highest;
    Query rows = m_database.query(u"SELECT max(position) FROM entry WHERE room = ? AND waiting = 0 AND epoch = ?"_s,
                                  {room, epoch});
    if (rows.next() && !rows.isNull(0))
        highest = rows.number(0);
    Query ranges = m_database.query(u"SELECT max(high) FROM segment WHERE room = ? AND epoch = ?"_s, {room, epoch});
    if (ranges.next() && !ranges.isNull(0))
        highest = std::max(highest.value_or(ranges.number(0)), ranges.number(0));
    return highest;
}

qint64 SegmentTable::insert(RoomKey room, int epoch, const Segment &segment)
{
    Query query = m_database.query(
        u"INSERT INTO segment (room, epoch, low, high, at_beginning, older_reason, older_wanted, border_id, "
        "first_membership) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {room, epoch, segment.low, segment.high, segment.atBeginning, reasonOrNull(segment.olderReason),
         segment.olderWanted, textOrNull(segment.borderId), segment.firstMembership});
    return query.affected() == 1 ? query.insertedKey() : 0;
}

void SegmentTable::update(const Segment &segment)
{
    m_database.run(u"UPDATE segment SET low = ?, high = ?, at_beginning = ?, older_reason = ?, older_wanted = ?, "
                   "border_id = ?, first_membership = ? WHERE key = ?"_s,
                   {segment.low, segment.high, segment.atBeginning, reasonOrNull(segment.olderReason),
                    segment.olderWanted, textOrNull(segment.borderId), segment.firstMembership, segment.key});
}

void SegmentTable::extendHigh(qint64 key, qint64 high)
{
    m_database.run(u"UPDATE segment SET high = ? WHERE key = ? AND high < ?"_s, {high, key, high});
}

void SegmentTable::absorb(qint64 key, qint64 into)
{
    m_database.run(u"UPDATE membership SET live_segment = ? WHERE live_segment = ?"_s, {into, key});
    m_database.run(u"DELETE FROM segment WHERE key = ?"_s, {key});
}

void SegmentTable::moveToEpoch(qint64 key, int epoch)
{
    m_database.run(u"UPDATE entry SET epoch = ? WHERE key IN (SELECT e.key FROM entry e JOIN segment s ON "
                   "e.room = s.room AND e.epoch = s.epoch AND e.waiting = 0 AND e.position BETWEEN s.low AND s.high "
                   "WHERE s.key = ?)"_s,
                   {epoch, key});
    m_database.run(u"UPDATE segment SET epoch = ? WHERE key = ?"_s, {epoch, key});
}

} // namespace foyer

#include "store/segmenttable.h"

#include "sql/database.h"
#include "store/entrytable.h"
#include "store/roomtable.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

const QString columns = u"key, low, high, at_beginning, older_reason, older_wanted, first_membership, epoch"_s;

Segment segmentOf(const Query &query)
{
    Segment segment;
    segment.key = query.number(0);
    segment.low = query.number(1);
    segment.high = query.number(2);
    segment.atBeginning = query.flag(3);
    segment.olderReason = reasonAt(query, 4);
    segment.olderWanted = query.flag(5);
    segment.firstMembership = query.number(6);
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

std::optional<Segment> SegmentTable::segmentHolding(RoomKey room, const QString &archiveId)
{
    Query query = m_database.query(u"SELECT s.key FROM entry e JOIN segment s ON s.room = e.room AND s.epoch = e.epoch "
                                   "AND e.position BETWEEN s.low AND s.high WHERE e.room = ? AND e.archive_id = ? AND "
                                   "e.waiting = 0 ORDER BY e.epoch DESC LIMIT 1"_s,
                                   {room, archiveId});
    return query.next() ? segment(query.number(0)) : std::nullopt;
}

QList<SegmentTable::Placed> SegmentTable::allSegments(RoomKey room)
{
    QList<Placed> found;
    Query query = m_database.query(
        QString(u"SELECT "_s + columns + u" FROM segment WHERE room = ? ORDER BY epoch, low"_s), {room});
    while (query.next())
        found += Placed{static_cast<int>(query.number(7)), segmentOf(query)};
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
    Query query =
        m_database.query(u"INSERT INTO segment (room, epoch, low, high, at_beginning, older_reason, older_wanted, "
                         "first_membership) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
                         {room, epoch, segment.low, segment.high, segment.atBeginning,
                          reasonOrNull(segment.olderReason), segment.olderWanted, segment.firstMembership});
    return query.affected() == 1 ? query.insertedKey() : 0;
}

void SegmentTable::update(const Segment &segment)
{
    m_database.run(u"UPDATE segment SET low = ?, high = ?, at_beginning = ?, older_reason = ?, older_wanted = ?, "
                   "first_membership = ? WHERE key = ?"_s,
                   {segment.low, segment.high, segment.atBeginning, reasonOrNull(segment.olderReason),
                    segment.olderWanted, segment.firstMembership, segment.key});
}

void SegmentTable::endOlder(qint64 key, GapReason reason)
{
    m_database.run(u"UPDATE segment SET older_reason = ?, older_wanted = 0 WHERE key = ?"_s,
                   {reasonOrNull(reason), key});
}

bool SegmentTable::nameOwed(GapReason reason, RoomKey room)
{
    return m_database.run(u"UPDATE segment SET older_reason = ? WHERE older_wanted = 1 AND older_reason IS NULL AND "
                          "at_beginning = 0 AND ? IN (0, room)"_s,
                          {reasonOrNull(reason), room}) > 0;
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

bool SegmentTable::exists(RoomKey room)
{
    return m_database.query(u"SELECT 1 FROM segment WHERE room = ? LIMIT 1"_s, {room}).next();
}

QList<PlanRow> SegmentTable::planRows(const PlanScope &scope, const PageSpan &span)
{
    const QString select = u"SELECT key, position, archive_id IS NOT NULL, membership < ? OR key <= ?, recorded FROM "
                           "entry WHERE room = ? AND waiting = 0 AND epoch = ? AND position "_s;
    const QVariantList common{scope.membership, scope.storedBefore, scope.room, scope.epoch};
    const auto rowOf = [](const Query &query) {
        return PlanRow{query.number(0), query.number(1), query.flag(2), query.flag(3), query.flag(4)};
    };
    QList<PlanRow> rows;
    Query below =
        m_database.query(QString(select + u"< ? ORDER BY position DESC, key DESC"_s), common + QVariantList{span.low});
    while (below.next()) {
        rows.prepend(rowOf(below));
        if (rows.first().archived && rows.first().recorded && rows.first().older)
            break;
    }
    Query within = m_database.query(QString(select + u"BETWEEN ? AND ? ORDER BY position, key"_s),
                                    common + QVariantList{span.low, span.roof});
    while (within.next()) {
        const PlanRow row = rowOf(within);
        rows += row;
        if (row.position > span.high && row.archived && !(row.older && scope.endsArchive))
            break;
    }
    return rows;
}

bool SegmentTable::isEmpty(RoomKey room, int epoch, const Segment &segment)
{
    return !m_database
                .query(u"SELECT 1 FROM entry WHERE room = ? AND waiting = 0 AND epoch = ? AND position BETWEEN ? AND ? "
                       "LIMIT 1"_s,
                       {room, epoch, segment.low, segment.high})
                .next();
}

void SegmentTable::renumber(RoomKey room, int epoch)
{
    const SegmentScale scale;
    QList<std::pair<MessageKey, qint64>> rows;
    Query query = m_database.query(u"SELECT key, position FROM entry WHERE room = ? AND waiting = 0 AND epoch = ? "
                                   "ORDER BY position, key"_s,
                                   {room, epoch});
    while (query.next())
        rows.emplaceBack(query.number(0), query.number(1));
    EntryTable entries(m_database);
    qint64 top = -scale.gap;
    qsizetype row = 0;
    QList<Segment> ranges = segments(room, epoch);
    for (Segment &range : ranges) {
        // Rows between two segments, if any: failed messages of a time without segments.
        for (; row < rows.size() && rows.at(row).second < range.low; ++row)
            entries.setPosition(rows.at(row).first, top += scale.step);
        const qint64 oldHigh = range.high;
        range.low = range.high = top + scale.gap;
        for (bool first = true; row < rows.size() && rows.at(row).second <= oldHigh; ++row, first = false) {
            range.high += first ? 0 : scale.step;
            entries.setPosition(rows.at(row).first, range.high);
        }
        top = range.high;
        update(range);
    }
    for (; row < rows.size(); ++row)
        entries.setPosition(rows.at(row).first, top += scale.step);
}

QString SegmentTable::newestArchiveId(RoomKey room, int epoch, const Segment &segment)
{
    Query query = m_database.query(u"SELECT archive_id FROM entry WHERE room = ? AND waiting = 0 AND epoch = ? AND "
                                   "position BETWEEN ? AND ? AND archive_id IS NOT NULL "
                                   "ORDER BY position DESC, key DESC LIMIT 1"_s,
                                   {room, epoch, segment.low, segment.high});
    return query.next() ? query.text(0) : QString();
}

QStringList SegmentTable::oldestArchiveIds(RoomKey room, int epoch, const Segment &segment, int count)
{
    Query query =
        m_database.query(u"SELECT archive_id FROM entry WHERE room = ? AND waiting = 0 AND epoch = ? AND "
                         "position BETWEEN ? AND ? AND archive_id IS NOT NULL ORDER BY position, key LIMIT ?"_s,
                         {room, epoch, segment.low, segment.high, count});
    QStringList ids;
    while (query.next())
        ids += query.text(0);
    return ids;
}

QString SegmentTable::oldestArchiveId(RoomKey room, int epoch, const Segment &segment)
{
    return oldestArchiveIds(room, epoch, segment, 1).value(0);
}

GapStart SegmentTable::startBefore(RoomKey room, int epoch, const Segment &segment)
{
    // A page of ordinary size before any of them goes on below them all.
    const QStringList ids = oldestArchiveIds(room, epoch, segment, 64);
    if (ids.isEmpty())
        return {};
    GapStart start{GapStart::Kind::Before, ids.constFirst(), {}};
    for (qsizetype i = 1; i < ids.size(); i = 2 * i + 1)
        start.nextIds += ids.at(i);
    return start;
}

} // namespace foyer

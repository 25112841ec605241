#include "store/timelinereader.h"

#include "sql/database.h"
#include "store/annotationtable.h"
#include "store/entrytable.h"
#include "store/roomtable.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// Columns of a timeline row: those of EntryTable::messageOf(), then its place.
QString rowSelect()
{
    return u"SELECT "_s + EntryTable::messageColumns + u", waiting, epoch, position FROM entry "_s;
}
constexpr int placeColumn = 19;

/// Whether the older end of the oldest segment is a hole that somebody asked to fill.
bool askedAndFailed(const Segment &segment)
{
    return !segment.atBeginning && segment.olderReason && *segment.olderReason != GapReason::NoArchive &&
           *segment.olderReason != GapReason::RetentionEnded;
}

/// Above the first row of all, what nobody asked for is history that may be scrolled to, not a hole.
bool wasMissed(const Segment &segment)
{
    return !segment.atBeginning && (segment.olderReason || segment.olderWanted);
}

GapReason reasonBefore(const Segment &segment)
{
    return segment.atBeginning ? GapReason::RetentionEnded : segment.olderReason.value_or(GapReason::NotLoaded);
}

} // namespace

int TimelineReader::Map::indexOf(const Row &row) const
{
    if (row.waiting)
        return static_cast<int>(segments.size());
    const auto above =
        std::upper_bound(segments.begin(), segments.end(), row, [](const Row &r, const SegmentTable::Placed &placed) {
            return r.epoch < placed.epoch || (r.epoch == placed.epoch && r.position < placed.segment.low);
        });
    return static_cast<int>(above - segments.begin()) - 1;
}

bool TimelineReader::isOwed(const Map &map, const Segment &segment)
{
    return map.held && segment.olderWanted && !segment.olderReason && !segment.atBeginning;
}

TimelineReader::Map TimelineReader::map(RoomKey room)
{
    const auto state = RoomTable(m_database).state(room);
    if (!state)
        return {};
    return {m_segments.allSegments(room), state->newestReason, state->held};
}

std::optional<TimelineReader::Row> TimelineReader::rowOf(RoomKey room, MessageKey key)
{
    Query query = m_database.query(QString(rowSelect() + u"WHERE key = ? AND room = ?"_s), {key, room});
    if (!query.next())
        return std::nullopt;
    return Row{query.flag(placeColumn), static_cast<int>(query.number(placeColumn + 1)), query.number(placeColumn + 2),
               EntryTable::messageOf(query)};
}

QList<TimelineReader::Row> TimelineReader::rowsBefore(RoomKey room, const Row *limit, int count)
{
    constexpr qint64 last = std::numeric_limits<qint64>::max();
    QList<Row> rows;
    Query query = m_database.query(
        QString(rowSelect() + u"WHERE room = ? AND kind = 0 AND hidden = 0 AND (waiting, epoch, position, key) < "
                              "(?, ?, ?, ?) ORDER BY waiting DESC, epoch DESC, position DESC, key DESC "
                              "LIMIT ?"_s),
        {room, limit ? int(limit->waiting) : 2, limit ? qint64(limit->epoch) : last, limit ? limit->position : last,
         limit ? limit->message.key : last, count});
    while (query.next())
        rows += Row{query.flag(placeColumn), static_cast<int>(query.number(placeColumn + 1)),
                    query.number(placeColumn + 2), EntryTable::messageOf(query)};
    std::reverse(rows.begin(), rows.end());
    return rows;
}

QList<TimelineReader::Row> TimelineReader::rowsAfter(RoomKey room, const Row *limit, int count)
{
    QList<Row> rows;
    Query query = m_database.query(
        QString(rowSelect() + u"WHERE room = ? AND kind = 0 AND hidden = 0 AND (waiting, epoch, position, key) > "
                              "(?, ?, ?, ?) ORDER BY waiting, epoch, position, key LIMIT ?"_s),
        {room, limit ? int(limit->waiting) : -1, limit ? limit->epoch : 0, limit ? limit->position : 0,
         limit ? limit->message.key : 0, count});
    while (query.next())
        rows += Row{query.flag(placeColumn), static_cast<int>(query.number(placeColumn + 1)),
                    query.number(placeColumn + 2), EntryTable::messageOf(query)};
    return rows;
}

void TimelineReader::describe(QList<Row> &rows)
{
    AnnotationTable annotations(m_database);
    QList<MessageKey> keys;
    keys.reserve(rows.size());
    for (const Row &row : std::as_const(rows))
        keys += row.message.key;
    const QSet<MessageKey> some = annotations.withSomething(keys);
    for (Row &row : rows) {
        if (row.message.retracted || some.contains(row.message.key))
            annotations.describe(row.message);
    }
}

std::optional<TimelineGap> TimelineReader::gapBetween(const Map &map, const Row *older, const Row *newer,
                                                      int *newerSegment)
{
    const int count = static_cast<int>(map.segments.size());
    const bool atEnd = !newer || newer->waiting;
    const int below = older ? map.indexOf(*older) : -1;
    const int above = atEnd ? count - 1 : map.indexOf(*newer);
    TimelineGap gap;
    if (older) {
        gap.afterKey = older->message.key;
        gap.from = older->message.sentAt;
    }
    if (newerSegment)
        *newerSegment = above;
    if (atEnd) {
        if (older && older->waiting)
            return std::nullopt;
        // Without any row a hole may still lie between two times that we were in the room.
        const bool isHole = older ? above > below : above > 0 && wasMissed(map.segments.at(above).segment);
        if (!map.newestReason && !isHole)
            return std::nullopt;
        if (!map.newestReason && isOwed(map, map.segments.at(above).segment))
            return std::nullopt;
        gap.reason = map.newestReason ? *map.newestReason : reasonBefore(map.segments.at(above).segment);
        return gap;
    }
    if (above < 0 || above == below)
        return std::nullopt;
    const Segment &segment = map.segments.at(above).segment;
    const bool isOldest = above == 0;
    if (isOldest ? !askedAndFailed(segment) : !older && !wasMissed(segment))
        return std::nullopt;
    if (isOwed(map, segment))
        return std::nullopt;
    gap.beforeKey = newer->message.key;
    gap.to = newer->message.sentAt;
    gap.reason = reasonBefore(segment);
    return gap;
}

TimelinePage TimelineReader::before(RoomKey room, MessageKey key, int limit)
{
    TimelinePage page;
    const auto end = key ? rowOf(room, key) : std::nullopt;
    if (key && !end)
        return {{}, true, false};
    const Map places = map(room);
    QList<Row> rows = rowsBefore(room, end ? &*end : nullptr, limit + 1);
    page.reachedStart = rows.size() <= limit;
    page.reachedEnd = !end;
    if (!page.reachedStart)
        rows.removeFirst();
    describe(rows);
    const Row *newer = end ? &*end : nullptr;
    for (auto row = rows.crbegin(); row != rows.crend(); newer = &*row, ++row) {
        const auto gap = gapBetween(places, &*row, newer);
        if (page.items.size() + (gap ? 2 : 1) > limit && !page.items.isEmpty()) {
            page.reachedStart = false;
            std::reverse(page.items.begin(), page.items.end());
            return page;
        }
        if (gap)
            page.items += TimelineItem{TimelineItem::Kind::Gap, {}, *gap};
        page.items += TimelineItem{TimelineItem::Kind::Message, row->message, {}};
    }
    // The line above the first row of all comes on top of the limit: no later call could bring it.
    if (page.reachedStart) {
        if (const auto gap = gapBetween(places, nullptr, newer))
            page.items += TimelineItem{TimelineItem::Kind::Gap, {}, *gap};
    }
    std::reverse(page.items.begin(), page.items.end());
    return page;
}

TimelinePage TimelineReader::after(RoomKey room, MessageKey key, int limit)
{
    TimelinePage page;
    const auto start = key ? rowOf(room, key) : std::nullopt;
    if (key && !start)
        return {{}, false, true};
    const Map places = map(room);
    QList<Row> rows = rowsAfter(room, start ? &*start : nullptr, limit + 1);
    page.reachedEnd = rows.size() <= limit;
    page.reachedStart = !start;
    if (!page.reachedEnd)
        rows.removeLast();
    describe(rows);
    const Row *older = start ? &*start : nullptr;
    for (auto row = rows.cbegin(); row != rows.cend(); older = &*row, ++row) {
        const auto gap = gapBetween(places, older, &*row);
        if (page.items.size() + (gap ? 2 : 1) > limit && !page.items.isEmpty()) {
            page.reachedEnd = false;
            return page;
        }
        if (gap)
            page.items += TimelineItem{TimelineItem::Kind::Gap, {}, *gap};
        page.items += TimelineItem{TimelineItem::Kind::Message, row->message, {}};
    }
    if (page.reachedEnd) {
        if (const auto gap = gapBetween(places, older, nullptr))
            page.items += TimelineItem{TimelineItem::Kind::Gap, {}, *gap};
    }
    return page;
}

QList<TimelineGap> TimelineReader::gaps(RoomKey room, MembershipKey runMembership)
{
    const Map places = map(room);
    const auto run = runMembership ? RoomTable(m_database).membership(room, runMembership) : std::nullopt;
    const auto isOpenEnd = [&](int index) {
        return run && index >= 0 && places.segments.at(index).segment.key == run->liveSegment;
    };
    QList<TimelineGap> found;
    for (const SegmentTable::Placed &placed : places.segments) {
        Row start;
        start.epoch = placed.epoch;
        start.position = placed.segment.low;
        const QList<Row> first = rowsAfter(room, &start, 1);
        // Key 0 stands before every row of that position.
        if (first.isEmpty() || first.first().waiting ||
            !(found.isEmpty() || found.last().beforeKey != first.first().message.key))
            continue;
        const QList<Row> previous = rowsBefore(room, &first.first(), 1);
        int index = -1;
        const auto gap = gapBetween(places, previous.isEmpty() ? nullptr : &previous.first(), &first.first(), &index);
        if (gap && !isOpenEnd(index))
            found += *gap;
    }
    Row end;
    end.waiting = true;
    end.epoch = -1;
    const QList<Row> last = rowsBefore(room, &end, 1);
    int index = -1;
    const auto gap = gapBetween(places, last.isEmpty() ? nullptr : &last.first(), nullptr, &index);
    if (gap && !(run && run->liveSegment == 0) && (places.newestReason || !isOpenEnd(index)))
        found += *gap;
    return found;
}

ArchivePosition TimelineReader::position(RoomKey room)
{
    ArchivePosition position;
    Query query = m_database.query(u"SELECT archive_id, sent_at FROM entry WHERE room = ? AND waiting = 0 AND "
                                   "archive_id IS NOT NULL ORDER BY epoch DESC, position DESC LIMIT 1"_s,
                                   {room});
    if (query.next()) {
        position.newestId = query.text(0);
        position.newestAt = QDateTime::fromMSecsSinceEpoch(query.number(1), Qt::UTC);
    }
    const QList<TimelineGap> found = gaps(room, 0);
    position.gaps = static_cast<int>(found.size());
    position.openEnd = !found.isEmpty() && found.last().beforeKey == 0;
    return position;
}

GapStart TimelineReader::gapStart(RoomKey room, MessageKey beforeKey)
{
    const Map places = map(room);
    const auto newer = beforeKey ? rowOf(room, beforeKey) : std::nullopt;
    if (beforeKey && !newer)
        return {};
    Row end;
    end.waiting = true;
    end.epoch = -1;
    const QList<Row> previous = rowsBefore(room, newer ? &*newer : &end, 1);
    int index = -1;
    const auto gap =
        gapBetween(places, previous.isEmpty() ? nullptr : &previous.first(), newer ? &*newer : nullptr, &index);
    if (!gap)
        return {};
    if (!newer && places.newestReason)
        return {GapStart::Kind::NewestEnd, {}, {}};
    if (index < 0)
        return {};
    const SegmentTable::Placed &placed = places.segments.at(index);
    return m_segments.startBefore(room, placed.epoch, placed.segment);
}

} // namespace foyer

#include "server/storage/archivetable.h"

#include "server/storage/roomtable.h"
#include "server/storage/storedvalues.h"
#include "sql/database.h"
#include "stanza/namespaces.h"

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;

namespace
{

const QString columns = u"id, nickname, account, occupant_id, origin_id, message_id, sent_at, in_history, message, "
                        "position"_s;
constexpr int positionColumn = 9;

/// What was let in once is read again whatever the gate and the settings allow today: the room's own additions may have
/// brought it over a limit.
stanza::InputLimits storedLimits()
{
    stanza::InputLimits limits;
    limits.bytes = 67108864;
    limits.depth *= 2;
    limits.attributes *= 2;
    limits.elements *= 2;
    limits.nameLength *= 2;
    limits.namespaceLength = 4194304;
    return limits;
}

/// Of a message that cannot be read: who said it and its id, which stand in its first tag. An archive result must hold
/// a message, or clients take the whole answer for broken.
XmlNode bareMessage(stanza::XmlReader &reader, const QString &text, const QString &id)
{
    const XmlNode first = reader.read(QString(text.left(text.indexOf(u'>')) + u"/>"_s)).node;
    XmlNode bare(u"message"_s, stanza::ns::client);
    for (const QString &name : {u"from"_s, u"type"_s}) {
        if (first.hasAttribute(name))
            bare.setAttribute(name, first.attribute(name));
    }
    return bare.setAttribute(u"id"_s, id);
}

QString placeholders(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u", "_s);
}

} // namespace

ArchiveTable::ArchiveTable(Database &database, RoomTable &rooms)
    : m_database(database), m_rooms(rooms), m_reader(storedLimits())
{
}

void ArchiveTable::append(const QString &roomId, const ArchiveEntry &entry)
{
    const qint64 room = m_rooms.keyOf(roomId);
    m_database.run(u"INSERT INTO entry (room, position, id, nickname, account, occupant_id, origin_id, message_id, "
                   "sent_at, in_history, message, corrects) VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM "
                   "entry WHERE room = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                   {room, room, entry.id, textOf(entry.nickname), entry.account.toString(), textOf(entry.occupantId),
                    textOrNull(entry.originId), textOf(entry.messageId), entry.sentAt.toMSecsSinceEpoch(),
                    entry.inHistory, entry.message.toXml(),
                    textOrNull(entry.message.child(u"replace", stanza::ns::correction).attribute(u"id"))});
}

ArchiveEntry ArchiveTable::entryAt(const Query &query)
{
    ArchiveEntry entry;
    entry.id = query.text(0);
    entry.nickname = query.text(1);
    entry.account = Jid::parse(query.text(2)).value_or(Jid());
    entry.occupantId = query.text(3);
    entry.originId = query.text(4);
    entry.messageId = query.text(5);
    entry.sentAt = timeAt(query, 6);
    entry.inHistory = query.flag(7);
    const QString text = query.text(8);
    const stanza::XmlReader::Outcome read = m_reader.read(text);
    const bool isRead = read.verdict == stanza::GateVerdict::Kind::Pass;
    entry.message = isRead ? read.node : bareMessage(m_reader, text, entry.messageId);
    return entry;
}

// The index is named here and below where SQLite, left to itself, would rather walk through the whole archive in the
// order asked for; it refuses the statement when the index cannot serve it.
std::optional<ArchiveEntry> ArchiveTable::byOriginId(const QString &roomId, const Jid &account, const QString &originId,
                                                     const QDateTime &since)
{
    Query query = m_database.query(
        QString(u"SELECT "_s + columns +
                u" FROM entry INDEXED BY entry_origin_id WHERE room = ? AND account = ? AND origin_id = ? AND "
                "sent_at >= ? ORDER BY position LIMIT 1"_s),
        {m_rooms.keyOf(roomId), account.toString(), originId, since.toMSecsSinceEpoch()});
    return query.next() ? std::optional(entryAt(query)) : std::nullopt;
}

std::optional<ArchiveEntry> ArchiveTable::byId(const QString &roomId, const QString &id)
{
    Query query = m_database.query(QString(u"SELECT "_s + columns + u" FROM entry WHERE room = ? AND id = ?"_s),
                                   {m_rooms.keyOf(roomId), id});
    return query.next() ? std::optional(entryAt(query)) : std::nullopt;
}

QList<ArchiveEntry> ArchiveTable::corrections(const QString &roomId, const ArchiveEntry &target)
{
    QList<ArchiveEntry> entries;
    const qint64 room = m_rooms.keyOf(roomId);
    const auto position = positionOf(room, target.id);
    if (!position)
        return entries;
    Query query = m_database.query(
        QString(
            u"SELECT "_s + columns +
            u" FROM entry INDEXED BY entry_correction WHERE room = ? AND account = ? AND corrects = ? AND position > ? "
            "ORDER BY position"_s),
        {room, target.account.toString(), target.messageId, *position});
    while (query.next())
        entries += entryAt(query);
    return entries;
}

void ArchiveTable::replace(const QString &roomId, const ArchiveEntry &entry)
{
    m_database.run(u"UPDATE entry SET message = ?, in_history = ? WHERE room = ? AND id = ?"_s,
                   {entry.message.toXml(), entry.inHistory, m_rooms.keyOf(roomId), entry.id});
}

QList<ArchiveEntry> ArchiveTable::history(const QString &roomId, int count, const QDateTime &since)
{
    QList<ArchiveEntry> entries;
    if (count <= 0)
        return entries;
    QString sql = u"SELECT "_s + columns + u" FROM entry INDEXED BY entry_history WHERE room = ? AND in_history = 1"_s;
    const qint64 room = m_rooms.keyOf(roomId);
    QVariantList values{room};
    if (since.isValid()) {
        const qint64 time = since.toMSecsSinceEpoch();
        sql += u" AND sent_at >= ? AND position >= (SELECT min(position) FROM entry INDEXED BY entry_time WHERE "
               "room = ? AND sent_at >= ?)"_s;
        values += QVariantList{time, room, time};
    }
    sql += u" ORDER BY position DESC LIMIT ?"_s;
    values += count;
    Query query = m_database.query(sql, values);
    while (query.next())
        entries += entryAt(query);
    std::reverse(entries.begin(), entries.end());
    return entries;
}

std::optional<qint64> ArchiveTable::positionOf(qint64 room, const QString &id)
{
    Query query = m_database.query(u"SELECT position FROM entry WHERE room = ? AND id = ?"_s, {room, id});
    return query.next() ? std::optional(query.number(0)) : std::nullopt;
}

std::optional<ArchiveTable::Slice> ArchiveTable::sliceOf(qint64 room, const QString &roomId,
                                                         const ArchiveRequest &request)
{
    Slice slice{u"entry INDEXED BY entry_place"_s, {}, u"room = ?"_s, {room}, true, false};
    const auto narrow = [&slice](const QString &condition, const QVariant &value) {
        slice.where += u" AND "_s + condition;
        slice.values += value;
        slice.isWhole = false;
    };
    if (request.start.isValid())
        narrow(u"sent_at >= ?"_s, request.start.toMSecsSinceEpoch());
    if (request.end.isValid())
        narrow(u"sent_at <= ?"_s, request.end.toMSecsSinceEpoch());
    if (!slice.isWhole)
        placeTimes(slice);
    if (!request.with.isEmpty()) {
        if (request.with.local() != roomKey(roomId))
            slice.isEmpty = true;
        else if (!request.with.resource().isEmpty()) {
            narrow(u"nickname = ?"_s, request.with.resource());
            slice.table = u"entry INDEXED BY entry_nickname"_s;
            slice.countTable.clear();
        }
    }
    for (const auto &[id, condition] :
         {std::pair(request.afterId, u"position > ?"_s), std::pair(request.beforeId, u"position < ?"_s)}) {
        if (id.isEmpty())
            continue;
        const auto position = positionOf(room, id);
        if (!position)
            return std::nullopt;
        narrow(condition, *position);
    }
    if (!request.ids.isEmpty()) {
        slice.table = u"entry INDEXED BY entry_id"_s;
        slice.countTable.clear();
        const qsizetype places = static_cast<qsizetype>(std::bit_ceil(static_cast<size_t>(request.ids.size())));
        slice.where += QString(u" AND id IN ("_s + placeholders(places) + u')');
        for (const QString &id : request.ids) {
            if (!positionOf(room, id))
                return std::nullopt;
            slice.values += id;
        }
        // Few shapes of one statement, because each that was seen once is kept prepared.
        for (qsizetype place = request.ids.size(); place < places; ++place)
            slice.values += request.ids.constLast();
        slice.isWhole = false;
    }
    return slice;
}

void ArchiveTable::placeTimes(Slice &slice)
{
    slice.countTable = u"entry INDEXED BY entry_time"_s;
    Query ends = m_database.query(
        QString(u"SELECT min(position), max(position) FROM "_s + slice.countTable + u" WHERE "_s + slice.where),
        slice.values);
    if (!ends.next() || ends.isNull(0)) {
        slice.isEmpty = true;
        return;
    }
    slice.where += u" AND position >= ? AND position <= ?"_s;
    slice.values += QVariantList{ends.number(0), ends.number(1)};
}

qint64 ArchiveTable::count(const Slice &slice, const QString &extra, const QVariantList &values)
{
    const QString &table = slice.countTable.isEmpty() ? slice.table : slice.countTable;
    Query query = m_database.query(QString(u"SELECT count(*) FROM "_s + table + u" WHERE "_s + slice.where + extra),
                                   slice.values + values);
    return query.next() ? query.number(0) : 0;
}

qint64 ArchiveTable::indexOf(const Slice &slice, qint64 position)
{
    if (!slice.isWhole)
        return count(slice, u" AND position < ?"_s, {position});
    Query query = m_database.query(u"SELECT ? - min(position) FROM entry WHERE room = ?"_s,
                                   QVariantList{position} + slice.values);
    return query.next() ? query.number(0) : 0;
}

std::optional<ArchivePage> ArchiveTable::page(const QString &roomId, const ArchiveRequest &request)
{
    const qint64 room = m_rooms.keyOf(roomId);
    const auto slice = sliceOf(room, roomId, request);
    if (!slice)
        return std::nullopt;
    QString extra;
    QVariantList values = slice->values;
    const bool backwards = request.before.has_value();
    for (const auto &[anchor, condition] :
         {std::pair(request.after, u" AND position > ?"_s), std::pair(request.before, u" AND position < ?"_s)}) {
        if (!anchor || (backwards && anchor->isEmpty()))
            continue;
        const auto position = positionOf(room, *anchor);
        if (!position)
            return std::nullopt;
        extra += condition;
        values += *position;
    }
    ArchivePage page;
    page.complete = true;
    if (slice->isEmpty)
        return page;
    if (slice->isWhole) {
        Query ends = m_database.query(u"SELECT coalesce((SELECT max(position) FROM entry WHERE room = ?) - "
                                      "(SELECT min(position) FROM entry WHERE room = ?) + 1, 0)"_s,
                                      {room, room});
        page.count = ends.next() ? ends.number(0) : 0;
    } else {
        page.count = count(*slice);
    }
    const int wanted = std::max(0, request.max);
    // One more than wanted tells whether there is more.
    Query query =
        m_database.query(QString(u"SELECT "_s + columns + u" FROM "_s + slice->table + u" WHERE "_s + slice->where +
                                 extra + u" ORDER BY position "_s + (backwards ? u"DESC"_s : u"ASC"_s) + u" LIMIT ?"_s),
                         values + QVariantList{wanted + 1});
    qint64 firstPosition = 0;
    while (query.next()) {
        if (page.entries.size() == wanted) {
            page.complete = false;
            break;
        }
        page.entries += entryAt(query);
        if (backwards || page.entries.size() == 1)
            firstPosition = query.number(positionColumn);
    }
    if (backwards)
        std::reverse(page.entries.begin(), page.entries.end());
    if (!page.entries.isEmpty())
        page.firstIndex = indexOf(*slice, firstPosition);
    return page;
}

void ArchiveTable::expire(const QDateTime &before)
{
    const qint64 limit = before.toMSecsSinceEpoch();
    QList<qint64> rooms;
    {
        Query query = m_database.query(u"SELECT key FROM room"_s);
        while (query.next())
            rooms += query.number(0);
    }
    for (const qint64 room : std::as_const(rooms)) {
        // Up to the first that stays: a clock that once was wrong makes no hole. Reads only what goes, and that one.
        Query first = m_database.query(
            u"SELECT position FROM entry INDEXED BY entry_place WHERE room = ? AND sent_at >= ? ORDER BY position "
            "LIMIT 1"_s,
            {room, limit});
        if (first.next())
            m_database.run(u"DELETE FROM entry WHERE room = ? AND position < ?"_s, {room, first.number(0)});
        else
            m_database.run(u"DELETE FROM entry WHERE room = ?"_s, {room});
    }
}

} // namespace foyer::server

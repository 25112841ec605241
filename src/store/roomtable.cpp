#include "store/roomtable.h"

#include "sql/database.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

const QString roomColumns = u"key, jid, spelled_id, name, subject, nickname, extra, history_count, held, epoch, "
                            "created_at, last_read_key, features"_s;

RoomRecord recordOf(const Query &query)
{
    RoomRecord record;
    record.key = query.number(0);
    record.jid = Jid::parse(query.text(1)).value_or(Jid());
    record.spelledId = query.text(2);
    record.name = query.text(3);
    record.subject = query.text(4);
    record.nickname = query.text(5);
    record.extra = query.text(6);
    record.historyCount = static_cast<int>(query.number(7));
    record.held = query.flag(8);
    record.epoch = static_cast<int>(query.number(9));
    if (!query.isNull(10))
        record.createdAt = QDateTime::fromMSecsSinceEpoch(query.number(10), Qt::UTC);
    record.lastReadKey = query.number(11);
    record.features = query.text(12).split(u' ', Qt::SkipEmptyParts);
    return record;
}

/// Columns are NOT NULL, and Qt binds a null QString as NULL.
QString text(const QString &value)
{
    return value.isNull() ? u""_s : value;
}

} // namespace

QVariant reasonOrNull(const std::optional<GapReason> &reason)
{
    return reason ? QVariant(static_cast<int>(*reason)) : QVariant(QMetaType::fromType<int>());
}

std::optional<GapReason> reasonAt(const Query &query, int column)
{
    if (query.isNull(column))
        return std::nullopt;
    return static_cast<GapReason>(query.number(column));
}

QList<RoomRecord> RoomTable::rooms(const Jid &account)
{
    QList<RoomRecord> found;
    Query query = m_database.query(QString(u"SELECT "_s + roomColumns + u" FROM room WHERE account = ? ORDER BY key"_s),
                                   {account.bare().toString()});
    while (query.next())
        found += recordOf(query);
    return found;
}

RoomRecord RoomTable::openRoom(const Jid &account, const Jid &room)
{
    const QVariantList names{account.bare().toString(), room.bare().toString()};
    m_database.run(u"INSERT INTO room (account, jid) VALUES (?, ?) ON CONFLICT DO NOTHING"_s, names);
    Query query =
        m_database.query(QString(u"SELECT "_s + roomColumns + u" FROM room WHERE account = ? AND jid = ?"_s), names);
    return query.next() ? recordOf(query) : RoomRecord();
}

void RoomTable::saveRoom(const RoomRecord &record)
{
    const QVariant createdAt = record.createdAt.isValid() ? QVariant(record.createdAt.toMSecsSinceEpoch())
                                                          : QVariant(QMetaType::fromType<qint64>());
    const int changed = m_database.run(
        u"UPDATE room SET spelled_id = ?, name = ?, subject = ?, nickname = ?, extra = ?, history_count = ?, held = ?, "
        "created_at = ?, last_read_key = ?, features = ? WHERE key = ?"_s,
        {text(record.spelledId), text(record.name), text(record.subject), text(record.nickname), text(record.extra),
         record.historyCount, record.held, createdAt, record.lastReadKey, text(record.features.join(u' ')),
         record.key});
    if (changed == 0)
        m_database.fail(u"no room %1"_s.arg(record.key));
}

void RoomTable::forgetRoom(RoomKey room)
{
    // In this order, because entries and memberships are found by the room and the rest goes with it.
    m_database.run(u"DELETE FROM entry WHERE room = ?"_s, {room});
    m_database.run(u"DELETE FROM membership WHERE room = ?"_s, {room});
    m_database.run(u"DELETE FROM room WHERE key = ?"_s, {room});
}

std::optional<RoomFacts> RoomTable::state(RoomKey room)
{
    Query query = m_database.query(u"SELECT epoch, account, newest_reason, held FROM room WHERE key = ?"_s, {room});
    if (!query.next()) {
        m_database.fail(u"no room %1"_s.arg(room));
        return std::nullopt;
    }
    return RoomFacts{room, static_cast<int>(query.number(0)), Jid::parse(query.text(1)).value_or(Jid()),
                     reasonAt(query, 2), query.flag(3)};
}

bool RoomTable::isCreatedLater(const RoomRecord &record)
{
    if (!record.createdAt.isValid())
        return false;
    Query query = m_database.query(u"SELECT created_at < ? FROM room WHERE key = ?"_s,
                                   {record.createdAt.toMSecsSinceEpoch(), record.key});
    return query.next() && query.flag(0);
}

void RoomTable::setEpoch(RoomKey room, int epoch)
{
    m_database.run(u"UPDATE room SET epoch = ? WHERE key = ?"_s, {epoch, room});
}

void RoomTable::setNewestReason(RoomKey room, std::optional<GapReason> reason)
{
    m_database.run(u"UPDATE room SET newest_reason = ? WHERE key = ?"_s, {reasonOrNull(reason), room});
}

bool RoomTable::isOwnOccupant(RoomKey room, const QString &occupantId)
{
    return !occupantId.isEmpty() &&
           m_database.query(u"SELECT 1 FROM own_occupant WHERE room = ? AND occupant_id = ?"_s, {room, occupantId})
               .next();
}

bool RoomTable::knowsOwnOccupant(RoomKey room)
{
    return m_database.query(u"SELECT 1 FROM own_occupant WHERE room = ?"_s, {room}).next();
}

void RoomTable::addOwnOccupant(RoomKey room, const QString &occupantId)
{
    if (!occupantId.isEmpty())
        m_database.run(u"INSERT INTO own_occupant VALUES (?, ?) ON CONFLICT DO NOTHING"_s, {room, occupantId});
}

MembershipKey RoomTable::beginMembership(RoomKey room, const QString &ownOccupant)
{
    addOwnOccupant(room, ownOccupant);
    Query query = m_database.query(u"INSERT INTO membership (room) VALUES (?)"_s, {room});
    return query.affected() == 1 ? query.insertedKey() : 0;
}

std::optional<MembershipState> RoomTable::membership(RoomKey room, MembershipKey membership)
{
    Query query = m_database.query(
        u"SELECT live_segment, archived_live, ended FROM membership WHERE key = ? AND room = ?"_s, {membership, room});
    if (!query.next())
        return std::nullopt;
    return MembershipState{membership, query.number(0), query.flag(1), query.flag(2),
                           latestMembership(room) == membership};
}

MembershipKey RoomTable::latestMembership(RoomKey room)
{
    Query query = m_database.query(u"SELECT max(key) FROM membership WHERE room = ?"_s, {room});
    return query.next() ? query.number(0) : 0;
}

MembershipKey RoomTable::openMembership(RoomKey room)
{
    Query query = m_database.query(
        u"SELECT key FROM membership WHERE room = ? AND ended = 0 ORDER BY key DESC LIMIT 1"_s, {room});
    return query.next() ? query.number(0) : 0;
}

void RoomTable::endMembership(RoomKey room, MembershipKey membership)
{
    m_database.run(u"UPDATE membership SET ended = 1 WHERE key = ? AND room = ?"_s, {membership, room});
}

void RoomTable::endAllMemberships()
{
    m_database.run(u"UPDATE membership SET ended = 1 WHERE ended = 0"_s);
}

void RoomTable::setLiveSegment(MembershipKey membership, qint64 segment, bool archivedLive)
{
    m_database.run(u"UPDATE membership SET live_segment = ?, archived_live = ? WHERE key = ?"_s,
                   {segment ? QVariant(segment) : QVariant(QMetaType::fromType<qint64>()), archivedLive, membership});
}

void RoomTable::setArchivedLive(MembershipKey membership)
{
    m_database.run(u"UPDATE membership SET archived_live = 1 WHERE key = ? AND archived_live = 0"_s, {membership});
}

} // namespace foyer

#include "server/storage/roomtable.h"

#include "server/storage/storedvalues.h"
#include "sql/database.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

const QString columns =
    u"id, title, description, password, persistent, listed, moderated, members_only, addresses_shown, "
    "subject_by_anyone, max_occupants, lifetime_kind, lifetime_minutes, created_at, last_active_at, locked, "
    "muted, mute_reason, muted_by, subject, subject_by, subject_at"_s;

RoomConfig configOf(const Query &query)
{
    RoomConfig config;
    config.title = query.text(1);
    config.description = query.text(2);
    config.password = query.text(3);
    config.persistent = query.flag(4);
    config.listed = query.flag(5);
    config.moderated = query.flag(6);
    config.membersOnly = query.flag(7);
    config.addressesShown = query.flag(8);
    config.subjectByAnyone = query.flag(9);
    config.maxOccupants = static_cast<int>(query.number(10));
    return config;
}

RoomRecord recordOf(const Query &query)
{
    RoomRecord room;
    room.id = query.text(0);
    room.config = configOf(query);
    room.lifetime = {static_cast<RoomLifetime::Kind>(query.number(11)), static_cast<int>(query.number(12))};
    room.createdAt = timeAt(query, 13);
    room.lastActiveAt = timeAt(query, 14);
    room.locked = query.flag(15);
    room.roomMuted = query.flag(16);
    room.roomMuteReason = query.text(17);
    room.roomMutedBy = query.text(18);
    room.subject = query.text(19);
    room.subjectBy = query.text(20);
    room.subjectAt = timeAt(query, 21);
    return room;
}

QVariantList valuesOf(const RoomRecord &room)
{
    const RoomConfig &config = room.config;
    return {room.id,
            textOf(config.title),
            textOf(config.description),
            textOf(config.password),
            config.persistent,
            config.listed,
            config.moderated,
            config.membersOnly,
            config.addressesShown,
            config.subjectByAnyone,
            config.maxOccupants,
            static_cast<int>(room.lifetime.kind),
            room.lifetime.minutes,
            room.createdAt.toMSecsSinceEpoch(),
            room.lastActiveAt.toMSecsSinceEpoch(),
            room.locked,
            room.roomMuted,
            textOf(room.roomMuteReason),
            textOf(room.roomMutedBy),
            textOf(room.subject),
            textOf(room.subjectBy),
            timeOrNull(room.subjectAt),
            roomKey(room.id)};
}

Jid accountAt(const Query &query, int column)
{
    return Jid::parse(query.text(column)).value_or(Jid());
}

Restriction restrictionAt(const Query &query)
{
    return {accountAt(query, 0), timeAt(query, 1), query.text(2), query.text(3)};
}

QVariantList valuesOf(const Restriction &restriction)
{
    return {restriction.account.toString(), timeOrNull(restriction.until), textOf(restriction.reason),
            textOf(restriction.by)};
}

} // namespace

QList<RoomRecord> RoomTable::rooms()
{
    QList<RoomRecord> found;
    Query query = m_database.query(QString(u"SELECT "_s + columns + u", key FROM room ORDER BY key"_s));
    while (query.next()) {
        RoomRecord room = recordOf(query);
        readLists(query.number(22), room);
        found += room;
    }
    return found;
}

void RoomTable::readLists(qint64 key, RoomRecord &room)
{
    Query standings = m_database.query(
        u"SELECT account, affiliation, nickname, reason FROM standing WHERE room = ? ORDER BY account"_s, {key});
    while (standings.next())
        room.standings += Standing{accountAt(standings, 0), static_cast<Affiliation>(standings.number(1)),
                                   standings.text(2), standings.text(3)};
    Query mutes =
        m_database.query(u"SELECT account, until, reason, by_whom FROM mute WHERE room = ? ORDER BY account"_s, {key});
    while (mutes.next())
        room.mutes += restrictionAt(mutes);
    Query blocks =
        m_database.query(u"SELECT account, until, reason, by_whom FROM block WHERE room = ? ORDER BY account"_s, {key});
    while (blocks.next())
        room.blocks += restrictionAt(blocks);
    Query exempt = m_database.query(u"SELECT account FROM exempt WHERE room = ? ORDER BY account"_s, {key});
    while (exempt.next())
        room.exempt += accountAt(exempt, 0);
}

QList<Restriction> RoomTable::globalMutes()
{
    QList<Restriction> found;
    Query query = m_database.query(u"SELECT account, until, reason, by_whom FROM global_mute ORDER BY account"_s);
    while (query.next())
        found += restrictionAt(query);
    return found;
}

void RoomTable::save(const RoomRecord &room)
{
    const qint64 key = keyOf(room.id);
    if (key == 0) {
        m_database.run(
            QString(u"INSERT INTO room ("_s + columns +
                    u", id_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s),
            valuesOf(room));
        return;
    }
    m_database.run(
        QString(u"UPDATE room SET ("_s + columns +
                u") = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id_key = ?"_s),
        valuesOf(room));
}

void RoomTable::saveActivity(const QString &roomId, const QDateTime &at)
{
    m_database.run(u"UPDATE room SET last_active_at = ? WHERE key = ?"_s, {at.toMSecsSinceEpoch(), keyOf(roomId)});
}

void RoomTable::remove(const QString &roomId)
{
    m_database.run(u"DELETE FROM room WHERE id_key = ?"_s, {textOf(roomKey(roomId))});
    m_keys.remove(roomKey(roomId));
}

qint64 RoomTable::keyOf(const QString &roomId)
{
    const QString idKey = textOf(roomKey(roomId));
    const qint64 known = m_keys.value(idKey);
    if (known != 0)
        return known;
    Query query = m_database.query(u"SELECT key FROM room WHERE id_key = ?"_s, {idKey});
    if (!query.next())
        return 0;
    m_keys.insert(idKey, query.number(0));
    return query.number(0);
}

void RoomTable::saveStanding(const QString &roomId, const Standing &standing)
{
    const QVariantList place{keyOf(roomId), standing.account.toString()};
    if (standing.affiliation == Affiliation::None) {
        m_database.run(u"DELETE FROM standing WHERE room = ? AND account = ?"_s, place);
        return;
    }
    m_database.run(u"INSERT OR REPLACE INTO standing (room, account, affiliation, nickname, reason) "
                   "VALUES (?, ?, ?, ?, ?)"_s,
                   place + QVariantList{static_cast<int>(standing.affiliation), textOf(standing.nickname),
                                        textOf(standing.reason)});
}

void RoomTable::saveMute(const QString &roomId, const Restriction &mute)
{
    if (roomId.isEmpty()) {
        m_database.run(u"INSERT OR REPLACE INTO global_mute (account, until, reason, by_whom) VALUES (?, ?, ?, ?)"_s,
                       valuesOf(mute));
        return;
    }
    m_database.run(u"INSERT OR REPLACE INTO mute (account, until, reason, by_whom, room) VALUES (?, ?, ?, ?, ?)"_s,
                   valuesOf(mute) + QVariantList{keyOf(roomId)});
}

void RoomTable::removeMute(const QString &roomId, const Jid &account)
{
    if (roomId.isEmpty())
        m_database.run(u"DELETE FROM global_mute WHERE account = ?"_s, {account.toString()});
    else
        m_database.run(u"DELETE FROM mute WHERE room = ? AND account = ?"_s, {keyOf(roomId), account.toString()});
}

void RoomTable::saveBlock(const QString &roomId, const Restriction &block)
{
    m_database.run(u"INSERT OR REPLACE INTO block (account, until, reason, by_whom, room) VALUES (?, ?, ?, ?, ?)"_s,
                   valuesOf(block) + QVariantList{keyOf(roomId)});
}

void RoomTable::removeBlock(const QString &roomId, const Jid &account)
{
    m_database.run(u"DELETE FROM block WHERE room = ? AND account = ?"_s, {keyOf(roomId), account.toString()});
}

void RoomTable::setExempt(const QString &roomId, const Jid &account, bool exempt)
{
    const QVariantList place{keyOf(roomId), account.toString()};
    if (exempt)
        m_database.run(u"INSERT OR REPLACE INTO exempt (room, account) VALUES (?, ?)"_s, place);
    else
        m_database.run(u"DELETE FROM exempt WHERE room = ? AND account = ?"_s, place);
}

void RoomTable::saveInside(const QString &roomId, const Jid &account, bool inside)
{
    const QVariantList place{keyOf(roomId), account.toString()};
    if (inside)
        m_database.run(u"INSERT OR REPLACE INTO inside (room, account) VALUES (?, ?)"_s, place);
    else
        m_database.run(u"DELETE FROM inside WHERE room = ? AND account = ?"_s, place);
}

QList<Jid> RoomTable::inside(const QString &roomId)
{
    QList<Jid> accounts;
    Query query = m_database.query(u"SELECT account FROM inside WHERE room = ? ORDER BY account"_s, {keyOf(roomId)});
    while (query.next())
        accounts += Jid::parse(query.text(0)).value_or(Jid());
    return accounts;
}

} // namespace foyer::server

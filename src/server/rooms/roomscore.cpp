#include "server/rooms/roomscore.h"

#include "server/rooms/voicerules.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qsizetype occupantIdBytes = 20;

Jid addressOf(const QString &roomId, const QString &service)
{
    return Jid::fromParts(roomId, service).value_or(Jid());
}

} // namespace

RoomsCore::RoomsCore(RoomStorage &roomStorage, Clock &roomClock, const RoomSettings &roomSettings)
    : storage(roomStorage), clock(roomClock), settings(roomSettings)
{
}

void RoomsCore::read()
{
    m_rooms.clear();
    m_memberships.clear();
    m_secret = storage.occupantSecret();
    m_globalMutes = storage.loadGlobalMutes();
    const QList<RoomRecord> records = storage.loadRooms();
    for (const RoomRecord &record : records) {
        auto room = std::make_unique<Room>(record, addressOf(record.id, settings.mucDomain));
        m_rooms.emplace(room->key(), std::move(room));
    }
}

Room *RoomsCore::find(const QString &roomId) const
{
    const auto found = m_rooms.find(roomKey(roomId));
    return found == m_rooms.end() ? nullptr : found->second.get();
}

QStringList RoomsCore::keys() const
{
    QStringList all;
    for (const auto &entry : m_rooms)
        all += entry.first;
    return all;
}

Room &RoomsCore::add(const RoomRecord &record, const Jid &by)
{
    auto made = std::make_unique<Room>(record, addressOf(record.id, settings.mucDomain));
    Room &room = *made;
    m_rooms.emplace(room.key(), std::move(made));
    storage.saveRoom(record);
    for (const Standing &standing : record.standings)
        storage.saveStanding(record.id, standing);
    for (const Jid &account : record.exempt)
        storage.setExempt(record.id, account, true);
    tell(room, RoomCreated{by});
    return room;
}

void RoomsCore::tell(const Room &room, decltype(RoomEvent::what) what)
{
    const RoomEvent event{room.record().id, clock.now(), std::move(what)};
    for (RoomObserver *observer : std::as_const(observers))
        observer->onRoomEvent(event);
}

void RoomsCore::touch(Room &room)
{
    room.record().lastActiveAt = clock.now();
    storage.saveActivity(room.record().id, room.record().lastActiveAt);
}

void RoomsCore::takeSeat(Room &room, Seat &seat, const ClientPresence &client)
{
    room.addClient(seat, client);
    QStringList &joined = m_memberships[seat.occupant.account];
    if (joined.contains(room.key()))
        return;
    joined += room.key();
    storage.saveInside(room.record().id, seat.occupant.account, true);
}

void RoomsCore::leave(Room &room, Seat &seat, const QList<Jid> &sessions, const Exit &exit)
{
    OccupantLeft left{seat.occupant, sessions,         false,        exit.departure, exit.actor,
                      exit.reason,   exit.alternative, exit.payloads};
    for (const Jid &session : sessions)
        room.removeClient(seat, session);
    if (seat.occupant.clients.isEmpty()) {
        left.last = true;
        room.removeSeat(seat);
    }
    const Jid account = left.occupant.account;
    if (room.seatsOf(account).isEmpty()) {
        QStringList &joined = m_memberships[account];
        joined.removeAll(room.key());
        if (joined.isEmpty())
            m_memberships.remove(account);
        storage.saveInside(room.record().id, account, false);
    }
    touch(room);
    tell(room, left);
}

void RoomsCore::leaveWhole(Room &room, Seat &seat, const Exit &exit)
{
    QList<Jid> sessions;
    for (const ClientPresence &client : std::as_const(seat.occupant.clients))
        sessions += client.session;
    leave(room, seat, sessions, exit);
}

bool RoomsCore::endIfEmpty(Room &room)
{
    const bool needsOccupants = room.record().locked || !room.record().config.persistent;
    if (!room.isEmpty() || !needsOccupants)
        return false;
    end(room, RoomEnded::Cause::Empty, {});
    return true;
}

void RoomsCore::end(Room &room, RoomEnded::Cause cause, const Exit &exit)
{
    while (!room.isEmpty())
        leaveWhole(room, *room.seats().front(), exit);
    storage.removeRoom(room.record().id);
    tell(room, RoomEnded{cause});
    m_rooms.erase(QString(room.key()));
}

std::optional<Restriction> RoomsCore::mutedEverywhere(const Jid &account) const
{
    return restrictionOf(m_globalMutes, account);
}

void RoomsCore::settle(const Room &room, Seat &seat) const
{
    RoomOccupant &occupant = seat.occupant;
    const RoomRecord &record = room.record();
    VoiceFacts facts;
    facts.baseRole = seat.baseRole;
    facts.affiliation = occupant.affiliation;
    facts.exempt = room.isExempt(occupant.account);
    facts.everywhere = mutedEverywhere(occupant.account);
    facts.here = room.muteOf(occupant.account);
    if (record.roomMuted)
        facts.room = Restriction{{}, {}, record.roomMuteReason, record.roomMutedBy};
    const Voice voice = voiceOf(facts);
    occupant.role = voice.role;
    occupant.mute = voice.mute;
}

void RoomsCore::resettle(Room &room, Seat &seat, const RoomOccupant &before, const Cause &cause)
{
    settle(room, seat);
    if (seat.occupant != before)
        tell(room, OccupantChanged{before, seat.occupant, cause.actor, cause.reason});
}

void RoomsCore::resettleAccount(Room &room, const Jid &account, const Cause &cause)
{
    const QList<Seat *> seats = room.seatsOf(account);
    for (Seat *seat : seats)
        resettle(room, *seat, RoomOccupant(seat->occupant), cause);
}

void RoomsCore::resettleAccountEverywhere(const Jid &account, const Cause &cause)
{
    const QStringList joined = roomsOf(account);
    for (const QString &key : joined)
        resettleAccount(*find(key), account, cause);
}

void RoomsCore::resettleAll(Room &room, const Cause &cause)
{
    for (const auto &seat : room.seats())
        resettle(room, *seat, RoomOccupant(seat->occupant), cause);
}

void RoomsCore::mute(Room &room, const Restriction &mute, const Cause &cause)
{
    putRestriction(room.record().mutes, mute);
    storage.saveMute(room.record().id, mute);
    resettleAccount(room, mute.account, cause);
}

bool RoomsCore::unmute(Room &room, const Jid &account, const Cause &cause)
{
    if (!takeRestriction(room.record().mutes, account))
        return false;
    storage.removeMute(room.record().id, account);
    resettleAccount(room, account, cause);
    return true;
}

QString RoomsCore::occupantIdOf(const Room &room, const Jid &account)
{
    if (m_secret.isEmpty())
        m_secret = storage.occupantSecret();
    const QByteArray text = room.key().toUtf8() + '\0' + account.toString().toUtf8();
    const QByteArray digest = QMessageAuthenticationCode::hash(text, m_secret, QCryptographicHash::Sha256);
    return QString::fromLatin1(digest.left(occupantIdBytes).toHex());
}

} // namespace foyer::server

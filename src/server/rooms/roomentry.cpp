#include "server/rooms/roomentry.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

Granted<EnterResult> RoomEntry::enter(const EnterRequest &request)
{
    m_lifetimes.catchUp();
    if (roomKey(request.roomId).isEmpty())
        return Refusal::make(Refusal::Kind::InvalidRoomId);
    const auto nickname = Nickname::parse(request.nickname);
    if (!nickname)
        return Refusal::make(Refusal::Kind::NicknameNotAllowed);
    Room *room = m_core.find(request.roomId);
    if (!room) {
        const Granted<Room *> made = make(request);
        if (!made)
            return made.refusal();
        return admit(**made, request, *nickname, true);
    }
    if (Seat *seat = room->seatOf(request.session))
        return enterAgain(*room, *seat, request, *nickname);
    if (const auto refusal = refusalFor(*room, request, *nickname))
        return *refusal;
    return admit(*room, request, *nickname, false);
}

Granted<Room *> RoomEntry::make(const EnterRequest &request)
{
    const Jid account = RoomsCore::accountOf(request.session);
    if (!mayCreate(account))
        return Refusal::make(Refusal::Kind::CreationNotAllowed);
    if (!isCreatableRoomId(request.roomId))
        return Refusal::make(Refusal::Kind::InvalidRoomId);
    RoomRecord record;
    record.id = request.roomId;
    record.createdAt = m_core.clock.now();
    record.lastActiveAt = record.createdAt;
    record.locked = true;
    record.standings = {Standing{account, Affiliation::Owner, {}, {}}};
    Room &room = m_core.add(record, account);
    m_lifetimes.expect(m_lifetimes.endOf(record));
    return &room;
}

bool RoomEntry::mayCreate(const Jid &account) const
{
    if (m_core.settings.anyoneCreates)
        return true;
    const QStringList &names = m_core.settings.administrators;
    return std::any_of(names.cbegin(), names.cend(),
                       [&](const QString &name) { return Jid::fromParts(name, m_core.settings.domain) == account; });
}

std::optional<Refusal> RoomEntry::closedTo(const Room &room, const Jid &account) const
{
    const Affiliation affiliation = room.affiliationOf(account);
    if (room.record().locked && affiliation != Affiliation::Owner)
        return Refusal::make(Refusal::Kind::Locked);
    if (affiliation == Affiliation::Outcast || room.isBlocked(account))
        return Refusal::make(Refusal::Kind::Banned);
    if (room.record().config.membersOnly && affiliation < Affiliation::Member)
        return Refusal::make(Refusal::Kind::MembersOnly);
    return std::nullopt;
}

std::optional<Refusal> RoomEntry::refusalFor(const Room &room, const EnterRequest &request,
                                             const Nickname &nickname) const
{
    const Jid account = RoomsCore::accountOf(request.session);
    if (const auto closed = closedTo(room, account))
        return closed;
    const RoomConfig &config = room.record().config;
    if (!config.password.isEmpty() && request.password != config.password)
        return Refusal::make(Refusal::Kind::PasswordWrong);
    if (room.isTaken(nickname.text(), account))
        return Refusal::make(Refusal::Kind::NicknameInUse);
    const bool shares = room.seatNamed(nickname.text()) != nullptr;
    const bool isFull = config.maxOccupants > 0 && room.seats().size() >= static_cast<size_t>(config.maxOccupants);
    if (isFull && !shares && room.affiliationOf(account) < Affiliation::Admin)
        return Refusal::make(Refusal::Kind::RoomFull);
    return std::nullopt;
}

Granted<EnterResult> RoomEntry::enterAgain(Room &room, Seat &seat, const EnterRequest &request,
                                           const Nickname &nickname)
{
    const Granted<Allowed> presented = present(room, seat, {request.session, request.payloads}, nickname);
    if (!presented)
        return presented.refusal();
    EnterResult result;
    result.self = seat.occupant;
    for (const auto &other : room.seats()) {
        if (other.get() != &seat)
            result.others += other->occupant;
    }
    result.alreadyInside = true;
    return result;
}

EnterResult RoomEntry::admit(Room &room, const EnterRequest &request, const Nickname &nickname, bool created)
{
    const Jid account = RoomsCore::accountOf(request.session);
    EnterResult result;
    result.created = created;
    Seat *seat = room.seatNamed(nickname.text());
    const bool first = !seat;
    for (const auto &other : room.seats()) {
        if (other.get() != seat)
            result.others += other->occupant;
    }
    if (first) {
        RoomOccupant occupant;
        occupant.nickname = nickname.text();
        occupant.account = account;
        occupant.affiliation = room.affiliationOf(account);
        occupant.occupantId = m_core.occupantIdOf(room, account);
        occupant.joinedAt = m_core.clock.now();
        seat = &room.addSeat(occupant, room.initialRole(occupant.affiliation));
        m_core.settle(room, *seat);
    }
    m_core.takeSeat(room, *seat, {request.session, request.payloads});
    m_core.touch(room);
    m_core.tell(room, OccupantEntered{seat->occupant, request.session, first, created});
    result.self = seat->occupant;
    if (!m_core.settings.singleUserMultipleRooms)
        leaveOthers(room, account);
    return result;
}

void RoomEntry::leaveOthers(const Room &room, const Jid &account)
{
    const QStringList joined = m_core.roomsOf(account);
    for (const QString &key : joined) {
        if (key == room.key())
            continue;
        Room &other = *m_core.find(key);
        const QList<Seat *> seats = other.seatsOf(account);
        for (Seat *seat : seats)
            m_core.leaveWhole(other, *seat, Exit{Departure::Replaced, {}, {}, room.address().toString()});
        m_core.endIfEmpty(other);
    }
}

Granted<Allowed> RoomEntry::leave(const QString &roomId, const Jid &session, const QList<stanza::XmlNode> &payloads)
{
    m_lifetimes.catchUp();
    Room *room = m_core.find(roomId);
    if (!room)
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    Seat *seat = room->seatOf(session);
    if (!seat)
        return Refusal::make(Refusal::Kind::NotInRoom);
    m_core.leave(*room, *seat, {session}, Exit{Departure::Left, {}, {}, {}, payloads});
    m_core.endIfEmpty(*room);
    return Allowed{};
}

Granted<Allowed> RoomEntry::updatePresence(const QString &roomId, const Jid &session, const QString &nickname,
                                           const QList<stanza::XmlNode> &payloads)
{
    m_lifetimes.catchUp();
    Room *room = m_core.find(roomId);
    if (!room)
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    Seat *seat = room->seatOf(session);
    if (!seat)
        return Refusal::make(Refusal::Kind::NotInRoom);
    const auto wanted = Nickname::parse(nickname);
    if (!wanted)
        return Refusal::make(Refusal::Kind::NicknameNotAllowed);
    return present(*room, *seat, {session, payloads}, *wanted);
}

Granted<Allowed> RoomEntry::present(Room &room, Seat &seat, const ClientPresence &client, const Nickname &nickname)
{
    const RoomOccupant before = seat.occupant;
    const bool renames = nickname.text() != before.nickname;
    // Another place of the same account counts too: two places cannot become one.
    if (renames && (room.seatNamed(nickname.text()) || room.isTaken(nickname.text(), before.account)))
        return Refusal::make(Refusal::Kind::NicknameInUse);
    room.addClient(seat, client);
    if (renames) {
        room.rename(seat, nickname.text());
        m_core.tell(room, NicknameChanged{before.nickname, seat.occupant});
    } else {
        m_core.tell(room, OccupantChanged{before, seat.occupant, {}, {}});
    }
    return Allowed{};
}

void RoomEntry::offline(const Jid &session)
{
    const QStringList joined = m_core.roomsOf(RoomsCore::accountOf(session));
    for (const QString &key : joined) {
        Room &room = *m_core.find(key);
        if (room.seatOf(session) && !room.away().contains(session))
            room.away().insert(session, {m_core.clock.monotonicMs(), 0});
    }
}

void RoomEntry::online(const Jid &session)
{
    const QStringList joined = m_core.roomsOf(RoomsCore::accountOf(session));
    for (const QString &key : joined)
        m_core.find(key)->away().remove(session);
}

void RoomEntry::leaveAll()
{
    for (const auto &entry : m_core.rooms()) {
        Room &room = *entry.second;
        while (!room.isEmpty())
            m_core.leaveWhole(room, *room.seats().front(), Exit{Departure::ServiceShutdown});
    }
}

void RoomEntry::ended(const Jid &session, Departure departure)
{
    const QStringList joined = m_core.roomsOf(RoomsCore::accountOf(session));
    for (const QString &key : joined) {
        Room &room = *m_core.find(key);
        Seat *seat = room.seatOf(session);
        if (!seat)
            continue;
        m_core.leave(room, *seat, {session}, Exit{departure});
        m_core.endIfEmpty(room);
    }
}

} // namespace foyer::server

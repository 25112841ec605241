#include "server/rooms/room.h"

#include <algorithm>

namespace foyer::server
{

namespace
{

auto ofAccount(const Jid &account)
{
    return [&account](const auto &entry) { return entry.account == account; };
}

} // namespace

Room::Room(const RoomRecord &record, const Jid &address)
    : m_record(record), m_key(roomKey(record.id)), m_address(address)
{
}

QList<Seat *> Room::seatsOf(const Jid &account) const
{
    QList<Seat *> found;
    for (const auto &seat : m_seats) {
        if (seat->occupant.account == account)
            found += seat.get();
    }
    return found;
}

QList<RoomOccupant> Room::occupants() const
{
    QList<RoomOccupant> all;
    all.reserve(static_cast<qsizetype>(m_seats.size()));
    for (const auto &seat : m_seats)
        all += seat->occupant;
    return all;
}

Seat &Room::addSeat(const RoomOccupant &occupant, Role baseRole)
{
    m_seats.push_back(std::make_unique<Seat>(Seat{occupant, baseRole}));
    Seat &seat = *m_seats.back();
    m_byNickname.insert(occupant.nickname, &seat);
    return seat;
}

void Room::addClient(Seat &seat, const ClientPresence &client)
{
    removeClient(seat, client.session);
    seat.occupant.clients += client;
    m_bySession.insert(client.session, &seat);
}

void Room::removeClient(Seat &seat, const Jid &session)
{
    seat.occupant.clients.removeIf([&session](const ClientPresence &client) { return client.session == session; });
    m_bySession.remove(session);
    m_away.remove(session);
}

void Room::removeSeat(Seat &seat)
{
    for (const ClientPresence &client : std::as_const(seat.occupant.clients)) {
        m_bySession.remove(client.session);
        m_away.remove(client.session);
    }
    m_byNickname.remove(seat.occupant.nickname);
    std::erase_if(m_seats, [&seat](const auto &candidate) { return candidate.get() == &seat; });
}

void Room::rename(Seat &seat, const QString &nickname)
{
    m_byNickname.remove(seat.occupant.nickname);
    seat.occupant.nickname = nickname;
    m_byNickname.insert(nickname, &seat);
}

Affiliation Room::affiliationOf(const Jid &account) const
{
    const auto found = std::find_if(m_record.standings.cbegin(), m_record.standings.cend(), ofAccount(account));
    return found == m_record.standings.cend() ? Affiliation::None : found->affiliation;
}

Role Room::initialRole(Affiliation affiliation) const
{
    if (affiliation >= Affiliation::Admin)
        return Role::Moderator;
    return m_record.config.moderated && affiliation < Affiliation::Member ? Role::Visitor : Role::Participant;
}

std::optional<Restriction> Room::muteOf(const Jid &account) const
{
    return restrictionOf(m_record.mutes, account);
}

bool Room::isBlocked(const Jid &account) const
{
    return restrictionOf(m_record.blocks, account).has_value();
}

bool Room::isTaken(const QString &nickname, const Jid &account) const
{
    const Seat *seat = seatNamed(nickname);
    if (seat && seat->occupant.account != account)
        return true;
    return std::any_of(m_record.standings.cbegin(), m_record.standings.cend(), [&](const Standing &standing) {
        return standing.nickname == nickname && standing.account != account;
    });
}

int Room::ownerCount() const
{
    return static_cast<int>(
        std::count_if(m_record.standings.cbegin(), m_record.standings.cend(),
                      [](const Standing &standing) { return standing.affiliation == Affiliation::Owner; }));
}

void putRestriction(QList<Restriction> &list, const Restriction &restriction)
{
    const auto found = std::find_if(list.begin(), list.end(), ofAccount(restriction.account));
    if (found == list.end())
        list += restriction;
    else
        *found = restriction;
}

bool takeRestriction(QList<Restriction> &list, const Jid &account)
{
    return list.removeIf(ofAccount(account)) > 0;
}

std::optional<Restriction> restrictionOf(const QList<Restriction> &list, const Jid &account)
{
    const auto found = std::find_if(list.cbegin(), list.cend(), ofAccount(account));
    return found == list.cend() ? std::nullopt : std::optional(*found);
}

} // namespace foyer::server

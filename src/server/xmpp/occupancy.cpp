#include "server/xmpp/occupancy.h"

#include <algorithm>

namespace foyer::server
{

namespace
{

bool hasSession(const RoomOccupant &occupant, const Jid &session)
{
    return std::any_of(occupant.clients.cbegin(), occupant.clients.cend(),
                       [&](const ClientPresence &client) { return client.session == session; });
}

} // namespace

QList<RoomOccupant> Occupancy::occupants(const QString &roomId) const
{
    return m_rooms.value(roomKey(roomId));
}

const RoomOccupant *Occupancy::named(const QString &roomId, const QString &nickname) const
{
    const auto found = m_rooms.constFind(roomKey(roomId));
    if (found == m_rooms.constEnd())
        return nullptr;
    const auto occupant =
        std::find_if(found->cbegin(), found->cend(), [&](const RoomOccupant &one) { return one.nickname == nickname; });
    return occupant == found->cend() ? nullptr : &*occupant;
}

const RoomOccupant *Occupancy::withSession(const QString &roomId, const Jid &session) const
{
    const auto found = m_rooms.constFind(roomKey(roomId));
    if (found == m_rooms.constEnd())
        return nullptr;
    const auto occupant =
        std::find_if(found->cbegin(), found->cend(), [&](const RoomOccupant &one) { return hasSession(one, session); });
    return occupant == found->cend() ? nullptr : &*occupant;
}

void Occupancy::put(const QString &roomId, const QString &nickname, const RoomOccupant &occupant)
{
    QList<RoomOccupant> &inside = m_rooms[roomKey(roomId)];
    const auto present =
        std::find_if(inside.begin(), inside.end(), [&](const RoomOccupant &one) { return one.nickname == nickname; });
    if (present == inside.end())
        inside.append(occupant);
    else
        *present = occupant;
}

void Occupancy::remove(const QString &roomId, const OccupantLeft &left)
{
    const auto found = m_rooms.find(roomKey(roomId));
    if (found == m_rooms.end())
        return;
    if (left.last) {
        found->removeIf([&](const RoomOccupant &one) { return one.nickname == left.occupant.nickname; });
        return;
    }
    for (RoomOccupant &one : *found) {
        if (one.nickname == left.occupant.nickname)
            one.clients.removeIf([&](const ClientPresence &client) { return left.sessions.contains(client.session); });
    }
}

void Occupancy::apply(const RoomEvent &event)
{
    if (const auto *entered = std::get_if<OccupantEntered>(&event.what))
        put(event.roomId, entered->occupant.nickname, entered->occupant);
    else if (const auto *changed = std::get_if<OccupantChanged>(&event.what))
        put(event.roomId, changed->before.nickname, changed->occupant);
    else if (const auto *renamed = std::get_if<NicknameChanged>(&event.what))
        put(event.roomId, renamed->before, renamed->occupant);
    else if (const auto *left = std::get_if<OccupantLeft>(&event.what))
        remove(event.roomId, *left);
    else if (std::holds_alternative<RoomEnded>(event.what))
        m_rooms.remove(roomKey(event.roomId));
}

} // namespace foyer::server

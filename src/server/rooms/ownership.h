#pragma once

#include "server/rooms/lifetimes.h"
#include "server/rooms/roomscore.h"

namespace foyer::server
{

/// What owners do with the room itself: configure and destroy it (XEP-0045 section 10).
class Ownership
{
public:
    Ownership(RoomsCore &core, Lifetimes &lifetimes) : m_core(core), m_lifetimes(lifetimes) {}

    Granted<RoomConfig> configForm(const QString &roomId, const Jid &session) const;
    Granted<Allowed> configure(const QString &roomId, const Jid &session, const RoomConfig &config,
                               bool persistentAsked);
    Granted<Allowed> destroy(const QString &roomId, const Jid &session, const QString &reason,
                             const QString &alternative);

private:
    Granted<Room *> ownedBy(const QString &roomId, const Jid &session) const;
    void applyToOccupants(Room &room, const RoomConfig &before, const QString &actor);

    RoomsCore &m_core;
    Lifetimes &m_lifetimes;
};

} // namespace foyer::server

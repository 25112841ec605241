#pragma once

#include "server/rooms/lifetimes.h"
#include "server/rooms/roomscore.h"

namespace foyer::server
{

/// What the service's operator does to rooms through the Server API; publishing apart.
class ServiceActs
{
public:
    ServiceActs(RoomsCore &core, Lifetimes &lifetimes) : m_core(core), m_lifetimes(lifetimes) {}

    Granted<Allowed> create(const Rooms::NewRoom &room);
    Granted<Allowed> destroy(const QString &roomId);
    Granted<Allowed> setLifetime(const QString &roomId, const RoomLifetime &lifetime);
    Granted<Allowed> muteHere(const QString &roomId, const QList<Restriction> &mutes);
    Granted<Allowed> unmuteHere(const QString &roomId, const QList<Jid> &accounts);
    Granted<Allowed> setRoomMuted(const QString &roomId, bool muted, const QString &reason, const QString &by);
    Granted<Allowed> setExempt(const QString &roomId, const QList<Jid> &accounts, bool exempt);
    Granted<Allowed> block(const QString &roomId, const QList<Restriction> &blocks);
    Granted<Allowed> unblock(const QString &roomId, const QList<Jid> &accounts);
    void muteEverywhere(const QList<Restriction> &mutes);
    void unmuteEverywhere(const QList<Jid> &accounts);

private:
    /// Runs \a act on the room, when there is one.
    template <typename Act>
    Granted<Allowed> on(const QString &roomId, Act act);

    RoomsCore &m_core;
    Lifetimes &m_lifetimes;
};

} // namespace foyer::server

#pragma once

#include "server/rooms/lifetimes.h"
#include "server/rooms/roomscore.h"

namespace foyer::server
{

/// Roles and affiliations, as moderators, admins and owners change and read them (XEP-0045 sections 8 to 10).
class Moderation
{
public:
    Moderation(RoomsCore &core, Lifetimes &lifetimes) : m_core(core), m_lifetimes(lifetimes) {}

    Granted<Allowed> administer(const QString &roomId, const Jid &session, const QList<Rooms::AdminItem> &items);
    Granted<QList<Standing>> standings(const QString &roomId, const Jid &session, Affiliation affiliation) const;
    Granted<QList<RoomOccupant>> occupantsWithRole(const QString &roomId, const Jid &session, Role role) const;

private:
    /// Whoever asks; the role is None outside.
    struct Actor {
        QString nickname;
        Jid account;
        Role role = Role::None;
        Affiliation affiliation = Affiliation::None;
        bool canSpeak = true;
    };
    static Actor actorOf(const Room &room, const Jid &session);
    using Check = std::optional<Refusal>;
    /// Also names the account of an item that has only a nickname.
    Check check(const Room &room, const Actor &actor, Rooms::AdminItem &item) const;
    Check checkRole(const Room &room, const Actor &actor, const Rooms::AdminItem &item) const;
    Check checkAffiliation(const Room &room, const Actor &actor, const Rooms::AdminItem &item) const;
    static bool leavesAnOwner(const Room &room, const QList<Rooms::AdminItem> &items);

    void apply(Room &room, const Actor &actor, const Rooms::AdminItem &item);
    void applyRole(Room &room, const Actor &actor, const Rooms::AdminItem &item);
    void giveRole(Room &room, const Jid &account, Role role, const Cause &cause);
    void applyAffiliation(Room &room, const Actor &actor, const Rooms::AdminItem &item);
    void saveStanding(Room &room, const Rooms::AdminItem &item);
    void changeAffiliation(Room &room, Seat &seat, Affiliation affiliation, const Cause &cause);

    RoomsCore &m_core;
    Lifetimes &m_lifetimes;
};

} // namespace foyer::server

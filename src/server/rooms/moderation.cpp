#include "server/rooms/moderation.h"

#include "core/nickname.h"
#include "server/rooms/roommessages.h"

#include <algorithm>

namespace foyer::server
{

using Kind = Refusal::Kind;

Granted<Allowed> Moderation::administer(const QString &roomId, const Jid &session, const QList<Rooms::AdminItem> &items)
{
    m_lifetimes.catchUp();
    Room *room = m_core.find(roomId);
    if (!room)
        return Refusal::make(Kind::RoomDoesNotExist);
    const Actor actor = actorOf(*room, session);
    QList<Rooms::AdminItem> checked = items;
    for (Rooms::AdminItem &item : checked) {
        if (const Check refusal = check(*room, actor, item))
            return *refusal;
    }
    if (!leavesAnOwner(*room, checked))
        return Refusal::make(Kind::Conflict);
    for (const Rooms::AdminItem &item : std::as_const(checked))
        apply(*room, actor, item);
    m_core.endIfEmpty(*room);
    return Allowed{};
}

Moderation::Actor Moderation::actorOf(const Room &room, const Jid &session)
{
    Actor actor;
    actor.account = RoomsCore::accountOf(session);
    actor.affiliation = room.affiliationOf(actor.account);
    if (const Seat *seat = room.seatOf(session)) {
        actor.nickname = seat->occupant.nickname;
        actor.role = seat->occupant.role;
        actor.canSpeak = seat->occupant.mute.canSpeak;
    }
    return actor;
}

Moderation::Check Moderation::check(const Room &room, const Actor &actor, Rooms::AdminItem &item) const
{
    if (item.role.has_value() == item.affiliation.has_value())
        return Refusal::make(Kind::BadRequest);
    if (!fitsIntoPresence(item.reason))
        return Refusal::make(Kind::TooLarge);
    const auto nickname = Nickname::parse(item.nickname);
    if (item.role) {
        if (!nickname)
            return Refusal::make(Kind::BadRequest);
        item.nickname = nickname->text();
        return checkRole(room, actor, item);
    }
    item.account = item.account.bare();
    if (item.account.isEmpty() && nickname) {
        const Seat *seat = room.seatNamed(nickname->text());
        if (!seat)
            return Refusal::make(Kind::NoSuchOccupant);
        item.account = seat->occupant.account;
        item.nickname.clear();
    }
    if (item.account.local().isEmpty())
        return Refusal::make(Kind::BadRequest);
    if (!item.nickname.isEmpty()) {
        if (!nickname)
            return Refusal::make(Kind::NicknameNotAllowed);
        item.nickname = nickname->text();
    }
    return checkAffiliation(room, actor, item);
}

Moderation::Check Moderation::checkRole(const Room &room, const Actor &actor, const Rooms::AdminItem &item) const
{
    const Seat *seat = room.seatNamed(item.nickname);
    if (actor.role < Role::Moderator)
        return Refusal::make(Kind::NotAllowed);
    if (!seat)
        return Refusal::make(Kind::NoSuchOccupant);
    const RoomOccupant &target = seat->occupant;
    const bool actorIsAdmin = actor.affiliation >= Affiliation::Admin;
    const bool targetIsAdmin = target.affiliation >= Affiliation::Admin;
    const bool targetIsHigher = target.affiliation > actor.affiliation;
    // Only admins take away what only admins give.
    const bool touchesModerator = target.role == Role::Moderator && !actorIsAdmin;
    switch (*item.role) {
    case Role::None:
        if (target.account == actor.account)
            return Refusal::make(Kind::Conflict);
        if (targetIsHigher || touchesModerator)
            return Refusal::make(Kind::NotAllowed);
        break;
    case Role::Visitor:
        // An exempt occupant would go on speaking.
        if (targetIsAdmin || targetIsHigher || touchesModerator || room.isExempt(target.account))
            return Refusal::make(Kind::NotAllowed);
        break;
    case Role::Participant:
        if (target.role == Role::Moderator && (targetIsAdmin || !actorIsAdmin))
            return Refusal::make(Kind::NotAllowed);
        // A second nickname would end one's own mute.
        if (target.account == actor.account && !actor.canSpeak)
            return Refusal::make(Kind::NotAllowed);
        break;
    case Role::Moderator:
        if (!actorIsAdmin)
            return Refusal::make(Kind::NotAllowed);
        break;
    }
    return std::nullopt;
}

Moderation::Check Moderation::checkAffiliation(const Room &room, const Actor &actor, const Rooms::AdminItem &item) const
{
    if (actor.affiliation < Affiliation::Admin)
        return Refusal::make(Kind::NotAllowed);
    if (item.account == actor.account && *item.affiliation == Affiliation::Outcast)
        return Refusal::make(Kind::Conflict);
    if (!item.nickname.isEmpty() && room.isTaken(item.nickname, item.account))
        return Refusal::make(Kind::NicknameInUse);
    if (actor.affiliation == Affiliation::Owner)
        return std::nullopt;
    const bool isSelf = item.account == actor.account;
    if (*item.affiliation >= Affiliation::Admin || (!isSelf && room.affiliationOf(item.account) >= Affiliation::Admin))
        return Refusal::make(Kind::NotAllowed);
    return std::nullopt;
}

bool Moderation::leavesAnOwner(const Room &room, const QList<Rooms::AdminItem> &items)
{
    QHash<Jid, Affiliation> after;
    for (const Standing &standing : room.record().standings)
        after.insert(standing.account, standing.affiliation);
    for (const Rooms::AdminItem &item : items) {
        if (item.affiliation)
            after.insert(item.account, *item.affiliation);
    }
    return room.ownerCount() == 0 || std::any_of(after.cbegin(), after.cend(), [](Affiliation affiliation) {
               return affiliation == Affiliation::Owner;
           });
}

void Moderation::apply(Room &room, const Actor &actor, const Rooms::AdminItem &item)
{
    if (item.role)
        applyRole(room, actor, item);
    else
        applyAffiliation(room, actor, item);
}

void Moderation::applyRole(Room &room, const Actor &actor, const Rooms::AdminItem &item)
{
    Seat *seat = room.seatNamed(item.nickname);
    if (!seat)
        return; // an earlier item of the same request sent it away
    const Jid account = seat->occupant.account;
    const Cause cause{actor.nickname, item.reason};
    switch (*item.role) {
    case Role::None:
        m_core.leaveWhole(room, *seat, Exit{Departure::Kicked, cause.actor, cause.reason});
        break;
    case Role::Visitor: {
        if (seat->baseRole == Role::Moderator)
            seat->baseRole = room.initialRole(seat->occupant.affiliation);
        const QDateTime until = item.minutes > 0 ? m_core.clock.now().addSecs(60LL * item.minutes) : QDateTime();
        m_core.mute(room, Restriction{account, until, item.reason, actor.nickname}, cause);
        m_lifetimes.expect(until);
        break;
    }
    case Role::Participant:
    case Role::Moderator:
        giveRole(room, account, *item.role, cause);
        break;
    }
}

void Moderation::giveRole(Room &room, const Jid &account, Role role, const Cause &cause)
{
    const QList<Seat *> seats = room.seatsOf(account);
    for (Seat *seat : seats)
        seat->baseRole = role;
    if (!m_core.unmute(room, account, cause))
        m_core.resettleAccount(room, account, cause);
}

void Moderation::applyAffiliation(Room &room, const Actor &actor, const Rooms::AdminItem &item)
{
    saveStanding(room, item);
    const Cause cause{actor.nickname, item.reason};
    const bool isLocked = room.record().config.membersOnly;
    const QList<Seat *> seats = room.seatsOf(item.account);
    for (Seat *seat : seats) {
        if (*item.affiliation == Affiliation::Outcast)
            m_core.leaveWhole(room, *seat, Exit{Departure::Banned, cause.actor, cause.reason});
        else if (isLocked && *item.affiliation == Affiliation::None)
            m_core.leaveWhole(room, *seat, Exit{Departure::MembershipLost, cause.actor, cause.reason});
        else
            changeAffiliation(room, *seat, *item.affiliation, cause);
    }
}

void Moderation::saveStanding(Room &room, const Rooms::AdminItem &item)
{
    QList<Standing> &standings = room.record().standings;
    Standing standing{item.account, *item.affiliation, item.nickname, item.reason};
    const auto found = std::find_if(standings.begin(), standings.end(),
                                    [&item](const Standing &candidate) { return candidate.account == item.account; });
    if (found != standings.end()) {
        if (standing.nickname.isEmpty() && standing.affiliation > Affiliation::None)
            standing.nickname = found->nickname;
        standings.erase(found);
    }
    if (standing.affiliation != Affiliation::None)
        standings += standing;
    m_core.storage.saveStanding(room.record().id, standing);
}

void Moderation::changeAffiliation(Room &room, Seat &seat, Affiliation affiliation, const Cause &cause)
{
    const RoomOccupant before = seat.occupant;
    seat.occupant.affiliation = affiliation;
    const Role initial = room.initialRole(affiliation);
    // What an admin could do ends with the office; a participant's voice stays.
    if (before.affiliation >= Affiliation::Admin || initial > seat.baseRole)
        seat.baseRole = initial;
    m_core.resettle(room, seat, before, cause);
}

Granted<QList<Standing>> Moderation::standings(const QString &roomId, const Jid &session, Affiliation affiliation) const
{
    const Room *room = m_core.find(roomId);
    if (!room)
        return Refusal::make(Kind::RoomDoesNotExist);
    const Actor actor = actorOf(*room, session);
    // Who may write to whom is no secret among members of a closed room that shows addresses (XEP-0045 section 9.5).
    const RoomConfig &config = room->record().config;
    const bool asMember = affiliation >= Affiliation::Member && actor.affiliation >= Affiliation::Member &&
                          config.membersOnly && config.addressesShown;
    if (actor.affiliation < Affiliation::Admin && !asMember)
        return Refusal::make(Kind::NotAllowed);
    QList<Standing> found;
    for (const Standing &standing : room->record().standings) {
        if (standing.affiliation == affiliation)
            found += standing;
    }
    return found;
}

Granted<QList<RoomOccupant>> Moderation::occupantsWithRole(const QString &roomId, const Jid &session, Role role) const
{
    const Room *room = m_core.find(roomId);
    if (!room)
        return Refusal::make(Kind::RoomDoesNotExist);
    const Actor actor = actorOf(*room, session);
    if (actor.role < Role::Moderator)
        return Refusal::make(Kind::NotAllowed);
    QList<RoomOccupant> found = room->occupants();
    found.removeIf([role](const RoomOccupant &occupant) { return occupant.role != role; });
    return found;
}

} // namespace foyer::server

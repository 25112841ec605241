#include "server/rooms/ownership.h"

#include "server/rooms/roommessages.h"

namespace foyer::server
{

namespace
{

constexpr qsizetype longestTitle = 1024;
constexpr qsizetype longestDescription = 8192;
constexpr qsizetype longestPassword = 1024;

bool isSane(const RoomConfig &config)
{
    return config.title.size() <= longestTitle && config.description.size() <= longestDescription &&
           config.password.size() <= longestPassword && config.maxOccupants >= 0;
}

} // namespace

Granted<Room *> Ownership::ownedBy(const QString &roomId, const Jid &session) const
{
    Room *room = m_core.find(roomId);
    if (!room)
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    if (room->affiliationOf(RoomsCore::accountOf(session)) != Affiliation::Owner)
        return Refusal::make(Refusal::Kind::NotAllowed);
    return room;
}

Granted<RoomConfig> Ownership::configForm(const QString &roomId, const Jid &session) const
{
    const Granted<Room *> room = ownedBy(roomId, session);
    if (!room)
        return room.refusal();
    return (*room)->record().config;
}

Granted<Allowed> Ownership::configure(const QString &roomId, const Jid &session, const RoomConfig &config,
                                      bool persistentAsked)
{
    m_lifetimes.catchUp();
    const Granted<Room *> owned = ownedBy(roomId, session);
    if (!owned)
        return owned.refusal();
    if (!isSane(config))
        return Refusal::make(Refusal::Kind::BadRequest);
    Room &room = **owned;
    RoomRecord &record = room.record();
    const RoomConfig before = record.config;
    record.config = config;
    record.locked = false;
    if (persistentAsked && config.persistent)
        record.lifetime = {RoomLifetime::Kind::Never, 0};
    else if (persistentAsked && record.lifetime.kind == RoomLifetime::Kind::Never)
        record.lifetime = {};
    m_core.storage.saveRoom(record);
    m_lifetimes.expect(m_lifetimes.endOf(record));
    if (config != before)
        m_core.tell(room, ConfigChanged{before, config});
    const Seat *seat = room.seatOf(session);
    applyToOccupants(room, before, seat ? seat->occupant.nickname : QString());
    m_core.endIfEmpty(room);
    return Allowed{};
}

void Ownership::applyToOccupants(Room &room, const RoomConfig &before, const QString &actor)
{
    const RoomConfig &config = room.record().config;
    QList<Seat *> strangers;
    for (const auto &seat : room.seats()) {
        // Who is inside keeps his voice when the room becomes moderated; all have one when that ends.
        if (before.moderated && !config.moderated && seat->baseRole == Role::Visitor)
            seat->baseRole = Role::Participant;
        if (config.membersOnly && seat->occupant.affiliation < Affiliation::Member)
            strangers += seat.get();
    }
    for (Seat *seat : std::as_const(strangers))
        m_core.leaveWhole(room, *seat, Exit{Departure::MembersOnlyNow, actor});
    m_core.resettleAll(room, Cause{actor});
}

Granted<Allowed> Ownership::destroy(const QString &roomId, const Jid &session, const QString &reason,
                                    const QString &alternative)
{
    m_lifetimes.catchUp();
    const Granted<Room *> owned = ownedBy(roomId, session);
    if (!owned)
        return owned.refusal();
    if (!fitsIntoPresence(QString(alternative + reason)))
        return Refusal::make(Refusal::Kind::TooLarge);
    Room &room = **owned;
    const Seat *seat = room.seatOf(session);
    const QString actor = seat ? seat->occupant.nickname : QString();
    m_core.end(room, RoomEnded::Cause::Destroyed, Exit{Departure::RoomDestroyed, actor, reason, alternative});
    return Allowed{};
}

} // namespace foyer::server

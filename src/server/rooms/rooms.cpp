#include "server/rooms/rooms.h"

#include "server/rooms/lifetimes.h"
#include "server/rooms/moderation.h"
#include "server/rooms/ownership.h"
#include "server/rooms/roomentry.h"
#include "server/rooms/roomscore.h"
#include "server/rooms/roomspeech.h"
#include "server/rooms/serviceacts.h"

#include <utility>

namespace foyer::server
{

class Rooms::Private
{
public:
    Private(RoomStorage &storage, Clock &clock, const RoomSettings &settings) : core(storage, clock, settings) {}

    RoomsCore core;
    Lifetimes lifetimes{core};
    RoomEntry entry{core, lifetimes};
    RoomSpeech speech{core, lifetimes};
    Moderation moderation{core, lifetimes};
    Ownership ownership{core, lifetimes};
    ServiceActs service{core, lifetimes};
    bool wasRead = false;
};

Rooms::Rooms(RoomStorage &storage, Clock &clock, const RoomSettings &settings)
    : d(std::make_unique<Private>(storage, clock, settings))
{
}

Rooms::~Rooms() = default;

void Rooms::addObserver(RoomObserver *observer)
{
    d->core.observers += observer;
}

void Rooms::removeObserver(RoomObserver *observer)
{
    d->core.observers.removeAll(observer);
}

void Rooms::load()
{
    const bool again = std::exchange(d->wasRead, true);
    d->core.read();
    d->lifetimes.startOver(again);
}

void Rooms::shutDown()
{
    d->entry.leaveAll();
}

const RoomSettings &Rooms::settings() const
{
    return d->core.settings;
}

void Rooms::setSettings(const RoomSettings &settings)
{
    d->core.settings = settings;
    d->lifetimes.check();
}

Granted<EnterResult> Rooms::enter(const EnterRequest &request)
{
    return d->entry.enter(request);
}

Granted<Allowed> Rooms::leave(const QString &roomId, const Jid &session, const QList<stanza::XmlNode> &payloads)
{
    return d->entry.leave(roomId, session, payloads);
}

Granted<Allowed> Rooms::updatePresence(const QString &roomId, const Jid &session, const QString &nickname,
                                       const QList<stanza::XmlNode> &payloads)
{
    return d->entry.updatePresence(roomId, session, nickname, payloads);
}

Granted<Rooms::Posted> Rooms::say(const Utterance &utterance)
{
    return d->speech.say(utterance);
}

void Rooms::offline(const Jid &session)
{
    d->entry.offline(session);
}

void Rooms::online(const Jid &session)
{
    d->entry.online(session);
}

void Rooms::ended(const Jid &session, Departure departure)
{
    d->entry.ended(session, departure);
    d->speech.forget(session);
}

Granted<Rooms::PrivateRoute> Rooms::privateRoute(const QString &roomId, const Jid &session, const QString &nickname)
{
    return d->speech.privateRoute(roomId, session, nickname);
}

Granted<Allowed> Rooms::administer(const QString &roomId, const Jid &session, const QList<AdminItem> &items)
{
    return d->moderation.administer(roomId, session, items);
}

Granted<Allowed> Rooms::moderate(const QString &roomId, const Jid &session, const QString &archiveId,
                                 const QString &reason)
{
    return d->speech.moderate(roomId, session, archiveId, reason);
}

Granted<QList<Standing>> Rooms::standings(const QString &roomId, const Jid &session, Affiliation affiliation) const
{
    return d->moderation.standings(roomId, session, affiliation);
}

Granted<QList<RoomOccupant>> Rooms::occupantsWithRole(const QString &roomId, const Jid &session, Role role) const
{
    return d->moderation.occupantsWithRole(roomId, session, role);
}

Granted<RoomConfig> Rooms::configForm(const QString &roomId, const Jid &session) const
{
    return d->ownership.configForm(roomId, session);
}

Granted<Allowed> Rooms::configure(const QString &roomId, const Jid &session, const RoomConfig &config,
                                  bool persistentAsked)
{
    return d->ownership.configure(roomId, session, config, persistentAsked);
}

Granted<Allowed> Rooms::destroy(const QString &roomId, const Jid &session, const QString &reason,
                                const QString &alternative)
{
    return d->ownership.destroy(roomId, session, reason, alternative);
}

const RoomRecord *Rooms::record(const QString &roomId) const
{
    const Room *room = d->core.find(roomId);
    return room ? &room->record() : nullptr;
}

QList<RoomRecord> Rooms::records() const
{
    QList<RoomRecord> all;
    for (const auto &entry : d->core.rooms())
        all += entry.second->record();
    return all;
}

QList<RoomOccupant> Rooms::occupants(const QString &roomId) const
{
    const Room *room = d->core.find(roomId);
    return room ? room->occupants() : QList<RoomOccupant>();
}

bool Rooms::isLocked(const QString &roomId) const
{
    const RoomRecord *room = record(roomId);
    return room && room->locked;
}

std::optional<RoomOccupant> Rooms::occupantOf(const QString &roomId, const Jid &session) const
{
    const Room *room = d->core.find(roomId);
    const Seat *seat = room ? room->seatOf(session) : nullptr;
    return seat ? std::optional(seat->occupant) : std::nullopt;
}

Granted<Allowed> Rooms::mayRead(const QString &roomId, const Jid &account) const
{
    const Room *room = d->core.find(roomId);
    if (!room)
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    if (!room->seatsOf(account.bare()).isEmpty())
        return Allowed{};
    if (const auto closed = d->entry.closedTo(*room, account.bare()))
        return *closed;
    // Outside, nobody has shown that he knows the password.
    const bool isKnown = room->affiliationOf(account.bare()) >= Affiliation::Member;
    if (!room->record().config.password.isEmpty() && !isKnown)
        return Refusal::make(Refusal::Kind::PasswordWrong);
    return Allowed{};
}

QStringList Rooms::roomsOf(const Jid &account) const
{
    QStringList ids;
    const QStringList keys = d->core.roomsOf(account.bare());
    for (const QString &key : keys)
        ids += d->core.find(key)->record().id;
    return ids;
}

Granted<Allowed> Rooms::create(const NewRoom &room)
{
    return d->service.create(room);
}

Granted<Allowed> Rooms::destroyByService(const QString &roomId)
{
    return d->service.destroy(roomId);
}

Granted<Allowed> Rooms::setLifetime(const QString &roomId, const RoomLifetime &lifetime)
{
    return d->service.setLifetime(roomId, lifetime);
}

Granted<Allowed> Rooms::muteHere(const QString &roomId, const QList<Restriction> &mutes)
{
    return d->service.muteHere(roomId, mutes);
}

Granted<Allowed> Rooms::unmuteHere(const QString &roomId, const QList<Jid> &accounts)
{
    return d->service.unmuteHere(roomId, accounts);
}

Granted<Allowed> Rooms::setRoomMuted(const QString &roomId, bool muted, const QString &reason, const QString &by)
{
    return d->service.setRoomMuted(roomId, muted, reason, by);
}

Granted<Allowed> Rooms::setExempt(const QString &roomId, const QList<Jid> &accounts, bool exempt)
{
    return d->service.setExempt(roomId, accounts, exempt);
}

Granted<Allowed> Rooms::block(const QString &roomId, const QList<Restriction> &blocks)
{
    return d->service.block(roomId, blocks);
}

Granted<Allowed> Rooms::unblock(const QString &roomId, const QList<Jid> &accounts)
{
    return d->service.unblock(roomId, accounts);
}

void Rooms::muteEverywhere(const QList<Restriction> &mutes)
{
    d->service.muteEverywhere(mutes);
}

void Rooms::unmuteEverywhere(const QList<Jid> &accounts)
{
    d->service.unmuteEverywhere(accounts);
}

QList<Restriction> Rooms::mutedEverywhere() const
{
    return d->core.globalMutes();
}

Granted<Rooms::Posted> Rooms::publish(const ServiceMessage &message)
{
    return d->speech.publish(message);
}

} // namespace foyer::server

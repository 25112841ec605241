#include "service/accountsession.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "core/whenstored.h"
#include "xmpp/unlistedroom.h"

#include <utility>

namespace foyer
{

namespace
{
/// Between the questions of two rooms after waking.
constexpr qint64 proofPaceMs = 50;
constexpr qint64 roomsRetryMs = 5000;
} // namespace

ChatroomService::Private::Private(ChatroomService *owner, ServiceDeps dependencies)
    : q(owner),
      deps(std::move(dependencies)),
      random(deps.waitSeed ? seededRandom(*deps.waitSeed) : QRandomGenerator::securelySeeded()),
      stream(deps.channels, deps.clock),
      iqs(stream, deps.clock),
      disco(iqs),
      directory(iqs),
      archive(iqs, deps.clock),
      keeper(stream, deps.clock, deps.discoverEndpoints),
      wake(deps.clock, [this] { onWoke(); }),
      outages(*owner, deps.clock),
      uploads(iqs, deps.tls),
      roomsRetry(deps.clock, [this] { restoreHeldRooms(); })
{
    keeper.seedWaits(random.generate64());
    QObject::connect(&outages, &OutageLog::changed, q, &ChatroomService::outagesChanged);
    QObject::connect(&uploads, &Uploads::offerChanged, q, &ChatroomService::uploadOfferChanged);
    QObject::connect(&uploads, &Uploads::progressed, q, &ChatroomService::uploadProgressed);
    QObject::connect(&stream, &XmppStream::stanzaReceived, q,
                     [this](const stanza::XmlNode &stanza, StanzaSerial serial) { onStanza(stanza, serial); });
    QObject::connect(&stream, &XmppStream::stanzaRefused, q,
                     [this](const stanza::XmlNode &scanned, StanzaSerial serial) { onRefused(scanned, serial); });
    QObject::connect(&keeper, &ConnectionKeeper::stateChanged, q, &ChatroomService::connectionStateChanged);
    QObject::connect(&keeper, &ConnectionKeeper::online, q, [this](bool resumed) { onOnline(resumed); });
    QObject::connect(&keeper, &ConnectionKeeper::lost, q,
                     [this](const Error &cause, StreamEnd end) { onLost(cause, end); });
    QObject::connect(&keeper, &ConnectionKeeper::attemptFailed, q,
                     [this](const Error &cause, bool final) { onAttemptFailed(cause, final); });
}

void ChatroomService::Private::onStanza(const stanza::XmlNode &stanza, StanzaSerial serial)
{
    if (stanza.name() == QLatin1StringView("iq")) {
        iqs.handle(stanza);
        return;
    }
    if (stanza.name() == QLatin1StringView("message") && archive.handle(stanza)) {
        return;
    }
    if (RoomSession *session = findByJid(MucRoom::roomOf(stanza))) {
        session->handle(stanza, serial);
    } else if (stanza.name() == QLatin1StringView("presence") && givenUp.contains(MucRoom::roomOf(stanza))) {
        // Nobody is inside a room without knowing.
        leaveUnlistedRoom(stream, stanza);
    }
}

void ChatroomService::Private::onRefused(const stanza::XmlNode &scanned, StanzaSerial serial)
{
    qCWarning(lcService) << "a stanza was refused by the input gate";
    if (archive.handleRefused(scanned)) {
        return;
    }
    if (RoomSession *session = findByJid(MucRoom::roomOf(scanned))) {
        session->muc().handleRefused(scanned, serial);
    }
}

void ChatroomService::Private::restoreHeldRooms()
{
    const quint64 started = generation;
    whenStored(deps.store.rooms(settings.account), q, [this, started](const Result<QList<RoomRecord>> &rooms) {
        if (started != generation) {
            return;
        }
        if (rooms) {
            restored = true;
            restore(rooms.value());
        } else {
            // Unread rooms are not no rooms: whoever is held somewhere must come back there.
            qCWarning(lcService) << "rooms could not be read, tried again:" << rooms.error();
            roomsRetry.start(roomsRetryMs);
        }
        if (std::exchange(starting, false)) {
            keeper.start(settings);
        }
    });
}

void ChatroomService::Private::restore(const QList<RoomRecord> &rooms)
{
    // Read late, somebody may have entered another one where one may be in one at a time.
    QList<RoomRecord> wanted = rooms;
    for (RoomRecord &record : wanted) {
        if (record.held && isReplaced(RoomAddress(record.jid, record.spelledId))) {
            record.held = false;
            deps.store.saveRoom(record);
        }
    }
    QList<RoomSession *> late;
    for (const RoomRecord &record : std::as_const(wanted)) {
        if (!findByJid(record.jid)) {
            // Told of once all of it is there: whoever hears of a room reads what is stored of it.
            late.append(make(RoomAddress(record.jid, record.spelledId)));
            late.constLast()->restore(record);
        }
    }
    Q_EMIT q->roomsChanged();
    for (RoomSession *session : std::as_const(late)) {
        if (admitting) {
            session->askForTurn();
        }
    }
}

void ChatroomService::Private::goOffline()
{
    onlineNow = false;
    admitting = false;
    queue.clear();
    for (RoomSession *session : std::as_const(sessions)) {
        session->goOffline();
    }
}

void ChatroomService::Private::onOnline(bool resumed)
{
    onlineNow = true;
    everOnline = true;
    settings.weakest = stream.credentials().weakest;
    if (deps.signedInWith && settings.weakest > SignInStrength::Plain) {
        deps.signedInWith(settings.account, settings.weakest);
    }
    leaveForgotten(resumed);
    if (resumed) {
        admitting = true;
        const auto all = sessions.values();
        for (RoomSession *session : all) {
            session->streamResumed();
        }
        uploads.sessionResumed();
        if (roomService.isEmpty()) {
            // What was asked before the loss may have gone with it, and joins wait for the answer.
            findRoomService();
        } else {
            resolvePending();
        }
        return;
    }
    iqs.sessionEnded();
    givenUp.clear();
    const auto all = sessions.values();
    for (RoomSession *session : all) {
        session->newStream();
    }
    enterHeldRooms();
    if (roomService.isEmpty()) {
        findRoomService();
    } else {
        resolvePending();
        refreshService();
    }
    uploads.sessionBegan(settings.account.domain());
}

void ChatroomService::Private::learnService(const RoomService &service)
{
    roomService = service.domain;
    serviceFacts = service;
}

void ChatroomService::Private::refreshService()
{
    const quint64 started = generation;
    whenDone(disco.roomServiceFacts(roomService), q, [this, started](const Result<RoomService> &service) {
        if (started == generation && service) {
            learnService(service.value());
        }
    });
}

void ChatroomService::Private::findRoomService()
{
    const quint64 started = generation;
    const quint64 search = ++searches;
    whenDone(disco.roomService(settings.account.domain()), q,
             [this, started, search](const Result<RoomService> &service) {
                 if (started != generation || search != searches || !onlineNow) {
                     // Whoever comes online asks again.
                     return;
                 }
                 if (service) {
                     learnService(service.value());
                 } else {
                     failPending(service.error(), false);
                 }
                 resolvePending();
             });
}

void ChatroomService::Private::enterHeldRooms()
{
    admitting = true;
    QList<RoomSession *> all;
    for (const RoomAddress &room : std::as_const(order)) {
        RoomSession *session = sessions.value(room.jid());
        // The queue lets the first ones in at once, so whoever is to be first has to ask first.
        all.insert(session->isVisible() ? 0 : all.size(), session);
    }
    for (RoomSession *session : std::as_const(all)) {
        session->askForTurn();
    }
}

void ChatroomService::Private::resolvePending()
{
    const QList<PendingJoin> waiting = std::exchange(pending, {});
    for (const PendingJoin &join : waiting) {
        const RoomAddress address = resolved(join.address);
        if (!address.isResolved()) {
            pending.append(join);
            continue;
        }
        open(address)->requestJoin(join.options, join.create);
    }
}

void ChatroomService::Private::failPending(const Error &error, bool alsoResolvable)
{
    const QList<PendingJoin> waiting = std::exchange(pending, {});
    for (const PendingJoin &join : waiting) {
        if (join.address.isResolved() && !alsoResolvable) {
            pending.append(join);
        } else {
            Q_EMIT q->joinFailed(join.address, error);
        }
    }
}

void ChatroomService::Private::findPoison()
{
    QList<RoomSession *> suspects = sessions.values();
    suspects.removeIf([](const RoomSession *session) { return !session->awaitsHistory(); });
    if (suspects.size() == 1) {
        suspects.first()->historyWasFatal();
    }
    if (!suspects.isEmpty()) {
        // With several the next end tells, when each reads alone.
        queue.oneAtATime();
    }
}

void ChatroomService::Private::onLost(const Error &cause, StreamEnd end)
{
    goOffline();
    const bool wasReadingDirectory = std::exchange(directoryWasOpen, false);
    if (end == StreamEnd::Input && wasReadingDirectory) {
        // A list that is larger than one stanza may be would end every stream on which it is asked for.
        directoryIsFatal = true;
    } else if (end == StreamEnd::Input) {
        findPoison();
    }
    archive.connectionLost();
    uploads.connectionLost();
    Q_EMIT q->connectionLost(cause);
    const auto all = sessions.values();
    for (RoomSession *session : all) {
        session->connectionLost();
    }
}

void ChatroomService::Private::onAttemptFailed(const Error &cause, bool final)
{
    if (!everOnline) {
        failPending(cause, true);
    }
    if (final) {
        const auto all = sessions.values();
        for (RoomSession *session : all) {
            session->connectionGivenUp(cause);
        }
    }
}

void ChatroomService::Private::onWoke()
{
    keeper.circumstancesChanged();
    // Not all at once: a room asks within the turn it has in the list, the visible one first.
    qint64 delayMs = 0;
    for (const RoomAddress &room : std::as_const(order)) {
        RoomSession *session = sessions.value(room.jid());
        session->proveSoon(session->isVisible() ? 0 : delayMs += proofPaceMs);
    }
}

RoomAddress ChatroomService::Private::resolved(const RoomAddress &room) const
{
    return room.isResolved() || roomService.isEmpty() ? room : room.resolvedAt(roomService);
}

RoomSession *ChatroomService::Private::find(const RoomAddress &room) const
{
    const RoomAddress address = resolved(room);
    return address.isResolved() ? sessions.value(address.jid()) : nullptr;
}

std::optional<Error> ChatroomService::Private::whyOffline() const
{
    const ConnectionState &connection = keeper.state();
    // Until the keeper has started, its state is that of an earlier sign-in.
    const bool gaveUp = !starting && connection.kind == ConnectionState::Kind::Offline && connection.cause;
    if (gaveUp) {
        return connection.cause;
    }
    return signedIn ? std::nullopt : std::optional(Error::make(ErrorKind::NotConnected));
}

void ChatroomService::Private::rejoin(const RoomAddress &room)
{
    RoomSession *session = find(room);
    if (!session) {
        return;
    }
    if (const auto error = whyOffline()) {
        Q_EMIT q->joinFailed(session->address(), *error);
    } else {
        session->requestJoinAgain();
    }
}

void ChatroomService::Private::join(const RoomAddress &room, const JoinOptions &options, bool create)
{
    if (const auto error = checkOptions(options)) {
        Q_EMIT q->joinFailed(resolved(room), *error);
        return;
    }
    if (const auto error = whyOffline()) {
        Q_EMIT q->joinFailed(resolved(room), *error);
        return;
    }
    // While signing in for the first time everything waits: a failure of the connection is then the join's failure.
    if (!everOnline || !resolved(room).isResolved()) {
        pending.append({room, options, create});
        if (onlineNow && !roomService.isEmpty()) {
            resolvePending();
        } else if (onlineNow) {
            findRoomService();
        }
        return;
    }
    open(resolved(room))->requestJoin(options, create);
}

} // namespace foyer

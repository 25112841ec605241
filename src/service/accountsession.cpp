#include "service/accountsession.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "core/whenstored.h"

#include <utility>

namespace foyer
{

ChatroomService::Private::Private(ChatroomService *owner, ServiceDeps dependencies)
    : q(owner),
      deps(std::move(dependencies)),
      stream(deps.channels, deps.clock),
      iqs(stream, deps.clock),
      disco(iqs),
      archive(iqs, deps.clock),
      keeper(stream, deps.clock, deps.discoverEndpoints)
{
    QObject::connect(&stream, &XmppStream::stanzaReceived, q,
                     [this](const stanza::XmlNode &stanza, StanzaSerial serial) { onStanza(stanza, serial); });
    QObject::connect(&stream, &XmppStream::stanzaRefused, q,
                     [this](const stanza::XmlNode &scanned, StanzaSerial serial) { onRefused(scanned, serial); });
    QObject::connect(&keeper, &ConnectionKeeper::stateChanged, q, &ChatroomService::connectionStateChanged);
    QObject::connect(&keeper, &ConnectionKeeper::online, q, [this](bool resumed) { onOnline(resumed); });
    QObject::connect(&keeper, &ConnectionKeeper::lost, q, [this](const Error &cause) { onLost(cause); });
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
    const auto from = Jid::parse(stanza.attribute(u"from"));
    if (RoomSession *session = from ? findByJid(*from) : nullptr) {
        session->handle(stanza, serial);
    }
}

void ChatroomService::Private::onRefused(const stanza::XmlNode &scanned, StanzaSerial serial)
{
    qCWarning(lcService) << "a stanza was refused by the input gate";
    if (archive.handleRefused(scanned)) {
        return;
    }
    const auto from = Jid::parse(scanned.attribute(u"from"));
    if (RoomSession *session = from ? findByJid(*from) : nullptr) {
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
        if (!rooms) {
            qCWarning(lcService) << "rooms could not be read:" << rooms.error();
        }
        for (const RoomRecord &record : rooms.valueOr({})) {
            if (!findByJid(record.jid)) {
                open(RoomAddress(record.jid, record.spelledId))->restore(record);
            }
        }
        Q_EMIT q->roomsChanged();
        restored = true;
        starting = false;
        keeper.start(settings);
    });
}

void ChatroomService::Private::goOffline()
{
    onlineNow = false;
    admitting = false;
    queue.clear();
}

void ChatroomService::Private::onOnline(bool resumed)
{
    onlineNow = true;
    everOnline = true;
    if (resumed) {
        admitting = true;
        const auto all = sessions.values();
        for (RoomSession *session : all) {
            session->streamResumed();
        }
        return;
    }
    iqs.sessionEnded();
    const auto all = sessions.values();
    for (RoomSession *session : all) {
        session->newStream();
    }
    if (roomService.isEmpty()) {
        findRoomService(true);
    } else {
        enterHeldRooms();
        refreshService();
    }
}

void ChatroomService::Private::learnService(const RoomService &service)
{
    roomService = service.domain;
    oneRoomOnly = service.oneRoomOnly;
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

void ChatroomService::Private::findRoomService(bool thenEnter)
{
    const quint64 started = generation;
    whenDone(disco.roomService(settings.account.domain()), q,
             [this, started, thenEnter](const Result<RoomService> &service) {
                 if (started != generation || !onlineNow) {
                     // A later sign-in asks again.
                     return;
                 }
                 if (service) {
                     learnService(service.value());
                 } else {
                     failPending(service.error(), false);
                 }
                 if (thenEnter) {
                     enterHeldRooms();
                 } else {
                     resolvePending();
                 }
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
    resolvePending();
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

void ChatroomService::Private::onLost(const Error &cause)
{
    goOffline();
    archive.connectionLost();
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

RoomAddress ChatroomService::Private::resolved(const RoomAddress &room) const
{
    return room.isResolved() || roomService.isEmpty() ? room : room.resolvedAt(roomService);
}

RoomSession *ChatroomService::Private::find(const RoomAddress &room) const
{
    const RoomAddress address = resolved(room);
    return address.isResolved() ? sessions.value(address.jid()) : nullptr;
}

RoomSession *ChatroomService::Private::open(const RoomAddress &room)
{
    if (RoomSession *known = sessions.value(room.jid())) {
        return known;
    }
    const SessionDeps sessionDeps{settings.account, stream,     MucDeps{stream, iqs, disco, deps.clock},
                                  archive,          deps.store, deps.clock};
    auto *session = new RoomSession(room, sessionDeps, q);
    sessions.insert(room.jid(), session);
    order.append(room);
    connectSession(session);
    Q_EMIT q->roomsChanged();
    return session;
}

void ChatroomService::Private::connectSession(RoomSession *session)
{
    const auto address = [session] { return session->address(); };
    const auto on = [this, session](auto signal, auto slot) { QObject::connect(session, signal, q, slot); };
    on(&RoomSession::entryWanted, [this, session] {
        if (admitting) {
            queue.request(session);
        }
    });
    on(&RoomSession::entryDecided, [this, session] { queue.done(session); });
    on(&RoomSession::stateChanged, [this, address](RoomState state) {
        if (state == RoomState::Joining) {
            // Whatever is to be told of the past comes before the new story of any room.
            tellAllReplaced();
        }
        Q_EMIT q->roomStateChanged(address(), state);
    });
    on(&RoomSession::joined, [this, session, address](const JoinResult &result) {
        Q_EMIT q->joined(address(), result);
        tellReplaced(address());
        leaveOthers(session);
    });
    on(&RoomSession::joinFailed, [this, session, address](const Error &error) {
        Q_EMIT q->joinFailed(address(), error);
        tellReplaced(address());
        if (session->isStranger()) {
            // A mistyped ID leaves no room on the server, and none in the list either.
            forget(session);
        }
    });
    on(&RoomSession::left, [this, session](const LeaveReason &reason) { onLeft(session, reason); });
    on(&RoomSession::muteStateChanged,
       [this, address](const MuteState &mute) { Q_EMIT q->muteStateChanged(address(), mute); });
    on(&RoomSession::rejoining, [this, address](int attempt) { Q_EMIT q->rejoining(address(), attempt); });
    on(&RoomSession::rejoined, [this, session, address](const JoinResult &result, const CatchUpReport &report) {
        Q_EMIT q->rejoined(address(), result, report);
        tellReplaced(address());
        leaveOthers(session);
    });
    on(&RoomSession::rejoinFailed, [this, address](const Error &error, bool willRetry) {
        Q_EMIT q->rejoinFailed(address(), error, willRetry);
        tellReplaced(address());
    });
    on(&RoomSession::messagesStored,
       [this, address](const QList<StoredMessage> &rows) { Q_EMIT q->messagesStored(address(), rows); });
    on(&RoomSession::messageChanged, [this, address](MessageChange change, const StoredMessage &row) {
        Q_EMIT q->messageChanged(address(), change, row);
    });
    on(&RoomSession::messageRefused, [this, address](const StoredMessage &row, const Error &error) {
        Q_EMIT q->messageRefused(address(), row, error);
    });
    on(&RoomSession::occupantsChanged,
       [this, address](const OccupantDelta &delta) { Q_EMIT q->occupantsChanged(address(), delta); });
    on(&RoomSession::subjectChanged, [this, address](const QString &subject, const QString &by, const QDateTime &at) {
        Q_EMIT q->subjectChanged(address(), subject, by, at);
    });
    on(&RoomSession::roomInfoChanged,
       [this, address](const RoomInfo &info) { Q_EMIT q->roomInfoChanged(address(), info); });
    on(&RoomSession::timelineChanged, [this, address] { Q_EMIT q->timelineChanged(address()); });
}

void ChatroomService::Private::onLeft(RoomSession *session, const LeaveReason &reason)
{
    const auto alternative = RoomAddress::parse(reason.alternative);
    const RoomSession *other = alternative ? find(alternative.value()) : nullptr;
    if (reason.kind == LeaveReason::Kind::ReplacedByOtherRoom && other && other->isEntering()) {
        replaced[other->address().jid()].append({session->address(), reason});
        return;
    }
    tellReplaced(session->address());
    Q_EMIT q->left(session->address(), reason);
}

void ChatroomService::Private::tellReplaced(const RoomAddress &by)
{
    const QList<ReplacedRoom> waiting = replaced.take(by.jid());
    for (const ReplacedRoom &room : waiting) {
        Q_EMIT q->left(room.address, room.reason);
    }
}

void ChatroomService::Private::tellAllReplaced()
{
    const auto waiting = std::exchange(replaced, {});
    for (const QList<ReplacedRoom> &rooms : waiting) {
        for (const ReplacedRoom &room : rooms) {
            Q_EMIT q->left(room.address, room.reason);
        }
    }
}

bool ChatroomService::Private::isUnderOneRoomRule(const RoomAddress &room) const
{
    return !several || (oneRoomOnly && room.jid().domain() == roomService);
}

void ChatroomService::Private::leaveOthers(RoomSession *entered)
{
    if (!isUnderOneRoomRule(entered->address())) {
        return;
    }
    const auto all = sessions.values();
    for (RoomSession *session : all) {
        if (session != entered && session->isHeld() && isUnderOneRoomRule(session->address())) {
            session->leave(LeaveReason::Kind::ReplacedByOtherRoom, entered->address().toString());
        }
    }
}

void ChatroomService::Private::forget(RoomSession *session)
{
    queue.done(session);
    if (session->key() != 0) {
        deps.store.forgetRoom(session->key());
    }
    sessions.remove(session->address().jid());
    order.removeAll(session->address());
    session->deleteLater();
    Q_EMIT q->roomsChanged();
}

void ChatroomService::Private::join(const RoomAddress &room, const JoinOptions &options, bool create)
{
    if (const auto error = checkOptions(options)) {
        Q_EMIT q->joinFailed(resolved(room), *error);
        return;
    }
    const ConnectionState &connection = keeper.state();
    // Until the keeper has started, its state is that of an earlier sign-in.
    const bool gaveUp = !starting && connection.kind == ConnectionState::Kind::Offline && connection.cause;
    if (!signedIn || gaveUp) {
        Q_EMIT q->joinFailed(resolved(room), gaveUp ? *connection.cause : Error::make(ErrorKind::NotConnected));
        return;
    }
    // While signing in for the first time everything waits: a failure of the connection is then the join's failure.
    if (!everOnline || !resolved(room).isResolved()) {
        pending.append({room, options, create});
        if (onlineNow && !roomService.isEmpty()) {
            resolvePending();
        } else if (onlineNow) {
            findRoomService(false);
        }
        return;
    }
    open(resolved(room))->requestJoin(options, create);
}

} // namespace foyer

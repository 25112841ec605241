#include "service/chatroomservice.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "service/connectionkeeper.h"
#include "service/joinqueue.h"
#include "service/roomsession.h"
#include "xmpp/archivequery.h"
#include "xmpp/disco.h"
#include "xmpp/iqrouter.h"
#include "xmpp/xmppstream.h"

#include <algorithm>

namespace foyer
{

/// A join that waits for its room service to be known.
struct PendingJoin {
    RoomAddress address;
    JoinOptions options;
    bool create = false;
};

class ChatroomService::Private
{
public:
    Private(ChatroomService *owner, ServiceDeps dependencies);

    void onOnline(bool resumed);
    void onLost(const Error &cause);
    void onAttemptFailed(const Error &cause, bool final);
    void onStanza(const stanza::XmlNode &stanza, StanzaSerial serial);
    void onRefused(const stanza::XmlNode &scanned, StanzaSerial serial);
    void restoreHeldRooms();
    void findRoomService(bool thenEnter);
    void resolvePending();
    void failPending(const Error &error, bool alsoResolvable);
    void join(const RoomAddress &room, const JoinOptions &options, bool create);
    void enterHeldRooms();
    void leaveOthers(RoomSession *entered);
    void forget(RoomSession *session);

    RoomAddress resolved(const RoomAddress &room) const;
    RoomSession *find(const RoomAddress &room) const;
    RoomSession *findByJid(const Jid &jid) const { return sessions.value(jid.bare()); }
    RoomSession *open(const RoomAddress &room);
    void connectSession(RoomSession *session);

    ChatroomService *q;
    ServiceDeps deps;
    XmppStream stream;
    IqRouter iqs;
    Disco disco;
    ArchiveQuery archive;
    ConnectionKeeper keeper;
    JoinQueue queue;
    AccountSettings settings;
    QHash<Jid, RoomSession *> sessions;
    QList<RoomAddress> order; ///< as the interface lists them
    QList<PendingJoin> pending;
    QString roomService;
    bool restored = false;
    bool everOnline = false;
    bool onlineNow = false;
    bool admitting = false; ///< online, and the room service is known or known to be missing: rooms may enter
    bool several = true;
    quint64 generation = 0;
};

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
    restored = true;
    const quint64 started = generation;
    whenDone(deps.store.rooms(settings.account), q, [this, started](const Result<QList<RoomRecord>> &rooms) {
        if (started != generation) {
            return;
        }
        if (!rooms) {
            qCWarning(lcService) << "rooms could not be read:" << rooms.error();
        }
        for (const RoomRecord &record : rooms.valueOr({})) {
            if (!findByJid(record.jid)) {
                open(RoomAddress(record.jid))->restore(record);
            }
        }
        Q_EMIT q->roomsChanged();
        keeper.start(settings);
    });
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
    }
}

void ChatroomService::Private::findRoomService(bool thenEnter)
{
    const quint64 started = generation;
    whenDone(disco.roomService(settings.account.domain()), q,
             [this, started, thenEnter](const Result<QString> &service) {
                 if (started != generation || !onlineNow) {
                     // A later sign-in asks again.
                     return;
                 }
                 if (service) {
                     roomService = service.value();
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
    const auto all = sessions.values();
    for (RoomSession *session : all) {
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
    onlineNow = false;
    admitting = false;
    queue.clear();
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
    on(&RoomSession::stateChanged, [this, address](RoomState state) { Q_EMIT q->roomStateChanged(address(), state); });
    on(&RoomSession::joined, [this, session, address](const JoinResult &result) {
        Q_EMIT q->joined(address(), result);
        leaveOthers(session);
    });
    on(&RoomSession::joinFailed, [this, session, address](const Error &error) {
        Q_EMIT q->joinFailed(address(), error);
        if (session->isStranger()) {
            // A mistyped ID leaves no room on the server, and none in the list either.
            forget(session);
        }
    });
    on(&RoomSession::left, [this, address](const LeaveReason &reason) { Q_EMIT q->left(address(), reason); });
    on(&RoomSession::muteStateChanged,
       [this, address](const MuteState &mute) { Q_EMIT q->muteStateChanged(address(), mute); });
    on(&RoomSession::rejoining, [this, address](int attempt) { Q_EMIT q->rejoining(address(), attempt); });
    on(&RoomSession::rejoined, [this, address](const JoinResult &result, const CatchUpReport &report) {
        Q_EMIT q->rejoined(address(), result, report);
    });
    on(&RoomSession::rejoinFailed,
       [this, address](const Error &error, bool willRetry) { Q_EMIT q->rejoinFailed(address(), error, willRetry); });
    on(&RoomSession::messagesStored,
       [this, address](const QList<StoredMessage> &rows) { Q_EMIT q->messagesStored(address(), rows); });
    on(&RoomSession::messageChanged, [this, address](MessageChange change, const StoredMessage &row) {
        Q_EMIT q->messageChanged(address(), change, row);
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

void ChatroomService::Private::leaveOthers(RoomSession *entered)
{
    if (several) {
        return;
    }
    const auto all = sessions.values();
    for (RoomSession *session : all) {
        if (session != entered && session->isHeld()) {
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
    if (settings.account.isEmpty()) {
        Q_EMIT q->joinFailed(room, Error::make(ErrorKind::NotConnected));
        return;
    }
    // While signing in for the first time everything waits: a failure of the connection is then the join's failure.
    if (!everOnline || !resolved(room).isResolved()) {
        pending.append({room, options, create});
        if (onlineNow && !roomService.isEmpty()) {
            resolvePending();
        } else if (onlineNow) {
            findRoomService(false);
        } else if (keeper.state().kind == ConnectionState::Kind::Offline && restored && !everOnline &&
                   keeper.state().cause) {
            failPending(*keeper.state().cause, true);
        }
        return;
    }
    open(resolved(room))->requestJoin(options, create);
}

ChatroomService::ChatroomService(ServiceDeps deps, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(deps)))
{
}

ChatroomService::~ChatroomService()
{
    // Sessions use the stream and the pipeline parts of Private, so they go first.
    const auto all = std::exchange(d->sessions, {});
    qDeleteAll(all);
}

void ChatroomService::signIn(const AccountSettings &settings)
{
    ++d->generation;
    if (d->settings.account != settings.account) {
        const auto others = std::exchange(d->sessions, {});
        qDeleteAll(others);
        d->order.clear();
        d->roomService.clear();
        d->restored = false;
    }
    d->settings = settings;
    d->everOnline = false;
    if (d->restored) {
        d->keeper.start(settings);
    } else {
        d->restoreHeldRooms();
    }
}

QFuture<void> ChatroomService::signOut()
{
    d->onlineNow = false;
    d->admitting = false;
    d->queue.clear();
    return d->keeper.stop();
}

void ChatroomService::retryNow()
{
    d->keeper.retryNow();
}

ConnectionState ChatroomService::connectionState() const
{
    return d->keeper.state();
}

Jid ChatroomService::account() const
{
    return d->settings.account;
}

void ChatroomService::setSeveralRoomsAllowed(bool allowed)
{
    d->several = allowed;
}

bool ChatroomService::severalRoomsAllowed() const
{
    return d->several;
}

void ChatroomService::joinExistingChatroom(const RoomAddress &room, const JoinOptions &options)
{
    d->join(room, options, false);
}

void ChatroomService::joinChatroom(const RoomAddress &room, const JoinOptions &options)
{
    d->join(room, options, true);
}

void ChatroomService::leaveChatroom(const RoomAddress &room)
{
    d->pending.removeIf([&room](const PendingJoin &join) { return join.address == room; });
    if (RoomSession *session = d->find(room)) {
        session->leave(LeaveReason::Kind::ByUser);
    }
}

void ChatroomService::removeRoom(const RoomAddress &room)
{
    RoomSession *session = d->find(room);
    if (!session || session->isHeld()) {
        return;
    }
    d->forget(session);
}

void ChatroomService::rejoinChatroom(const RoomAddress &room)
{
    if (RoomSession *session = d->find(room)) {
        session->requestJoinAgain();
    }
}

void ChatroomService::setVisibleRoom(const RoomAddress &room)
{
    RoomSession *session = d->find(room);
    for (RoomSession *other : std::as_const(d->sessions)) {
        other->setVisible(other == session);
    }
    d->queue.setVisible(session);
}

QList<RoomSummary> ChatroomService::rooms() const
{
    QList<RoomSummary> summaries;
    for (const RoomAddress &address : std::as_const(d->order)) {
        summaries.append(d->sessions.value(address.jid())->summary());
    }
    return summaries;
}

RoomSummary ChatroomService::roomSummary(const RoomAddress &room) const
{
    const RoomSession *session = d->find(room);
    if (!session) {
        RoomSummary unknown;
        unknown.address = room;
        unknown.name = room.roomId();
        return unknown;
    }
    return session->summary();
}

QList<Occupant> ChatroomService::occupants(const RoomAddress &room) const
{
    const RoomSession *session = d->find(room);
    return session ? session->occupants() : QList<Occupant>();
}

QFuture<Result<MessageKey>> ChatroomService::sendMessage(const RoomAddress &room, const OutgoingMessage &message)
{
    if (RoomSession *session = d->find(room)) {
        return session->send(message.body);
    }
    return QtFuture::makeReadyFuture<Result<MessageKey>>(Error::make(ErrorKind::NotInRoom));
}

QFuture<Result<QList<TimelineItem>>> ChatroomService::itemsBefore(const RoomAddress &room, MessageKey before, int limit)
{
    const RoomSession *session = d->find(room);
    if (!session || session->key() == 0) {
        return QtFuture::makeReadyFuture<Result<QList<TimelineItem>>>(QList<TimelineItem>());
    }
    return d->deps.store.itemsBefore(session->key(), before, limit)
        .then([](const Result<TimelinePage> &page) -> Result<QList<TimelineItem>> {
            if (!page) {
                return page.error();
            }
            return page->items;
        });
}

QFuture<Result<QList<TimelineItem>>> ChatroomService::itemsAfter(const RoomAddress &room, MessageKey after, int limit)
{
    const RoomSession *session = d->find(room);
    if (!session || session->key() == 0) {
        return QtFuture::makeReadyFuture<Result<QList<TimelineItem>>>(QList<TimelineItem>());
    }
    return d->deps.store.itemsAfter(session->key(), after, limit)
        .then([](const Result<TimelinePage> &page) -> Result<QList<TimelineItem>> {
            if (!page) {
                return page.error();
            }
            return page->items;
        });
}

QFuture<Result<Done>> ChatroomService::loadGap(const RoomAddress &room, MessageKey beforeKey)
{
    if (RoomSession *session = d->find(room)) {
        return session->loadGap(beforeKey);
    }
    return QtFuture::makeReadyFuture<Result<Done>>(Error::make(ErrorKind::NotInRoom));
}

QFuture<Result<int>> ChatroomService::loadOlder(const RoomAddress &room)
{
    if (RoomSession *session = d->find(room)) {
        return session->loadOlder();
    }
    return QtFuture::makeReadyFuture<Result<int>>(Error::make(ErrorKind::NotInRoom));
}

QFuture<Result<MessageKey>> ChatroomService::resend(const RoomAddress &room, MessageKey key)
{
    RoomSession *session = d->find(room);
    if (!session) {
        return QtFuture::makeReadyFuture<Result<MessageKey>>(Error::make(ErrorKind::NotInRoom));
    }
    return session->sendAgain(key);
}

} // namespace foyer

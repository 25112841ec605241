#include "service/chatroomservice.h"

#include "core/whendone.h"
#include "core/whenstored.h"
#include "service/accountsession.h"

#include <utility>

namespace foyer
{

namespace
{

Result<QList<TimelineItem>> itemsOf(const Result<TimelinePage> &page)
{
    if (!page) {
        return page.error();
    }
    return page->items;
}

template <typename T>
QFuture<Result<T>> notInRoom()
{
    return QtFuture::makeReadyFuture<Result<T>>(Error::make(ErrorKind::NotInRoom));
}

} // namespace

ChatroomService::ChatroomService(ServiceDeps deps, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(deps)))
{
}

ChatroomService::~ChatroomService()
{
    // Answers that come from now on are for nobody.
    ++d->generation;
    // Sessions use the stream and the pipeline parts of Private, so they go first.
    const auto all = std::exchange(d->sessions, {});
    qDeleteAll(all);
    qDeleteAll(std::exchange(d->leaving, {}));
}

void ChatroomService::signIn(const AccountSettings &settings)
{
    ++d->generation;
    if (d->settings.account != settings.account) {
        d->failPending(Error::make(ErrorKind::NotConnected), true);
        const auto others = std::exchange(d->sessions, {});
        qDeleteAll(others);
        qDeleteAll(std::exchange(d->leaving, {}));
        d->order.clear();
        d->roomService.clear();
        d->serviceFacts = {};
        d->directoryIsFatal = false;
        d->replaced.clear();
        d->restored = false;
        d->outages.clear();
        d->uploads.reset();
    }
    d->settings = settings;
    d->goOffline();
    d->everOnline = false;
    d->signedIn = true;
    d->wake.start();
    d->starting = !d->restored;
    d->roomsRetry.stop();
    if (d->restored) {
        for (RoomSession *session : std::as_const(d->sessions)) {
            session->holdAgain();
        }
        d->keeper.start(settings);
    } else {
        d->restoreHeldRooms();
    }
}

QFuture<void> ChatroomService::signOut()
{
    ++d->generation;
    d->signedIn = false;
    d->wake.stop();
    d->roomsRetry.stop();
    d->starting = false;
    d->goOffline();
    d->uploads.reset();
    // Whoever signs out because it fails may do so before the joins have been told why.
    d->failPending(d->keeper.state().cause.value_or(Error::make(ErrorKind::NotConnected)), true);
    return whenDone(d->keeper.stop(), this, [this] {
        const auto all = d->sessions.values();
        for (RoomSession *session : all) {
            session->drawOwedHoles();
        }
    });
}

void ChatroomService::retryNow()
{
    d->keeper.retryNow();
}

void ChatroomService::networkChanged()
{
    d->keeper.circumstancesChanged();
}

ConnectionState ChatroomService::connectionState() const
{
    return d->keeper.state();
}

QList<Outage> ChatroomService::outages() const
{
    return d->outages.outages();
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
    return d->several && !d->serviceFacts.oneRoomOnly;
}

void ChatroomService::refreshServerFacts()
{
    if (d->onlineNow && !d->roomService.isEmpty()) {
        d->refreshService();
    }
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
    d->rejoin(room);
}

void ChatroomService::setVisibleRoom(const RoomAddress &room)
{
    RoomSession *session = d->find(room);
    for (RoomSession *other : std::as_const(d->sessions)) {
        other->setVisible(other == session);
    }
    d->queue.setVisible(session);
}

QFuture<Result<QList<DirectoryRoom>>> ChatroomService::directory()
{
    return d->readDirectory();
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

QFuture<Result<RoomHealth>> ChatroomService::roomHealth(const RoomAddress &room)
{
    RoomSession *session = d->find(room);
    if (!session) {
        return notInRoom<RoomHealth>();
    }
    return session->health();
}

QFuture<Result<MessageKey>> ChatroomService::sendMessage(const RoomAddress &room, const OutgoingMessage &message)
{
    if (RoomSession *session = d->find(room)) {
        return session->send(message);
    }
    return notInRoom<MessageKey>();
}

QFuture<Result<QList<TimelineItem>>> ChatroomService::itemsBefore(const RoomAddress &room, MessageKey before, int limit)
{
    const RoomSession *session = d->find(room);
    if (!session || session->key() == 0) {
        return QtFuture::makeReadyFuture<Result<QList<TimelineItem>>>(QList<TimelineItem>());
    }
    return whenStored(d->deps.store.itemsBefore(session->key(), before, limit), this, &itemsOf);
}

QFuture<Result<QList<TimelineItem>>> ChatroomService::itemsAfter(const RoomAddress &room, MessageKey after, int limit)
{
    const RoomSession *session = d->find(room);
    if (!session || session->key() == 0) {
        return QtFuture::makeReadyFuture<Result<QList<TimelineItem>>>(QList<TimelineItem>());
    }
    return whenStored(d->deps.store.itemsAfter(session->key(), after, limit), this, &itemsOf);
}

QFuture<Result<Done>> ChatroomService::loadGap(const RoomAddress &room, MessageKey beforeKey)
{
    if (RoomSession *session = d->find(room)) {
        return session->loadGap(beforeKey);
    }
    return notInRoom<Done>();
}

QFuture<Result<int>> ChatroomService::loadOlder(const RoomAddress &room)
{
    if (RoomSession *session = d->find(room)) {
        return session->loadOlder();
    }
    return notInRoom<int>();
}

QFuture<Result<MessageKey>> ChatroomService::resend(const RoomAddress &room, MessageKey key)
{
    RoomSession *session = d->find(room);
    if (!session) {
        return notInRoom<MessageKey>();
    }
    return session->sendAgain(key);
}

UploadOffer ChatroomService::uploadOffer() const
{
    return d->uploads.offer();
}

Upload ChatroomService::uploadFile(const RoomAddress &room, const UploadFile &file)
{
    const auto refused = [](const Error &error) { return Upload{0, QtFuture::makeReadyFuture<Result<QUrl>>(error)}; };
    const RoomSession *session = d->find(room);
    if (!session) {
        return refused(Error::make(ErrorKind::NotInRoom));
    }
    // Nobody has to wait for a file to be told that it cannot be shown.
    if (const auto error = session->speakingRefusal({})) {
        return refused(*error);
    }
    if (!d->onlineNow) {
        return refused(uploads::notConnected());
    }
    Upload upload = d->uploads.send(file);
    const auto say = [this, room](const Result<QUrl> &url) {
        if (!url) {
            return QtFuture::makeReadyFuture(Result<QUrl>(url));
        }
        return whenDone(
            sendMessage(room, {url->toString(QUrl::FullyEncoded), 0, true}), this,
            [url](const Result<MessageKey> &key) -> Result<QUrl> { return key ? url : Result<QUrl>(key.error()); });
    };
    upload.result = whenDone(upload.result, this, say).unwrap();
    return upload;
}

void ChatroomService::cancelUpload(UploadId id)
{
    d->uploads.cancel(id);
}

QFuture<Result<Done>> ChatroomService::correctMessage(const RoomAddress &room, MessageKey key, const QString &body)
{
    RoomSession *session = d->find(room);
    return session ? session->correct(key, body) : notInRoom<Done>();
}

QFuture<Result<Done>> ChatroomService::retractMessage(const RoomAddress &room, MessageKey key)
{
    RoomSession *session = d->find(room);
    return session ? session->retract(key) : notInRoom<Done>();
}

QFuture<Result<Done>> ChatroomService::moderateMessage(const RoomAddress &room, MessageKey key, const QString &reason)
{
    RoomSession *session = d->find(room);
    return session ? session->moderate(key, reason) : notInRoom<Done>();
}

QFuture<Result<Done>> ChatroomService::setReactions(const RoomAddress &room, MessageKey key, const QStringList &emojis)
{
    RoomSession *session = d->find(room);
    return session ? session->setReactions(key, emojis) : notInRoom<Done>();
}

QFuture<Result<QList<MessageVersion>>> ChatroomService::corrections(const RoomAddress &room, MessageKey key)
{
    RoomSession *session = d->find(room);
    return session ? session->corrections(key) : notInRoom<QList<MessageVersion>>();
}

QFuture<Result<Done>> ChatroomService::kick(const RoomAddress &room, const QString &nickname, const QString &reason)
{
    RoomSession *session = d->find(room);
    return session ? session->kick(nickname, reason) : notInRoom<Done>();
}

QFuture<Result<Done>> ChatroomService::ban(const RoomAddress &room, const QString &nickname, const QString &reason)
{
    RoomSession *session = d->find(room);
    return session ? session->ban(nickname, reason) : notInRoom<Done>();
}

QFuture<Result<Done>> ChatroomService::setVoice(const RoomAddress &room, const QString &nickname, bool voice)
{
    RoomSession *session = d->find(room);
    return session ? session->setVoice(nickname, voice) : notInRoom<Done>();
}

QFuture<Result<Done>> ChatroomService::muteFor(const RoomAddress &room, const QString &nickname, int minutes)
{
    RoomSession *session = d->find(room);
    return session ? session->muteFor(nickname, minutes) : notInRoom<Done>();
}

QFuture<Result<Done>> ChatroomService::requestVoice(const RoomAddress &room)
{
    RoomSession *session = d->find(room);
    return session ? session->requestVoice() : notInRoom<Done>();
}

QFuture<Result<Done>> ChatroomService::changeNickname(const RoomAddress &room, const QString &nickname)
{
    RoomSession *session = d->find(room);
    return session ? session->changeNickname(nickname) : notInRoom<Done>();
}

QFuture<Result<Done>> ChatroomService::setSubject(const RoomAddress &room, const QString &subject)
{
    RoomSession *session = d->find(room);
    return session ? session->setSubject(subject) : notInRoom<Done>();
}

void ChatroomService::noteWriting(const RoomAddress &room, bool writing)
{
    if (RoomSession *session = d->find(room)) {
        session->write(writing);
    }
}

void ChatroomService::setTypingShared(bool shared)
{
    d->typingShared = shared;
    for (RoomSession *session : std::as_const(d->sessions)) {
        session->setTypingShared(shared);
    }
}

} // namespace foyer

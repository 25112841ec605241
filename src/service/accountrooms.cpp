// The part of ChatroomService::Private that opens rooms, passes on what they tell, and keeps the rule of one room.
#include "service/accountsession.h"

#include "core/whendone.h"

#include <algorithm>
#include <utility>

namespace foyer
{

RoomSession *ChatroomService::Private::open(const RoomAddress &room)
{
    RoomSession *session = sessions.value(room.jid());
    if (!session) {
        session = make(room);
        Q_EMIT q->roomsChanged();
    }
    return session;
}

RoomSession *ChatroomService::Private::make(const RoomAddress &room)
{
    const MucDeps mucDeps{stream, iqs, disco, deps.clock};
    const SessionDeps sessionDeps{settings.account, settings,   stream, mucDeps,       archive,
                                  deps.store,       deps.clock, random, deps.passwords};
    auto *session = new RoomSession(room, sessionDeps, q);
    session->setTypingShared(typingShared);
    sessions.insert(room.jid(), session);
    order.append(room);
    connectSession(session);
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
    on(&RoomSession::actionRefused,
       [this, address](MessageChange change, const StoredMessage &row, const Error &error, const QString &text) {
           Q_EMIT q->actionRefused(address(), change, row, error, text);
       });
    on(&RoomSession::voiceRequested,
       [this, address](const QString &nickname) { Q_EMIT q->voiceRequested(address(), nickname); });
    on(&RoomSession::typingChanged,
       [this, address](const QStringList &nicknames) { Q_EMIT q->typingChanged(address(), nicknames); });
    on(&RoomSession::slowModeChanged, [this, address](int seconds) { Q_EMIT q->slowModeChanged(address(), seconds); });
    on(&RoomSession::nicknameChanged,
       [this, address](const QString &nickname) { Q_EMIT q->nicknameChanged(address(), nickname); });
    on(&RoomSession::occupantsChanged,
       [this, address](const OccupantDelta &delta) { Q_EMIT q->occupantsChanged(address(), delta); });
    on(&RoomSession::subjectChanged, [this, address](const QString &subject, const QString &by, const QDateTime &at) {
        Q_EMIT q->subjectChanged(address(), subject, by, at);
    });
    on(&RoomSession::roomInfoChanged,
       [this, address](const RoomInfo &info) { Q_EMIT q->roomInfoChanged(address(), info); });
    on(&RoomSession::storesChanged, [this, address](bool stores) { Q_EMIT q->storesChanged(address(), stores); });
    on(&RoomSession::catchUpProgressed,
       [this, address](const CatchUpProgress &progress) { Q_EMIT q->catchUpProgressed(address(), progress); });
    on(&RoomSession::timelineChanged, [this, address] { Q_EMIT q->timelineChanged(address()); });
}

JoinOptions ChatroomService::joinOptions(const RoomAddress &room) const
{
    const RoomSession *session = d->find(room);
    JoinOptions options = session == nullptr ? JoinOptions() : session->options();
    options.password.clear();
    return options;
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
    if (reason.kind == LeaveReason::Kind::ByUser && session->isStranger()) {
        // A join that was given up: as after one that failed.
        givenUp.insert(session->address().jid());
        forget(session);
    }
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
    return !several || (serviceFacts.oneRoomOnly && room.jid().domain() == roomService);
}

bool ChatroomService::Private::isReplaced(const RoomAddress &room) const
{
    return isUnderOneRoomRule(room) && !findByJid(room.jid()) &&
           std::any_of(sessions.cbegin(), sessions.cend(), [this](RoomSession *session) {
               return session->isHeld() && isUnderOneRoomRule(session->address());
           });
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

QFuture<Result<QList<DirectoryRoom>>> ChatroomService::Private::readDirectory()
{
    using Answer = Result<QList<DirectoryRoom>>;
    if (!onlineNow) {
        return QtFuture::makeReadyFuture(Answer(Error::make(ErrorKind::NotConnected)));
    }
    if (directoryIsFatal) {
        return QtFuture::makeReadyFuture(Answer(
            Error{ErrorKind::ServerRefused, ChatroomService::tr("This server’s list of rooms is too long to be read."),
                  QStringLiteral("ended the stream")}));
    }
    const auto read = [this](const RoomService &service) {
        directoryWasOpen = true;
        return whenDone(directory.read(service), q, [this](const Answer &answer) {
            // The end of the stream answers all questions before it is told of.
            directoryWasOpen = !answer && answer.error().kind == ErrorKind::NotConnected;
            return answer;
        });
    };
    if (!roomService.isEmpty()) {
        return read(serviceFacts);
    }
    return whenDone(disco.roomService(settings.account.domain()), q,
                    [read](const Result<RoomService> &service) {
                        return service ? read(service.value()) : QtFuture::makeReadyFuture(Answer(service.error()));
                    })
        .unwrap();
}

void ChatroomService::Private::forget(RoomSession *session)
{
    queue.done(session);
    if (session->key() != 0) {
        deps.store.forgetRoom(session->key());
    }
    sessions.remove(session->address().jid());
    order.removeAll(session->address());
    session->abandonStored();
    if (session->owesLeave()) {
        leaving.append(session);
    } else {
        session->deleteLater();
    }
    Q_EMIT q->roomsChanged();
}

void ChatroomService::Private::leaveForgotten(bool resumed)
{
    const auto all = std::exchange(leaving, {});
    for (RoomSession *session : all) {
        if (resumed && !findByJid(session->address().jid())) {
            session->streamResumed();
        }
        session->deleteLater();
    }
}

} // namespace foyer

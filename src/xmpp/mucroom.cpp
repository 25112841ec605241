#include "xmpp/mucroom.h"

#include "stanza/address.h"
#include "stanza/annotations.h"
#include "stanza/presence.h"
#include "xmpp/disco.h"
#include "xmpp/joinattempt.h"
#include "xmpp/mucroomprivate.h"
#include "xmpp/selfping.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace foyer
{

using stanza::XmlNode;

void MucRoom::Private::startAttempt(const MucJoin &join)
{
    attempt = new JoinAttempt(room, join, deps, q);
    QObject::connect(attempt, &JoinAttempt::asking, q, [this] { onAsking(); });
    QObject::connect(attempt, &JoinAttempt::accepted, q, [this] {
        nickname = heldNickname = attempt->nickname();
        messages.setNickname(nickname);
        messages.accept();
    });
    QObject::connect(attempt, &JoinAttempt::finished, q, [this](bool created) { onFinished(created); });
    QObject::connect(attempt, &JoinAttempt::failed, q, [this](const Error &error) { onFailed(error); });
    attempt->start();
}

void MucRoom::Private::dropAttempt()
{
    if (!attempt)
        return;
    // Later: this may run inside one of its own signals. Disconnected, it ends in silence.
    attempt->disconnect(q);
    attempt->abandon();
    attempt->deleteLater();
    attempt = nullptr;
}

void MucRoom::Private::onAsking()
{
    info = attempt->info();
    messages.setFacts(info);
    const bool mayStillTalk = leaving || !heldNickname.isEmpty();
    messages.expectMembership(attempt->maxHistory() > 0 ? MucMessages::History::Asked : MucMessages::History::NotAsked,
                              mayStillTalk ? MucMessages::Past::MayStillTalk : MucMessages::Past::Closed);
    heldByAttempt = heldNickname.isEmpty();
    if (heldByAttempt)
        heldNickname = attempt->nickname();
}

void MucRoom::Private::onFinished(bool created)
{
    info = attempt->info();
    messages.setFacts(info);
    selfMute = attempt->mute();
    const bool askedTwice = attempt->asked() > 1;
    dropAttempt();
    state = State::Inside;
    leaving = false;
    Q_EMIT q->selfJoined(created);
    if (state != State::Inside)
        return;
    const OccupantDelta delta = occupants.settle();
    if (!isEmpty(delta))
        Q_EMIT q->occupantsChanged(delta);
    if (state == State::Inside)
        messages.begin(askedTwice);
}

void MucRoom::Private::handleMessage(const XmlNode &stanza, StanzaSerial serial)
{
    if (attempt)
        attempt->noteMessage();
    messages.handle(stanza, serial);
}

void MucRoom::Private::onFailed(const Error &error)
{
    if (attempt->isOut() && heldByAttempt)
        heldNickname.clear();
    dropAttempt();
    // An answer may still come, and an older membership may still stand.
    withdraw();
    becomeOutside();
    Q_EMIT q->joinFailed(error);
}

/// Tells the server that we are not in the room, whatever it thinks.
void MucRoom::Private::withdraw()
{
    if (heldNickname.isEmpty())
        return;
    deps.stream.send(stanza::mucLeavePresence(room.withResource(heldNickname)));
    heldNickname.clear();
    leaving = true;
}

void MucRoom::Private::becomeOutside()
{
    state = State::Outside;
    messages.end();
    occupants.clear();
}

void MucRoom::Private::tellEverybodyLeft()
{
    const OccupantDelta delta = occupants.settle();
    if (!isEmpty(delta))
        Q_EMIT q->occupantsChanged(delta);
}

MucRoom::MucRoom(const Jid &room, const MucDeps &deps, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, room.bare(), deps))
{
    connect(&d->messages, &MucMessages::entered, this, &MucRoom::entered);
    connect(&d->messages, &MucMessages::messageReceived, this, &MucRoom::messageReceived);
    connect(&d->messages, &MucMessages::chatStateReceived, this, &MucRoom::chatStateReceived);
    connect(&d->messages, &MucMessages::messageFailed, this, &MucRoom::messageFailed);
    connect(&d->messages, &MucMessages::subjectChanged, this, &MucRoom::subjectChanged);
    connect(&d->messages, &MucMessages::configurationChanged, this, &MucRoom::configurationChanged);
    connect(&d->messages, &MucMessages::voiceRequested, this, &MucRoom::voiceRequested);
    connect(&d->messages, &MucMessages::turnedOut, this, [this](const Error &cause) {
        standBack();
        Q_EMIT membershipLost(cause, false);
    });
}

MucRoom::~MucRoom() = default;

void MucRoom::join(const MucJoin &join)
{
    d->dropAttempt();
    d->messages.end();
    // A room answers a second join with everything again, but one under another name with a change of nickname only.
    if (d->heldNickname.isEmpty() || d->heldNickname == join.nickname)
        d->occupants.clear();
    d->state = State::Joining;
    d->nickname = join.nickname;
    d->startAttempt(join);
}

void MucRoom::leave()
{
    standBack();
    d->withdraw();
    d->tellEverybodyLeft();
    Q_EMIT left({});
}

void MucRoom::streamLost()
{
    standBack();
    d->heldNickname.clear();
    d->leaving = false;
}

void MucRoom::standBack()
{
    d->dropAttempt();
    d->becomeOutside();
}

void MucRoom::sendEntry(const RoomMessage &entry)
{
    if (d->state != State::Inside) {
        Q_EMIT messageFailed(entry.originId, Error::make(ErrorKind::NotInRoom));
        return;
    }
    d->deps.stream.send(stanza::groupchatEntry(d->room, entry));
    d->deps.stream.expectActivity();
}

QFuture<Result<bool>> MucRoom::selfPing()
{
    return foyer::selfPing(d->deps.iqs, occupantJid());
}

MucRoom::State MucRoom::state() const
{
    return d->state;
}

Jid MucRoom::room() const
{
    return d->room;
}

QString MucRoom::nickname() const
{
    return d->nickname;
}

Jid MucRoom::occupantJid() const
{
    return d->room.withResource(d->nickname);
}

Occupant MucRoom::self() const
{
    return d->occupants.occupant(d->nickname);
}

std::optional<MuteState> MucRoom::selfMute() const
{
    return d->selfMute;
}

QHash<QString, Occupant> MucRoom::occupants() const
{
    return d->occupants.occupants();
}

QString MucRoom::subject() const
{
    return d->messages.subject();
}

RoomInfo MucRoom::info() const
{
    return d->info;
}

QFuture<Result<RoomInfo>> MucRoom::refreshInfo()
{
    return d->deps.disco.roomInfo(d->room).then([self = QPointer<MucRoom>(this)](const Result<RoomInfo> &info) {
        if (self && info) {
            self->d->info = *info;
            self->d->messages.setFacts(*info);
        }
        return info;
    });
}

bool MucRoom::handle(const XmlNode &stanza, StanzaSerial serial)
{
    if (roomOf(stanza) != d->room)
        return false;
    if (stanza.name() == "presence"_L1)
        d->handlePresence(stanza);
    else if (stanza.name() == "message"_L1)
        d->handleMessage(stanza, serial);
    else
        return false;
    return true;
}

bool MucRoom::handleRefused(const XmlNode &scanned, StanzaSerial serial)
{
    if (roomOf(scanned) != d->room)
        return false;
    if (scanned.name() == "message"_L1)
        d->messages.handleRefused(scanned, serial);
    else if (scanned.name() == "presence"_L1)
        d->handleRefusedPresence(scanned);
    return scanned.name() != "iq"_L1;
}

} // namespace foyer

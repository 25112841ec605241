#include "xmpp/mucroom.h"

#include "stanza/address.h"
#include "stanza/annotations.h"
#include "stanza/presence.h"
#include "stanza/stanzaerror.h"
#include "xmpp/disco.h"
#include "xmpp/joinattempt.h"
#include "xmpp/mucmessages.h"
#include "xmpp/mucremoval.h"
#include "xmpp/occupantlist.h"
#include "xmpp/selfping.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace foyer
{

using stanza::MucPresence;
using stanza::MucStatus;
using stanza::XmlNode;

class MucRoom::Private
{
public:
    Private(MucRoom *owner, const Jid &address, const MucDeps &dependencies)
        : q(owner),
          room(address),
          deps(dependencies),
          messages(address, occupants, dependencies.clock, [owner] { return owner->selfPing(); })
    {
    }

    void startAttempt(const MucJoin &join);
    void dropAttempt();
    void onAsking();
    void onFinished(bool created);
    void onFailed(const Error &error);

    void handlePresence(const XmlNode &presence);
    void handleInside(const MucPresence &presence);
    void tellOwnStanding(const Occupant &before, const MucPresence &presence);
    void handleOutside(const MucPresence &presence);
    void rename(const MucPresence &presence);
    void endMembership(const MucPresence &presence);
    void withdraw();
    void becomeOutside();
    void tellEverybodyLeft();

    MucRoom *q;
    Jid room;
    MucDeps deps;
    State state = State::Outside;
    JoinAttempt *attempt = nullptr;
    OccupantList occupants;
    MucMessages messages;
    QString nickname;
    RoomInfo info;
    std::optional<MuteState> selfMute;
    /// The nickname under which the server may hold us in the room; empty when it surely does not.
    QString heldNickname;
    bool heldByAttempt = false; ///< only because of the join presence of this attempt
    /// A leave is on its way and not confirmed: the old membership may still talk.
    bool leaving = false;
};

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

void MucRoom::Private::handlePresence(const XmlNode &stanza)
{
    if (const auto error = stanza::readError(stanza)) {
        if (attempt)
            attempt->handleError(stanza.attribute(u"id"), *error);
        return;
    }
    const MucPresence presence = stanza::readMucPresence(stanza);
    // ejabberd speaks for the room itself too, from its bare address: nobody's presence.
    if (presence.occupant.nickname.isEmpty())
        return;
    switch (state) {
    case State::Outside:
        return handleOutside(presence);
    case State::Joining:
        occupants.collect(presence);
        if (presence.type == MucPresence::Type::Unavailable && presence.has(MucStatus::SelfPresence))
            leaving = false;
        if (attempt)
            attempt->handlePresence(presence);
        return;
    case State::Inside:
        return handleInside(presence);
    }
}

void MucRoom::Private::handleInside(const MucPresence &presence)
{
    const bool isSelf = presence.occupant.nickname == nickname;
    if (presence.type == MucPresence::Type::Unavailable) {
        if (presence.has(MucStatus::NicknameChanged) && !presence.newNickname.isEmpty())
            return rename(presence);
        if (isSelf)
            return endMembership(presence);
    }
    const Occupant before = occupants.occupant(presence.occupant.nickname);
    const OccupantDelta delta = occupants.apply(presence);
    if (!isEmpty(delta))
        Q_EMIT q->occupantsChanged(delta);
    if (isSelf && presence.type == MucPresence::Type::Available && state == State::Inside)
        tellOwnStanding(before, presence);
}

void MucRoom::Private::tellOwnStanding(const Occupant &before, const MucPresence &presence)
{
    const bool muteChanged = selfMute != presence.mute;
    selfMute = presence.mute;
    if (before.role != presence.occupant.role || before.affiliation != presence.occupant.affiliation)
        Q_EMIT q->selfRoleChanged(presence.occupant, before.role, presence.actor, presence.reason);
    if (muteChanged && state == State::Inside)
        Q_EMIT q->selfMuteChanged();
}

void MucRoom::Private::handleOutside(const MucPresence &presence)
{
    if (presence.type == MucPresence::Type::Unavailable) {
        if (presence.has(MucStatus::SelfPresence))
            leaving = false;
        return;
    }
    // The answer to a join that was given up: the room must not keep us.
    if (presence.type == MucPresence::Type::Available && presence.has(MucStatus::SelfPresence)) {
        const Jid self = room.withResource(presence.occupant.nickname);
        if (!self.isEmpty())
            deps.stream.send(stanza::mucLeavePresence(self));
    }
}

void MucRoom::Private::rename(const MucPresence &presence)
{
    const bool isSelf = presence.occupant.nickname == nickname;
    const OccupantDelta delta = occupants.rename(presence);
    if (isSelf) {
        nickname = heldNickname = presence.newNickname;
        messages.setNickname(nickname);
    }
    Q_EMIT q->occupantsChanged(delta);
    if (isSelf && state == State::Inside)
        Q_EMIT q->nicknameChanged(nickname);
}

void MucRoom::Private::endMembership(const MucPresence &presence)
{
    heldNickname.clear();
    leaving = false;
    becomeOutside();
    const auto reason = removalReason(presence);
    if (!reason) {
        Q_EMIT q->membershipLost(removalCause(presence), isServiceShutdown(presence));
        return;
    }
    tellEverybodyLeft();
    Q_EMIT q->left(*reason);
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
        d->messages.handle(stanza, serial);
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
    return scanned.name() != "iq"_L1;
}

} // namespace foyer

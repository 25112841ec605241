// The presences of a room: who is in it, and whether we are.
#include "stanza/namespaces.h"
#include "stanza/stanzaerror.h"
#include "xmpp/joinattempt.h"
#include "xmpp/mucremoval.h"
#include "xmpp/mucroomprivate.h"

namespace foyer
{

using stanza::MucPresence;
using stanza::MucStatus;
using stanza::XmlNode;

void MucRoom::Private::handlePresence(const XmlNode &stanza)
{
    if (const auto error = stanza::readError(stanza)) {
        if (attempt)
            attempt->handleError(stanza.attribute(u"id"), *error);
        return;
    }
    if (stanza.childrenNamed(u"x", stanza::ns::mucUser).size() > 1) {
        // Which of them is the room's word nothing tells.
        handleRefusedPresence(stanza);
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
        if (attempt && presence.type == MucPresence::Type::Unavailable && presence.occupant.nickname == nickname &&
            attempt->settle())
            return handlePresence(stanza);
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

void MucRoom::Private::handleRefusedPresence(const XmlNode &scanned)
{
    const MucPresence presence = stanza::readMucPresence(scanned);
    const QString &who = presence.occupant.nickname;
    const bool isThere = presence.type == MucPresence::Type::Available;
    if (state == State::Outside || who.isEmpty() || who == nickname || who == heldNickname ||
        (!isThere && presence.type != MucPresence::Type::Unavailable) || (isThere && occupants.contains(who)))
        return;
    if (state == State::Joining) {
        occupants.collect(presence);
        return;
    }
    const OccupantDelta delta = occupants.apply(presence);
    if (!isEmpty(delta))
        Q_EMIT q->occupantsChanged(delta);
}

} // namespace foyer

#pragma once

#include "stanza/presence.h"
#include "xmpp/mucmessages.h"
#include "xmpp/mucroom.h"
#include "xmpp/occupantlist.h"

namespace foyer
{

class JoinAttempt;

/// What MucRoom keeps; its presences are in mucpresences.cpp.
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

    void handleMessage(const stanza::XmlNode &stanza, StanzaSerial serial);
    void handlePresence(const stanza::XmlNode &presence);
    /// One the input gate refused tells who came or went, and nothing else; never about ourselves.
    void handleRefusedPresence(const stanza::XmlNode &scanned);
    void handleInside(const stanza::MucPresence &presence);
    void tellOwnStanding(const Occupant &before, const stanza::MucPresence &presence);
    void handleOutside(const stanza::MucPresence &presence);
    void rename(const stanza::MucPresence &presence);
    void endMembership(const stanza::MucPresence &presence);
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

} // namespace foyer

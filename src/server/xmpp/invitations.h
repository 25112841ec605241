#pragma once

#include "server/rooms/rooms.h"
#include "server/xmpp/occupancy.h"
#include "server/xmpp/sessiontable.h"

namespace foyer::server
{

/// Invitations that a room hands on, and what is answered to them (XEP-0045 section 7.8.2). They reach who is signed in
/// now; nothing waits for the others.
class Invitations
{
public:
    Invitations(Rooms &rooms, SessionTable &sessions, const Occupancy &occupancy);

    /// Whether \a message is one.
    static bool isOne(const stanza::XmlNode &message);
    void handle(const Jid &session, const QString &roomId, const stanza::XmlNode &message);

private:
    /// An error stanza for the sender, or the null node.
    stanza::XmlNode invite(const Jid &session, const QString &roomId, const stanza::XmlNode &message,
                           const stanza::XmlNode &invite);
    stanza::XmlNode decline(const Jid &session, const stanza::XmlNode &message, const stanza::XmlNode &decline);
    /// False when nobody is signed in there.
    bool deliver(const Jid &to, const stanza::XmlNode &message);

    Rooms &m_rooms;
    SessionTable &m_sessions;
    const Occupancy &m_occupancy;
};

} // namespace foyer::server

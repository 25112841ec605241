#pragma once

#include "server/rooms/roomevents.h"
#include "stanza/xmlnode.h"

#include <QList>
#include <QString>

namespace foyer::server
{

// Stanzas as rooms send them (XEP-0045); without `to`, which Session::deliver() adds.

/// How a presence of an occupant looks to one who gets it.
struct PresenceView {
    bool addresses = false; ///< may see who is behind nicknames
    bool self = false;      ///< it is about the receiver: 110, and the mute state
    QList<int> codes = {};  ///< status codes besides 110
    QString actor = {};     ///< nickname of whoever caused it
    QString reason = {};
    QString id = {}; ///< of the presence that it answers
};

/// The presence of an occupant inside the room \a room (bare address).
stanza::XmlNode availablePresence(const Jid &room, const RoomOccupant &occupant, const PresenceView &view);
/// The presence by which one leaves. Codes, reason and destroy element follow from \a left.
stanza::XmlNode leavingPresence(const Jid &room, const OccupantLeft &left, const PresenceView &view);
/// The first of the two presences of a new nickname (303).
stanza::XmlNode renamingPresence(const Jid &room, const QString &before, const RoomOccupant &occupant,
                                 const PresenceView &view);
/// To whoever speaks of a room it is not in: out, for technical reasons (XEP-0045 section 7.2.3).
stanza::XmlNode notInsidePresence(const QString &occupantAddress, const QString &id);

/// The groupchat message of an entry; with a stanza-id (XEP-0359) when it is in the archive.
stanza::XmlNode roomMessageOf(const Jid &room, const ArchiveEntry &entry, bool archived);
/// The same in a join's history (XEP-0045 section 7.2.13).
stanza::XmlNode historyMessageOf(const Jid &room, const ArchiveEntry &entry, bool archived);
/// The subject that ends a join; empty when there is none.
stanza::XmlNode subjectMessageOf(const Jid &room, const RoomRecord &record);
/// A private message of \a from as the other side gets it (section 7.5).
stanza::XmlNode privateMessageOf(const Jid &room, const RoomOccupant &from, const stanza::XmlNode &message);
/// What changed about the room, by its codes (section 10.2.1).
stanza::XmlNode configNoticeOf(const Jid &room, const QList<int> &codes);

/// What a client's presence or private message carries for the others: the room's own words are left out.
QList<stanza::XmlNode> passedOn(const stanza::XmlNode &stanza);

} // namespace foyer::server

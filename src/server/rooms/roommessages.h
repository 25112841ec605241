#pragma once

#include "server/rooms/room.h"

namespace foyer::server
{

/// What a room needs to know of a groupchat message that a client sent.
struct MessageFacts {
    QString body;                 ///< empty: none
    QString originId;             ///< XEP-0359; empty: none
    bool isSubjectChange = false; ///< XEP-0045 section 8.1
    QString subject;
    bool isArchived = false; ///< has a body or asks to be stored (XEP-0334), and does not forbid it
};
MessageFacts factsOf(const stanza::XmlNode &message);

/// The message as the room sends it: from \a occupant, with an id and the occupant's id, without what only the room may
/// say. \a id is used when the sender gave none.
stanza::XmlNode roomMessage(const Room &room, const RoomOccupant &occupant, const stanza::XmlNode &message,
                            const QString &id);

/// Whether a client takes \a element in one stanza (stanza::InputLimits::bytes). It may be far longer written than it
/// came: references, and namespaces said anew for each element. \a besides: bytes left for what is added on the way,
/// addresses and the archive's envelope.
bool fitsIntoStanza(const stanza::XmlNode &element, qsizetype besides = 16384);
/// The same for elements that go into a presence, beside the addresses of all clients of an occupant.
bool fitIntoPresence(const QList<stanza::XmlNode> &elements);
/// The same for somebody's reason.
bool fitsIntoPresence(const QString &reason);

/// 128 random bits in hex.
QString newArchiveId();

} // namespace foyer::server

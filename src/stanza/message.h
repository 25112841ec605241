#pragma once

#include "core/jid.h"
#include "core/roommessage.h"
#include "stanza/xmlnode.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace foyer::stanza
{

/// Whose word counts in a room's messages. Ids are passed on as senders wrote them by rooms that do not know the
/// extension, so they count only where the room announces it.
struct RoomTrust {
    Jid room;
    bool stanzaIds = false;   ///< the room announces `urn:xmpp:sid:0` (XEP-0359)
    bool occupantIds = false; ///< the room announces `urn:xmpp:occupant-id:0` (XEP-0421)
    QDateTime now;            ///< to keep absurd stamps showable
    /// Of an archive whose room shows everybody's address (`muc_nonanonymous`): it tells who wrote each message.
    bool addresses = false;
    /// Where it does not, it may tell moderators so, but also pass on what an occupant wrote: what counts is that it
    /// was us, under this nickname.
    Jid account = {};
    QString nickname = {};
};

/// What kind of entry a groupchat message is. A body that an extension calls a fallback does not make it a Message.
EntryKind entryKindOf(const XmlNode &message);

/// A live groupchat message: no stamp, whatever delays it carries. A stanza-id counts once only: two with the room as
/// `by` leave the message without an archive id.
RoomMessage readLive(const XmlNode &message, const RoomTrust &trust);
/// A message of the join history: stamped by the room's delay (XEP-0203).
RoomMessage readHistory(const XmlNode &message, const RoomTrust &trust);
/// The `<result/>` of an archive (XEP-0313). Its id is the archive id, whatever the message inside says. A result
/// without a readable message keeps its place as NotShown, and so does one whose message comes from somewhere else than
/// the room, of which nothing else is kept; nullopt when the id is missing.
std::optional<RoomMessage> readArchived(const XmlNode &result, const RoomTrust &trust);
/// What the scanner could tell of a groupchat message that the input gate refused: an unreadable Message when somebody
/// sent it with a body, NotShown otherwise. Live and without a stamp, as readLive().
RoomMessage readRefused(const XmlNode &scanned, const RoomTrust &trust);
/// The same of an archive's `<result/>`, as readArchived(); nullopt when the id is missing.
std::optional<RoomMessage> readRefusedResult(const XmlNode &scannedResult, const RoomTrust &trust);

/// The archive id of a message: the one stanza-id whose `by` is the room; empty when there is none or more than one.
QString archiveIdOf(const XmlNode &message, const RoomTrust &trust);
/// When the room says that the stanza was first sent; invalid when the room says nothing.
QDateTime delayBy(const XmlNode &stanza, const Jid &room, const QDateTime &now);

/// A message for a whole room with `id` and origin-id \a originId.
XmlNode groupchatMessage(const Jid &room, const QString &originId, const QString &body);

} // namespace foyer::stanza

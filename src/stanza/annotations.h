#pragma once

#include "core/roommessage.h"
#include "stanza/xmlnode.h"

#include <QString>

namespace foyer::stanza
{

/// What a groupchat message of \a kind says about another one: XEP-0308 corrections, XEP-0444 reactions, XEP-0424 and
/// XEP-0425 retractions (also in their first, fastened form) and XEP-0461 replies. Empty where it says nothing that can
/// be understood.
Annotation annotationOf(const XmlNode &message, EntryKind kind);

/// The body of a message of \a kind without what stands there for programs that do not know the extension (XEP-0428):
/// the quotation of a reply, and all of a reaction's or a retraction's.
QString bodyWithoutFallback(const XmlNode &message, EntryKind kind);

/// Whether the message is the place that a retracted one has left in an archive (XEP-0424 section 5).
bool isTombstone(const XmlNode &message);
/// By whom (empty: the author) and why it was retracted.
Annotation tombstoneOf(const XmlNode &message);

/// The stanza that says \a entry to a whole room: a Message, a reply with its quotation as fallback, a Correction, a
/// Reaction or a Retraction, with `id` and origin-id \a entry.originId. The address of a file is said a second time as
/// XEP-0066 has it. What has no text asks to be stored (XEP-0334), because rooms archive only what has one.
XmlNode groupchatEntry(const Jid &room, const RoomMessage &entry);

} // namespace foyer::stanza

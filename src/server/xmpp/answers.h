#pragma once

#include "server/rooms/roomtypes.h"
#include "stanza/xmlnode.h"

namespace foyer::server
{

// Answers to a client's stanza: `from` is what it was sent to, `id` its own. Session::deliver() adds `to`.

/// The empty result of an iq.
stanza::XmlNode resultOf(const stanza::XmlNode &iq);
/// The error (RFC 6120 section 8.3): \a type as in section 8.3.2, \a condition as in 8.3.3. A message's body comes back
/// with it, so that a client that forgot what it sent can still show it.
stanza::XmlNode errorOf(const stanza::XmlNode &stanza, const QString &type, const QString &condition,
                        const QString &text = {});
/// The error for a room's refusal, as XEP-0045 has it.
stanza::XmlNode refusalOf(const stanza::XmlNode &stanza, const Refusal &refusal);

/// Whether an error may answer this stanza at all: errors and results are never answered.
bool mayBeAnswered(const stanza::XmlNode &stanza);

} // namespace foyer::server

#pragma once

#include "core/error.h"
#include "stanza/xmlnode.h"
#include "xmpp/xmppstream.h"

namespace foyer
{

/// Why a stream ended, in the words of the layers above.
struct StreamFailure {
    Error error;
    StreamEnd end = StreamEnd::Network;
};

/// Reads `<stream:error/>` (RFC 6120 section 4.9).
StreamFailure streamFailure(const stanza::XmlNode &streamError);
/// Reads SASL's `<failure/>` (RFC 6120 section 6.5).
StreamFailure saslFailure(const stanza::XmlNode &failure);
/// What the end of a transport means.
StreamEnd streamEnd(ChannelEnd end);

} // namespace foyer

#pragma once

#include "core/chatstate.h"
#include "core/jid.h"
#include "stanza/xmlnode.h"

#include <optional>

namespace foyer::stanza
{

/// What a message says about its sender's writing (XEP-0085); nullopt when it says nothing of that.
std::optional<ChatState> chatStateOf(const XmlNode &message);

/// A notice for a whole room that nobody is to keep (XEP-0085 section 5.5, XEP-0334). It has no id: nothing is ever
/// said about it again.
XmlNode chatStateMessage(const Jid &room, ChatState state);

} // namespace foyer::stanza

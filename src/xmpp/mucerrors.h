#pragma once

#include "core/error.h"
#include "core/jid.h"
#include "stanza/stanzaerror.h"

namespace foyer
{

/// What had been asked when the room refused a join; the same condition means different things.
struct JoinContext {
    Jid room;
    QString nickname;
    bool passwordGiven = false;
    bool create = false;
    bool missing = false; ///< disco#info had said that the room does not exist
};

/// Why the room refused our join presence (XEP-0045 section 7.2). The alternative of a room that is gone stands in the
/// detail, else the condition does.
Error joinRefusal(const stanza::StanzaError &error, const JoinContext &context);
/// Why our message came back (XEP-0045 sections 7.4 and 7.9).
Error messageRefusal(const stanza::StanzaError &error);
/// Why service discovery about \a room was refused.
Error discoRefusal(const stanza::StanzaError &error, const Jid &room);
/// Anything the contract has no kind for: the server's own words.
Error otherRefusal(const stanza::StanzaError &error);

} // namespace foyer

#pragma once

#include "core/error.h"
#include "core/servicetypes.h"
#include "stanza/presence.h"

#include <optional>

namespace foyer
{

/// Why our own unavailable presence ended the membership for good (XEP-0045 sections 8.2, 9.1, 10.9; one's
/// own `urn:foyer:replaced:0`); nullopt when it
/// tells of a loss: the room or its server went down (332), removed us for a technical cause (333), or gave none,
/// as ejabberd does when a session that is gone has bounced a message.
std::optional<LeaveReason> removalReason(const stanza::MucPresence &presence);
/// The cause of such a loss.
Error removalCause(const stanza::MucPresence &presence);
/// Whether everybody in every room was told the same at once: the server of the rooms stops (332).
bool isServiceShutdown(const stanza::MucPresence &presence);

} // namespace foyer

#pragma once

#include "core/mutestate.h"
#include "core/occupant.h"
#include "core/roominfo.h"

#include <optional>

namespace foyer
{

/// What is known of one's own voice in a room.
struct VoiceFacts {
    Role role = Role::None;
    Affiliation affiliation = Affiliation::None;
    RoomInfo info;
    bool demotedInside = false; ///< voice was taken while we were inside
    QString by;
    QString reason;
    /// What the room itself says (`urn:foyer:mute:0`); it counts more than what role and room seem to say.
    std::optional<MuteState> told;
};

/// The mute state of the product contract: as the room tells it, else "MuteState on ordinary XMPP servers".
MuteState muteStateOf(const VoiceFacts &facts);

} // namespace foyer

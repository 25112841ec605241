#pragma once

#include "core/mutestate.h"
#include "core/occupant.h"
#include "core/roominfo.h"

namespace foyer
{

/// What is known of one's own voice in a room on an ordinary XMPP server.
struct VoiceFacts {
    Role role = Role::None;
    RoomInfo info;
    bool demotedInside = false; ///< voice was taken while we were inside
    QString by;
    QString reason;
};

/// The mute state of the product contract, "MuteState on ordinary XMPP servers".
MuteState muteStateOf(const VoiceFacts &facts);

} // namespace foyer

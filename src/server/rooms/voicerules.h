#pragma once

#include "server/rooms/roomtypes.h"

#include <optional>

namespace foyer::server
{

/// All that decides whether somebody may speak in a room.
struct VoiceFacts {
    Role baseRole = Role::Participant; ///< what the role would be without any mute
    Affiliation affiliation = Affiliation::None;
    bool exempt = false;                   ///< on the room's mute-exempt list
    std::optional<Restriction> everywhere; ///< muted in every room
    std::optional<Restriction> here;       ///< muted in this room
    std::optional<Restriction> room;       ///< the whole room is muted; `account` is empty
};

struct Voice {
    Role role = Role::Participant;
    MuteState mute; ///< complete; `until`, `reason`, `by` belong to the mute that lasts longest
};

/// The rule of Rooms ("Voice" there).
Voice voiceOf(const VoiceFacts &facts);

} // namespace foyer::server

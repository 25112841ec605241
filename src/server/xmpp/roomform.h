#pragma once

#include "server/rooms/roomtypes.h"
#include "server/xmpp/dataform.h"

#include <optional>

namespace foyer::server
{

/// The form by which an owner sees and sets a room's configuration (XEP-0045 section 10.2).
DataForm formOf(const RoomConfig &config);
/// \a before with what a submitted form sets; fields that are left out or unknown change nothing. nullopt when a value
/// is impossible.
std::optional<RoomConfig> configOf(const DataForm &form, const RoomConfig &before);

} // namespace foyer::server

#pragma once

#include "core/roomaddress.h"

#include <optional>

namespace foyer
{

class RoomListModel;

/// Going through the room list by keys.
namespace roomsteps
{

enum class Which { Any, Unread };

/// The room \a step places (1 or -1) after \a from in the list, round its ends; with Unread only rooms with unread
/// messages count. nullopt when there is no other such room. \a from may be a room that is not listed: counted from
/// above the first.
std::optional<RoomAddress> beside(const RoomListModel &rooms, const RoomAddress &from, int step, Which which);

} // namespace roomsteps

} // namespace foyer

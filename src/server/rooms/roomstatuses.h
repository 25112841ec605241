#pragma once

#include "server/rooms/roomhost.h"
#include "server/rooms/roomevents.h"

#include <optional>

namespace foyer::server
{

/// The status of a departure (source service, section 9).
RoomStatus::Cause causeOf(Departure departure);
RoomStatus::Cause causeOf(RoomEnded::Cause cause);

/// What an application's message becomes in a room: a body for `RC:TxtMsg`, an element `urn:foyer:content:0` for all
/// other types. nullopt when the content is no JSON, or the text message has no text.
struct RoomContent {
    QString body;
    stanza::XmlNode content;
};
std::optional<RoomContent> contentOf(const HostedMessage &message);

} // namespace foyer::server

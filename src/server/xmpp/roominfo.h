#pragma once

#include "server/rooms/rooms.h"
#include "stanza/xmlnode.h"

#include <optional>

namespace foyer::server
{

// Answers of service discovery (XEP-0030) about rooms and their service.

struct RoomFacts {
    RoomRecord record;
    int occupants = 0;
    bool archive = true; ///< clients may read it
};

/// What a room is (XEP-0045 section 6.4): features, and the form `muc#roominfo` with `foyer#created`.
stanza::XmlNode stanzaOfRoomInfo(const RoomFacts &facts);
/// What the service of all rooms is (section 6.2).
stanza::XmlNode serviceInfo(const RoomSettings &settings);
/// The rooms that are to be found (section 6.3), sorted by ID: all of them, or the page that \a set of the question
/// asks for (XEP-0059; null: no page). nullopt when \a set makes no sense.
std::optional<stanza::XmlNode> serviceItems(const Rooms &rooms, const stanza::XmlNode &set = {});

/// One `<query/>` of disco#info.
stanza::XmlNode discoInfo(const QString &category, const QString &type, const QString &name,
                          const QStringList &features);

} // namespace foyer::server

#pragma once

#include "server/rooms/roomtypes.h"

#include <variant>

namespace foyer::server
{

/// Why somebody is no longer in a room.
enum class Departure {
    Left,           ///< by themselves
    Offline,        ///< the connection was gone for too long (status callback 1)
    Kicked,         ///< 307
    Banned,         ///< 301, also the Server API's block (status callback 2)
    MembershipLost, ///< 321
    MembersOnlyNow, ///< 322
    Replaced,       ///< joined another room while one room a user is the rule
    RoomDestroyed,
    ServiceShutdown, ///< 332
};

/// Somebody came in, with the client that did it. Also when a further client of an occupant came (`first` false).
struct OccupantEntered {
    RoomOccupant occupant;
    Jid session;
    bool first = true;
    bool created = false; ///< and the room was made by it (201)
};
/// A client of an occupant went; the last one takes the occupant along. `occupant` is as it was before.
struct OccupantLeft {
    RoomOccupant occupant;
    QList<Jid> sessions; ///< the clients that went
    bool last = true;
    Departure departure = Departure::Left;
    QString actor; ///< nickname, may be empty
    QString reason;
    QString alternative;             ///< RoomDestroyed, Replaced: the other room
    QList<stanza::XmlNode> payloads; ///< of the client's own unavailable presence, for example `<status/>`
};
/// These accounts were inside when the server was killed or could not save: then all are outside, and nobody saw them
/// go.
struct GoneUnseen {
    QList<Jid> accounts;
};
/// Role, affiliation, mute state or presence payload of an occupant is another now.
struct OccupantChanged {
    RoomOccupant before;
    RoomOccupant occupant;
    QString actor;
    QString reason;
};
struct NicknameChanged {
    QString before;
    RoomOccupant occupant;
};
/// For everybody inside, in this order. The entry is in the archive when `archived`.
struct MessagePosted {
    ArchiveEntry entry;
    bool archived = true;
    bool includeSender = true; ///< false: not for `entry.account` (Server API `isIncludeSender`)
};
struct SubjectSet {
    ArchiveEntry entry;
};
struct ConfigChanged {
    RoomConfig before;
    RoomConfig config;
};
struct RoomCreated {
    Jid by; ///< empty: the Server API
};
/// After every occupant's OccupantLeft.
struct RoomEnded {
    enum class Cause { Destroyed, AutoDestroyed, Empty };
    Cause cause = Cause::Destroyed;
};

/// What happened in a room, to be told in order.
struct RoomEvent {
    QString roomId; ///< as spelled at creation
    QDateTime at;
    std::variant<OccupantEntered, OccupantLeft, GoneUnseen, OccupantChanged, NicknameChanged, MessagePosted, SubjectSet,
                 ConfigChanged, RoomCreated, RoomEnded>
        what;
};

/// Whoever wants to know: the XMPP face, the status callbacks. Called while the rooms work, in order, after each
/// change; may read the rooms, must not act on them.
class RoomObserver
{
public:
    virtual ~RoomObserver() = default;
    virtual void onRoomEvent(const RoomEvent &event) = 0;
};

} // namespace foyer::server

#pragma once

#include "server/rooms/rooms.h"
#include "server/xmpp/archiveanswers.h"
#include "server/xmpp/occupancy.h"
#include "server/xmpp/sessiontable.h"

namespace foyer::server
{

/// Answers what clients ask of rooms, of occupants and of the room service (iq): discovery, self-ping, administration,
/// configuration, archive. What it does not know gets service-unavailable.
class RoomRequests
{
public:
    struct Deps {
        Rooms &rooms;
        RoomStorage &storage;
        SessionTable &sessions;
        const Occupancy &occupancy;
        Clock &clock;
    };

    explicit RoomRequests(const Deps &deps);

    void setArchive(bool archive) { m_archive = archive; }
    /// A `get` or `set` for the room service itself, a room or an occupant.
    void handle(const Jid &session, const stanza::XmlNode &iq);

private:
    /// What one answer is made from.
    struct Request {
        Jid session;
        QString roomId;
        stanza::XmlNode iq;
        stanza::XmlNode payload;
        bool isSet = false;
    };

    void toService(const Jid &session, const stanza::XmlNode &iq);
    void roomList(const Request &request);
    void toOccupant(const Request &request, const QString &nickname);
    void toRoom(const Request &request);
    void roomInfo(const Request &request);
    void roomItems(const Request &request);
    void admin(const Request &request);
    void adminList(const Request &request);
    /// XEP-0425.
    void moderate(const Request &request);
    void owner(const Request &request);
    void archive(const Request &request);
    void answer(const Request &request, const stanza::XmlNode &payload = {});
    void refuse(const Request &request, const Refusal &refusal);
    void fail(const Request &request, const QString &type, const QString &condition, const QString &text = {});

    Deps m_deps;
    ArchiveAnswers m_archiveAnswers;
    bool m_archive = true;
};

} // namespace foyer::server

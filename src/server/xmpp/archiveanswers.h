#pragma once

#include "server/rooms/rooms.h"
#include "server/xmpp/sessiontable.h"

namespace foyer::server
{

/// A room's archive as clients read it (XEP-0313 with XEP-0059).
class ArchiveAnswers
{
public:
    struct Query {
        Jid session;
        QString roomId;
        stanza::XmlNode iq;
        stanza::XmlNode payload; ///< the `<query/>`
        bool addresses = false;  ///< may see who is behind nicknames
    };

    ArchiveAnswers(Rooms &rooms, RoomStorage &storage, SessionTable &sessions);

    /// Sends the results and the `<fin/>`, or an error.
    void page(const Query &query, const QDateTime &now);
    /// Which fields a query may have.
    static stanza::XmlNode searchForm();
    /// The first and the last entry (section 5, `urn:xmpp:mam:2#extended`).
    stanza::XmlNode metadata(const QString &roomId);

private:
    stanza::XmlNode resultOf(const Query &query, const Jid &room, const ArchiveEntry &entry) const;

    Rooms &m_rooms;
    RoomStorage &m_storage;
    SessionTable &m_sessions;
};

} // namespace foyer::server

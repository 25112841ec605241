#pragma once

#include "core/clock.h"
#include "server/rooms/rooms.h"
#include "server/xmpp/mucstanzas.h"
#include "server/xmpp/occupancy.h"
#include "server/xmpp/sessiontable.h"

namespace foyer::server
{

/// How much of the past a join asks for (XEP-0045 section 7.2.14).
struct HistoryWish {
    int maxStanzas = -1; ///< -1: not limited by the client
    int maxChars = -1;
    QDateTime since; ///< invalid: not limited
};
HistoryWish historyWishOf(const stanza::XmlNode &presence, const QDateTime &now);

/// A join under way: what its answer depends on besides the room.
struct JoinWish {
    Jid session;
    QString nickname; ///< as asked for
    QString id;       ///< of the presence
    HistoryWish history;
};

/// Turns what rooms tell into the stanzas that their occupants get.
class RoomTelling
{
public:
    RoomTelling(Rooms &rooms, RoomStorage &storage, SessionTable &sessions);

    void tell(const RoomEvent &event);
    const Occupancy &occupancy() const { return m_occupancy; }
    void reset() { m_occupancy.clear(); }

    /// Whether clients may know the archive; without it messages get no stanza-ids.
    void setArchive(bool archive) { m_archive = archive; }

    /// The next OccupantEntered of this session is answered as a join; clear it when the join was refused.
    void expectJoin(const JoinWish &wish) { m_joining = wish; }
    void expectNothing() { m_joining.reset(); }
    /// The whole answer of a join: the others, oneself, history, subject (section 7.2).
    void answerJoin(const QString &roomId, const RoomOccupant &self, const JoinWish &wish, bool created);
    /// The repeat of a message: only the sender is told (guarantee, rule 10).
    void repeat(const QString &roomId, const Jid &session, const ArchiveEntry &entry);

    Jid address(const QString &roomId) const;

private:
    void entered(const QString &roomId, const OccupantEntered &what);
    void left(const QString &roomId, const OccupantLeft &what);
    void changed(const QString &roomId, const OccupantChanged &what);
    void renamed(const QString &roomId, const NicknameChanged &what);
    void configured(const QString &roomId, const ConfigChanged &what);
    stanza::XmlNode messageOf(const QString &roomId, const ArchiveEntry &entry, bool archived) const;
    void toEverybody(const QString &roomId, const stanza::XmlNode &message, const Jid &except);
    /// A presence to everybody who may get it. \a make builds it for a view; \a except gets nothing.
    void presenceToAll(const QString &roomId, const RoomOccupant &about, const PresenceView &view,
                       const std::function<stanza::XmlNode(const PresenceView &)> &make, const Jid &except = {});
    void sendHistory(const QString &roomId, const Jid &session, const HistoryWish &wish);
    bool seesAddresses(const QString &roomId, const RoomOccupant &viewer) const;
    bool hearsOf(const RoomOccupant &viewer, const RoomOccupant &about) const;

    Rooms &m_rooms;
    RoomStorage &m_storage;
    SessionTable &m_sessions;
    Occupancy m_occupancy;
    bool m_archive = true;
    std::optional<JoinWish> m_joining;
};

} // namespace foyer::server

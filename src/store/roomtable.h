#pragma once

#include "store/messagestore.h"

#include <optional>

namespace foyer
{

class Database;
class Query;

/// What filing needs to know of a room.
struct RoomFacts {
    RoomKey key = 0;
    int epoch = 0;
    Jid account; ///< bare
    std::optional<GapReason> newestReason;
    bool held = false;
};

/// A stored membership.
struct MembershipState {
    MembershipKey key = 0;
    qint64 liveSegment = 0;    ///< 0: none yet
    bool archivedLive = false; ///< an entry with an archive id arrived live since the live segment was opened
    bool ended = false;
    bool latest = false; ///< no later membership of this room
};

/// The tables `room`, `own_occupant` and `membership`. Errors stick to the database.
class RoomTable
{
public:
    explicit RoomTable(Database &database) : m_database(database) {}

    QList<RoomRecord> rooms(const Jid &account);
    RoomRecord openRoom(const Jid &account, const Jid &room);
    void saveRoom(const RoomRecord &record);
    void forgetRoom(RoomKey room);

    /// nullopt (and an error) when there is no such room.
    std::optional<RoomFacts> state(RoomKey room);
    /// A creation time later than the stored one is another room of the same name (guarantee, rule 14).
    bool isCreatedLater(const RoomRecord &record);
    void setEpoch(RoomKey room, int epoch);
    void setNewestReason(RoomKey room, std::optional<GapReason> reason);

    bool isOwnOccupant(RoomKey room, const QString &occupantId);
    bool knowsOwnOccupant(RoomKey room);
    void addOwnOccupant(RoomKey room, const QString &occupantId);

    MembershipKey beginMembership(RoomKey room, const QString &ownOccupant = {});
    /// nullopt when \a membership is none of \a room.
    std::optional<MembershipState> membership(RoomKey room, MembershipKey membership);
    MembershipKey latestMembership(RoomKey room);
    /// The latest membership unless it has ended; 0 for none.
    MembershipKey openMembership(RoomKey room);
    void endMembership(RoomKey room, MembershipKey membership);
    void endAllMemberships();
    void setLiveSegment(MembershipKey membership, qint64 segment, bool archivedLive);
    void setArchivedLive(MembershipKey membership);

private:
    Database &m_database;
};

/// Stored form of an optional reason: NULL for none.
QVariant reasonOrNull(const std::optional<GapReason> &reason);
std::optional<GapReason> reasonAt(const Query &query, int column);

} // namespace foyer

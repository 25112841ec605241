#pragma once

#include "store/entrytable.h"
#include "store/roomtable.h"
#include "store/segmenttable.h"

namespace foyer
{

/// One membership's live stream as it is filed.
struct LiveContext {
    RoomFacts room;
    MembershipState membership;
    std::optional<Segment> segment; ///< the membership's live segment, once it has one
    qint64 now = 0;                 ///< ms since 1970, the time of arrival
};

/// Whether \a message is the unsettled own \a row as the room reflects it (guarantee, rule 10): by its ids, and by who
/// said it. The nickname is the one it was written under, because a replay may bring it after a change of nickname.
bool isReflection(RoomTable &rooms, const RoomFacts &room, const HeldEntry &row, const RoomMessage &message);

/// Files what arrives live (guarantee, rules 1, 3, 10 and 11).
class LiveFiler
{
public:
    explicit LiveFiler(Database &database);

    /// Loads a membership; nullopt (and an error) when there is none of that key.
    std::optional<LiveContext> context(RoomKey room, MembershipKey membership, qint64 now);
    StoredEntry append(LiveContext &context, const RoomMessage &message);
    /// Makes an empty live segment on top. \a wanted: the hole before it is one to fill.
    void openSegment(LiveContext &context, bool wanted);

    /// The epoch rises (rule 14). What \a membership (0: none) brought into segments of its own came from the new
    /// archive and goes along, unless \a contradicting lies in it.
    void raiseEpoch(RoomFacts &room, MembershipKey membership, std::optional<qint64> contradicting);

private:
    StoredEntry insert(LiveContext &context, const RoomMessage &message);
    std::optional<StoredEntry> settle(LiveContext &context, const RoomMessage &message);
    bool isOwn(const LiveContext &context, const RoomMessage &message);
    EntryPlace takeNextPlace(LiveContext &context);
    void noteArchived(LiveContext &context);

    Database &m_database;
    RoomTable m_rooms;
    SegmentTable m_segments;
    EntryTable m_entries;
};

} // namespace foyer

#pragma once

#include "store/livefiler.h"
#include "store/messagestore.h"

namespace foyer
{

/// What is known of the ends of a room's segments: why they end, what is owed before them, and where reading on begins
/// (guarantee, rules 6 and 9). On the store's thread.
class SegmentEnds
{
public:
    explicit SegmentEnds(Database &database);

    /// Of the segment with the tail of \a membership, which is made when there is none.
    void setOlder(RoomKey room, MembershipKey membership, std::optional<GapReason> reason, bool wanted, qint64 now);
    void setNewest(RoomKey room, MembershipKey membership, GapReason reason);
    void setReasonBefore(RoomKey room, const QString &archiveId, GapReason reason, bool debtEnds);

    HeldRun runBelow(RoomKey room, MembershipKey membership, const QString &archiveId);
    QString newestArchiveId(RoomKey room, MembershipKey membership);
    /// See MessageStore::olderStart().
    GapStart olderStart(RoomKey room);

private:
    Database &m_database;
    LiveFiler m_filer;
    RoomTable m_rooms;
    SegmentTable m_segments;
};

} // namespace foyer

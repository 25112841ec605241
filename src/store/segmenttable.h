#pragma once

#include "core/segmentplan.h"
#include "store/messagestore.h"

namespace foyer
{

class Database;

/// What decides which rows count as older than a page (see PlanRow::older).
struct PlanScope {
    RoomKey room = 0;
    int epoch = 0;
    MembershipKey membership = 0; ///< rows of earlier ones are older
    MessageKey storedBefore = 0;  ///< rows up to this key are older
    bool endsArchive = false;
};

/// The table `segment`. Errors stick to the database.
class SegmentTable
{
public:
    explicit SegmentTable(Database &database) : m_database(database) {}

    /// Of one epoch, by position.
    QList<Segment> segments(RoomKey room, int epoch);
    std::optional<Segment> segment(qint64 key);
    /// The one that holds the entry \a archiveId, of the latest epoch that has it.
    std::optional<Segment> segmentHolding(RoomKey room, const QString &archiveId);
    /// Every segment of the room, oldest first; the epochs stand beside.
    struct Placed {
        int epoch = 0;
        Segment segment;
    };
    QList<Placed> allSegments(RoomKey room);

    /// Whether the room has any segment, in any epoch.
    bool exists(RoomKey room);

    /// The rows planPage() has to know around \a span of a page.
    QList<PlanRow> planRows(const PlanScope &scope, const PageSpan &span);
    bool isEmpty(RoomKey room, int epoch, const Segment &segment);
    /// Lays out the positions of an epoch anew, in the same order, because a slot has no room left.
    void renumber(RoomKey room, int epoch);

    /// The archive id of the newest entry in \a segment; empty when it has none.
    QString newestArchiveId(RoomKey room, int epoch, const Segment &segment);
    QString oldestArchiveId(RoomKey room, int epoch, const Segment &segment);
    /// Where reading what lies before \a segment begins; None when it has no entry.
    GapStart startBefore(RoomKey room, int epoch, const Segment &segment);

    /// The highest position in use in \a epoch, by a row or a segment; nullopt when none.
    std::optional<qint64> top(RoomKey room, int epoch);
    /// Stores a new segment and returns its key.
    qint64 insert(RoomKey room, int epoch, const Segment &segment);
    void update(const Segment &segment);
    /// What lies before the segment will not come: nothing is owed there any more.
    void endOlder(qint64 key, GapReason reason = GapReason::RetentionEnded);
    /// Says \a reason where an automatic run owes what is older and nothing tells why it is not here, in \a room (0: in
    /// every room). Whether there was any such place.
    bool nameOwed(GapReason reason, RoomKey room = 0);
    void extendHigh(qint64 key, qint64 high);
    /// Removes a segment whose range \a into now covers; memberships that lived in it live in \a into.
    void absorb(qint64 key, qint64 into);
    void moveToEpoch(qint64 key, int epoch);

private:
    QStringList oldestArchiveIds(RoomKey room, int epoch, const Segment &segment, int count);

    Database &m_database;
};

} // namespace foyer

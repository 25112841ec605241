#pragma once

#include "core/segment.h"

namespace foyer
{

/// A row of the room as the planner sees it.
struct PlanRow {
    MessageKey key = 0;
    qint64 position = 0;
    bool archived = true; ///< has an archive id
    bool older = false;   ///< stored before the loss this page is read after, so older than what the page newly brings
    bool recorded = true;

    bool operator==(const PlanRow &) const = default;
};

/// An entry of a page: the row that already holds it, if any.
struct PlanEntry {
    MessageKey key = 0;   ///< 0: not held
    qint64 position = 0;  ///< where it is held
    bool strayed = false; ///< and surely does not stand
};

/// The facts of one page, complete and oldest first.
struct PageFacts {
    QList<PlanEntry> entries;
    /// Held row that the page is known to lie directly before (the row of RSM `before`).
    std::optional<PlanEntry> anchor;
    /// Only a newest page: the membership's live segment, which follows whatever else the page holds (guarantee, rule
    /// 6).
    std::optional<qint64> liveSegment;
    /// The segment that the page goes on with: that of the anchor, or for a newest page the membership's live one.
    std::optional<qint64> chain;
    bool olderExists = false; ///< there are segments that a run back from the newest page can meet, or older epochs
    bool endsArchive = false; ///< the newest page: nothing newer was in the archive
    bool reachedBeginning = false;
    bool beginIsHidden = false; ///< the first entry is a border that stays hidden: it has not been read itself
    bool olderWanted = false;   ///< an automatic run, which reads on until it meets what was held
    bool owesNothing = false;   ///< a join by hand: what is older than it reads was not missed by anybody
    bool provesLoss = true;     ///< false for join history, which is no archive
    qint64 membership = 0;
    QList<Segment> segments;   ///< of the epoch, by position
    std::optional<qint64> top; ///< highest position of the epoch
};

/// The part of the scale whose rows planPage() has to know: what lies from `low` to `high`; below it on to the first
/// row that has an archive id, is recorded and older; above it on to the first that has an archive id and is not older
/// (or to `roof`).
struct PageSpan {
    qint64 low = 0;
    qint64 high = 0;
    qint64 roof = 0;
};

/// What storing a page comes to.
struct PagePlan {
    /// A slot has no room left: renumber the epoch and plan again. Nothing else is set.
    bool needsRoom = false;
    QList<qint64> positions; ///< one for each entry of the page
    qint64 anchorPosition = 0;
    QList<MessageKey> moved;     ///< held rows (of the page, or the anchor) whose position changes
    QList<MessageKey> lost;      ///< held rows that the page shows are not in the archive (rule 13)
    QList<MessageKey> lostEarly; ///< of them, those next to the page's older end: they may stand before it
    /// The older part of the lowest segment touched, when the page leaves open whether it still belongs to the rest.
    std::optional<Segment> lowerPart;
    Segment segment;        ///< the segment that holds the page; key 0 when it is new
    QList<qint64> absorbed; ///< segments that are part of it now
    /// The segments below, when the page is the archive's beginning without having met them: what lies before each is
    /// out of the archive's reach, so nothing is owed there any more and its border says so.
    QList<qint64> outOfReach;
    bool metOther = false; ///< the page reaches a segment that it did not start from, or what a run has already read
    bool isNew() const { return segment.key == 0; }
};

/// The held part of the page; nullopt when nothing of it is held and it makes a segment of its own.
std::optional<PageSpan> heldSpan(const PageFacts &facts);

/// Decides where the entries of a page stand, what moves, what merges and what is lost. Page order is law; as few held
/// rows as possible move. \a rows are those of heldSpan(), by position.
PagePlan planPage(const PageFacts &facts, const QList<PlanRow> &rows, const SegmentScale &scale = {});

} // namespace foyer

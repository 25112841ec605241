#pragma once

#include "core/roommessage.h"

#include <QList>
#include <QString>

#include <optional>

namespace foyer
{

/// Distances on the position scale of an epoch (guarantee, section 1).
struct SegmentScale {
    qint64 step = qint64(1) << 20; ///< between entries added at an end
    qint64 gap = qint64(1) << 44;  ///< a new segment starts this far above everything
    /// A top beyond this asks for a renumbering before the next segment starts.
    qint64 ceiling = qint64(1) << 62;
};

/// A run of archive entries proved contiguous: the positions low to high. The ranges of one epoch never overlap.
struct Segment {
    qint64 key = 0;
    qint64 low = 0;
    qint64 high = 0;
    bool atBeginning = false;             ///< nothing older exists in the archive
    std::optional<GapReason> olderReason; ///< why what is older is missing
    bool olderWanted = false;             ///< an automatic run still owes what is older
    qint64 firstMembership = 0;           ///< the oldest membership that had a part in it

    bool contains(qint64 position) const { return low <= position && position <= high; }
    bool operator==(const Segment &) const = default;
};

/// The one of \a segments that holds \a position; nullptr when none does.
const Segment *segmentAt(const QList<Segment> &segments, qint64 position);

/// Where the first entry of a new segment stands; \a top is the highest position of the epoch, if any.
qint64 newSegmentPosition(std::optional<qint64> top, const SegmentScale &scale = {});
/// Where the next entry at the newer end of \a segment stands.
qint64 nextPosition(const Segment &segment, const SegmentScale &scale = {});

/// \a count rising positions strictly between \a below and \a above (nullopt: no limit), near \a above when
/// \a downwards, else near \a below. nullopt when there is no room.
std::optional<QList<qint64>> positionsBetween(std::optional<qint64> below, std::optional<qint64> above, qsizetype count,
                                              bool downwards, const SegmentScale &scale = {});

/// Indices of a longest rising subsequence of \a values; nullopt values never belong to it. Of equal choices the one
/// with earlier elements.
QList<qsizetype> longestRising(const QList<std::optional<qint64>> &values);

} // namespace foyer

#include "core/segment.h"

namespace foyer
{

qint64 newSegmentPosition(std::optional<qint64> top, const SegmentScale &scale)
{
    return top ? *top + scale.gap : 0;
}

qint64 nextPosition(const Segment &segment, const SegmentScale &scale)
{
    return segment.high + scale.step;
}

} // namespace foyer

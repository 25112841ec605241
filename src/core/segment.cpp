#include "core/segment.h"

#include <algorithm>
#include <functional>

namespace foyer
{

const Segment *segmentAt(const QList<Segment> &segments, qint64 position)
{
    const auto found = std::find_if(segments.begin(), segments.end(),
                                    [position](const Segment &segment) { return segment.contains(position); });
    return found == segments.end() ? nullptr : &*found;
}

qint64 newSegmentPosition(std::optional<qint64> top, const SegmentScale &scale)
{
    return top ? *top + scale.gap : 0;
}

qint64 nextPosition(const Segment &segment, const SegmentScale &scale)
{
    return segment.high + scale.step;
}

std::optional<QList<qint64>> positionsBetween(std::optional<qint64> below, std::optional<qint64> above, qsizetype count,
                                              bool downwards, const SegmentScale &scale)
{
    QList<qint64> positions;
    positions.reserve(count);
    const bool roomy = !below || !above || (*above - *below) / scale.step > count;
    if (roomy) {
        const bool fromAbove = above && (downwards || !below);
        const qint64 first = fromAbove ? *above - scale.step * count : below.value_or(-scale.step) + scale.step;
        for (qsizetype i = 0; i < count; ++i)
            positions += first + i * scale.step;
        return positions;
    }
    const qint64 width = *above - *below;
    if (width <= count)
        return count == 0 ? std::optional(positions) : std::nullopt;
    // Divided first: the product of a wide slot and a long page would overflow.
    const qint64 part = width / (count + 1);
    const qint64 rest = width % (count + 1);
    for (qsizetype i = 1; i <= count; ++i)
        positions += *below + part * i + rest * i / (count + 1);
    return positions;
}

QList<qsizetype> longestRising(const QList<std::optional<qint64>> &values)
{
    // starts[n]: the greatest value that a rising run of length n + 1 starts with, of what has been seen from the end.
    QList<qint64> starts;
    QList<qsizetype> lengths(values.size(), 0);
    for (qsizetype i = values.size() - 1; i >= 0; --i) {
        if (!values.at(i))
            continue;
        const auto place = std::lower_bound(starts.begin(), starts.end(), *values.at(i), std::greater<qint64>());
        lengths[i] = place - starts.begin() + 1;
        if (place == starts.end())
            starts += *values.at(i);
        else
            *place = *values.at(i);
    }
    QList<qsizetype> run;
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (values.at(i) && lengths.at(i) == starts.size() - run.size() &&
            (run.isEmpty() || *values.at(i) > *values.at(run.last())))
            run += i;
    }
    return run;
}

} // namespace foyer

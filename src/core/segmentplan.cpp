#include "core/segmentplan.h"

#include <QSet>

#include <algorithm>

namespace foyer
{

namespace
{

/// Builds one plan. The sequence is the page's entries, then the anchor, then the live segment's begin: rows that the
/// page is known to run into.
class Planner
{
public:
    Planner(const PageFacts &facts, const QList<PlanRow> &rows, const SegmentScale &scale)
        : m_facts(facts), m_rows(rows), m_scale(scale)
    {
        for (const PlanEntry &entry : facts.entries)
            addToSequence(entry);
        if (facts.anchor)
            addToSequence(*facts.anchor);
        for (const Segment &segment : facts.segments) {
            if (facts.liveSegment && segment.key == *facts.liveSegment)
                m_sequence += segment.low;
        }
    }

    PagePlan plan()
    {
        m_plan.positions.resize(m_sequence.size());
        findTouched();
        m_kept = longestRising(m_sequence);
        if (m_kept.isEmpty())
            placeOnTop();
        else if (!placeAroundKept())
            return needsRoom();
        describeSegment();
        findMoved();
        findLost();
        m_plan.anchorPosition = m_facts.anchor ? m_plan.positions.at(m_facts.entries.size()) : 0;
        m_plan.positions.resize(m_facts.entries.size());
        return m_plan;
    }

private:
    static PagePlan needsRoom()
    {
        PagePlan plan;
        plan.needsRoom = true;
        return plan;
    }

    void addToSequence(const PlanEntry &entry)
    {
        m_sequence += entry.key ? std::optional(entry.position) : std::nullopt;
        if (entry.key)
            m_onPage += entry.key;
    }

    bool isTouched(const Segment &segment) const
    {
        return std::any_of(m_sequence.begin(), m_sequence.end(),
                           [&](const auto &position) { return position && segment.contains(*position); });
    }

    void findTouched()
    {
        qsizetype first = -1;
        qsizetype last = -1;
        for (qsizetype i = 0; i < m_facts.segments.size(); ++i) {
            if (!isTouched(m_facts.segments.at(i)))
                continue;
            first = first < 0 ? i : first;
            last = i;
        }
        for (qsizetype i = 0; i < m_facts.segments.size(); ++i) {
            const Segment &segment = m_facts.segments.at(i);
            if (first >= 0 && i >= first && i <= last) {
                m_touched += segment;
                if (!isTouched(segment))
                    m_between += segment;
            } else if (first < 0 || i < first)
                m_floor = segment.high;
            else if (!m_roof)
                m_roof = segment.low;
        }
    }

    void placeOnTop()
    {
        const qint64 base = newSegmentPosition(m_facts.top, m_scale);
        for (qsizetype i = 0; i < m_plan.positions.size(); ++i)
            m_plan.positions[i] = base + i * m_scale.step;
        m_low = base;
        m_high = m_plan.positions.isEmpty() ? base : m_plan.positions.last();
    }

    bool placeAroundKept()
    {
        m_low = m_touched.isEmpty() ? *m_sequence.at(m_kept.first()) : m_touched.first().low;
        m_high = m_touched.isEmpty() ? *m_sequence.at(m_kept.last()) : m_touched.last().high;
        qsizetype next = 0;
        for (const qsizetype kept : std::as_const(m_kept)) {
            const qint64 position = *m_sequence.at(kept);
            m_plan.positions[kept] = position;
            if (!fill(next, kept, positionsBetween(occupiedBelow(position), position, kept - next, true, m_scale)))
                return false;
            next = kept + 1;
        }
        return placeTail(next);
    }

    /// What follows the last held entry of the page. Rows without archive id came before it, and on the newest page
    /// rows that were here before the loss; what arrived live after the page was made comes after it.
    bool placeTail(qsizetype next)
    {
        if (next == m_sequence.size())
            return true;
        qint64 below = *m_sequence.at(m_kept.last());
        std::optional<qint64> above = m_roof;
        for (const PlanRow &row : m_rows) {
            if (row.position <= below || row.position > m_high)
                continue;
            if (row.archived && !(row.older && m_facts.endsArchive) && !m_onPage.contains(row.key)) {
                above = row.position;
                break;
            }
            if (row.archived && !m_onPage.contains(row.key))
                m_passed += row;
            below = row.position;
        }
        if (!above || *above > m_high)
            below = std::max(below, m_high);
        return fill(next, m_sequence.size(), positionsBetween(below, above, m_sequence.size() - next, false, m_scale));
    }

    bool fill(qsizetype from, qsizetype to, const std::optional<QList<qint64>> &positions)
    {
        if (!positions)
            return false;
        for (qsizetype i = from; i < to; ++i)
            m_plan.positions[i] = positions->at(i - from);
        return true;
    }

    std::optional<qint64> occupiedBelow(qint64 position) const
    {
        std::optional<qint64> found = m_floor;
        for (const PlanRow &row : m_rows) {
            if (row.position >= position)
                break;
            found = std::max(found.value_or(row.position), row.position);
        }
        return found;
    }

    void describeSegment()
    {
        Segment &segment = m_plan.segment;
        segment.firstMembership = m_facts.membership;
        if (!m_touched.isEmpty())
            segment = m_touched.first();
        for (const Segment &touched : std::as_const(m_touched)) {
            segment.firstMembership = std::min(segment.firstMembership, touched.firstMembership);
            if (touched.key != segment.key)
                m_plan.absorbed += touched.key;
        }
        const qint64 oldLow = m_low;
        for (const qint64 position : std::as_const(m_plan.positions)) {
            m_low = std::min(m_low, position);
            m_high = std::max(m_high, position);
        }
        segment.low = m_low;
        segment.high = m_high;
        describeOlderEnd(oldLow);
    }

    void describeOlderEnd(qint64 oldLow)
    {
        Segment &segment = m_plan.segment;
        const qint64 begin = m_plan.positions.isEmpty() ? oldLow : m_plan.positions.first();
        const bool inside = !m_touched.isEmpty() && begin > oldLow;
        if (m_touched.isEmpty() || begin < oldLow) {
            segment.atBeginning = false;
            segment.olderReason.reset();
        }
        describeDebt(inside);
        if (m_facts.reachedBeginning || segment.atBeginning) {
            segment.atBeginning = true;
            segment.olderWanted = false;
            segment.olderReason.reset();
        }
    }

    /// Whether an automatic run still owes what is older. A segment met on the way brings its own debt (H4); else the
    /// run owes until it has met something, if there is something to meet.
    void describeDebt(bool inside)
    {
        const auto isChain = [&](const Segment &segment) { return m_facts.chain == segment.key; };
        const bool extendsChain = std::any_of(m_touched.begin(), m_touched.end(), isChain);
        const bool metOther = m_touched.size() > (extendsChain ? 1 : 0);
        bool debt = m_facts.olderExists;
        for (const Segment &touched : std::as_const(m_touched)) {
            if (isChain(touched))
                debt = touched.olderWanted;
        }
        m_plan.metOther = metOther || (m_facts.olderWanted ? !debt : inside);
        if (metOther && !isChain(m_touched.first()))
            m_plan.segment.olderWanted = m_touched.first().olderWanted;
        else
            m_plan.segment.olderWanted = debt && (m_facts.olderWanted || !m_facts.endsArchive || inside);
    }

    void findMoved()
    {
        const auto note = [&](const PlanEntry &entry, qint64 position) {
            if (entry.key && entry.position != position)
                m_plan.moved += entry.key;
        };
        for (qsizetype i = 0; i < m_facts.entries.size(); ++i)
            note(m_facts.entries.at(i), m_plan.positions.at(i));
        if (m_facts.anchor)
            note(*m_facts.anchor, m_plan.positions.at(m_facts.entries.size()));
    }

    void markLost(const PlanRow &row)
    {
        if (!row.archived || !row.recorded || m_onPage.contains(row.key) || m_marked.contains(row.key))
            return;
        m_marked += row.key;
        m_plan.lost += row.key;
    }

    void findLost()
    {
        if (!m_facts.provesLoss)
            return;
        const qsizetype proven = m_facts.entries.size() + (m_facts.anchor ? 1 : 0);
        qsizetype pair = 0;
        for (const PlanRow &row : m_rows) {
            while (pair + 1 < m_kept.size() && row.position > *m_sequence.at(m_kept.at(pair + 1)))
                ++pair;
            if (pair + 1 < m_kept.size() && m_kept.at(pair + 1) < proven &&
                row.position > *m_sequence.at(m_kept.at(pair)))
                markLost(row);
            else if (isAbsorbed(row.position))
                markLost(row);
        }
        for (const PlanRow &row : std::as_const(m_passed))
            markLost(row);
    }

    /// In a segment that lies between two touched ones and has no entry on the page itself.
    bool isAbsorbed(qint64 position) const
    {
        return std::any_of(m_between.begin(), m_between.end(),
                           [&](const Segment &segment) { return segment.contains(position); });
    }

    const PageFacts &m_facts;
    const QList<PlanRow> &m_rows;
    const SegmentScale &m_scale;
    PagePlan m_plan;
    QList<std::optional<qint64>> m_sequence;
    QSet<MessageKey> m_onPage;
    QSet<MessageKey> m_marked;
    QList<qsizetype> m_kept;
    QList<Segment> m_touched;      ///< with those in between, by position
    QList<Segment> m_between;      ///< of those, the ones without an entry on the page
    QList<PlanRow> m_passed;       ///< older rows that the page's end has left behind
    std::optional<qint64> m_floor; ///< highest position of what lies below the touched segments
    std::optional<qint64> m_roof;  ///< lowest position of what lies above them
    qint64 m_low = 0;
    qint64 m_high = 0;
};

} // namespace

std::optional<PageSpan> heldSpan(const PageFacts &facts)
{
    std::optional<PageSpan> span;
    const auto widen = [&](qint64 position) {
        if (!span)
            span = PageSpan{position, position};
        span->low = std::min(span->low, position);
        span->high = std::max(span->high, position);
    };
    for (const PlanEntry &entry : facts.entries) {
        if (entry.key)
            widen(entry.position);
    }
    if (facts.anchor)
        widen(facts.anchor->position);
    for (const Segment &segment : facts.segments) {
        if (facts.liveSegment && segment.key == *facts.liveSegment)
            widen(segment.low);
    }
    return span;
}

PagePlan planPage(const PageFacts &facts, const QList<PlanRow> &rows, const SegmentScale &scale)
{
    return Planner(facts, rows, scale).plan();
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
    // ends[n]: index of the smallest value that ends a rising run of length n + 1; patience sorting.
    QList<qsizetype> ends;
    QList<qsizetype> previous(values.size(), -1);
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (!values.at(i))
            continue;
        const auto place = std::lower_bound(ends.begin(), ends.end(), *values.at(i),
                                            [&](qsizetype index, qint64 value) { return *values.at(index) < value; });
        if (place != ends.begin())
            previous[i] = *(place - 1);
        if (place == ends.end())
            ends += i;
        else
            *place = i;
    }
    QList<qsizetype> run;
    for (qsizetype i = ends.isEmpty() ? -1 : ends.last(); i >= 0; i = previous.at(i))
        run.prepend(i);
    return run;
}

} // namespace foyer

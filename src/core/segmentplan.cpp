#include "core/segmentplan.h"

#include <QSet>

#include <algorithm>

namespace foyer
{

namespace
{

/// So many entries at a page's older end may be those of which others, held after them, are archived before them.
constexpr qsizetype disorderAtTheEdge = 8;

/// The page as one rising line: its entries, then the anchor, then the live segment's begin, which the page is known
/// to run into.
struct Line {
    QList<std::optional<qint64>> places; ///< where each is held
    QList<qsizetype> kept;               ///< the ones that stay where they are
};

Line lineOf(const PageFacts &facts)
{
    Line line;
    QList<std::optional<qint64>> candidates;
    for (const PlanEntry &entry : facts.entries) {
        line.places += entry.key ? std::optional(entry.position) : std::nullopt;
        // The run has read on from the anchor, so that what it has placed is right; what stands above moves.
        const bool usable = entry.key && !entry.strayed && (!facts.anchor || entry.position < facts.anchor->position);
        candidates += usable ? line.places.last() : std::nullopt;
    }
    line.kept = longestRising(candidates);
    if (facts.anchor) {
        line.kept += line.places.size();
        line.places += facts.anchor->position;
    }
    for (const Segment &segment : facts.segments) {
        if (facts.liveSegment != segment.key)
            continue;
        const std::optional<qint64> last = line.kept.isEmpty() ? std::nullopt : line.places.at(line.kept.last());
        if (last && *last >= segment.low)
            continue;
        line.kept += line.places.size();
        line.places += segment.low;
    }
    return line;
}

/// Builds one plan.
class Planner
{
public:
    Planner(const PageFacts &facts, const QList<PlanRow> &rows, const SegmentScale &scale)
        : m_facts(facts), m_rows(rows), m_scale(scale), m_line(lineOf(facts))
    {
        for (const PlanEntry &entry : facts.entries)
            m_onPage += entry.key;
        if (facts.anchor)
            m_onPage += facts.anchor->key;
    }

    PagePlan plan()
    {
        m_plan.positions.resize(m_line.places.size());
        findTouched();
        if (m_line.kept.isEmpty()) {
            placeOnTop();
        } else if (!placeAroundKept()) {
            PagePlan renumber;
            renumber.needsRoom = true;
            return renumber;
        }
        findLost();
        describeSegment();
        findMoved();
        m_plan.anchorPosition = m_facts.anchor ? m_plan.positions.at(m_facts.entries.size()) : 0;
        m_plan.positions.resize(m_facts.entries.size());
        return m_plan;
    }

private:
    qint64 keptPlace(qsizetype n) const { return *m_line.places.at(m_line.kept.at(n)); }

    /// From the first segment with a kept entry to the last; on the newest page to the end of the scale.
    void findTouched()
    {
        const qsizetype count = m_facts.segments.size();
        qsizetype first = count;
        qsizetype last = -1;
        for (qsizetype i = 0; i < count; ++i) {
            const auto holds = [&](qsizetype kept) { return m_facts.segments.at(i).contains(*m_line.places.at(kept)); };
            if (!std::any_of(m_line.kept.begin(), m_line.kept.end(), holds))
                continue;
            first = std::min(first, i);
            last = i;
            m_holding += m_facts.segments.at(i).key;
        }
        if (m_facts.endsArchive && last >= 0)
            last = count - 1;
        for (qsizetype i = 0; i < count; ++i) {
            if (i >= first && i <= last)
                m_touched += m_facts.segments.at(i);
            else if (i < first)
                m_floor = m_facts.segments.at(i).high;
            else if (!m_roof)
                m_roof = m_facts.segments.at(i).low;
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
        m_low = m_touched.isEmpty() ? keptPlace(0) : m_touched.first().low;
        m_high = m_touched.isEmpty() ? keptPlace(m_line.kept.size() - 1) : m_touched.last().high;
        qsizetype next = 0;
        for (const qsizetype kept : std::as_const(m_line.kept)) {
            m_plan.positions[kept] = *m_line.places.at(kept);
            const qint64 above = slotTop(m_plan.positions.at(kept), kept > next);
            if (next == 0)
                m_firstTop = above;
            if (!fill(next, kept, positionsBetween(occupiedBelow(above), above, kept - next, true, m_scale)))
                return false;
            next = kept + 1;
        }
        return placeTail(next);
    }

    /// What the page brings before the entry at \a position also comes before the rows that arrived live just before
    /// that entry: what came before those would have come live too. If they have an archive id, the page passes them.
    qint64 slotTop(qint64 position, bool isFilled)
    {
        const Segment *segment = segmentAt(m_facts.segments, position);
        qint64 top = position;
        for (auto row = m_rows.crbegin(); row != m_rows.crend(); ++row) {
            if (row->position >= position)
                continue;
            if (row->older || m_onPage.contains(row->key) || !segment || !segment->contains(row->position))
                break;
            if (row->archived && isFilled)
                m_passed += *row;
            top = row->position;
        }
        return top;
    }

    /// What follows the last held entry of the page. Rows without archive id came before it, and on the newest page
    /// rows that were here before the loss; what arrived live after the page was made comes after it.
    bool placeTail(qsizetype next)
    {
        if (next == m_line.places.size())
            return true;
        qint64 below = keptPlace(m_line.kept.size() - 1);
        std::optional<qint64> above;
        for (const PlanRow &row : m_rows) {
            if (row.position <= below || row.position > m_high)
                continue;
            const bool onPage = m_onPage.contains(row.key);
            if (row.archived && !onPage && !(row.older && m_facts.endsArchive)) {
                above = row.position;
                break;
            }
            if (row.archived && !onPage)
                m_passed += row;
            below = row.position;
        }
        if (!above) {
            below = std::max(below, m_high);
            above = m_roof;
        }
        return fill(next, m_line.places.size(),
                    positionsBetween(below, above, m_line.places.size() - next, false, m_scale));
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

    void findLost()
    {
        if (!m_facts.provesLoss)
            return;
        const qsizetype proven = m_facts.entries.size() + (m_facts.anchor ? 1 : 0);
        qsizetype pair = 0;
        for (const PlanRow &row : m_rows) {
            while (pair + 1 < m_line.kept.size() && row.position > keptPlace(pair + 1))
                ++pair;
            const bool between = pair + 1 < m_line.kept.size() && row.position > keptPlace(pair);
            if (!between || (m_line.kept.at(pair + 1) >= proven && isHolding(row.position)) || !isMissing(row))
                continue;
            // What follows the first held entries may stand before the page, which a join by hand does not read on to.
            const bool isEarly = pair < disorderAtTheEdge;
            if (isEarly && m_facts.owesNothing)
                continue;
            m_plan.lost += row.key;
            if (isEarly)
                m_plan.lostEarly += row.key;
        }
        for (const PlanRow &row : std::as_const(m_passed)) {
            if (!isMissing(row))
                continue;
            m_plan.lost += row.key;
            m_plan.lostEarly += row.key;
        }
    }

    bool isHolding(qint64 position) const
    {
        const Segment *segment = segmentAt(m_facts.segments, position);
        return segment && m_holding.contains(segment->key);
    }

    bool isMissing(const PlanRow &row) const
    {
        return row.archived && row.recorded && !m_onPage.contains(row.key) && !m_plan.lost.contains(row.key);
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
        splitUnproven();
        for (const qint64 position : std::as_const(m_plan.positions)) {
            m_low = std::min(m_low, position);
            m_high = std::max(m_high, position);
        }
        segment.low = m_low;
        segment.high = m_high;
        describeOlderEnd(oldLow);
    }

    /// The page begins with something new, or something is missing after its first held entry, although what we hold
    /// goes on below that entry: either an entry was archived late or lost, or that one entry has strayed here from
    /// far away and a hole lies below. Only the page before this one can tell, so what is below is another segment
    /// until then.
    void splitUnproven()
    {
        if (m_touched.isEmpty() || m_line.kept.isEmpty())
            return;
        const Segment &lowest = m_touched.first();
        const auto isForeign = [&](const PlanEntry &entry) { return !entry.key || !lowest.contains(entry.position); };
        const auto begin = m_facts.entries.begin();
        const qsizetype leading = std::min(m_line.kept.first(), m_facts.entries.size());
        const bool unproven = !m_plan.lostEarly.isEmpty() || std::any_of(begin, begin + leading, isForeign);
        const auto goesOnBelow = [&](const PlanRow &row) {
            return row.position < m_firstTop && lowest.contains(row.position) && row.archived && row.recorded &&
                   !m_onPage.contains(row.key);
        };
        if (!m_facts.provesLoss || !unproven || std::none_of(m_rows.begin(), m_rows.end(), goesOnBelow))
            return;
        m_plan.lowerPart = lowest;
        m_plan.lowerPart->key = 0;
        m_plan.lowerPart->high = *occupiedBelow(m_firstTop);
        m_low = std::min(m_firstTop, m_plan.positions.first());
    }

    void describeOlderEnd(qint64 oldLow)
    {
        Segment &segment = m_plan.segment;
        const qint64 begin = m_plan.positions.isEmpty() ? oldLow : m_plan.positions.first();
        if (m_touched.isEmpty() || begin < oldLow || m_plan.lowerPart) {
            segment.atBeginning = false;
            segment.olderReason.reset();
        }
        describeDebt(!m_touched.isEmpty() && begin > oldLow);
        if (m_facts.reachedBeginning || segment.atBeginning) {
            // A border that nobody sees is still to be had, so what lies before it begins there, not after it.
            segment.atBeginning = !m_facts.beginIsHidden;
            segment.olderWanted = false;
            segment.olderReason.reset();
        }
        if (m_facts.reachedBeginning)
            endWhatIsBelow();
    }

    void endWhatIsBelow()
    {
        for (const Segment &below : m_facts.segments) {
            if (below.high < m_plan.segment.low && isOpenBelow(below))
                m_plan.outOfReach += below.key;
        }
        if (m_plan.lowerPart && isOpenBelow(*m_plan.lowerPart)) {
            m_plan.lowerPart->olderWanted = false;
            m_plan.lowerPart->olderReason = GapReason::RetentionEnded;
        }
    }

    static bool isOpenBelow(const Segment &segment)
    {
        const GapReason reason = segment.olderReason.value_or(GapReason::NotLoaded);
        return !segment.atBeginning && (reason == GapReason::NotLoaded || reason == GapReason::LoadFailed);
    }

    /// Whether an automatic run still owes what is older. A segment met on the way brings its own debt (H4); else the
    /// run owes until it has met something, if there is something to meet.
    void describeDebt(bool inside)
    {
        if (m_plan.lowerPart) {
            m_plan.segment.olderWanted = !m_facts.owesNothing;
            return;
        }
        const auto isChain = [&](const Segment &segment) { return m_facts.chain == segment.key; };
        const bool extendsChain = std::any_of(m_touched.begin(), m_touched.end(), isChain);
        const bool metOther = m_touched.size() > (extendsChain ? 1 : 0);
        bool debt = m_facts.olderExists;
        for (const Segment &touched : std::as_const(m_touched)) {
            if (isChain(touched))
                debt = touched.olderWanted;
        }
        m_plan.metOther = metOther || (m_facts.olderWanted ? !debt : inside);
        if (m_facts.owesNothing)
            m_plan.segment.olderWanted = false;
        else if (metOther && !isChain(m_touched.first()))
            m_plan.segment.olderWanted = m_touched.first().olderWanted;
        else
            m_plan.segment.olderWanted = debt && (m_facts.olderWanted || !m_facts.endsArchive || inside);
    }

    void findMoved()
    {
        for (qsizetype i = 0; i < m_facts.entries.size(); ++i) {
            const PlanEntry &entry = m_facts.entries.at(i);
            if (entry.key && entry.position != m_plan.positions.at(i))
                m_plan.moved += entry.key;
        }
    }

    const PageFacts &m_facts;
    const QList<PlanRow> &m_rows;
    const SegmentScale &m_scale;
    const Line m_line;
    PagePlan m_plan;
    QSet<MessageKey> m_onPage;
    QSet<qint64> m_holding;        ///< segments with a kept entry
    QList<Segment> m_touched;      ///< those and what lies among them, by position
    QList<PlanRow> m_passed;       ///< older rows that the page's end has left behind
    std::optional<qint64> m_floor; ///< highest position of what lies below the touched segments
    std::optional<qint64> m_roof;  ///< lowest position of what lies above them
    qint64 m_firstTop = 0;         ///< the slot before the first kept entry ends here
    qint64 m_low = 0;
    qint64 m_high = 0;
};

} // namespace

std::optional<PageSpan> heldSpan(const PageFacts &facts)
{
    const Line line = lineOf(facts);
    if (line.kept.isEmpty())
        return std::nullopt;
    PageSpan span{*line.places.at(line.kept.first()), *line.places.at(line.kept.last()), 0};
    span.roof = span.high;
    for (const Segment &segment : facts.segments) {
        if (segment.contains(span.high) || facts.endsArchive)
            span.roof = std::max(span.roof, segment.high);
    }
    return span;
}

PagePlan planPage(const PageFacts &facts, const QList<PlanRow> &rows, const SegmentScale &scale)
{
    return Planner(facts, rows, scale).plan();
}

} // namespace foyer

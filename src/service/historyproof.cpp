// Whether enough has been read: the part of HistorySync that knows when a run has come to its end (guarantee, rules 6
// to 8).
#include "service/historysync.h"

#include <algorithm>

namespace foyer
{

namespace
{

/// How far back a rejoin reads where the archive's order is not that of the live messages: so many held entries, or so
/// long before the newest of them, whichever is more (guarantee, rule 8).
constexpr qint64 widerOverlap = 200;
constexpr qint64 widerOverlapSeconds = 600;

} // namespace

bool HistorySync::isDone(const ArchivePage &page, const PageOutcome &outcome)
{
    m_unprovenBelow = outcome.unprovenBelow || (m_unprovenBelow && !outcome.metOlderSegment);
    m_met = m_met || (outcome.metOlderSegment && !outcome.olderWanted);
    const bool hasMetBelow = m_overlapping && m_plan.kind == SyncPlan::Kind::Gap && !outcome.unprovenBelow;
    if (!hasMetBelow && !isProved(page, outcome)) {
        return false;
    }
    if (!m_overlapping) {
        m_report.beyondReach = outcome.beyondReach;
        m_report.groundless = outcome.groundless;
    }
    const bool joinsUp = m_plan.kind == SyncPlan::Kind::CatchUp || m_plan.kind == SyncPlan::Kind::Resume ||
                         m_plan.kind == SyncPlan::Kind::Gap;
    // Where entries were moved, what is held before the page may be in another order too, or taken for lost.
    m_overlapping = joinsUp && m_disordered;
    // Nor is there a place to read on from when the page was cut where the run of messages begins.
    const bool atStart = page.complete || outcome.atSegmentStart || outcome.leftOut > 0;
    return !m_overlapping || atStart || isOverlapRead(page);
}

bool HistorySync::isOverlapRead(const ArchivePage &page) const
{
    // A page without entries, or without stamps, tells no time: then the number alone decides.
    const QDateTime oldest = page.entries.isEmpty() ? QDateTime() : page.entries.constFirst().stamp;
    const bool farEnough =
        !oldest.isValid() || !m_newestHeld.isValid() || oldest.secsTo(m_newestHeld) >= widerOverlapSeconds;
    return m_heldRead >= widerOverlap && farEnough;
}

int HistorySync::stillWanted() const
{
    const qint64 read = m_plan.countsRows ? m_rowsRead : m_entriesRead;
    return static_cast<int>(std::max<qint64>(0, m_plan.wantedRows - read));
}

int HistorySync::toBeKept(const ArchivePage &page) const
{
    int rows = stillWanted();
    if (!m_plan.countsRows) {
        return rows;
    }
    qsizetype begin = page.entries.size();
    while (rows > 0 && begin > 0) {
        --begin;
        rows -= page.entries.at(begin).kind == EntryKind::Message ? 1 : 0;
    }
    return static_cast<int>(page.entries.size() - begin);
}

bool HistorySync::isProved(const ArchivePage &page, const PageOutcome &outcome) const
{
    switch (m_plan.kind) {
    case SyncPlan::Kind::FirstJoin:
        return m_plan.wantedRows == 0 || page.complete || m_rowsRead >= m_plan.wantedRows;
    case SyncPlan::Kind::CatchUp:
    case SyncPlan::Kind::Resume:
        if (page.complete || outcome.atBeginning) {
            return true;
        }
        if (!outcome.metOlderSegment || outcome.olderWanted) {
            return false;
        }
        return m_plan.kind == SyncPlan::Kind::Resume || stillWanted() == 0 ||
               m_places.isUnreadable(ArchivePlace::Side::Before, page.first);
    case SyncPlan::Kind::OlderPage:
        return page.complete || !m_unprovenBelow;
    case SyncPlan::Kind::Gap:
        return page.complete || outcome.metOlderSegment;
    }
    Q_UNREACHABLE();
}

} // namespace foyer

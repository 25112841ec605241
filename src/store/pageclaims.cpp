// What of a page is held already: the part of PageFiler that finds the rows its entries belong to (guarantee, rules 3,
// 10 and 11).
#include "store/livefiler.h"
#include "store/pagefiler.h"

#include <algorithm>
#include <utility>

namespace foyer
{

void PageFiler::resolve(Work &work)
{
    // Each round raises the epoch at most once, and a new epoch holds only what this membership brought.
    while (!resolveHeld(work))
        loadPlace(work);
    work.anchor.reset();
    if (!work.page.beforeId.isEmpty())
        work.anchor = m_entries.held(work.room.key, work.room.epoch, work.page.beforeId);
    // Once, although a page is resolved anew when positions had to be laid out anew.
    if (!std::exchange(work.isCut, true)) {
        if (work.page.stopAtHeld)
            leaveOutOlder(work);
        if (work.page.wantedRows && !work.page.borderOnly)
            leaveOutUnasked(work);
    }
    if (!work.entries.isEmpty())
        work.entries.first().keepsHidden = work.firstKeepsHidden || work.page.afterHeld;
    QSet<MessageKey> taken;
    for (qsizetype i = 0; i < work.entries.size(); ++i) {
        if (work.entries.at(i).claim == Claim::New)
            claimRow(work, i, taken);
        if (work.entries.at(i).claim != Claim::New)
            taken += work.entries.at(i).row.key;
    }
}

bool PageFiler::resolveHeld(Work &work)
{
    work.entries.clear();
    QSet<QString> seen;
    for (const RoomMessage &message : std::as_const(work.page.entries)) {
        Resolved resolved;
        if (message.archiveId.isEmpty() ? !work.isHistory : seen.contains(message.archiveId)) {
            resolved.claim = Claim::Repeated;
        } else if (!message.archiveId.isEmpty()) {
            seen += message.archiveId;
            if (const auto held = m_entries.held(work.room.key, work.room.epoch, message.archiveId)) {
                if (contradicts(*held, message)) {
                    LiveFiler(m_database).raiseEpoch(work.room, work.page.membership, held->position);
                    work.outcome.epochRose = true;
                    return false;
                }
                resolved = {Claim::Held, *held, true};
            }
        }
        work.entries += resolved;
    }
    return true;
}

void PageFiler::leaveOutOlder(Work &work)
{
    const auto begin = newestHeldBegin(work);
    if (!begin)
        return;
    const qsizetype kept = std::max<qsizetype>(work.entries.size() - reachedFrom(work, *begin), work.page.keepAtLeast);
    if (kept > work.entries.size())
        return;
    leaveOut(work, work.entries.size() - kept);
    work.firstKeepsHidden = true;
}

void PageFiler::leaveOutUnasked(Work &work)
{
    qsizetype begin = work.entries.size();
    for (int rows = 0; begin > 0; --begin) {
        if (work.page.entries.at(begin - 1).kind == EntryKind::Message && ++rows > *work.page.wantedRows)
            break;
    }
    const qsizetype kept = reachedFrom(work, begin);
    leaveOut(work, kept);
    work.firstKeepsHidden = kept < begin;
}

qsizetype PageFiler::reachedFrom(const Work &work, qsizetype begin)
{
    const auto segmentOf = [&work](qsizetype i) {
        const Resolved &entry = work.entries.at(i);
        return entry.claim == Claim::Held ? segmentAt(work.facts.segments, entry.row.position) : nullptr;
    };
    QSet<const Segment *> reached;
    if (work.anchor)
        reached += segmentAt(work.facts.segments, work.anchor->position);
    for (qsizetype i = begin; i < work.entries.size(); ++i)
        reached += segmentOf(i);
    // Page order may not be the order in which they are held: cut among them, some would seem to be missing.
    reached.remove(nullptr);
    for (qsizetype i = begin - 1; i >= 0; --i)
        begin = reached.contains(segmentOf(i)) ? i : begin;
    return begin;
}

void PageFiler::leaveOut(Work &work, qsizetype count)
{
    work.outcome.leftOut = static_cast<int>(count);
    work.page.reachedBeginning = work.page.reachedBeginning && count == 0;
    work.page.entries.remove(0, count);
    work.entries.remove(0, count);
}

std::optional<qsizetype> PageFiler::newestHeldBegin(const Work &work)
{
    std::optional<qsizetype> newest;
    QSet<qint64> met;
    for (qsizetype i = 0; i < work.entries.size(); ++i) {
        const Resolved &entry = work.entries.at(i);
        const Segment *segment =
            entry.claim == Claim::Held ? segmentAt(work.facts.segments, entry.row.position) : nullptr;
        // Anywhere but before its first entry something new is a late insert, which belongs to what is held.
        if (!segment || met.contains(segment->key))
            continue;
        met += segment->key;
        const bool stoodBefore = segment->firstMembership != work.page.membership || work.page.liveIsComplete;
        if (stoodBefore && !segment->olderWanted &&
            m_segments.oldestArchiveId(work.room.key, work.room.epoch, *segment) == work.page.entries.at(i).archiveId)
            newest = i;
    }
    return newest;
}

void PageFiler::claimRow(Work &work, qsizetype index, const QSet<MessageKey> &taken)
{
    const RoomMessage &message = work.page.entries.at(index);
    if (!isWritten(message.kind))
        return;
    const QList<HeldEntry> rows = m_entries.unclaimed(work.room.key, message);
    for (const HeldEntry &row : rows) {
        if (taken.contains(row.key) || !isSameText(row, message))
            continue;
        Resolved &resolved = work.entries[index];
        if (isReflection(m_rooms, work.room, row, message)) {
            resolved = {Claim::Own, row, false};
            return;
        }
        if (!work.isHistory && message.kind == EntryKind::Message && adopts(work, row, message)) {
            // Only what arrived in this membership stands where the page finds it; an older row is merely recognised.
            resolved = {Claim::Adopted, row, row.membership == work.page.membership};
            return;
        }
    }
}

bool PageFiler::adopts(const Work &work, const HeldEntry &row, const RoomMessage &message) const
{
    if (row.waiting || row.failed || row.epoch != work.room.epoch || !sameOccupant(row, message))
        return false;
    // A nickname may change hands between memberships; an occupant id does not.
    return row.membership == work.page.membership || (!row.occupantId.isEmpty() && !message.occupantId.isEmpty());
}

} // namespace foyer

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
        if (work.page.wantedRows)
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
    for (int rows = 0; begin > 0 && !work.page.borderOnly; --begin) {
        if (work.page.entries.at(begin - 1).kind == EntryKind::Message && ++rows > *work.page.wantedRows)
            break;
    }
    begin -= work.page.borderOnly && begin > 0 ? 1 : 0;
    qsizetype kept = reachedFrom(work, begin);
    qsizetype held = kept;
    while (held < work.entries.size() && !heldAt(work, held))
        ++held;
    if (followsAnother(work, held)) {
        const qsizetype withAnother = std::min(kept, held - 1);
        kept = haveStrayed(work, held) ? begin : withAnother;
    }
    // What turns up among held entries has been missed, whatever the join asked for.
    work.page.borderOnly = work.page.borderOnly && kept + 1 >= work.entries.size();
    leaveOut(work, kept);
    work.firstKeepsHidden = kept < begin;
}

bool PageFiler::followsAnother(const Work &work, qsizetype index)
{
    const auto held = heldAt(work, index);
    if (index == 0 || !held || held->firstMembership == work.page.membership)
        return false;
    Segment below = *held;
    std::optional<HeldEntry> last = work.entries.at(index).row;
    while (last) {
        below.high = last->position - 1;
        const QString id = m_segments.newestArchiveId(work.room.key, work.room.epoch, below);
        if (id.isEmpty())
            return false;
        if (!isOnPage(work, id))
            return true;
        last = m_entries.held(work.room.key, work.room.epoch, id);
    }
    return false;
}

bool PageFiler::isOnPage(const Work &work, const QString &archiveId)
{
    return std::any_of(work.page.entries.cbegin(), work.page.entries.cend(),
                       [&archiveId](const RoomMessage &entry) { return entry.archiveId == archiveId; });
}

bool PageFiler::haveStrayed(Work &work, qsizetype begin)
{
    const Segment segment = *heldAt(work, begin);
    if (!work.page.newest || isOnPage(work, m_segments.newestArchiveId(work.room.key, work.room.epoch, segment)))
        return false;
    for (const Resolved &entry : std::as_const(work.entries)) {
        if (entry.claim == Claim::Held && segment.contains(entry.row.position))
            work.strayed += entry.row.key;
    }
    return true;
}

std::optional<Segment> PageFiler::heldAt(const Work &work, qsizetype index)
{
    const bool held = index < work.entries.size() && work.entries.at(index).claim == Claim::Held;
    const Segment *segment = held ? segmentAt(work.facts.segments, work.entries.at(index).row.position) : nullptr;
    return segment ? std::optional(*segment) : std::nullopt;
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
    const QList<HeldEntry> rows =
        work.isHistory ? m_entries.ownUnclaimed(work.room.key, message) : m_entries.unclaimed(work.room.key, message);
    for (const HeldEntry &row : rows) {
        if (taken.contains(row.key) || !isSameText(row, message))
            continue;
        Resolved &resolved = work.entries[index];
        if (isReflection(m_rooms, work.room, row, message)) {
            resolved = {Claim::Own, row, false};
            return;
        }
        // A correction may have become a message before the archive told its id.
        const bool isMessage = shownKind(message.kind) == EntryKind::Message && row.kind == EntryKind::Message;
        if (!work.isHistory && isMessage && adopts(work, row, message)) {
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

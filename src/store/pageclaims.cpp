// What of a page is held already: the part of PageFiler that finds the rows its entries belong to (guarantee, rules 3,
// 10 and 11).
#include "store/livefiler.h"
#include "store/pagefiler.h"

#include <algorithm>

namespace foyer
{

void PageFiler::resolve(Work &work)
{
    // Each round raises the epoch at most once, and a new epoch holds only what this membership brought.
    while (!resolveHeld(work))
        loadPlace(work);
    if (work.page.stopAtHeld)
        leaveOutOlder(work);
    QSet<MessageKey> taken;
    for (qsizetype i = 0; i < work.entries.size(); ++i) {
        if (work.entries.at(i).claim == Claim::New)
            claimRow(work, i, taken);
        if (work.entries.at(i).claim != Claim::New)
            taken += work.entries.at(i).row.key;
    }
    work.anchor.reset();
    if (!work.page.beforeId.isEmpty())
        work.anchor = m_entries.held(work.room.key, work.room.epoch, work.page.beforeId);
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
    const auto held = std::find_if(work.entries.cbegin(), work.entries.cend(),
                                   [](const Resolved &entry) { return entry.claim == Claim::Held; });
    if (held == work.entries.cend())
        return;
    const Segment *segment = segmentAt(work.facts.segments, held->row.position);
    const bool stoodBefore = segment && (segment->firstMembership != work.page.membership || work.page.liveIsComplete);
    const bool isOldest = segment && m_segments.oldestArchiveId(work.room.key, work.room.epoch, *segment) ==
                                         work.page.entries.at(held - work.entries.cbegin()).archiveId;
    // Anywhere else a new entry before a held one is a late insert, which belongs to what is held.
    if (!stoodBefore || !isOldest || segment->olderWanted)
        return;
    const qsizetype kept = std::max<qsizetype>(work.entries.cend() - held, work.page.keepAtLeast);
    const qsizetype cut = work.entries.size() - kept;
    if (cut < 0)
        return;
    work.outcome.leftOut = static_cast<int>(cut);
    work.page.reachedBeginning = work.page.reachedBeginning && cut == 0;
    work.page.entries.remove(0, cut);
    work.entries.remove(0, cut);
    work.entries.first().keepsHidden = work.entries.first().claim == Claim::Held;
}

void PageFiler::claimRow(Work &work, qsizetype index, const QSet<MessageKey> &taken)
{
    const RoomMessage &message = work.page.entries.at(index);
    if (message.kind != EntryKind::Message)
        return;
    QList<HeldEntry> rows = m_entries.unclaimed(work.room.key, message.messageId);
    if (message.originId != message.messageId)
        rows += m_entries.unclaimed(work.room.key, message.originId);
    for (const HeldEntry &row : std::as_const(rows)) {
        if (taken.contains(row.key) || row.kind != EntryKind::Message || row.body != message.body)
            continue;
        Resolved &resolved = work.entries[index];
        if (claimsOwn(work, row, message)) {
            resolved = {Claim::Own, row, false};
            return;
        }
        if (!work.isHistory && adopts(work, row, message)) {
            // Only what arrived in this membership stands where the page finds it; an older row is merely recognised.
            resolved = {Claim::Adopted, row, row.membership == work.page.membership};
            return;
        }
    }
}

bool PageFiler::claimsOwn(const Work &work, const HeldEntry &row, const RoomMessage &message)
{
    if (!row.own || !(row.waiting || row.failed) || row.originId.isEmpty())
        return false;
    if (row.originId != message.messageId && row.originId != message.originId)
        return false;
    if (!message.realJid.isEmpty() && message.realJid.bare() == work.room.account)
        return true;
    if (!message.occupantId.isEmpty() && m_rooms.knowsOwnOccupant(work.room.key))
        return m_rooms.isOwnOccupant(work.room.key, message.occupantId);
    return row.nickname == message.nickname;
}

bool PageFiler::adopts(const Work &work, const HeldEntry &row, const RoomMessage &message) const
{
    if (row.waiting || row.failed || row.epoch != work.room.epoch || !sameOccupant(row, message))
        return false;
    // A nickname may change hands between memberships; an occupant id does not.
    return row.membership == work.page.membership || (!row.occupantId.isEmpty() && !message.occupantId.isEmpty());
}

} // namespace foyer

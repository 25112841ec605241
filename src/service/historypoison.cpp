// How a run passes an entry that ends the stream whenever it is sent: the part of HistorySync that reads what lies
// before it from the older side (guarantee, rule 15).
#include "service/historysync.h"

#include "core/logging.h"
#include "core/whenstored.h"
#include "service/receivepipeline.h"

#include <algorithm>

namespace foyer
{

namespace
{

Error unreadable()
{
    return {ErrorKind::ServerRefused,
            HistorySync::tr("A message here is too large or damaged, and ends the connection."),
            QStringLiteral("ends the stream")};
}

} // namespace

void HistorySync::pageWasFatal()
{
    if (m_page) {
        qCWarning(lcService) << "a page of" << m_page->size << "ended the stream in" << m_room.toString();
        m_places.wasFatal(*m_page);
    }
}

void HistorySync::stopAtPoison()
{
    const bool hasOlderSide = m_plan.kind == SyncPlan::Kind::CatchUp || m_plan.kind == SyncPlan::Kind::Gap;
    if (m_overlapping || !hasOlderSide) {
        if (!m_overlapping) {
            notePoison();
        }
        giveUp(GapReason::LoadFailed, unreadable());
        return;
    }
    const quint64 generation = m_generation;
    whenStored(m_deps.store.runBelow(m_plan.room, m_plan.membership, m_before), this,
               [this, generation](const Result<HeldRun> &below) {
                   if (generation != m_generation) {
                       return;
                   }
                   if (!below) {
                       tryAgain(below.error());
                       return;
                   }
                   m_below = below.value();
                   m_link = {};
                   m_link.archiveId = m_below.newestId;
                   m_linkProved = false;
                   // Often the poison is all that was missed, and a page of one tells at once.
                   m_forwardSize = 1;
                   askAfter();
               });
}

void HistorySync::askAfter()
{
    if (m_link.archiveId.isEmpty() || m_places.isUnreadable(ArchivePlace::Side::After, m_link.archiveId)) {
        onPoisonEnclosed();
        return;
    }
    askPage({ArchivePlace::Side::After, m_link.archiveId, m_forwardSize},
            [this](const Result<ArchivePage> &page) { onForwardPage(page); });
    m_forwardSize = std::min(2 * m_forwardSize, ordinaryPage);
}

void HistorySync::onForwardPage(const Result<ArchivePage> &page)
{
    if (!page) {
        tryAgain(page.error());
    } else if (page->entries.isEmpty()) {
        giveUp(GapReason::LoadFailed, answeredElsewhere());
    } else if (m_linkProved) {
        commitForward(page.value());
    } else {
        proveForwardPage(page.value());
    }
}

/// The id that reading forward begins with comes from the store: only the archive can say that the page follows it.
void HistorySync::proveForwardPage(const ArchivePage &page)
{
    askPage({ArchivePlace::Side::Before, page.first, 1}, [this, page](const Result<ArchivePage> &link) {
        if (!link) {
            tryAgain(link.error());
        } else if (link->last != m_link.archiveId) {
            giveUp(GapReason::LoadFailed, answeredElsewhere());
        } else {
            m_link = link->entries.constLast();
            m_linkProved = true;
            commitForward(page);
        }
    });
}

void HistorySync::commitForward(const ArchivePage &page)
{
    ArchivePage part = page;
    part.entries.prepend(m_link);
    const quint64 generation = m_generation;
    m_deps.pipeline.afterFiled([this, generation, part] {
        if (generation != m_generation) {
            return;
        }
        PageCommit request;
        request.membership = m_plan.membership;
        request.entries = part.entries;
        request.storedBefore = m_plan.storedBefore;
        request.afterHeld = true;
        whenStored(m_deps.store.commitPage(m_plan.room, request), this,
                   [this, generation, part](const Result<PageOutcome> &outcome) {
                       if (generation == m_generation) {
                           onForwardCommitted(part, outcome);
                       } else if (outcome) {
                           tell(outcome.value(), true);
                       }
                   });
    });
}

void HistorySync::onForwardCommitted(const ArchivePage &part, const Result<PageOutcome> &outcome)
{
    if (!outcome || outcome->askAgain) {
        tryAgain(outcome ? answeredElsewhere() : outcome.error());
        return;
    }
    m_failures = 0;
    // Says nothing of what the membership's own end has met.
    const bool anythingRead = m_report.anythingRead;
    count(part, outcome.value());
    m_report.anythingRead = anythingRead;
    tell(outcome.value(), true);
    Q_EMIT progressed(static_cast<int>(m_entriesRead), m_report.insertedRows);
    const auto isPlace = [this](const RoomMessage &entry) { return entry.archiveId == m_before; };
    if (std::any_of(part.entries.cbegin(), part.entries.cend(), isPlace)) {
        // What ended the stream is not there any more.
        m_places.forgive(ArchivePlace::Side::Before, m_before);
        goOnBelow(outcome->olderWanted);
    } else if (part.complete) {
        giveUp(GapReason::LoadFailed, answeredElsewhere());
    } else if (m_entriesRead >= automaticLimit) {
        giveUp(GapReason::NotLoaded);
    } else {
        m_link = part.entries.constLast();
        askAfter();
    }
}

void HistorySync::onPoisonEnclosed()
{
    if (m_plan.kind == SyncPlan::Kind::Gap && !m_triedAgain) {
        m_triedAgain = true;
        m_places.forgive(ArchivePlace::Side::Before, m_before);
        ask();
        return;
    }
    notePoison();
    goOnBelow(m_below.olderWanted);
}

void HistorySync::notePoison()
{
    m_report.poisoned = true;
    m_report.error = unreadable();
    if (m_before.isEmpty()) {
        m_deps.store.setNewestEnd(m_plan.room, m_plan.membership, GapReason::LoadFailed);
    } else {
        m_deps.store.setGapReason(m_plan.room, m_before, GapReason::LoadFailed, MessageStore::Debt::Ends);
    }
}

void HistorySync::goOnBelow(bool owed)
{
    if (m_plan.kind == SyncPlan::Kind::CatchUp && owed) {
        m_before = m_below.oldestId;
        m_passed = -1;
        ask();
    } else if (m_report.poisoned) {
        finish(false, GapReason::LoadFailed);
    } else {
        finish(true, std::nullopt);
    }
}

} // namespace foyer

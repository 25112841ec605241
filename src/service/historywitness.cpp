// What became of an id that the archive denies: the part of HistorySync that asks both ends of the archive (guarantee,
// rule 14).
#include "service/historysync.h"

#include "core/logging.h"
#include "core/whenstored.h"
#include "service/receivepipeline.h"

namespace foyer
{

namespace
{

Error notKept()
{
    return {ErrorKind::ServerRefused, HistorySync::tr("The server does not keep these messages any more."),
            QStringLiteral("expired")};
}

} // namespace

void HistorySync::askWitness(const Error &cause)
{
    if (m_places.isUnreadable(ArchivePlace::Side::Oldest, {}) ||
        m_places.isUnreadable(ArchivePlace::Side::Before, {})) {
        // An end that ends the stream tells nothing.
        giveUp(GapReason::LoadFailed, cause);
        return;
    }
    // Where nothing of the run after the hole is left to try, more of that end tells whether the archive begins above
    // it.
    const bool isLast = !isFromNewest() && m_before == m_plan.beforeId && m_plan.nextIds.isEmpty();
    askPage({ArchivePlace::Side::Oldest, {}, isLast ? ordinaryPage : 1},
            [this, cause](const Result<ArchivePage> &oldest) {
                if (oldest) {
                    askNewest(cause, oldest.value());
                } else {
                    tryAgain(oldest.error());
                }
            });
}

void HistorySync::askNewest(const Error &cause, const ArchivePage &oldest)
{
    askPage({ArchivePlace::Side::Before, {}, smallPage, 0}, [this, cause, oldest](const Result<ArchivePage> &newest) {
        if (!newest) {
            tryAgain(newest.error());
            return;
        }
        const quint64 generation = m_generation;
        ArchiveWitness witness{m_before, oldest.first, {}, m_read.contains(m_before), m_plan.membership, {}};
        for (const RoomMessage &entry : oldest.entries.mid(1)) {
            witness.nextOldestIds.append(entry.archiveId);
        }
        for (const RoomMessage &entry : newest->entries) {
            witness.newestIds.append(entry.archiveId);
        }
        // What came live must be filed before the archive is called a stranger to it.
        m_deps.pipeline.afterFiled([this, generation, cause, witness] {
            if (generation == m_generation) {
                judge(cause, witness);
            }
        });
    });
}

void HistorySync::judge(const Error &cause, const ArchiveWitness &witness)
{
    const quint64 generation = m_generation;
    whenStored(m_deps.store.judgeArchive(m_plan.room, witness), this,
               [this, generation, cause](const Result<ArchiveVerdict> &verdict) {
                   if (generation != m_generation) {
                       return;
                   }
                   if (!verdict) {
                       tryAgain(verdict.error());
                   } else if (verdict.value() == ArchiveVerdict::Expired) {
                       giveUp(GapReason::RetentionEnded, notKept());
                   } else if (verdict.value() == ArchiveVerdict::Replaced && !m_report.replaced) {
                       onReplaced();
                   } else if (isIdUnknown(cause) && m_before == m_plan.beforeId && !m_plan.nextIds.isEmpty()) {
                       // Lost alone, amid what the archive keeps.
                       m_before = m_plan.beforeId = m_plan.nextIds.takeFirst();
                       ask();
                   } else if (isIdUnknown(cause)) {
                       tryAgain(cause);
                   } else {
                       giveUp(GapReason::LoadFailed, cause);
                   }
               });
}

void HistorySync::onReplaced()
{
    qCWarning(lcService) << "the archive is another one" << m_room.toString();
    m_report.replaced = true;
    const quint64 generation = m_generation;
    whenStored(m_deps.store.raiseEpoch(m_plan.room, m_plan.membership), this,
               [this, generation](const Result<Done> &raised) {
                   if (generation != m_generation) {
                       return;
                   }
                   if (!raised) {
                       giveUp(GapReason::LoadFailed, raised.error());
                       return;
                   }
                   Q_EMIT reshaped();
                   if (m_plan.kind == SyncPlan::Kind::Gap || m_plan.kind == SyncPlan::Kind::OlderPage) {
                       giveUp(GapReason::RetentionEnded, notKept());
                       return;
                   }
                   // The new archive is read as after an outage; nothing of the old one is on its pages.
                   m_before.clear();
                   m_passed = 0;
                   m_read.clear();
                   m_entriesRead = 0;
                   m_rowsRead = 0;
                   ask();
               });
}

} // namespace foyer

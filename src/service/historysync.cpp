#include "service/historysync.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "core/whenstored.h"
#include "service/receivepipeline.h"

#include <algorithm>

namespace foyer
{

namespace
{

constexpr int firstJoinPage = 50;
constexpr int mostFailures = 3;
constexpr int mostUnconnected = 8;
constexpr qint64 unconnectedDelayMs = 100;
constexpr qint64 failureDelayMs = 1000;

int messageRows(const QList<RoomMessage> &entries)
{
    return static_cast<int>(std::count_if(entries.cbegin(), entries.cend(),
                                          [](const RoomMessage &entry) { return entry.kind == EntryKind::Message; }));
}

} // namespace

HistorySync::HistorySync(const Jid &room, const SyncDeps &deps, QObject *parent)
    : QObject(parent), m_room(room), m_deps(deps), m_retry(deps.clock, [this] { ask(); })
{
}

Error HistorySync::answeredElsewhere()
{
    return Error::make(ErrorKind::ServerRefused, {}, QStringLiteral("a page from elsewhere"));
}

void HistorySync::start(const SyncPlan &plan)
{
    cancel();
    m_plan = plan;
    m_report = {};
    m_before = plan.beforeId;
    m_passed = isFromNewest() ? 0 : -1;
    m_triedAgain = false;
    m_read.clear();
    m_entriesRead = m_heldRead = 0;
    m_newestHeld = {};
    m_unprovenBelow = false;
    m_met = false;
    m_overlapping = false;
    m_disordered = m_disordered || plan.inCluster;
    m_rowsRead = 0;
    m_failures = 0;
    m_unconnected = 0;
    m_below = {};
    m_running = true;
    ask();
}

void HistorySync::cancel()
{
    ++m_generation;
    m_retry.stop();
    m_page.reset();
    if (std::exchange(m_running, false)) {
        unmark(std::exchange(m_lostEarly, {}));
    }
}

void HistorySync::liveUnstored(MembershipKey membership, const QString &archiveId)
{
    if (!archiveId.isEmpty()) {
        m_unstored = archiveId;
        m_unstoredIn = membership;
    }
}

int HistorySync::pageSize() const
{
    switch (m_plan.kind) {
    case SyncPlan::Kind::FirstJoin:
        return m_plan.wantedRows == 0 ? smallPage : firstJoinPage;
    case SyncPlan::Kind::CatchUp:
        // The first page is what the join asked for, so that an outage without news reads no more than that.
        return m_entriesRead == 0 ? std::max(m_plan.wantedRows, smallPage) : ordinaryPage;
    case SyncPlan::Kind::Resume:
        return m_entriesRead == 0 ? smallPage : ordinaryPage;
    case SyncPlan::Kind::Gap:
    case SyncPlan::Kind::OlderPage:
        return ordinaryPage;
    }
    Q_UNREACHABLE();
}

void HistorySync::ask()
{
    if (m_places.isUnreadable(ArchivePlace::Side::Before, m_before)) {
        stopAtPoison();
    } else {
        askPage({ArchivePlace::Side::Before, m_before, pageSize(), m_passed},
                [this](const Result<ArchivePage> &page) { onPage(page); });
    }
}

void HistorySync::askPage(ArchivePlace place, const std::function<void(const Result<ArchivePage> &)> &then)
{
    place.size = m_places.sizeFor(place);
    m_page = place;
    const quint64 generation = m_generation;
    whenDone(fetch(place), this, [this, generation, place, then](const Result<ArchivePage> &page) {
        if (generation != m_generation || (!page && page.error().kind == ErrorKind::NotConnected)) {
            // The loss is dealt with by the session, which asks what was under way and cancels this run.
            return;
        }
        m_page.reset();
        if (page) {
            const bool forward = place.side == ArchivePlace::Side::After;
            m_places.wasRead(place, forward ? page->last : page->first, page->entries.size());
        }
        then(page);
    });
}

QFuture<Result<ArchivePage>> HistorySync::fetch(const ArchivePlace &place)
{
    switch (place.side) {
    case ArchivePlace::Side::Before:
        return m_deps.archive.pageBefore(m_room, place.id, place.size, m_plan.trust);
    case ArchivePlace::Side::After:
        return m_deps.archive.pageAfter(m_room, place.id, place.size, m_plan.trust);
    case ArchivePlace::Side::Oldest:
        return m_deps.archive.oldest(m_room, place.size, m_plan.trust);
    }
    Q_UNREACHABLE();
}

void HistorySync::onPage(const Result<ArchivePage> &page)
{
    if (!page) {
        onPageFailed(page.error());
        return;
    }
    const auto wasRead = [this](const RoomMessage &entry) { return m_read.contains(entry.archiveId); };
    if (std::any_of(page->entries.cbegin(), page->entries.cend(), wasRead)) {
        // ejabberd answers an id it does not know with a page from elsewhere: nothing before an id comes after it too.
        giveUp(GapReason::LoadFailed, answeredElsewhere());
        return;
    }
    const ArchivePage part = page.value();
    const quint64 generation = m_generation;
    // Everything that arrived live before this page's end must be filed first: whether the page may stand for the
    // live tail depends on it (H2).
    m_deps.pipeline.afterFiled([this, generation, part] {
        if (generation == m_generation) {
            commit(part);
        }
    });
}

void HistorySync::onPageFailed(const Error &error)
{
    if (error.kind == ErrorKind::Banned || error.kind == ErrorKind::MembersOnly) {
        giveUp(GapReason::NotPermitted, error);
        return;
    }
    qCInfo(lcService) << "archive page failed:" << error;
    if (!m_before.isEmpty() && isIdUnknown(error)) {
        askWitness(error);
    } else {
        tryAgain(error);
    }
}

void HistorySync::tryAgain(const Error &error)
{
    if (++m_failures > mostFailures) {
        giveUp(GapReason::LoadFailed, error);
    } else {
        m_retry.start(failureDelayMs << (m_failures - 1));
    }
}

void HistorySync::commit(const ArchivePage &page)
{
    PageCommit request;
    request.membership = m_plan.membership;
    request.entries = page.entries;
    request.beforeId = m_before;
    request.reachedBeginning = page.complete;
    request.beforeFromStore = !m_before.isEmpty() && (m_before == m_plan.beforeId || m_before == m_below.oldestId);
    request.newest = m_before.isEmpty();
    request.unstoredId = m_unstored;
    request.unstoredIn = m_unstoredIn;
    request.borderOnly = m_plan.kind == SyncPlan::Kind::FirstJoin && m_plan.wantedRows == 0;
    request.storedBefore = m_plan.storedBefore;
    request.olderWanted = m_plan.kind == SyncPlan::Kind::CatchUp || m_plan.kind == SyncPlan::Kind::Resume;
    // A join by hand that has met what was held reads on for the number's sake alone.
    if (m_plan.kind == SyncPlan::Kind::FirstJoin || (m_plan.countsRows && m_met && !m_overlapping)) {
        request.wantedRows = m_plan.wantedRows - m_rowsRead;
    }
    request.liveIsComplete = m_plan.kind == SyncPlan::Kind::Resume;
    request.stopAtHeld = m_plan.kind == SyncPlan::Kind::CatchUp || request.liveIsComplete;
    request.keepAtLeast = toBeKept(page);
    const quint64 generation = m_generation;
    whenStored(m_deps.store.commitPage(m_plan.room, request), this,
               [this, generation, page](const Result<PageOutcome> &outcome) {
                   if (generation == m_generation) {
                       onCommitted(page, outcome);
                   } else if (outcome) {
                       // Stored although the run was cancelled meanwhile: the rows are there, so they are told.
                       tell(outcome.value(), m_before.isEmpty());
                       unmark(outcome->lostEarly);
                   }
               });
}

void HistorySync::onCommitted(const ArchivePage &page, const Result<PageOutcome> &outcome)
{
    if (!outcome) {
        qCWarning(lcService) << "archive page not stored:" << outcome.error();
        tryAgain(outcome.error());
        return;
    }
    // Reset here and not when a page comes: a store that refuses every page must come to an end too.
    m_failures = 0;
    if (outcome->askAgain) {
        askAgainLater();
        return;
    }
    if (outcome->elsewhere) {
        // So ejabberd answers an id it does not know.
        askWitness(answeredElsewhere());
        return;
    }
    if (m_before.isEmpty()) {
        m_unstored.clear();
    }
    for (const RoomMessage &entry : page.entries) {
        m_read.insert(entry.archiveId);
    }
    m_rowsRead += messageRows(page.entries.mid(outcome->leftOut));
    m_lostEarly = outcome->lostEarly;
    m_passed += m_passed < 0 ? 0 : page.entries.size();
    count(page, outcome.value());
    tell(outcome.value(), m_before.isEmpty());
    Q_EMIT progressed(static_cast<int>(m_entriesRead), m_report.insertedRows);
    if (isDone(page, outcome.value())) {
        finish(true, std::nullopt);
        return;
    }
    if (page.first.isEmpty()) {
        giveUp(GapReason::LoadFailed, answeredElsewhere());
        return;
    }
    if (m_entriesRead >= automaticLimit) {
        giveUp(GapReason::NotLoaded);
        return;
    }
    m_before = page.first;
    ask();
}

void HistorySync::tell(const PageOutcome &outcome, bool reshapes)
{
    QList<StoredEntry> entries = outcome.entries;
    for (const StoredMessage &row : outcome.revealed) {
        // Kept back at a join with count -1 and shown from now on: for everybody above it is a new row.
        entries.append({InsertOutcome::Inserted, row, false});
    }
    Q_EMIT stored(entries);
    if (reshapes || !outcome.moved.isEmpty() || outcome.metOlderSegment || outcome.epochRose ||
        !outcome.remarked.isEmpty()) {
        Q_EMIT reshaped();
    }
}

void HistorySync::unmark(const QList<MessageKey> &rows)
{
    if (rows.isEmpty()) {
        return;
    }
    // The page below, which would have shown them or proved that they are gone, is not read.
    whenStored(m_deps.store.unmark(rows), this, [this](const Result<Done> &) { Q_EMIT reshaped(); });
}

void HistorySync::count(const ArchivePage &page, const PageOutcome &outcome)
{
    m_report.anythingRead = true;
    m_disordered = m_disordered || !outcome.moved.isEmpty();
    m_entriesRead += outcome.entries.size();
    for (qsizetype i = 0; i < outcome.entries.size(); ++i) {
        const StoredEntry &entry = outcome.entries.at(i);
        if (entry.alreadyHere && !m_overlapping) {
            m_report.alreadyHere.insert(page.entries.at(i + outcome.leftOut).archiveId);
        }
        if (entry.outcome == InsertOutcome::Duplicate) {
            ++m_heldRead;
            const QDateTime stamp = page.entries.at(i + outcome.leftOut).stamp;
            m_newestHeld = m_newestHeld.isValid() ? std::max(m_newestHeld, stamp) : stamp;
        }
        m_report.insertedRows += entry.outcome == InsertOutcome::Inserted && entry.row ? 1 : 0;
    }
}

void HistorySync::askAgainLater()
{
    if (++m_unconnected > mostUnconnected) {
        m_report.unconnected = true;
        giveUp(GapReason::LoadFailed, answeredElsewhere());
        return;
    }
    m_retry.start(unconnectedDelayMs * m_unconnected);
}

void HistorySync::giveUp(GapReason reason, const std::optional<Error> &error)
{
    unmark(m_lostEarly);
    if (m_overlapping) {
        // What was owed has been read; the rest was a precaution.
        finish(true, std::nullopt);
        return;
    }
    if (m_report.poisoned && !m_before.isEmpty()) {
        // Further back than the poison: the session does not know this border.
        m_deps.store.setGapReason(m_plan.room, m_before, reason);
    }
    m_report.error = error;
    finish(false, reason);
}

void HistorySync::finish(bool proved, std::optional<GapReason> failure)
{
    m_running = false;
    m_lostEarly.clear();
    ++m_generation;
    m_places.forgetNewest();
    m_report.proved = proved && !m_report.poisoned;
    m_report.failure = m_report.poisoned ? GapReason::LoadFailed : failure;
    const SyncReport report = m_report;
    Q_EMIT finished(report);
}

} // namespace foyer

// The part of RoomSession that reads the archive while inside: for a person who asks, and for what a run still owes.
#include "service/roomsession.h"

#include "core/logging.h"
#include "core/whenstored.h"

#include <algorithm>
#include <utility>

namespace foyer
{

namespace
{

/// An archive that lags behind is read again after this time, and so often, each time twice as late.
constexpr qint64 lateReadMs = 15000;
constexpr int mostLateReads = 5;

template <typename T>
std::shared_ptr<QPromise<Result<T>>> startedPromise()
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    return promise;
}

template <typename T>
void answer(std::shared_ptr<QPromise<Result<T>>> &waiting, const Result<T> &result)
{
    if (const auto promise = std::exchange(waiting, nullptr)) {
        promise->addResult(result);
        promise->finish();
    }
}

} // namespace

bool RoomSession::isReading() const
{
    return m_sync.isRunning() || m_gapPromise || m_olderPromise;
}

std::optional<Error> RoomSession::readRefusal() const
{
    if (m_phase != Phase::Inside) {
        return Error::make(ErrorKind::NotConnected, {}, QStringLiteral("not in the room"));
    }
    return isReading() ? std::optional(busy()) : std::nullopt;
}

Error RoomSession::busy()
{
    return {ErrorKind::TooFast, tr("Messages of this room are being read already. Try again in a moment."),
            QStringLiteral("busy")};
}

QFuture<Result<Done>> RoomSession::loadGap(MessageKey beforeKey)
{
    if (const auto refusal = readRefusal()) {
        return QtFuture::makeReadyFuture<Result<Done>>(*refusal);
    }
    m_gapPromise = startedPromise<Done>();
    auto future = m_gapPromise->future();
    const quint64 generation = m_generation;
    whenStored(m_deps.store.gapStart(m_record.key, beforeKey), this, [this, generation](const Result<GapStart> &start) {
        if (generation == m_generation && m_gapPromise) {
            readGap(start);
        }
    });
    return future;
}

void RoomSession::readGap(const Result<GapStart> &start)
{
    if (!start) {
        answer<Done>(m_gapPromise, start.error());
        payCatchUp();
        return;
    }
    switch (start->kind) {
    case GapStart::Kind::None:
        answer<Done>(m_gapPromise, Error{ErrorKind::ServerRefused, tr("Nothing that could be loaded is missing here."),
                                         QStringLiteral("no such gap")});
        payCatchUp();
        return;
    case GapStart::Kind::NewestEnd:
        startSync(SyncPlan::Kind::CatchUp);
        return;
    case GapStart::Kind::Before:
        if (m_sync.isRunning()) {
            answer<Done>(m_gapPromise, busy());
        } else {
            startReadBefore(SyncPlan::Kind::Gap, start.value());
        }
        return;
    }
    Q_UNREACHABLE();
}

QFuture<Result<int>> RoomSession::loadOlder()
{
    auto refusal = readRefusal();
    if (!refusal && !hasArchive()) {
        refusal = Error{ErrorKind::ServerRefused, tr("This room keeps no history."), QStringLiteral("no archive")};
    }
    if (refusal) {
        return QtFuture::makeReadyFuture<Result<int>>(*refusal);
    }
    m_olderPromise = startedPromise<int>();
    auto future = m_olderPromise->future();
    const quint64 generation = m_generation;
    whenStored(m_deps.store.olderStart(m_record.key), this, [this, generation](const Result<GapStart> &start) {
        if (generation != m_generation || !m_olderPromise) {
            return;
        }
        if (!start || start->kind == GapStart::Kind::None) {
            answer<int>(m_olderPromise, start ? Result<int>(0) : Result<int>(start.error()));
            payCatchUp();
            return;
        }
        if (m_sync.isRunning()) {
            answer<int>(m_olderPromise, busy());
        } else {
            startReadBefore(SyncPlan::Kind::OlderPage, start.value());
        }
    });
    return future;
}

void RoomSession::startReadBefore(SyncPlan::Kind kind, const GapStart &start)
{
    m_syncKind = kind;
    m_readBefore = start.archiveId;
    m_sync.start({kind, m_record.key, m_membership, 0, start.archiveId, 0, archiveTrust(), false, start.nextIds});
}

void RoomSession::onReadFinished(const SyncReport &report)
{
    const bool older = m_syncKind == SyncPlan::Kind::OlderPage;
    const bool expired = report.failure == GapReason::RetentionEnded;
    if (report.failure && (!older || expired)) {
        // Pages that came before the failure have moved the line; it stands before the same run of messages.
        m_deps.store.setGapReason(m_record.key, m_readBefore, *report.failure);
    }
    // The new archive has not been read yet.
    m_catchUpOwed = m_catchUpOwed || report.replaced;
    SyncReport told = report;
    // Whoever scrolls up has simply come to the end of what there is.
    told.proved = told.proved || (older && expired);
    finishReads(told);
    Q_EMIT timelineChanged();
    payCatchUp();
}

void RoomSession::finishReads(const SyncReport &report)
{
    const Error cause = report.error.value_or(Error::make(ErrorKind::NotConnected, {}, QStringLiteral("ended early")));
    answer(m_gapPromise, report.proved ? Result<Done>(Done{}) : Result<Done>(cause));
    answer(m_olderPromise, report.proved ? Result<int>(report.insertedRows) : Result<int>(cause));
}

void RoomSession::oweCatchUp()
{
    if (!m_readsArchive) {
        return;
    }
    if (m_phase == Phase::Inside && !isReading()) {
        startSync(SyncPlan::Kind::CatchUp);
    } else {
        // The run under way may have read past the place already.
        m_catchUpOwed = true;
    }
}

void RoomSession::payCatchUp()
{
    if (m_phase == Phase::Inside && std::exchange(m_catchUpOwed, false)) {
        startSync(SyncPlan::Kind::CatchUp);
    }
}

void RoomSession::readLateArchive()
{
    if (m_lateReads < mostLateReads) {
        m_lateArchive.start(lateReadMs << m_lateReads++);
    }
}

void RoomSession::noteStores(bool stores)
{
    if (std::exchange(m_stores, stores) != stores) {
        Q_EMIT storesChanged(stores);
    }
}

void RoomSession::noteSyncFailure(const SyncReport &report)
{
    m_storeOwesCatchUp = report.error && report.error->kind == ErrorKind::StoreFailed;
    if (m_storeOwesCatchUp) {
        noteStores(false);
        m_storeRetry.start(storeRetryMs);
    }
    if (!report.failure || report.poisoned) {
        // A run that met poison has noted by itself where it ends.
        return;
    }
    if (report.anythingRead) {
        m_deps.store.setOlderEnd(m_record.key, m_membership, report.failure, *report.failure == GapReason::LoadFailed);
    } else {
        m_deps.store.setNewestEnd(m_record.key, m_membership, *report.failure);
    }
}

void RoomSession::onLiveStored(const QList<StoredEntry> &entries)
{
    onStored(entries);
    const bool isArchived = std::any_of(entries.cbegin(), entries.cend(), [](const StoredEntry &entry) {
        return entry.row && !entry.row->archiveId.isEmpty();
    });
    if (isArchived && std::exchange(m_nextOwesCatchUp, false)) {
        oweCatchUp();
    }
}

void RoomSession::readUnstored()
{
    m_storeRetry.stop();
    if (std::exchange(m_storeOwesCatchUp, false)) {
        oweCatchUp();
    }
}

void RoomSession::onStoreFailed(const Error &error, const QString &newestId)
{
    if (error.kind == ErrorKind::StoreFailed) {
        noteStores(false);
    }
    // A page that was made before it would stand for the archive's end without it.
    m_sync.liveUnstored(m_membership, newestId);
    // What could not be stored left a hole; it is read from the archive as soon as writing works again.
    oweCatchUp();
}

void RoomSession::onOwnUnsettled()
{
    if (m_phase != Phase::Inside) {
        return;
    }
    if (!m_readsArchive) {
        m_sessionEnded = true;
        m_outbox.settleAfterCatchUp(false);
        return;
    }
    // Only a run that begins from now on tells whether they arrived.
    m_settlingOwed = true;
    oweCatchUp();
}

} // namespace foyer

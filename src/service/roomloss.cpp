// The part of RoomSession that ends memberships: losses that are followed by a rejoin, and ends for good.
#include "core/logging.h"
#include "service/roomsession.h"

#include "core/whendone.h"
#include "core/whenstored.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace foyer
{

namespace
{
constexpr qint64 shutdownDelayMs = 1000;
constexpr qint64 shutdownSpreadMs = 19000;
/// A membership shorter than this counts as a failed rejoin: a room that throws out whoever comes is not flooded.
constexpr qint64 shortestMembershipMs = 5000;
constexpr std::array<qint64, 6> retryDelaysMs{2000, 5000, 10000, 20000, 40000, 60000};

qint64 withJitter(qint64 delayMs, QRandomGenerator &random)
{
    return delayMs / 2 + static_cast<qint64>(random.bounded(static_cast<quint64>(delayMs)));
}

} // namespace

void RoomSession::beginOutage()
{
    if (m_recovering) {
        return;
    }
    m_recovering = true;
    if (!wasFleeting()) {
        m_failures = 0;
    }
    m_report = {};
    m_alreadyHere.clear();
    m_attempts = 0;
    m_lostAt = m_deps.clock.sinceBootMs();
    m_storedBefore = std::numeric_limits<MessageKey>::max();
    whenStored(m_deps.store.newestKey(), this,
               [this](const Result<MessageKey> &key) { m_storedBefore = std::min(m_storedBefore, key.valueOr(0)); });
    whenStored(m_deps.store.gaps(m_record.key), this, [this](const Result<QList<TimelineGap>> &gaps) {
        m_gapsBefore.clear();
        for (const TimelineGap &gap : gaps.valueOr({})) {
            m_gapsBefore.insert(gap.afterKey);
        }
    });
}

void RoomSession::stopReading()
{
    m_sync.cancel();
    m_silence.stop();
    m_proof.stop();
    m_storeRetry.stop();
    m_lateArchive.stop();
    m_catchUpOwed = false;
    // The next entry tells what the catch-up that was owed would have told.
    m_sessionEnded = std::exchange(m_settlingOwed, false) || m_sessionEnded;
    finishReads({});
}

void RoomSession::endMembership()
{
    // What arrived belongs to the membership that ends; over a cut only an archive, or the replay, brings it again.
    const bool keep = !m_readsArchive || m_deps.stream.state() == XmppStream::State::Ready;
    m_pipeline.close(keep ? ReceivePipeline::Queued::Filed : ReceivePipeline::Queued::Forgotten);
    if (m_membership != 0) {
        m_deps.store.endMembership(m_record.key, m_membership);
        m_membership = 0;
    }
    m_mayResume = false;
}

void RoomSession::connectionLost()
{
    m_retry.stop();
    if (m_phase == Phase::Outside || m_phase == Phase::Waiting) {
        if (m_phase == Phase::Waiting && m_purpose == Purpose::Refresh) {
            m_purpose = Purpose::Rejoin;
            beginOutage();
            setState(RoomState::Rejoining);
        }
        return;
    }
    stopReading();
    m_outbox.pause();
    // A history cut in its middle is asked for anew as a whole: its parts are not known by themselves.
    const bool isRead = m_readsArchive || m_enteredSeen;
    const bool membershipStands = m_membership != 0 && isRead && m_purpose != Purpose::Refresh &&
                                  (m_phase == Phase::Inside || m_phase == Phase::Syncing);
    ++m_generation;
    if (m_phase == Phase::Inside || m_purpose != Purpose::Join) {
        m_purpose = Purpose::Rejoin;
        beginOutage();
        setState(RoomState::Rejoining);
    } else {
        setState(RoomState::Joining);
    }
    setPhase(Phase::Waiting);
    if (membershipStands && m_purpose == Purpose::Rejoin && m_deps.stream.canResume()) {
        // What is not stored yet comes again with the replay.
        m_pipeline.close(m_readsArchive ? ReceivePipeline::Queued::Forgotten : ReceivePipeline::Queued::Filed);
        m_mayResume = true;
    } else {
        endMembership();
        standOutside();
    }
    drawOwedHoles();
}

void RoomSession::standOutside()
{
    if (m_deps.stream.state() == XmppStream::State::Ready || m_deps.stream.canResume()) {
        m_muc.standBack();
    } else {
        m_muc.streamLost();
    }
}

void RoomSession::drawOwedHoles()
{
    if (m_record.key == 0) {
        // Not read yet; the store would take that for all rooms.
        return;
    }
    // Where nothing can be loaded, nothing is offered to be.
    const bool isLost = m_joinedAt.isValid() && !m_info.hasArchive();
    const GapReason reason = isLost ? GapReason::NoArchive : GapReason::NotLoaded;
    whenStored(m_deps.store.drawOwedHoles(m_record.key, reason), this, [this](const Result<bool> &drawn) {
        if (drawn.valueOr(false)) {
            Q_EMIT timelineChanged();
        }
    });
}

void RoomSession::goOffline()
{
    m_offline = true;
    m_outbox.pause();
}

bool RoomSession::awaitsHistory() const
{
    const bool isJoining =
        m_phase == Phase::Entering || ((m_phase == Phase::Beginning || m_phase == Phase::Syncing) && !m_enteredSeen);
    return m_sync.awaitsPage() || (isJoining && !hasArchive());
}

void RoomSession::historyWasFatal()
{
    if (!m_sync.awaitsPage()) {
        m_historyHarms = true;
        return;
    }
    m_sync.pageWasFatal();
    if (m_syncKind == SyncPlan::Kind::Gap) {
        m_deps.store.setGapReason(m_record.key, m_readBefore, GapReason::LoadFailed);
    }
}

void RoomSession::newStream()
{
    m_offline = false;
    m_owesLeave = false;
    // Signed out and in again: nobody has told the loss of what stood then.
    connectionLost();
    endMembership();
    m_muc.streamLost();
    m_outbox.sessionEnded();
    m_report.resumed = false;
    m_alreadyHere.clear();
}

void RoomSession::streamResumed()
{
    m_offline = false;
    // Who has joined again meanwhile enters a room that still holds us as any other.
    if (std::exchange(m_owesLeave, false) && m_phase == Phase::Outside) {
        m_muc.leave();
        return;
    }
    if (m_phase != Phase::Waiting) {
        return;
    }
    if (!m_mayResume) {
        askForTurn();
        return;
    }
    m_mayResume = false;
    m_wasSynced = m_synced;
    m_synced = false;
    setPhase(Phase::Syncing);
    // Opened before the replay is delivered, which follows at once.
    openPipeline();
    m_report.resumed = true;
    m_alreadyHere.clear();
    m_report.offlineForMs = m_lostAt < 0 ? 0 : m_deps.clock.sinceBootMs() - m_lostAt;
    m_outbox.streamResumed(m_deps.stream.uncounted());
    Q_EMIT rejoining(++m_attempts);
    setState(RoomState::CatchingUp);
    m_infoKnown = false;
    askInfo();
    proveResumedMembership();
}

void RoomSession::connectionGivenUp(const Error &cause)
{
    if (m_phase == Phase::Outside) {
        return;
    }
    if (m_purpose == Purpose::Join) {
        failJoin(cause);
        return;
    }
    // The room stays held: it comes back when the person has signed in again.
    m_error = cause;
    m_outbox.sessionEnded();
    endMembership();
    m_muc.streamLost();
    setPhase(Phase::Waiting);
    setState(RoomState::Failed);
    Q_EMIT rejoinFailed(cause, false);
}

void RoomSession::holdAgain()
{
    if (!m_record.held || m_phase != Phase::Outside) {
        return;
    }
    m_error.reset();
    m_outbox.setAbandoned(false);
    m_purpose = Purpose::Rejoin;
    beginOutage();
    setPhase(Phase::Waiting);
    setState(RoomState::Rejoining);
}

void RoomSession::onMembershipLost(const Error &cause, Spread spread)
{
    if (m_phase != Phase::Inside && m_phase != Phase::Syncing && m_phase != Phase::Beginning) {
        return;
    }
    qCInfo(lcService) << "membership lost in" << m_address.toString() << cause;
    stopReading();
    ++m_generation;
    m_outbox.sessionEnded();
    endMembership();
    drawOwedHoles();
    if (cause.kind == ErrorKind::NotInRoom) {
        m_muc.streamLost();
    } else {
        standOutside();
    }
    m_purpose = Purpose::Rejoin;
    beginOutage();
    if (spread == Spread::Yes) {
        rejoinIn(shutdownDelayMs + m_deps.random.bounded(shutdownSpreadMs));
    } else {
        rejoinIn(wasFleeting() ? nextRetryDelay() : 0);
    }
}

bool RoomSession::wasFleeting() const
{
    return m_deps.clock.monotonicMs() - m_enteredAt < shortestMembershipMs;
}

qint64 RoomSession::nextRetryDelay()
{
    const auto step = std::min<size_t>(static_cast<size_t>(m_failures++), retryDelaysMs.size() - 1);
    return withJitter(retryDelaysMs.at(step), m_deps.random);
}

void RoomSession::rejoinIn(qint64 delayMs)
{
    setPhase(Phase::Waiting);
    setState(RoomState::Rejoining);
    Q_EMIT entryDecided();
    m_retry.start(delayMs);
}

void RoomSession::onLeft(const LeaveReason &reason)
{
    if (m_phase == Phase::Outside) {
        return;
    }
    m_leaveReason = reason;
    endForGood(RoomState::Left);
    Q_EMIT left(reason);
}

void RoomSession::endForGood(RoomState state)
{
    m_retry.stop();
    stopReading();
    ++m_generation;
    setPhase(Phase::Outside);
    m_outbox.sessionEnded();
    m_outbox.setAbandoned(true);
    endMembership();
    // A join by hand reads no further than what it asks for.
    drawOwedHoles();
    standOutside();
    m_digest.clear();
    m_recovering = false;
    m_enteredAnew = false;
    m_nextOwesCatchUp = false;
    noteStores(true);
    m_create = false;
    m_record.held = false;
    saveRecord();
    setState(state);
    Q_EMIT entryDecided();
}

void RoomSession::leave(LeaveReason::Kind kind, const QString &replacedBy)
{
    if (m_phase == Phase::Outside) {
        if (m_state == RoomState::Failed) {
            m_record.held = false;
            saveRecord();
            setState(RoomState::Left);
        }
        return;
    }
    const bool online = m_deps.stream.state() == XmppStream::State::Ready;
    const LeaveReason reason{kind, {}, {}, replacedBy};
    m_leaveReason = reason;
    if (online) {
        // Outside first, so that the room's own answer finds the leave already told.
        setPhase(Phase::Outside);
        m_muc.leave();
    } else {
        m_owesLeave = m_deps.stream.canResume();
    }
    endForGood(RoomState::Left);
    if (kind == LeaveReason::Kind::ByUser && m_deps.passwords.keep && !std::exchange(m_keptPassword, {}).isEmpty()) {
        m_deps.passwords.keep(m_deps.account, m_address.jid(), {});
    }
    Q_EMIT left(reason);
}

} // namespace foyer

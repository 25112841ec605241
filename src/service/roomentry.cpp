// The part of RoomSession that enters a room: a turn in the queue, self-presence, history, joined or rejoined.
#include "core/logging.h"
#include "service/roomsession.h"

#include "core/whendone.h"
#include "core/whenstored.h"
#include "service/chatroomservice.h"

#include <utility>

namespace foyer
{

void RoomSession::requestJoin(const JoinOptions &options, bool create)
{
    const bool rejoinUnderWay = m_purpose == Purpose::Rejoin && m_record.held &&
                                (m_phase == Phase::Waiting || m_phase == Phase::Entering ||
                                 m_phase == Phase::Beginning || m_phase == Phase::Syncing);
    if (rejoinUnderWay) {
        serveByRejoin(options);
        return;
    }
    if (m_phase != Phase::Outside && m_phase != Phase::Inside) {
        return;
    }
    m_options = options;
    m_create = create;
    m_outbox.setAbandoned(false);
    m_error.reset();
    m_leaveReason.reset();
    m_purpose = m_phase == Phase::Inside ? Purpose::Refresh : Purpose::Join;
    setPhase(Phase::Waiting);
    setState(RoomState::Joining);
    if (m_record.key == 0) {
        openRecord();
    } else {
        askForTurn();
    }
}

void RoomSession::serveByRejoin(const JoinOptions &options)
{
    const auto chosen = [](const QString &wish, const QString &before) { return wish.isEmpty() ? before : wish; };
    m_options.historyCount = options.historyCount;
    m_options.password = chosen(options.password, m_options.password);
    m_options.nickname = chosen(options.nickname, m_options.nickname);
    m_options.extra = chosen(options.extra, m_options.extra);
    askForTurn();
}

void RoomSession::requestJoinAgain()
{
    requestJoin(m_options, false);
}

void RoomSession::enter()
{
    if (m_phase != Phase::Waiting || m_record.key == 0) {
        Q_EMIT entryDecided();
        return;
    }
    m_retry.stop();
    stopReading();
    // Nothing goes out until we are inside again, and the archive tells what became of what went out before.
    m_outbox.sessionEnded();
    endMembership();
    ++m_generation;
    m_lateReads = 0;
    setPhase(Phase::Entering);
    if (m_purpose == Purpose::Rejoin) {
        setState(RoomState::Rejoining);
        Q_EMIT rejoining(++m_attempts);
    }
    m_asked = m_options;
    MucJoin join{askedNickname(), m_options.password, m_options.extra};
    join.known = m_info;
    // Only once: by the next time the harmful entry may have moved out of what a join brings.
    join.maxHistory = std::exchange(m_historyHarms, false) ? 0 : effectiveCount(m_options.historyCount);
    join.create = m_create && m_purpose == Purpose::Join;
    join.rejoin = m_purpose != Purpose::Join;
    m_muc.join(join);
}

QString RoomSession::askedNickname() const
{
    return m_asked.nickname.isEmpty() ? m_deps.account.local() : m_asked.nickname;
}

void RoomSession::onSelfJoined(bool created)
{
    if (m_phase != Phase::Entering) {
        return;
    }
    qCInfo(lcService) << "inside" << m_address.toString() << (created ? "(new room)" : "");
    setPhase(Phase::Beginning);
    m_pipeline.collect();
    noteProof(RoomHealth::Proof::SelfPresence);
    m_error.reset();
    keepPassword();
    m_joinedAt = m_deps.clock.now();
    m_enteredAt = m_deps.clock.monotonicMs();
    m_readsArchive = hasArchive();
    m_infoKnown = false;
    m_enteredSeen = false;
    m_synced = false;
    m_sessionEnded = true;
    m_enteredHistory.clear();
    m_voice = {};
    m_voice.role = m_muc.self().role;
    m_voice.affiliation = m_muc.self().affiliation;
    m_voice.info = m_muc.info();
    m_voice.told = m_muc.selfMute();
    learnInfo(m_muc.info());
    m_everJoined = true;
    m_record.held = true;
    m_record.nickname = m_muc.nickname();
    m_record.extra = m_asked.extra;
    m_record.historyCount = m_options.historyCount;
    saveRecord();
    if (m_recovering && m_lostAt >= 0) {
        m_report.offlineForMs = m_deps.clock.sinceBootMs() - m_lostAt;
    }
    setState(RoomState::CatchingUp);
    askInfo();
    const quint64 generation = m_generation;
    whenStored(m_deps.store.beginMembership(m_record.key, m_muc.self().occupantId), this,
               [this, generation](const Result<MembershipKey> &membership) {
                   if (generation == m_generation && membership) {
                       onMembership(membership.value());
                   } else if (membership) {
                       m_deps.store.endMembership(m_record.key, membership.value());
                   } else if (generation == m_generation) {
                       qCWarning(lcService) << "membership could not be stored:" << membership.error();
                       noteStores(false);
                       onMembershipLost(membership.error());
                   }
               });
}

void RoomSession::onMembership(MembershipKey membership)
{
    m_membership = membership;
    setPhase(Phase::Syncing);
    if (m_readsArchive) {
        openPipeline();
        // The last few messages do not tell whether the room has an own one that went out before: what is read for that
        // goes back to what was held then (guarantee, rule 10).
        const bool isFirst = m_purpose == Purpose::Join && !m_outbox.isInDoubt();
        startSync(isFirst ? SyncPlan::Kind::FirstJoin : SyncPlan::Kind::CatchUp);
    } else if (m_enteredSeen) {
        storeHistoryWithoutArchive();
    }
}

void RoomSession::openPipeline()
{
    m_pipeline.open(m_record.key, m_membership,
                    m_readsArchive ? ReceivePipeline::Failed::LeftOut : ReceivePipeline::Failed::Kept);
}

void RoomSession::onEntered(const QList<RoomMessage> &history)
{
    m_enteredSeen = true;
    m_enteredHistory = history;
    m_subject = m_muc.subject();
    m_record.subject = m_subject;
    if (m_phase == Phase::Syncing && !m_readsArchive) {
        storeHistoryWithoutArchive();
    } else {
        completeEntry();
    }
}

void RoomSession::storeHistoryWithoutArchive()
{
    const quint64 generation = m_generation;
    whenStored(m_deps.store.commitHistory(m_record.key, m_membership, m_enteredHistory), this,
               [this, generation](const Result<QList<StoredEntry>> &entries) {
                   if (entries) {
                       onStored(entries.value());
                   } else {
                       qCWarning(lcService) << "join history could not be stored:" << entries.error();
                   }
                   if (generation != m_generation) {
                       return;
                   }
                   if (!entries) {
                       // What comes live must not stand where the history is missing: it is asked for again.
                       noteStores(false);
                       onMembershipLost(entries.error());
                       return;
                   }
                   for (const StoredEntry &entry : entries.value()) {
                       m_report.alreadyHere += entry.outcome == InsertOutcome::Duplicate ? 1 : 0;
                   }
                   openPipeline();
                   finishWithoutArchive();
               });
}

void RoomSession::startSync(SyncPlan::Kind kind)
{
    if (m_phase != Phase::Inside) {
        runSync(kind, m_recovering ? m_storedBefore : 0);
        return;
    }
    // A read while inside: what is held now was there before it, what arrives meanwhile was not.
    const quint64 generation = m_generation;
    whenStored(m_deps.store.newestKey(), this, [this, generation, kind](const Result<MessageKey> &key) {
        if (generation != m_generation || m_phase != Phase::Inside) {
            return;
        }
        if (m_sync.isRunning()) {
            m_catchUpOwed = true;
            return;
        }
        m_sessionEnded = std::exchange(m_settlingOwed, false) || m_sessionEnded;
        runSync(kind, key.valueOr(0));
    });
}

void RoomSession::runSync(SyncPlan::Kind kind, MessageKey storedBefore)
{
    m_syncKind = kind;
    const int wanted = effectiveCount(m_options.historyCount);
    const bool inCluster = m_deps.settings.servers.size() > 1;
    SyncPlan plan{kind, m_record.key, m_membership, wanted, {}, storedBefore, archiveTrust(), inCluster};
    plan.countsRows = m_phase != Phase::Inside && m_purpose == Purpose::Join;
    m_sync.start(plan);
}

void RoomSession::onSyncFinished(const SyncReport &report)
{
    if (m_syncKind == SyncPlan::Kind::Gap || m_syncKind == SyncPlan::Kind::OlderPage) {
        onReadFinished(report);
        return;
    }
    m_alreadyHere |= report.alreadyHere;
    if (m_syncKind == SyncPlan::Kind::Resume && !report.proved) {
        // The archive does not confirm what we hold: the room may have been restarted without us (H3).
        qCInfo(lcService) << "resumed membership not proved, joining anew" << m_address.toString();
        endMembership();
        m_muc.streamLost();
        setPhase(Phase::Waiting);
        askForTurn();
        return;
    }
    if (m_phase == Phase::Inside && report.unconnected && !m_enteredAnew && !m_gapPromise) {
        // The archive goes on without what we hold as its end: we have not heard everything in this membership. Entered
        // anew once; an archive that lags behind says the same again.
        m_enteredAnew = true;
        onMembershipLost(Error::make(ErrorKind::NotInRoom, {}, QStringLiteral("archive went on without us")));
        return;
    }
    m_enteredAnew = m_enteredAnew && !report.anythingRead;
    if (report.unconnected) {
        // A line is drawn for what did not come. Read again at once the archive would say the same; the next message
        // shows what stands before it, and so does time, where the archive is only late.
        m_nextOwesCatchUp = m_sync.misses();
        m_catchUpOwed = m_settlingOwed;
        m_enteredAnew = true;
        readLateArchive();
    } else if (report.anythingRead) {
        m_nextOwesCatchUp = false;
        m_lateReads = 0;
    }
    noteSyncFailure(report);
    // What is missing is then known to be missing, and drawn.
    m_provable =
        !report.failure || *report.failure == GapReason::NotLoaded || *report.failure == GapReason::RetentionEnded;
    // What went out in this very membership stands after what the membership holds.
    const bool hasGround = !report.groundless || m_phase == Phase::Inside || m_syncKind == SyncPlan::Kind::Resume;
    m_ownSought = !report.failure && !report.beyondReach && hasGround;
    if (m_phase == Phase::Inside) {
        // A later read while inside, for own messages or after a failed write.
        if (m_sessionEnded) {
            m_sessionEnded = false;
            m_outbox.settleAfterCatchUp(m_ownSought);
        }
        finishReads(report);
        Q_EMIT timelineChanged();
        payCatchUp();
        return;
    }
    countGaps();
}

void RoomSession::finishWithoutArchive()
{
    m_provable = false;
    m_ownSought = false;
    const quint64 generation = m_generation;
    // What has come so far belongs to what this entry brought back.
    m_pipeline.afterFiled([this, generation] {
        if (generation == m_generation) {
            countGaps();
        }
    });
}

void RoomSession::countGaps()
{
    const quint64 generation = m_generation;
    whenStored(m_deps.store.gaps(m_record.key), this, [this, generation](const Result<QList<TimelineGap>> &gaps) {
        if (generation != m_generation) {
            return;
        }
        m_report.gaps = 0;
        for (const TimelineGap &gap : gaps.valueOr({})) {
            const bool isNew = gap.beforeKey == 0 || gap.beforeKey > m_storedBefore;
            m_report.gaps += isNew && !m_gapsBefore.contains(gap.afterKey) ? 1 : 0;
        }
        m_synced = true;
        completeEntry();
    });
}

void RoomSession::completeEntry()
{
    if (m_phase != Phase::Syncing || m_offline || !m_synced || !m_infoKnown || !m_enteredSeen) {
        return;
    }
    setPhase(Phase::Inside);
    // Where there was nothing to store, nothing has said so yet.
    if (!m_storeOwesCatchUp) {
        noteStores(true);
    }
    saveRecord();
    m_digest.flush();
    setState(RoomState::Joined);
    if (m_purpose == Purpose::Rejoin) {
        m_report.provable = m_provable;
        m_report.alreadyHere += static_cast<int>(m_alreadyHere.size());
        m_lastReport = m_report;
    }
    if (m_sessionEnded) {
        m_sessionEnded = false;
        m_outbox.settleAfterCatchUp(m_ownSought);
    }
    m_outbox.resume();
    if (m_report.resumed) {
        m_outbox.awaitReflections(m_deps.stream.unacknowledgedBytes());
    }
    watchSilence();
    const bool wasRejoin = m_purpose == Purpose::Rejoin;
    const CatchUpReport report = m_report;
    m_recovering = false;
    m_attempts = 0;
    // However this membership began, what follows its loss is a rejoin.
    m_purpose = Purpose::Rejoin;
    Q_EMIT entryDecided();
    if (wasRejoin) {
        Q_EMIT rejoined(joinResult(), report);
    } else {
        Q_EMIT joined(joinResult());
    }
    Q_EMIT timelineChanged();
    if (m_phase == Phase::Inside && (m_options.nickname != m_asked.nickname || m_options.extra != m_asked.extra)) {
        // Chosen while a rejoin with what was before was under way.
        requestJoin(m_options, false);
        return;
    }
    payCatchUp();
}

} // namespace foyer

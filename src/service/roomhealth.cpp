// The part of RoomSession that proves that we are inside (guarantee, rule 16), and tells how sure that is.
#include "core/logging.h"
#include "service/roomsession.h"

#include "core/whendone.h"
#include "core/whenstored.h"

namespace foyer
{

void RoomSession::noteProof(RoomHealth::Proof proof)
{
    m_health.proof = proof;
    m_health.provedAt = m_deps.clock.now();
}

QFuture<Result<bool>> RoomSession::ping()
{
    const qint64 asked = m_deps.clock.monotonicMs();
    return whenDone(m_muc.selfPing(), this, [this, asked](const Result<bool> &inside) {
        if (inside) {
            m_health.roundTripMs = m_deps.clock.monotonicMs() - asked;
            m_health.pingedAt = m_deps.clock.now();
        }
        if (inside && inside.value()) {
            noteProof(RoomHealth::Proof::SelfPing);
        }
        return inside;
    });
}

void RoomSession::handle(const stanza::XmlNode &stanza, StanzaSerial serial)
{
    // An error may come from a room that knows nothing of us.
    if (m_phase == Phase::Inside && stanza.attribute(u"type") != QLatin1StringView("error")) {
        noteProof(RoomHealth::Proof::Stanza);
    }
    m_requests.look(stanza);
    m_muc.handle(stanza, serial);
}

QFuture<Result<RoomHealth>> RoomSession::health()
{
    RoomHealth health = m_health;
    health.room = m_address;
    health.hasArchive = m_phase == Phase::Inside ? hasArchive() : m_info.hasArchive();
    if (m_phase == Phase::Outside || m_phase == Phase::Waiting || m_phase == Phase::Entering) {
        health.proof = RoomHealth::Proof::None;
    }
    const bool caughtUp = m_phase == Phase::Inside && m_synced && !m_catchUpOwed && m_readsArchive;
    return whenStored(m_deps.store.archivePosition(m_record.key), this,
                      [health, caughtUp](const Result<ArchivePosition> &position) mutable -> Result<RoomHealth> {
                          if (!position) {
                              return position.error();
                          }
                          health.newestArchiveId = position->newestId;
                          health.newestAt = position->newestAt;
                          health.gaps = position->gaps;
                          health.reachesNow = caughtUp && !position->openEnd;
                          return health;
                      });
}

void RoomSession::setVisible(bool visible)
{
    const bool changed = m_visible != visible;
    m_visible = visible;
    if (changed && m_phase == Phase::Inside) {
        watchSilence();
    }
}

void RoomSession::proveSoon(qint64 delayMs)
{
    if (m_phase == Phase::Inside) {
        m_proof.start(delayMs);
    }
}

void RoomSession::checkPresence()
{
    if (m_phase != Phase::Inside) {
        return;
    }
    const quint64 generation = m_generation;
    whenDone(ping(), this, [this, generation](const Result<bool> &inside) {
        if (generation != m_generation || m_phase != Phase::Inside) {
            return;
        }
        if (inside && !inside.value()) {
            onMembershipLost(Error::make(ErrorKind::NotInRoom, {}, QStringLiteral("self-ping")));
        } else {
            watchSilence();
        }
    });
}

void RoomSession::proveResumedMembership()
{
    const quint64 generation = m_generation;
    whenDone(ping(), this, [this, generation](const Result<bool> &inside) {
        if (generation != m_generation || m_phase != Phase::Syncing) {
            return;
        }
        if (!inside && inside.error().kind == ErrorKind::NotConnected) {
            return;
        }
        if (!inside || !inside.value()) {
            // Not inside, or no answer within the ping's time: a join tells for sure.
            endMembership();
            if (inside) {
                m_muc.streamLost();
            } else {
                m_muc.standBack();
            }
            setPhase(Phase::Waiting);
            askForTurn();
        } else if (!m_readsArchive) {
            finishWithoutArchive();
        } else {
            startSync(m_wasSynced ? SyncPlan::Kind::Resume : SyncPlan::Kind::CatchUp);
        }
    });
}

} // namespace foyer

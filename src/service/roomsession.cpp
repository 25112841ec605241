#include "service/roomsession.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "core/whenstored.h"

#include <algorithm>
#include <utility>

namespace foyer
{

RoomSession::RoomSession(const RoomAddress &address, const SessionDeps &deps, QObject *parent)
    : QObject(parent),
      m_address(address),
      m_deps(deps),
      m_muc(address.jid(), deps.muc),
      m_pipeline(deps.store, deps.stream, deps.clock),
      m_sync(address.jid(), SyncDeps{deps.archive, deps.store, m_pipeline, deps.clock}),
      m_outbox(deps.store, deps.clock,
               [this](const RoomMessage &entry) {
                   if (entry.kind == EntryKind::Message) {
                       m_typing.sent();
                   }
                   m_muc.sendEntry(entry);
                   m_deps.stream.expectActivity();
               }),
      m_digest(deps.clock),
      m_requests(m_muc, deps.stream, deps.clock),
      m_typing(deps.clock,
               [this](ChatState state) {
                   if (m_phase == Phase::Inside && m_mute.canSpeak) {
                       admin().tellChatState(state);
                   }
               }),
      m_retry(deps.clock, [this] { askForTurn(); }),
      m_silence(deps.clock, [this] { checkPresence(); }),
      m_proof(deps.clock, [this] { checkPresence(); }),
      m_storeRetry(deps.clock, [this] { readUnstored(); }),
      m_lateArchive(deps.clock, [this] { oweCatchUp(); })
{
    m_record.jid = address.jid();
    m_record.spelledId = address.roomId();
    connectRoom();
    connectParts();
}

RoomSession::~RoomSession() = default;

void RoomSession::connectRoom()
{
    connect(&m_muc, &MucRoom::selfJoined, this, &RoomSession::onSelfJoined);
    connect(&m_muc, &MucRoom::entered, this, &RoomSession::onEntered);
    connect(&m_muc, &MucRoom::joinFailed, this, &RoomSession::onJoinFailed);
    connect(&m_muc, &MucRoom::left, this, &RoomSession::onLeft);
    connect(&m_muc, &MucRoom::membershipLost, this, [this](const Error &cause, bool everybody) {
        onMembershipLost(cause, everybody ? Spread::Yes : Spread::No);
    });
    connect(&m_muc, &MucRoom::messageReceived, &m_pipeline, &ReceivePipeline::add);
    connect(&m_muc, &MucRoom::occupantsChanged, &m_digest, &OccupantDigest::add);
    connect(&m_muc, &MucRoom::selfRoleChanged, this, &RoomSession::onSelfRole);
    connect(&m_muc, &MucRoom::selfMuteChanged, this, &RoomSession::onSelfMute);
    connect(&m_muc, &MucRoom::voiceRequested, this, &RoomSession::voiceRequested);
    connect(&m_muc, &MucRoom::configurationChanged, this, &RoomSession::askInfo);
    connect(&m_muc, &MucRoom::messageFailed, this, [this](const QString &originId, const Error &error) {
        if (error.kind == ErrorKind::NotInRoom && m_phase != Phase::Outside) {
            // The message stays: after the rejoin the archive tells whether it arrived, and it is sent again if not.
            onMembershipLost(error);
        } else {
            m_outbox.refuse(originId, error);
        }
    });
    connect(&m_muc, &MucRoom::subjectChanged, this,
            [this](const QString &subject, const QString &by, const QDateTime &at) {
                m_subject = subject;
                m_record.subject = subject;
                saveRecord();
                Q_EMIT subjectChanged(subject, by, at);
            });
}

void RoomSession::connectParts()
{
    connect(&m_pipeline, &ReceivePipeline::stored, this, &RoomSession::onLiveStored);
    connect(&m_pipeline, &ReceivePipeline::storeFailed, this, &RoomSession::onStoreFailed);
    connect(&m_sync, &HistorySync::stored, this, &RoomSession::onStored);
    connect(&m_sync, &HistorySync::reshaped, this, &RoomSession::timelineChanged);
    connect(&m_sync, &HistorySync::progressed, this, [this](int entriesRead, int insertedRows) {
        if (m_phase == Phase::Syncing) {
            Q_EMIT catchUpProgressed({entriesRead, insertedRows});
        }
    });
    connect(&m_sync, &HistorySync::finished, this, &RoomSession::onSyncFinished);
    connect(&m_digest, &OccupantDigest::changed, this, &RoomSession::occupantsChanged);
    connectOutbox();
    connectTalk();
}

void RoomSession::restore(const RoomRecord &record)
{
    m_record = record;
    m_everJoined = true;
    m_options.historyCount = record.historyCount;
    m_options.nickname = record.nickname;
    m_options.extra = record.extra;
    m_subject = record.subject;
    m_info.name = record.name;
    m_info.features = record.features;
    m_outbox.setAbandoned(!record.held);
    m_outbox.load(record.key);
    readOldEntries();
    if (record.held) {
        m_purpose = Purpose::Rejoin;
        beginOutage();
        m_lostAt = -1;
        setPhase(Phase::Waiting);
        setState(RoomState::Rejoining);
    }
}

void RoomSession::openRecord()
{
    whenStored(m_deps.store.openRoom(m_deps.account, m_address.jid()), this, [this](const Result<RoomRecord> &record) {
        if (!record) {
            failJoin(record.error());
            return;
        }
        const QString spelled = m_record.spelledId;
        m_record = record.value();
        m_record.spelledId = spelled;
        // A room with a past is none that a failed join may forget, also where the list of rooms could not be read.
        m_everJoined = m_everJoined || m_record.held || !m_record.nickname.isEmpty();
        m_outbox.load(m_record.key);
        readOldEntries();
        askForTurn();
    });
}

void RoomSession::askForTurn()
{
    if (m_phase == Phase::Waiting && m_record.key != 0) {
        Q_EMIT entryWanted();
    }
}

RoomSummary RoomSession::summary() const
{
    RoomSummary summary;
    summary.address = m_address;
    summary.name = m_info.name.isEmpty() ? m_record.spelledId : m_info.name;
    summary.state = m_state;
    summary.nickname = m_muc.nickname().isEmpty() ? m_record.nickname : m_muc.nickname();
    summary.subject = m_subject;
    summary.memberCount = m_info.memberCount;
    summary.mute = m_mute;
    summary.leaveReason = m_leaveReason;
    summary.error = m_error;
    summary.lastReport = m_lastReport;
    summary.joinedAt = m_joinedAt;
    return summary;
}

QList<Occupant> RoomSession::occupants() const
{
    return m_muc.occupants().values();
}

void RoomSession::setState(RoomState state)
{
    if (m_state == state) {
        return;
    }
    m_state = state;
    Q_EMIT stateChanged(state);
}

void RoomSession::saveRecord()
{
    if (m_record.key != 0) {
        whenStored(m_deps.store.saveRoom(m_record), this, [](const Result<Done> &saved) {
            if (!saved) {
                qCWarning(lcService) << "room record could not be saved:" << saved.error();
            }
        });
    }
}

void RoomSession::onStored(const QList<StoredEntry> &entries)
{
    if (!entries.isEmpty()) {
        noteStores(true);
    }
    QList<StoredMessage> rows;
    for (const StoredEntry &entry : entries) {
        // An own action is settled like an own message, but its row is nobody's to see.
        const auto &settled = entry.action ? entry.action : entry.row;
        if (entry.outcome == InsertOutcome::MergedWithOwn && settled) {
            m_outbox.noteRow(*settled);
        }
        for (const StoredMessage &row : entry.appeared) {
            rows.append(row);
            noteRecovered(row);
        }
        if (!entry.row) {
            continue;
        }
        if (entry.outcome == InsertOutcome::Inserted) {
            rows.append(*entry.row);
            noteRecovered(*entry.row);
        } else if (entry.outcome == InsertOutcome::MergedWithOwn) {
            Q_EMIT messageChanged(MessageChange::State, *entry.row);
        }
    }
    if (!rows.isEmpty()) {
        Q_EMIT messagesStored(rows);
    }
    for (const StoredEntry &entry : entries) {
        for (const StoredMessage &row : entry.changed) {
            Q_EMIT messageChanged(entry.change, row);
        }
    }
    // It can write again, and what it could not is neither read nor drawn yet.
    readUnstored();
    if (m_phase == Phase::Inside) {
        watchSilence();
    }
}

void RoomSession::noteRecovered(const StoredMessage &row)
{
    if (!m_recovering || row.own) {
        return;
    }
    ++m_report.recovered;
    // Told of after the loss although the store had it before: it counts once, as recovered.
    m_storedBefore = std::min(m_storedBefore, row.key - 1);
}

void RoomSession::onSelfRole(const Occupant &now, Role before, const QString &by, const QString &reason)
{
    m_voice.role = now.role;
    m_voice.affiliation = now.affiliation;
    m_voice.demotedInside = now.role == Role::Visitor && (before >= Role::Participant || m_voice.demotedInside);
    m_voice.by = m_voice.demotedInside ? by : QString();
    m_voice.reason = m_voice.demotedInside ? reason : QString();
    onSelfMute();
}

void RoomSession::onSelfMute()
{
    m_voice.told = m_muc.selfMute();
    updateMute();
}

void RoomSession::updateMute()
{
    updateSlowMode();
    const MuteState mute = muteStateOf(m_voice);
    if (mute == m_mute) {
        return;
    }
    m_mute = mute;
    // A first join tells its mute state in `joined`.
    if (m_phase == Phase::Inside || (m_purpose != Purpose::Join && m_phase != Phase::Outside)) {
        Q_EMIT muteStateChanged(mute);
    }
}

void RoomSession::askInfo()
{
    const quint64 generation = m_generation;
    whenDone(m_muc.refreshInfo(), this, [this, generation](const Result<RoomInfo> &info) {
        if (generation != m_generation) {
            return;
        }
        if (info) {
            learnInfo(info.value());
        }
        m_infoKnown = true;
        completeEntry();
    });
}

void RoomSession::learnInfo(const RoomInfo &info)
{
    const bool changed = info != m_info;
    m_info = info;
    m_voice.info = info;
    m_record.name = info.name;
    m_record.features = info.readingFeatures();
    if (info.createdAt.isValid()) {
        // A server that once does not tell must not make us forget which room this is (rule 14).
        m_record.createdAt = info.createdAt;
    }
    updateMute();
    if (changed && m_phase == Phase::Inside) {
        saveRecord();
        Q_EMIT roomInfoChanged(info);
    }
}

ArchiveTrust RoomSession::archiveTrust() const
{
    const RoomInfo &info = m_muc.info();
    return {info.has(QStringLiteral("urn:xmpp:occupant-id:0")), info.has(QStringLiteral("muc_nonanonymous")),
            m_deps.account.bare(), m_record.nickname};
}

JoinResult RoomSession::joinResult() const
{
    JoinResult result;
    result.room = m_address.jid();
    result.name = m_info.name;
    result.description = m_info.description;
    result.subject = m_subject;
    result.memberCount = m_info.memberCount >= 0 ? m_info.memberCount : static_cast<int>(m_muc.occupants().size());
    result.createdAt = m_info.createdAt;
    result.joinedAt = m_joinedAt;
    result.nickname = m_muc.nickname();
    result.features = m_info.features;
    result.mute = m_mute;
    return result;
}

} // namespace foyer

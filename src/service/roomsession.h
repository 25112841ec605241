#pragma once

#include "core/clock.h"
#include "core/connectionfacts.h"
#include "core/occupant.h"
#include "core/result.h"
#include "core/roominfo.h"
#include "core/roommessage.h"
#include "core/servicetypes.h"
#include "service/historysync.h"
#include "service/muterules.h"
#include "service/occupantdigest.h"
#include "service/outbox.h"
#include "service/receivepipeline.h"
#include "service/roompasswords.h"
#include "service/typingnotices.h"
#include "store/messagestore.h"
#include "xmpp/mucadmin.h"
#include "xmpp/mucrequests.h"
#include "xmpp/mucroom.h"

#include <QFuture>
#include <QPromise>
#include <QObject>
#include <QRandomGenerator>
#include <QSet>

#include <functional>
#include <memory>
#include <optional>

namespace foyer
{

struct AccountSettings;

/// What a room session works with; all of it outlives the session.
struct SessionDeps {
    Jid account;
    const AccountSettings &settings; ///< as of the last sign-in
    XmppStream &stream;
    MucDeps muc;
    ArchiveQuery &archive;
    MessageStore &store;
    Clock &clock;
    QRandomGenerator &random; ///< for the random part of waits
    const RoomPasswords &passwords;
};

/// One room of the account: ties the protocol's MucRoom to the pipeline, the history sync, the outbox and the store,
/// and decides what each membership's beginning and end means (joined, rejoined, left, failed).
class RoomSession : public QObject
{
    Q_OBJECT

public:
    RoomSession(const RoomAddress &address, const SessionDeps &deps, QObject *parent = nullptr);
    ~RoomSession() override;

    /// Takes what the store remembers of the room; a held one then waits for its rejoin.
    void restore(const RoomRecord &record);

    // commands

    /// A person's wish to join. Asks for a turn in the queue by entryWanted() unless a rejoin is already under way,
    /// which then serves the wish.
    void requestJoin(const JoinOptions &options, bool create);
    /// The stored options once more: *Rejoin* of a left or failed room.
    void requestJoinAgain();
    /// Leaves by hand; works offline too.
    void leave(LeaveReason::Kind kind, const QString &replacedBy = {});
    /// A join that cannot be tried ends here.
    void failJoin(const Error &error);
    QFuture<Result<MessageKey>> send(const OutgoingMessage &message);
    /// Why \a body cannot be said here now; nullopt when it can.
    std::optional<Error> speakingRefusal(const QString &body) const;
    /// Sends a Failed row's text again, as a new row: the old one stays as it was.
    QFuture<Result<MessageKey>> sendAgain(MessageKey key);

    // what people do with messages; see ChatroomService

    QFuture<Result<Done>> correct(MessageKey key, const QString &body);
    QFuture<Result<Done>> retract(MessageKey key);
    QFuture<Result<Done>> moderate(MessageKey key, const QString &reason);
    QFuture<Result<Done>> setReactions(MessageKey key, const QStringList &emojis);
    QFuture<Result<QList<MessageVersion>>> corrections(MessageKey key);
    QFuture<Result<Done>> kick(const QString &nickname, const QString &reason);
    QFuture<Result<Done>> ban(const QString &nickname, const QString &reason);
    QFuture<Result<Done>> setVoice(const QString &nickname, bool voice);
    QFuture<Result<Done>> muteFor(const QString &nickname, int minutes);
    QFuture<Result<Done>> requestVoice();
    QFuture<Result<Done>> changeNickname(const QString &nickname);
    QFuture<Result<Done>> setSubject(const QString &subject);
    /// The person writes here, or has nothing written any more.
    void write(bool writing);
    /// Whether others may know that we write.
    void setTypingShared(bool shared);

    QFuture<Result<Done>> loadGap(MessageKey beforeKey);
    QFuture<Result<int>> loadOlder();
    /// Asks the room within \a delayMs whether we are inside, where we believe to be.
    void proveSoon(qint64 delayMs);
    /// Nobody reads here for now, so what is owed is drawn.
    void drawOwedHoles();
    /// Outside as far as we are concerned; a session that may go on may have the room hold us.
    void standOutside();
    void setVisible(bool visible);
    bool isVisible() const { return m_visible; }

    // the connection, told by the service

    /// Says again that this room wants in, when it does.
    void askForTurn();
    /// The queue gives this room its turn.
    void enter();
    void connectionLost();
    /// Signed out, or about to be: what is written from now on waits, and no entry is completed, until the next
    /// newStream() or streamResumed().
    void goOffline();
    /// A page of the archive, or the history that a join brings, is under way; asked at the end of a connection, before
    /// connectionLost().
    bool awaitsHistory() const;
    /// Over-size or malformed input has ended the stream, and it was what this room waits for; told before
    /// connectionLost().
    void historyWasFatal();
    /// Signed in anew: this session's memberships are over.
    void newStream();
    /// The old session goes on; the replay follows.
    void streamResumed();
    /// Signing in is not possible any more (wrong password): held rooms end in a final rejoinFailed.
    void connectionGivenUp(const Error &cause);
    /// Signing in is tried again: a held room that had been given up waits for its rejoin again.
    void holdAgain();

    // facts

    const RoomAddress &address() const { return m_address; }
    RoomKey key() const { return m_record.key; }
    RoomState state() const { return m_state; }
    bool isHeld() const { return m_record.held; }
    /// Never joined, neither now nor in an earlier run, and not wanted any more.
    const JoinOptions &options() const { return m_options; }
    bool isStranger() const { return !m_everJoined && m_phase == Phase::Outside; }
    bool wantsEntry() const { return m_phase == Phase::Waiting; }
    /// On the way in: between the join presence and `joined` or `rejoined`.
    bool isEntering() const
    {
        return m_phase == Phase::Entering || m_phase == Phase::Beginning || m_phase == Phase::Syncing;
    }
    /// Left by hand while the server may still think we are inside (the stream may be resumed).
    bool owesLeave() const { return m_owesLeave; }
    /// The room's rows are about to be deleted: nothing of it holds up the stream any more.
    void abandonStored()
    {
        m_pipeline.abandon();
        m_outbox.forget();
    }
    MucRoom &muc() { return m_muc; }
    RoomSummary summary() const;
    QList<Occupant> occupants() const;
    QFuture<Result<RoomHealth>> health();
    void handle(const stanza::XmlNode &stanza, StanzaSerial serial);

Q_SIGNALS:
    void entryWanted();
    /// The room is in, or not: the queue may let the next one enter.
    void entryDecided();
    void stateChanged(foyer::RoomState state);
    void joined(const foyer::JoinResult &result);
    void joinFailed(const foyer::Error &error);
    void left(const foyer::LeaveReason &reason);
    void muteStateChanged(const foyer::MuteState &mute);
    void rejoining(int attempt);
    void rejoined(const foyer::JoinResult &result, const foyer::CatchUpReport &report);
    void rejoinFailed(const foyer::Error &error, bool willRetry);
    void messagesStored(const QList<foyer::StoredMessage> &rows);
    void messageChanged(foyer::MessageChange change, const foyer::StoredMessage &row);
    void messageRefused(const foyer::StoredMessage &row, const foyer::Error &error);
    void actionRefused(foyer::MessageChange change, const foyer::StoredMessage &row, const foyer::Error &error,
                       const QString &text);
    void voiceRequested(const QString &nickname);
    void occupantsChanged(const foyer::OccupantDelta &delta);
    void nicknameChanged(const QString &nickname);
    void typingChanged(const QStringList &nicknames);
    void slowModeChanged(int seconds);
    void subjectChanged(const QString &subject, const QString &by, const QDateTime &at);
    void roomInfoChanged(const foyer::RoomInfo &info);
    void timelineChanged();
    void catchUpProgressed(const foyer::CatchUpProgress &progress);
    /// What arrives cannot be stored, or can again.
    void storesChanged(bool stores);

private:
    enum class Phase {
        Outside,   ///< not in the room and not on the way
        Waiting,   ///< wants in: for the connection or for a turn
        Entering,  ///< the join presence is under way
        Beginning, ///< self-presence came, the membership has no number yet
        Syncing,   ///< reading history
        Inside,
    };
    enum class Purpose { Join, Refresh, Rejoin };
    /// Whether everybody was told at once, so that the rejoins should not all come at once.
    enum class Spread { No, Yes };

    void connectRoom();
    void connectParts();
    void openRecord();
    void onSelfJoined(bool created);
    void onMembership(MembershipKey membership);
    void openPipeline();
    void onEntered(const QList<RoomMessage> &history);
    void storeHistoryWithoutArchive();
    void startSync(SyncPlan::Kind kind);
    void noteRecovered(const StoredMessage &row);
    void runSync(SyncPlan::Kind kind, MessageKey storedBefore);
    void onSyncFinished(const SyncReport &report);
    void noteSyncFailure(const SyncReport &report);
    std::optional<Error> readRefusal() const;
    static Error busy();
    /// A run is under way, or a person's read is about to begin.
    bool isReading() const;
    void readGap(const Result<GapStart> &start);
    void startReadBefore(SyncPlan::Kind kind, const GapStart &start);
    void onReadFinished(const SyncReport &report);
    void finishReads(const SyncReport &report);
    /// Reads the newest end again: now, or after the run that is under way.
    void oweCatchUp();
    void payCatchUp();
    void finishWithoutArchive();
    void countGaps();
    void completeEntry();
    /// What the last entry asked for; the account's own name where nobody chose one.
    QString askedNickname() const;
    /// Takes over into the rejoin under way what a join by hand asks for.
    void serveByRejoin(const JoinOptions &options);
    void onJoinFailed(const Error &error);
    void onRejoinRefused(const Error &error);
    /// Whether a password that was kept may open the room, and has not been read yet.
    bool mayKnowPassword(const Error &error) const;
    /// Reads it and enters with it, or goes on with \a error when there is none.
    void seekPassword(const Error &error);
    void keepPassword();
    void onLeft(const LeaveReason &reason);
    void onMembershipLost(const Error &cause, Spread spread = Spread::No);
    void onStored(const QList<StoredEntry> &entries);
    void onLiveStored(const QList<StoredEntry> &entries);
    void connectOutbox();
    void connectTalk();
    bool mayTellTyping() const;
    void updateSlowMode();
    /// Queues \a entry unless we may not speak; the row it is about is told as changed.
    QFuture<Result<Done>> act(RoomMessage entry);
    /// Hands \a row to \a then, which says what is to be done about it, unless there is no such message.
    QFuture<Result<Done>> withRow(MessageKey key,
                                  const std::function<QFuture<Result<Done>>(const StoredMessage &)> &then);
    /// The room's name for \a row in reactions, replies and retractions; empty while it has none.
    QString nameFor(const StoredMessage &row) const;
    QString ownNickname() const { return m_muc.nickname().isEmpty() ? m_record.nickname : m_muc.nickname(); }
    void onOwnAction(const StoredMessage &action, const std::optional<Error> &refusal);
    void readOldEntries();
    MucAdmin admin() { return {m_address.jid(), m_deps.muc.iqs, m_deps.stream}; }
    void onSelfRole(const Occupant &now, Role before, const QString &by, const QString &reason);
    void onStoreFailed(const Error &error, const QString &newestId);
    void noteStores(bool stores);
    void readUnstored();
    void readLateArchive();
    void onOwnUnsettled();
    void proveResumedMembership();
    void beginOutage();
    void rejoinIn(qint64 delayMs);
    /// Whether we were in the room so shortly that it counts as a failed rejoin.
    bool wasFleeting() const;
    /// The wait after one more failed rejoin.
    qint64 nextRetryDelay();
    void stopReading();
    void endMembership();
    void endForGood(RoomState state);
    void setState(RoomState state);
    void setPhase(Phase phase);
    void onSelfMute();
    void updateMute();
    void askInfo();
    void learnInfo(const RoomInfo &info);
    void saveRecord();
    void checkPresence();
    /// Asks the room and notes what the answer proves and how long it took.
    QFuture<Result<bool>> ping();
    void noteProof(RoomHealth::Proof proof);
    void watchSilence() { m_silence.start(m_visible ? silenceVisibleMs : silenceMs); }

    static constexpr qint64 silenceVisibleMs = 60000;
    static constexpr qint64 silenceMs = 300000;
    static constexpr qint64 storeRetryMs = 15000;
    JoinResult joinResult() const;
    ArchiveTrust archiveTrust() const;
    bool hasArchive() const { return m_muc.info().hasArchive(); }

    RoomAddress m_address;
    SessionDeps m_deps;
    MucRoom m_muc;
    ReceivePipeline m_pipeline;
    HistorySync m_sync;
    Outbox m_outbox;
    OccupantDigest m_digest;
    MucRequests m_requests;
    TypingNotices m_typing;
    Timer m_retry;
    Timer m_silence;
    Timer m_proof;
    Timer m_storeRetry;  ///< until what could not be written is read again
    Timer m_lateArchive; ///< until an archive that lags behind is read again

    RoomRecord m_record;
    JoinOptions m_options; ///< what the next entry asks with
    JoinOptions m_asked;   ///< what the last one asked with
    QString m_keptPassword;
    /// Whether the password that was kept has been asked for since the last time inside.
    enum class Sought { No, Reading, Read };
    Sought m_passwordSought = Sought::No;
    bool m_create = false;
    Phase m_phase = Phase::Outside;
    Purpose m_purpose = Purpose::Join;
    RoomState m_state = RoomState::Left;
    MembershipKey m_membership = 0;
    RoomInfo m_info;
    VoiceFacts m_voice;
    MuteState m_mute;
    QString m_subject;
    QDateTime m_joinedAt;
    std::optional<LeaveReason> m_leaveReason;
    std::optional<Error> m_error;
    std::optional<CatchUpReport> m_lastReport;
    QList<RoomMessage> m_enteredHistory;
    std::shared_ptr<QPromise<Result<Done>>> m_gapPromise;
    std::shared_ptr<QPromise<Result<int>>> m_olderPromise;

    RoomHealth m_health;           ///< its proof and its ping
    CatchUpReport m_report;        ///< of the outage under way
    QSet<QString> m_alreadyHere;   ///< read on the present connection; what a cut ended early is read again
    bool m_recovering = false;     ///< an outage is under way: from the loss until its one end
    qint64 m_enteredAt = 0;        ///< monotonic time of the last self-presence of a join
    qint64 m_lostAt = -1;          ///< monotonic time of the loss; -1 when it was in an earlier run of the program
    MessageKey m_storedBefore = 0; ///< newest row at the loss
    QSet<MessageKey> m_gapsBefore; ///< rows with a gap after them at the loss
    int m_attempts = 0;            ///< rejoin attempts of this outage
    int m_failures = 0;            ///< refused rejoins and fleeting memberships in a row
    bool m_mayResume = false;      ///< the membership stands if the stream is resumed
    bool m_sessionEnded = false;   ///< this entry is on a new stream: own messages are to be settled by the archive
    bool m_readsArchive = false;   ///< the room kept one when this membership began, which decides how its past is read
    bool m_offline = false;        ///< between goOffline() and the next stream
    bool m_infoKnown = false;
    bool m_enteredSeen = false;
    bool m_synced = false;
    bool m_wasSynced = false; ///< before the stream was resumed
    bool m_catchUpOwed = false;
    bool m_enteredAnew = false;      ///< for an archive that went on without us, which has not been read since
    int m_lateReads = 0;             ///< in a row, of an archive that lags behind
    bool m_nextOwesCatchUp = false;  ///< the last run did not find what was heard: the next message shows more
    bool m_storeOwesCatchUp = false; ///< the last run ended because nothing could be written
    bool m_stores = true;            ///< as told by storesChanged()
    bool m_historyHarms = false;     ///< the last join's history ended the stream
    bool m_settlingOwed = false;     ///< the next catch-up settles own messages
    bool m_provable = false;
    bool m_ownSought = false; ///< an own message that was not found is not in the room
    bool m_owesLeave = false;
    bool m_everJoined = false;
    bool m_visible = false;
    bool m_typingShared = true;
    int m_slowModeSeconds = 0; ///< as it holds for us
    SyncPlan::Kind m_syncKind = SyncPlan::Kind::FirstJoin;
    QString m_readBefore;     ///< where a person's read began
    quint64 m_generation = 0; ///< rises with every membership, so that late answers find nobody
};

} // namespace foyer

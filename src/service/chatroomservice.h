#pragma once

#include "core/connectionfacts.h"
#include "core/directoryroom.h"
#include "core/occupant.h"
#include "core/result.h"
#include "core/roominfo.h"
#include "core/roommessage.h"
#include "core/servicetypes.h"
#include "core/signinstrength.h"
#include "core/upload.h"
#include "service/roompasswords.h"

#include <QFuture>
#include <QHash>
#include <QList>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

class QSslConfiguration;

namespace foyer
{

class Clock;
class MessageStore;
class StanzaChannel;

/// The account a service speaks for.
struct AccountSettings {
    Jid account; ///< bare JID
    QString password;
    QList<QUrl> servers; ///< tried in turn; empty: found by host-meta (XEP-0156)
    QString resource;    ///< random, stored for each profile and account
    bool anonymous = false;
    /// Nothing weaker is tried: what signedInWith told last, or what the person has allowed.
    SignInStrength weakest = SignInStrength::Unknown;
};

/// What the service is built on.
struct ServiceDeps {
    std::function<std::unique_ptr<StanzaChannel>()> channels;
    MessageStore &store;
    Clock &clock;
    /// Finds WebSocket endpoints of a domain (XEP-0156); a null function means: none.
    std::function<QFuture<Result<QList<QUrl>>>(const QString &domain)> discoverEndpoints;
    /// What the random part of waits is drawn from; none: the system's randomness. The same seed and the same peer give
    /// the same waits.
    std::optional<quint64> waitSeed = {};
    /// Which certificates a place for files may have; a null function means: what the system trusts.
    std::function<QSslConfiguration()> tls = {};
    RoomPasswords passwords = {};
    /// Told at each sign-in with SCRAM: what the account has to be offered from then on, also after a restart
    /// (AccountSettings::weakest). A null function: kept for this run only.
    std::function<void(const Jid &account, SignInStrength strength)> signedInWith = {};
};

/// The only door between the interface and everything below it (product contract, section 3). Commands go down, facts
/// come up as signals. Lives on the interface's thread; nothing here blocks.
class ChatroomService : public QObject
{
    Q_OBJECT

public:
    explicit ChatroomService(ServiceDeps deps, QObject *parent = nullptr);
    ~ChatroomService() override;

    // connection

    /// Signs in and stays signed in until signOut(): reconnects with backoff, rejoins the account's held rooms.
    void signIn(const AccountSettings &settings);
    /// Closes the stream in order; rooms stay held. The future finishes when it is closed, 2 s at most.
    QFuture<void> signOut();
    /// Ends a wait and tries at once.
    void retryNow();
    /// The machine's network is another one, or is back: ends a wait and tries at once, and checks a connection that
    /// stands. At most once in 5 s; the backoff goes on where it was (guarantee, rule 17).
    void networkChanged();
    ConnectionState connectionState() const;
    /// The outages since the program started, oldest first, the newest 200: when, why, how long, how each room came
    /// back. Of the account that is signed in.
    QList<Outage> outages() const;
    Jid account() const;
    /// Whether several rooms may be joined at once. Off: a join that succeeded leaves the room before.
    void setSeveralRoomsAllowed(bool allowed);
    /// What was set, unless the account's room service has the rule of one room at a time: then no.
    bool severalRoomsAllowed() const;
    /// Whether others may know that we write (noteWriting()). On at first.
    void setTypingShared(bool shared);
    /// Asks the account's room service again what holds there. It is asked at each sign-in anyway.
    void refreshServerFacts();

    // rooms

    void joinExistingChatroom(const RoomAddress &room, const JoinOptions &options);
    void joinChatroom(const RoomAddress &room, const JoinOptions &options);
    void leaveChatroom(const RoomAddress &room);
    /// Forgets a room that is not joined, with its stored messages.
    void removeRoom(const RoomAddress &room);
    /// Joins again with the stored options: the *Rejoin* of a left or failed room.
    void rejoinChatroom(const RoomAddress &room);
    /// The room the person looks at: rejoined first, checked sooner.
    void setVisibleRoom(const RoomAddress &room);

    /// The public rooms of the account's room service, 10,000 at most. NotConnected, TimedOut, ServiceHasNoRooms, or
    /// ServerRefused. Asks the server each time; one read at a time is enough.
    QFuture<Result<QList<DirectoryRoom>>> directory();

    QList<RoomSummary> rooms() const;
    RoomSummary roomSummary(const RoomAddress &room) const;
    /// What the room is asked for with, as far as it is anybody's to see: without the password. Of a room that is not
    /// listed nothing.
    JoinOptions joinOptions(const RoomAddress &room) const;
    QList<Occupant> occupants(const RoomAddress &room) const;
    /// How sure one can be of the room: the last proof that we are inside, how far its record is held, and the round
    /// trip of the last self-ping. NotInRoom for a room that is not listed.
    QFuture<Result<RoomHealth>> roomHealth(const RoomAddress &room);

    // messages

    /// Stores the message as Queued and sends it when that is possible, once. The future finishes when the row is
    /// committed; MessageTooLarge, Muted (nothing stored, keep the text), NotInRoom, StoreFailed.
    QFuture<Result<MessageKey>> sendMessage(const RoomAddress &room, const OutgoingMessage &message);
    /// Up to \a limit timeline items just before \a before (0: the newest), without network.
    QFuture<Result<QList<TimelineItem>>> itemsBefore(const RoomAddress &room, MessageKey before, int limit);
    QFuture<Result<QList<TimelineItem>>> itemsAfter(const RoomAddress &room, MessageKey after, int limit);
    /// Reads what is missing before \a beforeKey from the archive, until the hole is filled or cannot be.
    QFuture<Result<Done>> loadGap(const RoomAddress &room, MessageKey beforeKey);
    /// Reads one page older than everything stored from the archive: the number of rows it brought; 0 at its beginning.
    QFuture<Result<int>> loadOlder(const RoomAddress &room);
    /// Sends a Failed own message again, as a new row.
    QFuture<Result<MessageKey>> resend(const RoomAddress &room, MessageKey key);

    // files

    /// Whether the account's server takes files, and how large ones; uploadOfferChanged() tells when that changes.
    UploadOffer uploadOffer() const;
    /// Puts a file where the server keeps files (XEP-0363), then sends its address as a message, which is queued like
    /// any other. The result is the address, once the message is committed; until then nothing is in the room. As
    /// sendMessage(), and HttpUpload::send() for what the server or the network refuse.
    Upload uploadFile(const RoomAddress &room, const UploadFile &file);
    /// The upload ends with ServerRefused and the detail uploadCancelled; nothing happens when it has ended.
    void cancelUpload(UploadId id);

    // what people do with messages: queued and sent once like messages, also while there is no connection; the future
    // finishes when it is committed, and messageChanged() tells the row as it is from then on. NotInRoom, Muted,
    // StoreFailed, or ServerRefused with a sentence that says why not. What the room refuses later is actionRefused().

    /// Gives an own delivered message another text (XEP-0308).
    QFuture<Result<Done>> correctMessage(const RoomAddress &room, MessageKey key, const QString &body);
    /// Takes an own delivered message back (XEP-0424).
    QFuture<Result<Done>> retractMessage(const RoomAddress &room, MessageKey key);
    /// What we put below a message from now on; empty: nothing (XEP-0444).
    QFuture<Result<Done>> setReactions(const RoomAddress &room, MessageKey key, const QStringList &emojis);
    /// The texts a message had before its present one, oldest first, without network.
    QFuture<Result<QList<MessageVersion>>> corrections(const RoomAddress &room, MessageKey key);

    // moderation: the future finishes with the room's answer; also NotConnected and TimedOut

    /// Deletes anybody's message (XEP-0425), where the room's features have `urn:xmpp:message-moderate:1`.
    QFuture<Result<Done>> moderateMessage(const RoomAddress &room, MessageKey key, const QString &reason);
    QFuture<Result<Done>> kick(const RoomAddress &room, const QString &nickname, const QString &reason);
    /// Bans the account of an occupant, where the room shows it to us.
    QFuture<Result<Done>> ban(const RoomAddress &room, const QString &nickname, const QString &reason);
    QFuture<Result<Done>> setVoice(const RoomAddress &room, const QString &nickname, bool voice);
    /// Takes voice for \a minutes, 1 to 43,200, where the room's features have `urn:foyer:mute:0`; else ServerRefused.
    QFuture<Result<Done>> muteFor(const RoomAddress &room, const QString &nickname, int minutes);
    /// Asks the room's moderators for voice; finishes when it is sent.
    QFuture<Result<Done>> requestVoice(const RoomAddress &room);

    // ourselves in a room: the future finishes with the room's answer; also NotInRoom and TimedOut

    /// Another nickname, which rejoins keep (XEP-0045 section 7.6). NicknameNotAllowed, NicknameInUse.
    QFuture<Result<Done>> changeNickname(const RoomAddress &room, const QString &nickname);
    /// What the room is about from now on.
    QFuture<Result<Done>> setSubject(const RoomAddress &room, const QString &subject);
    /// The person writes a message, told at every change of its text, or has nothing written any more. In rooms of up
    /// to 30 the others hear of it (XEP-0085), sparingly; nothing of it is stored anywhere.
    void noteWriting(const RoomAddress &room, bool writing);

Q_SIGNALS:
    void connectionStateChanged(const foyer::ConnectionState &state);
    void connectionLost(const foyer::Error &cause);
    void roomStateChanged(const foyer::RoomAddress &room, foyer::RoomState state);
    void joined(const foyer::RoomAddress &room, const foyer::JoinResult &result);
    void joinFailed(const foyer::RoomAddress &room, const foyer::Error &error);
    void left(const foyer::RoomAddress &room, const foyer::LeaveReason &reason);
    void muteStateChanged(const foyer::RoomAddress &room, const foyer::MuteState &mute);
    void rejoining(const foyer::RoomAddress &room, int attempt);
    void rejoined(const foyer::RoomAddress &room, const foyer::JoinResult &result, const foyer::CatchUpReport &report);
    void rejoinFailed(const foyer::RoomAddress &room, const foyer::Error &error, bool willRetry);
    /// outages() changed.
    void outagesChanged();
    /// A page of the catch-up under way is stored.
    void catchUpProgressed(const foyer::RoomAddress &room, const foyer::CatchUpProgress &progress);
    /// What arrives in the room cannot be stored, and is not shown, or can again: a full disk.
    void storesChanged(const foyer::RoomAddress &room, bool stores);
    void messagesStored(const foyer::RoomAddress &room, const QList<foyer::StoredMessage> &rows);
    void messageChanged(const foyer::RoomAddress &room, foyer::MessageChange change, const foyer::StoredMessage &row);
    /// The room refused \a row, which has just become Failed (messageChanged): Muted, TooFast, ServerRefused...
    void messageRefused(const foyer::RoomAddress &room, const foyer::StoredMessage &row, const foyer::Error &error);
    /// What was done about a message did not happen after all; \a row is as it is without it. \a text is what a
    /// correction would have said, for whoever wrote it; else empty.
    void actionRefused(const foyer::RoomAddress &room, foyer::MessageChange change, const foyer::StoredMessage &row,
                       const foyer::Error &error, const QString &text);
    /// An occupant asks us, a moderator, for voice (setVoice()).
    void voiceRequested(const foyer::RoomAddress &room, const QString &nickname);
    /// Who writes in the room at this moment, without us.
    void typingChanged(const foyer::RoomAddress &room, const QStringList &nicknames);
    /// How long one has to wait between two messages now, with our role; 0: not at all (XEP-0500).
    void slowModeChanged(const foyer::RoomAddress &room, int seconds);
    /// The room gave us another nickname, because we asked or by itself.
    void nicknameChanged(const foyer::RoomAddress &room, const QString &nickname);
    void occupantsChanged(const foyer::RoomAddress &room, const foyer::OccupantDelta &delta);
    void subjectChanged(const foyer::RoomAddress &room, const QString &subject, const QString &by, const QDateTime &at);
    void roomInfoChanged(const foyer::RoomAddress &room, const foyer::RoomInfo &info);
    /// Rows moved, gaps appeared or went, or a whole page came: whoever shows the room reads its window again.
    void timelineChanged(const foyer::RoomAddress &room);
    void uploadOfferChanged(const foyer::UploadOffer &offer);
    void uploadProgressed(foyer::UploadId id, qint64 sent, qint64 total);
    /// The list of rooms itself changed (one appeared or was removed).
    void roomsChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer

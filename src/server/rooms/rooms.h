#pragma once

#include "core/clock.h"
#include "server/rooms/roomevents.h"
#include "server/rooms/roomstorage.h"

#include <memory>

namespace foyer::server
{

/// The service's switches that concern rooms (configuration file; `Service` of the settings page).
struct RoomSettings {
    QString domain;    ///< of the accounts
    QString mucDomain; ///< of the rooms
    bool singleUserMultipleRooms = false;
    int historyDepth = 50;          ///< most messages a join gets by itself
    int archiveRetentionDays = 60;  ///< 0: for ever
    int autoDestroyMinutes = 60;    ///< 0: never
    bool memberChangeEvents = true; ///< false: others' joins and leaves are not told to participants
    bool membersOnlySending =
        true; ///< false: the Server API's senders need not be inside (they never do); kept for the key
    int offlineExitSeconds = 30;
    int offlineExitMessages = 30;
    bool anyoneCreates = true;  ///< false: only administrators and the Server API make rooms
    QStringList administrators; ///< account names
    int messagesPerSecond = 0;  ///< a client; 0: no limit
    int maxBodyBytes = 131072;
};

/// What a client asks for when it enters a room.
struct EnterRequest {
    QString roomId; ///< as in the address, any spelling
    Jid session;    ///< full JID
    QString nickname;
    QString password;
    QList<stanza::XmlNode> payloads; ///< see ClientPresence
};
/// What it gets. `others` first, then its own presence, then history, then the subject, then live (XEP-0045 7.2).
struct EnterResult {
    RoomOccupant self;
    QList<RoomOccupant> others; ///< those the newcomer is told about, in the order they came
    bool created = false;
    bool alreadyInside = false; ///< this client was inside: the whole answer once more
    bool nicknameAssigned = false;
};

/// A groupchat message as a client sent it.
struct Utterance {
    QString roomId;
    Jid session;
    stanza::XmlNode message;
};

/// All rooms, and the rules of the service: who may enter, speak, silence, and how long things last. Pure: no sockets,
/// no files (see RoomStorage); time comes from the Clock. Everything that happens is told to the observers, in the
/// order it happened and before the call returns. One thread.
///
/// Voice: `canSpeak` of MuteState is false when the account is muted everywhere, or (unless exempt, or admin or owner
/// of the room) when the room is muted or the account is muted here, or when its role is Visitor. A muted occupant that
/// is no moderator has the role Visitor; voice comes back by itself when the last mute ends, if nothing else (a
/// moderated room) forbids it. A moderator's role change to Visitor is a mute here without end, and outlives leaving;
/// the change back lifts it.
class Rooms
{
public:
    Rooms(RoomStorage &storage, Clock &clock, const RoomSettings &settings);
    ~Rooms();

    void addObserver(RoomObserver *observer);
    void removeObserver(RoomObserver *observer);
    /// Reads what the storage holds; everybody is outside then, and observers are told of those who were inside
    /// (GoneUnseen). Ends what has run out meanwhile, and rooms that do not last without occupants. Called again (a
    /// commit failed) it writes and tells nothing by itself; that comes 5 s later, for those who are not back then.
    void load();
    /// The service stops: everybody goes. Rooms that do not last without occupants end at the next load().
    void shutDown();
    const RoomSettings &settings() const;
    void setSettings(const RoomSettings &settings);

    // what clients do

    /// Enters, making the room when it is missing and that is allowed (then it is locked until configured).
    Granted<EnterResult> enter(const EnterRequest &request);
    Granted<Allowed> leave(const QString &roomId, const Jid &session, const QList<stanza::XmlNode> &payloads = {});
    /// A presence to a room one is in: new payloads, or another nickname.
    Granted<Allowed> updatePresence(const QString &roomId, const Jid &session, const QString &nickname,
                                    const QList<stanza::XmlNode> &payloads);
    /// Posts to everybody inside. A repeat of an origin-id within 24 h posts nothing and returns the first entry with
    /// `isRepeat`: only the sender is to be told.
    struct Posted {
        ArchiveEntry entry;
        bool isRepeat = false;
        bool archived = true;
    };
    Granted<Posted> say(const Utterance &utterance);
    /// The session's stream is gone but may be resumed: the offline exit counts from here. online() ends that.
    void offline(const Jid &session);
    void online(const Jid &session);
    /// The session has ended for good: it leaves every room.
    void ended(const Jid &session, Departure departure);
    /// A client sent a private message: the sessions it goes to, and the sender's occupant.
    struct PrivateRoute {
        RoomOccupant from;
        RoomOccupant to;
    };
    Granted<PrivateRoute> privateRoute(const QString &roomId, const Jid &session, const QString &nickname);

    // what moderators and owners do (XEP-0045 sections 8 to 10)

    struct AdminItem {
        QString nickname; ///< set for roles
        Jid account;      ///< set for affiliations
        std::optional<Role> role;
        std::optional<Affiliation> affiliation;
        QString reason;
        int minutes = 0; ///< with Role::Visitor: after so many voice comes back by itself; 0: it does not
    };
    /// All items or none.
    Granted<Allowed> administer(const QString &roomId, const Jid &session, const QList<AdminItem> &items);
    /// Retracts the message \a archiveId for everybody (XEP-0425): the room says so, and its archive keeps that.
    Granted<Allowed> moderate(const QString &roomId, const Jid &session, const QString &archiveId,
                              const QString &reason);
    Granted<QList<Standing>> standings(const QString &roomId, const Jid &session, Affiliation affiliation) const;
    Granted<QList<RoomOccupant>> occupantsWithRole(const QString &roomId, const Jid &session, Role role) const;
    Granted<RoomConfig> configForm(const QString &roomId, const Jid &session) const;
    /// Unlocks a new room. \a persistentAsked: the owner sent `persistent` himself; true then means Kind::Never, false
    /// takes that back. Without it a room lives as long as the service's rooms do.
    Granted<Allowed> configure(const QString &roomId, const Jid &session, const RoomConfig &config,
                               bool persistentAsked = false);
    Granted<Allowed> destroy(const QString &roomId, const Jid &session, const QString &reason,
                             const QString &alternative);

    // reads

    /// nullptr when there is no such room.
    const RoomRecord *record(const QString &roomId) const;
    QList<RoomRecord> records() const;
    QList<RoomOccupant> occupants(const QString &roomId) const;
    bool isLocked(const QString &roomId) const;
    /// The occupant of this session; nullopt when it is not inside.
    std::optional<RoomOccupant> occupantOf(const QString &roomId, const Jid &session) const;
    /// Whether this session may read the archive: inside, or the room is open to it.
    Granted<Allowed> mayRead(const QString &roomId, const Jid &account) const;
    /// Rooms this account is in, in the order of joining.
    QStringList roomsOf(const Jid &account) const;

    // what the Server API does (no session; see RoomHost)

    struct NewRoom {
        QString roomId;
        QString title;
        RoomLifetime lifetime;
        bool muted = false;
        QList<Jid> exempt;
    };
    /// An existing room of that ID is left as it is (the source service's create is idempotent).
    Granted<Allowed> create(const NewRoom &room);
    Granted<Allowed> destroyByService(const QString &roomId);
    Granted<Allowed> setLifetime(const QString &roomId, const RoomLifetime &lifetime);
    Granted<Allowed> muteHere(const QString &roomId, const QList<Restriction> &mutes);
    Granted<Allowed> unmuteHere(const QString &roomId, const QList<Jid> &accounts);
    Granted<Allowed> setRoomMuted(const QString &roomId, bool muted, const QString &reason, const QString &by);
    Granted<Allowed> setExempt(const QString &roomId, const QList<Jid> &accounts, bool exempt);
    Granted<Allowed> block(const QString &roomId, const QList<Restriction> &blocks);
    Granted<Allowed> unblock(const QString &roomId, const QList<Jid> &accounts);
    void muteEverywhere(const QList<Restriction> &mutes);
    void unmuteEverywhere(const QList<Jid> &accounts);
    QList<Restriction> mutedEverywhere() const;
    struct ServiceMessage {
        QString roomId;
        Jid from;                ///< account, need not be inside
        QString nickname;        ///< the user id as spelled
        QString body;            ///< empty: a content element alone
        stanza::XmlNode content; ///< `urn:foyer:content:0`, or the null node
        bool persisted = true;
        bool includeSender = false;
    };
    /// Not restricted by mutes. The entry's id is the message's UID.
    Granted<Posted> publish(const ServiceMessage &message);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer::server

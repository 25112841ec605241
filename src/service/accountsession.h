#pragma once

#include "service/chatroomservice.h"
#include "service/connectionkeeper.h"
#include "service/joinqueue.h"
#include "service/outagelog.h"
#include "service/roomsession.h"
#include "service/uploads.h"
#include "service/wakewatch.h"
#include "xmpp/archivequery.h"
#include "xmpp/disco.h"
#include "xmpp/iqrouter.h"
#include "xmpp/roomdirectory.h"
#include "xmpp/xmppstream.h"

#include <QHash>
#include <QList>
#include <QRandomGenerator>
#include <QSet>

namespace foyer
{

/// A join that waits for its room service to be known.
struct PendingJoin {
    RoomAddress address;
    JoinOptions options;
    bool create = false;
};

/// A room that was left for another one; its left() waits until that one has answered (contract: after the new join has
/// succeeded).
struct ReplacedRoom {
    RoomAddress address;
    LeaveReason reason;
};

/// What is behind ChatroomService: the account's stream and everything that lives on it, the sessions of its rooms, and
/// the joins that wait for either.
class ChatroomService::Private
{
public:
    Private(ChatroomService *owner, ServiceDeps dependencies);

    void onOnline(bool resumed);
    void onLost(const Error &cause, StreamEnd end);
    /// Over-size or malformed input has ended the stream: finds the room whose history it was.
    void findPoison();
    /// Nobody enters a room, and no message goes out, until the next onOnline().
    void goOffline();
    void onAttemptFailed(const Error &cause, bool final);
    /// The machine slept: neither the connection nor a membership is what it was before anybody has asked.
    void onWoke();
    void onStanza(const stanza::XmlNode &stanza, StanzaSerial serial);
    void onRefused(const stanza::XmlNode &scanned, StanzaSerial serial);
    void restoreHeldRooms();
    void restore(const QList<RoomRecord> &rooms);
    void findRoomService();
    void resolvePending();
    void failPending(const Error &error, bool alsoResolvable);
    void join(const RoomAddress &room, const JoinOptions &options, bool create);
    void rejoin(const RoomAddress &room);
    /// Why nothing will connect by itself, if so.
    std::optional<Error> whyOffline() const;
    void enterHeldRooms();
    void onLeft(RoomSession *session, const LeaveReason &reason);
    void leaveOthers(RoomSession *entered);
    /// Tells what was held back until the room that replaces others has answered.
    void tellReplaced(const RoomAddress &by);
    void tellAllReplaced();
    /// Whether \a room is among those of which one may be in one at a time.
    bool isUnderOneRoomRule(const RoomAddress &room) const;
    /// Another room than \a room is held, and one may be held at a time.
    bool isReplaced(const RoomAddress &room) const;
    void learnService(const RoomService &service);
    QFuture<Result<QList<DirectoryRoom>>> readDirectory();
    void refreshService();
    void forget(RoomSession *session);
    /// The stream is back: leaves what was forgotten meanwhile, unless it was joined anew.
    void leaveForgotten(bool resumed);

    RoomAddress resolved(const RoomAddress &room) const;
    RoomSession *find(const RoomAddress &room) const;
    RoomSession *findByJid(const Jid &jid) const { return sessions.value(jid.bare()); }
    RoomSession *open(const RoomAddress &room);
    /// A session for a room that has none; roomsChanged() is the caller's to tell.
    RoomSession *make(const RoomAddress &room);
    void connectSession(RoomSession *session);

    ChatroomService *q;
    ServiceDeps deps;
    QRandomGenerator random; ///< for waits
    XmppStream stream;
    IqRouter iqs;
    Disco disco;
    RoomDirectory directory;
    ArchiveQuery archive;
    ConnectionKeeper keeper;
    JoinQueue queue;
    WakeWatch wake;
    OutageLog outages;
    Uploads uploads;
    Timer roomsRetry; ///< until the account's rooms are read
    AccountSettings settings;
    QHash<Jid, RoomSession *> sessions;
    QList<RoomSession *> leaving; ///< forgotten, and still to be left once the stream is resumed
    QList<RoomAddress> order;     ///< as the interface lists them
    QList<PendingJoin> pending;
    QString roomService;
    RoomService serviceFacts;                 ///< what it said of itself
    QHash<Jid, QList<ReplacedRoom>> replaced; ///< by the room that replaces them
    QSet<Jid> givenUp; ///< rooms of this session whose join was cancelled: they may let us in all the same
    bool restored = false;
    bool everOnline = false;
    bool onlineNow = false;
    bool admitting = false; ///< online: rooms may enter
    bool several = true;
    bool typingShared = true;
    bool signedIn = false;         ///< between signIn() and signOut()
    bool starting = false;         ///< signing in, and the account's rooms are being read first
    bool directoryWasOpen = false; ///< the list of rooms was being read when the stream ended
    bool directoryIsFatal = false; ///< asking for it has ended the stream
    quint64 generation = 0;
    quint64 searches = 0; ///< for the room service; only the last one's answer counts
};

} // namespace foyer

#pragma once

#include "service/chatroomservice.h"
#include "service/connectionkeeper.h"
#include "service/joinqueue.h"
#include "service/roomsession.h"
#include "xmpp/archivequery.h"
#include "xmpp/disco.h"
#include "xmpp/iqrouter.h"
#include "xmpp/xmppstream.h"

#include <QHash>
#include <QList>

namespace foyer
{

/// A join that waits for its room service to be known.
struct PendingJoin {
    RoomAddress address;
    JoinOptions options;
    bool create = false;
};

/// What is behind ChatroomService: the account's stream and everything that lives on it, the sessions of its rooms, and
/// the joins that wait for either.
class ChatroomService::Private
{
public:
    Private(ChatroomService *owner, ServiceDeps dependencies);

    void onOnline(bool resumed);
    void onLost(const Error &cause);
    void onAttemptFailed(const Error &cause, bool final);
    void onStanza(const stanza::XmlNode &stanza, StanzaSerial serial);
    void onRefused(const stanza::XmlNode &scanned, StanzaSerial serial);
    void restoreHeldRooms();
    void findRoomService(bool thenEnter);
    void resolvePending();
    void failPending(const Error &error, bool alsoResolvable);
    void join(const RoomAddress &room, const JoinOptions &options, bool create);
    void enterHeldRooms();
    void leaveOthers(RoomSession *entered);
    void forget(RoomSession *session);

    RoomAddress resolved(const RoomAddress &room) const;
    RoomSession *find(const RoomAddress &room) const;
    RoomSession *findByJid(const Jid &jid) const { return sessions.value(jid.bare()); }
    RoomSession *open(const RoomAddress &room);
    void connectSession(RoomSession *session);

    ChatroomService *q;
    ServiceDeps deps;
    XmppStream stream;
    IqRouter iqs;
    Disco disco;
    ArchiveQuery archive;
    ConnectionKeeper keeper;
    JoinQueue queue;
    AccountSettings settings;
    QHash<Jid, RoomSession *> sessions;
    QList<RoomAddress> order; ///< as the interface lists them
    QList<PendingJoin> pending;
    QString roomService;
    bool restored = false;
    bool everOnline = false;
    bool onlineNow = false;
    bool admitting = false; ///< online, and the room service is known or known to be missing: rooms may enter
    bool several = true;
    bool signedIn = false; ///< between signIn() and signOut()
    quint64 generation = 0;
};

} // namespace foyer

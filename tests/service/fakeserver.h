#pragma once

#include "service/fakeroom.h"
#include "support/fakestanzachannel.h"

#include <functional>
#include <memory>

namespace foyer
{

/// A scripted server with one client: keeps its rooms, and what it has sent until that is acknowledged, so that a
/// session can be resumed as by a real one (XEP-0198).
class FakeServer
{
public:
    FakeServer();

    FakeStanzaChannel &channel() { return m_channel; }
    FakeRoom &room(const QString &roomId = QStringLiteral("tea"));

    /// Signs the waiting client in to a new session; what an older one knew is over.
    void acceptLogin(bool streamManagement = true);
    /// Resumes the session: what the client has not counted comes again.
    void acceptResume();
    /// Lets the waiting client in as it asks: its old session goes on if it wants that and \a sessionLives, else a new
    /// one begins. True when the old one goes on.
    bool accept(bool sessionLives);
    /// The client has closed its session, or the server has dropped it.
    void endSession();
    /// Answers a sign-in as with a wrong password.
    void refuseLogin();
    void drop(ChannelEnd end = ChannelEnd::Network) { m_channel.dropConnection(end); }
    /// As drop(), but what the client has written is still on its way: the server reads it, without counting it for the
    /// client, just after it has resumed the session.
    void dropWithLateBytes();

    /// Sends a stanza of this session; kept for the replay while the link is down.
    void deliver(const stanza::XmlNode &stanza);
    /// Sends a stanza with something that the client's input gate refuses, which lets only the identifying parts
    /// through.
    void deliverRefused(const stanza::XmlNode &stanza);
    /// Answers what the client has sent so far. False when that was nothing.
    bool pump();
    /// What the client has acknowledged of this session's stanzas.
    quint32 acknowledged() const { return m_acknowledged; }
    quint32 delivered() const { return m_delivered; }
    /// Whether a signed-in connection is up.
    bool isLinked() const;
    /// So many stanzas still reach the client, then the link breaks; -1: all.
    int cutsAfter = -1;
    /// Told when the client acknowledges what was never sent; without it the program ends.
    std::function<void(const QString &)> onImpossibleAcknowledgement;
    bool isBlackhole = false; ///< nothing gets through in either direction, and nobody says so
    bool isSilent = false;    ///< reads nothing: what is sent stays on the way
    bool isSlow = false;      ///< what it sends stays on the way until carry() brings it
    /// About so much of what is on the way on a slow link arrives.
    void carry(qint64 bytes);
    int uncounted = 0; ///< so many stanzas are taken without being counted
    bool hasRoomService = true;
    bool answersSearches = true;   ///< what the server lists, and what that is
    QStringList publicRooms;       ///< the list of the room service: `id` or `id=name`, in pages of 100
    bool directoryIsFatal = false; ///< that list ends the client's stream
    QString uploadPlace;           ///< `https://...`, where files are put; empty: the server takes none
    bool oneRoomOnly = false;      ///< one room an account: whoever enters one is taken out of the one before
    /// Told by a room that lets us in.
    void entered(const FakeRoom &room);
    int presencesSeen = 0;

private:
    struct Sent {
        stanza::XmlNode stanza;
        bool refused = false; ///< by the client's input gate
    };

    void handle(const stanza::XmlNode &stanza);
    void handleServerIq(const stanza::XmlNode &iq);
    QString roomsAfter(const QString &last) const;
    void noteAcknowledged(quint32 h);
    void beginSession(bool streamManagement);
    void replay();
    void readLateBytes();
    void transmit(const stanza::XmlNode &stanza, bool refused);
    void acknowledge();

    FakeStanzaChannel m_channel;
    QMap<QString, std::shared_ptr<FakeRoom>> m_rooms;
    QList<Sent> m_unacknowledged;
    QList<stanza::XmlNode> m_late;
    QList<Sent> m_onTheWay;
    quint32 m_acknowledged = 0;
    quint32 m_delivered = 0;
    quint32 m_processed = 0;
    bool m_streamManagement = false;
    bool m_sessionLives = false;
    int m_linkedAttempt = 0; ///< the connection attempt that became the link
};

} // namespace foyer

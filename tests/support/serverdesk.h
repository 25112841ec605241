#pragma once

#include "server/rooms/rooms.h"
#include "server/storage/serverstore.h"
#include "server/xmpp/stanzarouter.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>

#include <map>
#include <memory>

namespace foyer
{

/// The XMPP face of the server over real rooms and a real store, without sockets: sessions say stanzas as XML texts and
/// read what the server says to them.
class ServerDesk
{
public:
    explicit ServerDesk(const server::RoomSettings &settings = usualSettings());
    ~ServerDesk();

    static server::RoomSettings usualSettings();

    /// Opens a session with this full JID.
    void connectAs(const QString &jid);
    /// Sends a stanza of a session, as its stream would.
    void say(const QString &jid, const QString &stanza);
    /// What a session was told since the last call, as XML; `to` is checked and left out.
    QList<stanza::XmlNode> heard(const QString &jid);
    /// The same in one text a stanza.
    QStringList heardTexts(const QString &jid);
    /// The last stanza of \a heard(), the null node when there was none.
    stanza::XmlNode last(const QString &jid);

    /// \a jid makes and opens a room; everything heard is dropped.
    void makeRoom(const QString &room, const QString &jid, const QString &nickname);
    /// Enters without history; everything heard by everybody is dropped.
    void enter(const QString &room, const QString &jid, const QString &nickname);
    void forgetHeard();

    server::Rooms &rooms() { return *m_rooms; }
    server::ServerStore &store() { return m_store; }
    server::SessionTable &sessions() { return *m_sessions; }
    server::MucFace &face() { return *m_face; }
    server::RoomRequests &requests() { return *m_requests; }
    FakeClock &clock() { return m_clock; }

private:
    struct Listener : server::SessionOutput {
        void write(const QString &text) override { texts.append(text); }
        QStringList texts;
    };

    QTemporaryDir m_folder;
    FakeClock m_clock;
    server::ServerStore m_store;
    std::unique_ptr<server::Rooms> m_rooms;
    std::unique_ptr<server::SessionTable> m_sessions;
    std::unique_ptr<server::MucFace> m_face;
    std::unique_ptr<server::RoomRequests> m_requests;
    std::unique_ptr<server::StanzaRouter> m_router;
    std::map<QString, Listener> m_listeners;
};

} // namespace foyer

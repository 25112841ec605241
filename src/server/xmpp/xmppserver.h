#pragma once

#include "server/rooms/rooms.h"
#include "server/xmpp/stanzarouter.h"
#include "server/xmpp/websocketlistener.h"
#include "server/xmpp/websocketserverchannel.h"

#include <QObject>

#include <memory>
#include <vector>

namespace foyer::server
{

/// The XMPP side of the server: listens, holds the connections and the sessions, and joins them to the rooms.
class XmppServer : public QObject, public StreamHost
{
    Q_OBJECT

public:
    struct Settings {
        QString domain;
        QString mucDomain;
        int resumeSeconds = 300;
        int maxStanzaBytes = 262144;
        int stanzasPerSecond = 0;
        int maxConnections = 5000;
        bool archive = true;
    };
    struct Deps {
        Rooms &rooms;
        RoomStorage &storage;
        Turn &turn;
        Clock &clock;
        std::function<SaslAccounts()> accounts;
    };

    XmppServer(const Deps &deps, const Settings &settings, QObject *parent = nullptr);
    ~XmppServer() override;

    Result<quint16> listen(quint16 port);
    /// What can change while it runs: limits of new connections, the archive.
    void setSettings(const Settings &settings);
    /// Ends all streams with system-shutdown and stops listening. Nothing is told of the rooms any more.
    void shutDown();
    /// After a commit that failed: all streams end with internal-server-error, all sessions are forgotten. The caller
    /// reads the rooms anew.
    void forgetEverything();
    /// Ends the sessions of accounts that are no more; guests have none.
    void endSessionsWithoutAccount(const std::function<bool(const QString &name)> &exists);

    SaslAccounts saslAccounts() override;
    void handleStanza(Session &session, const stanza::XmlNode &stanza) override;

Q_SIGNALS:
    /// The last connection has gone.
    void emptied();

private:
    struct Connection;
    void take(QWebSocket *socket);
    void remove(Connection *connection);

    Deps m_deps;
    Settings m_settings;
    SessionTable m_sessions;
    MucFace m_rooms;
    RoomRequests m_requests;
    StanzaRouter m_router;
    WebSocketListener m_listener;
    std::vector<std::unique_ptr<Connection>> m_connections;
};

} // namespace foyer::server

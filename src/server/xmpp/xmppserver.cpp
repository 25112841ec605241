#include "server/xmpp/xmppserver.h"

#include "server/xmpp/frameinbox.h"

#include <QWebSocket>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

/// Above this a client is not listened to until it has read; far below where a stream gives up on a client.
constexpr qint64 heldAbove = 1024 * 1024;

} // namespace

struct XmppServer::Connection {
    Connection(QWebSocket *socket, const ServerStream::Deps &deps, const ServerStream::Settings &settings)
        : channel(socket, deps.clock),
          stream(deps, settings, channel),
          inbox({[this](const QString &frame) { stream.receive(frame); },
                 [this] { return !stream.isOver() && stream.unsentBytes() > heldAbove; },
                 [this] { stream.end(u"resource-constraint"_s, u"Too much at once."_s); }})
    {
    }

    WebSocketServerChannel channel;
    ServerStream stream;
    FrameInbox inbox;
};

XmppServer::XmppServer(const Deps &deps, const Settings &settings, QObject *parent)
    : QObject(parent),
      m_deps(deps),
      m_settings(settings),
      m_sessions(settings.domain, deps.clock, settings.resumeSeconds),
      m_rooms({deps.rooms, deps.storage, m_sessions, deps.clock}),
      m_requests({deps.rooms, deps.storage, m_sessions, m_rooms.occupancy(), deps.clock}),
      m_router({m_rooms, m_requests, m_sessions}, settings.domain, settings.mucDomain),
      m_listener({settings.maxConnections, settings.maxStanzaBytes})
{
    setSettings(settings);
    m_rooms.setOnOverfull([this](const Jid &session) {
        // The rooms are telling just now; sessions end between their acts.
        m_deps.turn.whenCommitted([this, session](bool) {
            m_deps.turn.touch();
            m_sessions.end(session, SessionEnd::Overfull);
        });
    });
    connect(&m_listener, &WebSocketListener::accepted, this, &XmppServer::take);
}

XmppServer::~XmppServer()
{
    m_sessions.setObserver(nullptr);
    m_connections.clear();
}

Result<quint16> XmppServer::listen(quint16 port)
{
    return m_listener.listen(port);
}

void XmppServer::setSettings(const Settings &settings)
{
    m_settings = settings;
    m_sessions.setResumeSeconds(settings.resumeSeconds);
    m_rooms.setArchive(settings.archive);
    m_requests.setArchive(settings.archive);
    m_listener.setLimits({settings.maxConnections, settings.maxStanzaBytes});
}

void XmppServer::take(QWebSocket *socket)
{
    ServerStream::Settings settings;
    settings.domain = m_settings.domain;
    settings.stanzaBytes = m_settings.maxStanzaBytes;
    settings.stanzasPerSecond = m_settings.stanzasPerSecond;
    auto made = std::make_unique<Connection>(socket, ServerStream::Deps{m_deps.turn, m_sessions, m_deps.clock, *this},
                                             settings);
    Connection *connection = made.get();
    connect(&connection->channel, &WebSocketServerChannel::received, this,
            [connection](const QString &frame) { connection->inbox.take(frame); });
    connect(&connection->channel, &WebSocketServerChannel::drained, this,
            [connection] { connection->inbox.proceed(); });
    connect(&connection->channel, &WebSocketServerChannel::closed, this, [this, connection] {
        connection->inbox.finish([this, connection] {
            connection->stream.channelClosed();
            // It may be the stream itself that closed it, from inside.
            QMetaObject::invokeMethod(
                this, [this, connection] { remove(connection); }, Qt::QueuedConnection);
        });
    });
    m_connections.push_back(std::move(made));
}

void XmppServer::remove(Connection *connection)
{
    std::erase_if(m_connections, [connection](const auto &one) { return one.get() == connection; });
    if (m_connections.empty())
        Q_EMIT emptied();
}

void XmppServer::shutDown()
{
    m_listener.close();
    m_sessions.setObserver(nullptr);
    // The end of the stream says it all.
    m_deps.rooms.removeObserver(&m_rooms);
    for (const auto &connection : m_connections)
        connection->stream.end(u"system-shutdown"_s, u"The server is stopped."_s);
    m_deps.turn.touch();
    if (m_connections.empty())
        Q_EMIT emptied();
}

void XmppServer::forgetEverything()
{
    for (const auto &connection : m_connections)
        connection->stream.endUncommitted();
    m_sessions.clear();
    m_rooms.reset();
}

void XmppServer::endSessionsWithoutAccount(const std::function<bool(const QString &name)> &exists)
{
    const QList<Jid> sessions = m_sessions.sessions();
    for (const Jid &session : sessions) {
        if (!isGuest(session.local()) && !exists(session.local())) {
            m_deps.turn.touch();
            m_sessions.end(session, SessionEnd::Removed);
        }
    }
}

SaslAccounts XmppServer::saslAccounts()
{
    return m_deps.accounts();
}

void XmppServer::handleStanza(Session &session, const stanza::XmlNode &stanza)
{
    m_router.handle(session, stanza);
}

} // namespace foyer::server

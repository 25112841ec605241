#include "server/xmpp/websocketlistener.h"

#include "server/xmpp/handshakegate.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr int handshakeMs = 10000;
constexpr qsizetype maximumHead = 16384;

} // namespace

WebSocketListener::WebSocketListener(const Limits &limits, QObject *parent) : QObject(parent), m_limits(limits)
{
    m_listener = std::make_unique<QTcpServer>();
    m_upgrader = std::make_unique<QWebSocketServer>(u"Foyer"_s, QWebSocketServer::NonSecureMode);
    m_upgrader->setSupportedSubprotocols({u"xmpp"_s});
    m_upgrader->setMaxPendingConnections(1000);
    m_listener->setMaxPendingConnections(1000);
    connect(m_upgrader.get(), &QWebSocketServer::newConnection, this, &WebSocketListener::takeUpgraded);
    connect(m_listener.get(), &QTcpServer::newConnection, this, &WebSocketListener::takeConnections);
}

WebSocketListener::~WebSocketListener()
{
    close();
}

Result<quint16> WebSocketListener::listen(quint16 port)
{
    if (!m_listener->listen(QHostAddress(QHostAddress::LocalHost), port)) {
        const QString why = m_listener->errorString();
        return Error{ErrorKind::ServerUnreachable,
                     tr("The server cannot listen on port %1: %2. Choose another port, or 0 for any free one.")
                         .arg(port)
                         .arg(why),
                     why};
    }
    return m_listener->serverPort();
}

void WebSocketListener::close()
{
    m_listener->close();
    const QList<QTcpSocket *> pending = m_pending.keys();
    for (QTcpSocket *socket : pending)
        socket->abort();
}

void WebSocketListener::takeConnections()
{
    while (QTcpSocket *socket = m_listener->nextPendingConnection()) {
        ++m_open;
        connect(socket, &QObject::destroyed, this, [this] { --m_open; });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_pending.remove(socket);
            m_upgrading.removeIf([socket](const auto &entry) { return entry.value() == socket; });
            socket->deleteLater();
        });
        if (m_open > m_limits.connections) {
            refuse(socket, 503, "Service Unavailable");
            continue;
        }
        auto *deadline = new QTimer(socket);
        deadline->setSingleShot(true);
        connect(deadline, &QTimer::timeout, socket, [this, socket] { refuse(socket, 408, "Request Timeout"); });
        deadline->start(handshakeMs);
        m_pending.insert(socket, deadline);
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readHead(socket); });
        readHead(socket);
    }
}

void WebSocketListener::readHead(QTcpSocket *socket)
{
    if (!m_pending.contains(socket))
        return;
    // Only looked at: the upgrader reads the request again from its first byte.
    const QByteArray head = socket->peek(maximumHead);
    const qsizetype end = head.indexOf("\r\n\r\n");
    if (end < 0) {
        if (head.size() >= maximumHead)
            refuse(socket, 431, "Request Header Fields Too Large");
        return;
    }
    if (const HandshakeVerdict verdict = judgeHandshake(head.left(end)); !verdict.passes()) {
        refuse(socket, verdict.status, verdict.reason);
        return;
    }
    // The upgrader answers later, and leaves it open whose socket its QWebSocket has; the peer's port tells.
    disconnect(socket, &QTcpSocket::readyRead, this, nullptr);
    m_upgrading.insert(socket->peerPort(), socket);
    m_upgrader->handleConnection(socket);
}

void WebSocketListener::refuse(QTcpSocket *socket, int status, const QByteArray &reason)
{
    delete m_pending.take(socket);
    socket->write(refusalResponse({status, reason}));
    socket->disconnectFromHost();
    // A peer that reads nothing must not keep it.
    QTimer::singleShot(2000, socket, [socket] { socket->abort(); });
}

void WebSocketListener::takeUpgraded()
{
    while (QWebSocket *socket = m_upgrader->nextPendingConnection()) {
        if (QTcpSocket *transport = m_upgrading.take(socket->peerPort())) {
            // A QWebSocket of a server leaves its transport behind when it is deleted.
            delete m_pending.take(transport);
            disconnect(transport, nullptr, this, nullptr);
            connect(socket, &QObject::destroyed, transport, &QObject::deleteLater);
            connect(socket, &QObject::destroyed, this, [this] { --m_open; });
        }
        // Above the limit of a stanza the stream ends with a word (policy-violation); far above it without one.
        const auto most = static_cast<quint64>(m_limits.messageBytes) * 4 + 4096;
        socket->setMaxAllowedIncomingFrameSize(most);
        socket->setMaxAllowedIncomingMessageSize(most);
        Q_EMIT accepted(socket);
    }
}

} // namespace foyer::server

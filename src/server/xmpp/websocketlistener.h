#pragma once

#include "core/result.h"

#include <QHash>
#include <QObject>

#include <memory>

class QTcpServer;
class QTcpSocket;
class QTimer;
class QWebSocket;
class QWebSocketServer;

namespace foyer::server
{

/// Listens on 127.0.0.1 and lets WebSocket connections in that pass judgeHandshake(). A request that is no WebSocket
/// yet within 10 s or 16 kB is refused.
class WebSocketListener : public QObject
{
    Q_OBJECT

public:
    struct Limits {
        int connections = 5000; ///< above it: 503
        int messageBytes = 262144;
    };

    explicit WebSocketListener(const Limits &limits, QObject *parent = nullptr);
    ~WebSocketListener() override;

    /// \a port 0: any free one. ServerUnreachable with a sentence when it is taken.
    Result<quint16> listen(quint16 port);
    void close();
    void setLimits(const Limits &limits) { m_limits = limits; }
    /// Handshakes under way and sockets handed out that still exist.
    int connectionCount() const { return m_open; }

Q_SIGNALS:
    /// Whoever is connected owns \a socket.
    void accepted(QWebSocket *socket);

private:
    void takeConnections();
    void readHead(QTcpSocket *socket);
    void refuse(QTcpSocket *socket, int status, const QByteArray &reason);
    void takeUpgraded();

    Limits m_limits;
    std::unique_ptr<QTcpServer> m_listener;
    std::unique_ptr<QWebSocketServer> m_upgrader;
    QHash<QTcpSocket *, QTimer *> m_pending;  ///< the deadline of each request that is no WebSocket yet
    QHash<quint16, QTcpSocket *> m_upgrading; ///< those the upgrader has in hand, by the port of the peer
    int m_open = 0;
};

} // namespace foyer::server

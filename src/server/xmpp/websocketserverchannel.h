#pragma once

#include "core/clock.h"
#include "server/xmpp/serverchannel.h"

#include <QObject>

#include <memory>

class QWebSocket;

namespace foyer::server
{

/// A client's WebSocket. A peer from which nothing has come for 90 s, not even the answer to a ping, is cut off.
class WebSocketServerChannel : public QObject, public ServerChannel
{
    Q_OBJECT

public:
    /// Takes \a socket over.
    WebSocketServerChannel(QWebSocket *socket, Clock &clock, QObject *parent = nullptr);
    ~WebSocketServerChannel() override;

    void send(const QString &frame) override;
    void close() override;
    void abort() override;
    qint64 pendingBytes() const override;

Q_SIGNALS:
    void received(const QString &frame);
    /// The client took some of what was sent.
    void drained();
    void closed();

private:
    void heard();
    void probe();

    std::unique_ptr<QWebSocket> m_socket;
    Clock &m_clock;
    Timer m_probe;
    Timer m_closeGrace;
    qint64 m_heardAt;
    bool m_isOver = false;
};

} // namespace foyer::server

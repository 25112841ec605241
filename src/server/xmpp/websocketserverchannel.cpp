#include "server/xmpp/websocketserverchannel.h"

#include <QWebSocket>

namespace foyer::server
{

namespace
{

constexpr qint64 probeMs = 30000;
constexpr qint64 silenceMs = 90000;
constexpr qint64 closeGraceMs = 2000;

} // namespace

WebSocketServerChannel::WebSocketServerChannel(QWebSocket *socket, Clock &clock, QObject *parent)
    : QObject(parent),
      m_socket(socket),
      m_clock(clock),
      m_probe(clock, [this] { probe(); }),
      m_closeGrace(clock, [this] { m_socket->abort(); }),
      m_heardAt(clock.monotonicMs())
{
    m_socket->setParent(nullptr);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, [this](const QString &frame) {
        heard();
        Q_EMIT received(frame);
    });
    // RFC 7395 section 3.2: only text.
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this,
            [this] { m_socket->close(QWebSocketProtocol::CloseCodeDatatypeNotSupported); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, &WebSocketServerChannel::drained);
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { heard(); });
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        if (m_isOver)
            return;
        m_isOver = true;
        m_probe.stop();
        m_closeGrace.stop();
        Q_EMIT closed();
    });
    m_probe.start(probeMs);
}

WebSocketServerChannel::~WebSocketServerChannel()
{
    m_isOver = true;
    m_socket->disconnect(this);
}

void WebSocketServerChannel::heard()
{
    m_heardAt = m_clock.monotonicMs();
}

void WebSocketServerChannel::probe()
{
    if (m_clock.monotonicMs() - m_heardAt > silenceMs) {
        m_socket->abort();
        return;
    }
    m_socket->ping();
    m_probe.start(probeMs);
}

void WebSocketServerChannel::send(const QString &frame)
{
    if (!m_isOver)
        m_socket->sendTextMessage(frame);
}

void WebSocketServerChannel::close()
{
    if (m_isOver || m_closeGrace.isActive())
        return;
    // A peer that does not answer the closing frame keeps nothing open.
    m_closeGrace.start(closeGraceMs);
    m_socket->close();
}

void WebSocketServerChannel::abort()
{
    m_socket->abort();
}

qint64 WebSocketServerChannel::pendingBytes() const
{
    return m_isOver ? 0 : m_socket->bytesToWrite();
}

} // namespace foyer::server

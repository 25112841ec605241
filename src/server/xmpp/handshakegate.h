#pragma once

#include <QByteArray>
#include <QString>

namespace foyer::server
{

/// What is decided about an HTTP request before it may become a WebSocket.
struct HandshakeVerdict {
    int status = 0; ///< 0: let it pass; else the HTTP status that refuses it
    QByteArray reason;

    bool passes() const { return status == 0; }
};

/// Judges the head of an upgrade request (request line and header fields, without the empty line at the end). Any
/// program on this computer and any web page in its browsers can reach a loopback port, so besides RFC 6455 section 4.2
/// and RFC 7395 section 3.1 it asks: `Host` is a literal loopback address or localhost (against DNS rebinding), and
/// there is no `Origin` or one of those (against foreign pages).
HandshakeVerdict judgeHandshake(const QByteArray &head);

/// The whole HTTP answer for a verdict that refuses.
QByteArray refusalResponse(const HandshakeVerdict &verdict);

/// Whether \a host (`name`, `name:port`, `[::1]:port`) names this computer and nothing else.
bool isLoopbackHost(QByteArrayView host);

} // namespace foyer::server

#pragma once

#include "core/clock.h"
#include "xmpp/stanzachannel.h"

class QSslConfiguration;

namespace foyer
{

/// XMPP over WebSocket (RFC 7395). Everything QWebSocket has no time limit for is limited here: opening (15 s, the name
/// look-up included) and closing (2 s). What it sends too fast for the network waits here in order.
///
/// Errors of closed(): ServerUnreachable, TlsFailed (detail: expired, wrong host, untrusted, ...), NotAnXmppServer (no
/// WebSocket, or none that speaks XMPP), TimedOut, ServerRefused (input over the limits).
class WebSocketChannel : public StanzaChannel
{
    Q_OBJECT

public:
    /// \a tls decides whom to trust; the certificate must name the URL's host.
    WebSocketChannel(const QSslConfiguration &tls, Clock &clock, QObject *parent = nullptr);
    ~WebSocketChannel() override;

    void open(const QUrl &url) override;
    void send(const stanza::XmlNode &element) override;
    void close() override;
    void abort(const Error &cause) override;
    qint64 bytesToWrite() const override;
    void ping() override;
    ChannelEnd ending() const override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Channels for XmppStream that all trust \a tls; \a clock must outlive them.
ChannelFactory webSocketChannels(const QSslConfiguration &tls, Clock &clock);

} // namespace foyer

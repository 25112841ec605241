#include "xmpp/websocketchannel.h"

#include "core/logging.h"
#include "stanza/xmlreader.h"
#include "xmpp/endpoint.h"
#include "xmpp/tlsproblems.h"

#include <QHostInfo>
#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QPointer>
#include <QQueue>
#include <QRegularExpression>
#include <QSslConfiguration>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include <utility>
#include <vector>

namespace foyer
{

using namespace Qt::StringLiterals;
using stanza::GateVerdict;

namespace
{

constexpr qint64 openMs = 15000;
constexpr qint64 closeMs = 2000;
/// After so long without a connection it is looked whether another of the name's addresses answers, and so much later
/// than one did the one that is tried is given up.
constexpr qint64 addressMs = 1000;
constexpr qsizetype mostAddresses = 4;
constexpr qint64 mostUnwrittenBytes = 1024 * 1024;

Error unreachable(const QString &detail)
{
    return Error::make(ErrorKind::ServerUnreachable, {}, detail);
}

/// Close codes 1012 (service restart) to 1014, of RFC 6455's registry. QWebSocket 6.4 takes them for protocol errors
/// and forgets which it was, but only then does its sentence name the code it puts instead.
bool isServiceRestart(const QWebSocket &socket)
{
    return socket.closeCode() == QWebSocketProtocol::CloseCodeProtocolError && socket.closeReason().contains(u"1002");
}

} // namespace

class WebSocketChannel::Private
{
public:
    Private(WebSocketChannel &channel, const QSslConfiguration &tls, Clock &clock);

    void onConnected();
    void onText(const QString &text);
    void onError(QAbstractSocket::SocketError error);
    void onState(QAbstractSocket::SocketState state);
    void onDisconnected();
    void watchTransport();
    void watchAddresses();
    void onAddressDue();
    bool goesThroughProxy() const;
    void flush();
    void finish(const Error &cause, ChannelEnd how);

    WebSocketChannel &q;
    QWebSocket socket;
    stanza::XmlReader reader;
    Timer openTimer;
    Timer addressTimer;
    Timer closeTimer;
    Timer refusalTimer;
    QQueue<QString> outgoing;
    qint64 outgoingBytes = 0;
    QPointer<QAbstractSocket> outer;
    QPointer<QAbstractSocket> connecting; ///< the one that tries the addresses
    QList<QHostAddress> addresses;
    std::vector<std::unique_ptr<QTcpSocket>> probes;
    qsizetype skipped = 0; ///< addresses given up
    bool transportConnected = false;
    bool wasOpen = false;
    bool closing = false;
    bool done = false;
    QString tlsProblem;
    ChannelEnd how = ChannelEnd::Network;
};

WebSocketChannel::Private::Private(WebSocketChannel &channel, const QSslConfiguration &tls, Clock &clock)
    : q(channel),
      reader({}, stanza::XmlReader::Prefixed::LeftOut),
      openTimer(clock, [this] { finish(Error::make(ErrorKind::TimedOut, {}, u"no answer"_s), ChannelEnd::Network); }),
      addressTimer(clock, [this] { onAddressDue(); }),
      closeTimer(clock,
                 [this] {
                     if (closing)
                         finish(unreachable(u"closed"_s), ChannelEnd::Closed);
                     else
                         onDisconnected();
                 }),
      refusalTimer(clock,
                   [this] { finish(Error::make(ErrorKind::TlsFailed, {}, u"not encrypted"_s), ChannelEnd::Untrusted); })
{
    const auto limit = static_cast<quint64>(stanza::InputLimits().bytes);
    socket.setMaxAllowedIncomingMessageSize(limit);
    socket.setMaxAllowedIncomingFrameSize(limit);
    socket.setSslConfiguration(tls);
    QObject::connect(&socket, &QWebSocket::connected, &q, [this] { onConnected(); });
    QObject::connect(&socket, &QWebSocket::disconnected, &q, [this] { onDisconnected(); });
    QObject::connect(&socket, &QWebSocket::stateChanged, &q, [this](QAbstractSocket::SocketState s) { onState(s); });
    QObject::connect(&socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), &q,
                     [this](QAbstractSocket::SocketError error) { onError(error); });
    QObject::connect(&socket, &QWebSocket::sslErrors, &q,
                     [this](const QList<QSslError> &errors) { tlsProblem = tlsProblems(errors); });
    QObject::connect(&socket, &QWebSocket::textMessageReceived, &q, [this](const QString &text) { onText(text); });
    QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &q, [this] {
        finish(Error::make(ErrorKind::ServerRefused, {}, u"binary message"_s), ChannelEnd::InputRefused);
    });
    QObject::connect(&socket, &QWebSocket::pong, &q, [this] { Q_EMIT q.heard(); });
    QObject::connect(&socket, &QWebSocket::bytesWritten, &q, [this] { flush(); });
}

void WebSocketChannel::Private::onConnected()
{
    openTimer.stop();
    wasOpen = true;
    if (socket.subprotocol() != u"xmpp") {
        finish(Error::make(ErrorKind::NotAnXmppServer, {}, u"WebSocket without xmpp"_s), ChannelEnd::Refused);
        return;
    }
    Q_EMIT q.opened();
}

void WebSocketChannel::Private::onText(const QString &text)
{
    Q_EMIT q.heard(text.size());
    if (done || closing)
        return;
    const auto outcome = reader.read(text);
    switch (outcome.verdict) {
    case GateVerdict::Kind::Pass:
        Q_EMIT q.received(outcome.node);
        return;
    case GateVerdict::Kind::RefuseStanza:
        Q_EMIT q.refused(outcome.node);
        return;
    case GateVerdict::Kind::EndStream:
        finish(Error::make(ErrorKind::ServerRefused, {}, outcome.reason), ChannelEnd::InputRefused);
        return;
    }
}

void WebSocketChannel::Private::onError(QAbstractSocket::SocketError error)
{
    const QString words = socket.errorString();
    if (wasOpen && (closing || error == QAbstractSocket::RemoteHostClosedError)) {
        // The peer may have said why in a close frame before.
        onDisconnected();
        return;
    }
    qCInfo(lcXmpp) << "connection failed:" << error << words;
    if (!tlsProblem.isEmpty() || error == QAbstractSocket::SslHandshakeFailedError) {
        finish(Error::make(ErrorKind::TlsFailed, {}, tlsProblem.isEmpty() ? words : tlsProblem), ChannelEnd::Untrusted);
    } else if (error == QAbstractSocket::ConnectionRefusedError && transportConnected) {
        // QWebSocket calls it refused, too, when the peer answers the HTTP request with anything but an upgrade. A 5xx
        // is a proxy whose server is away.
        static const QRegularExpression serverError(u"\\b5\\d\\d\\b"_s);
        const bool away = serverError.match(words).hasMatch();
        finish(Error::make(away ? ErrorKind::ServerUnreachable : ErrorKind::NotAnXmppServer, {}, words),
               ChannelEnd::Refused);
    } else {
        const bool refused = error == QAbstractSocket::ConnectionRefusedError;
        finish(unreachable(words), refused ? ChannelEnd::Refused : ChannelEnd::Network);
    }
}

void WebSocketChannel::Private::onState(QAbstractSocket::SocketState state)
{
    // QWebSocket closes by itself when a message is over its limit, without any other signal; a dead peer would then
    // keep it closing for ever.
    if (state == QAbstractSocket::ClosingState && !done && !closeTimer.isActive())
        closeTimer.start(closeMs);
}

void WebSocketChannel::Private::onDisconnected()
{
    if (!wasOpen && !closing) {
        // The reason, an error, is told only after this signal.
        QMetaObject::invokeMethod(
            &q, [this] { finish(unreachable(u"connection lost"_s), ChannelEnd::Network); }, Qt::QueuedConnection);
        return;
    }
    const int code = socket.closeCode();
    if (closing)
        finish(unreachable(u"closed"_s), ChannelEnd::Closed);
    else if (code == QWebSocketProtocol::CloseCodeTooMuchData)
        finish(Error::make(ErrorKind::ServerRefused, {}, u"message too large"_s), ChannelEnd::InputRefused);
    else if (code == QWebSocketProtocol::CloseCodeGoingAway || isServiceRestart(socket))
        finish(unreachable(u"the server goes away"_s), ChannelEnd::GoingAway);
    else
        finish(unreachable(u"connection lost"_s), ChannelEnd::Network);
}

void WebSocketChannel::Private::watchTransport()
{
    // QWebSocket tells neither when TCP is up nor of the bytes of a message that is still arriving, and a large one
    // over a slow line must not look like silence. Its socket is its child object.
    const auto sockets = socket.findChildren<QAbstractSocket *>();
    for (QAbstractSocket *transport : sockets) {
        QObject::connect(transport, &QAbstractSocket::connected, &q, [this] {
            transportConnected = true;
            addressTimer.stop();
            probes.clear();
        });
        QObject::connect(transport, &QIODevice::readyRead, &q, [this] {
            if (!done)
                Q_EMIT q.heard();
        });
    }
    watchAddresses();
}

void WebSocketChannel::Private::watchAddresses()
{
    outer = socket.findChild<QAbstractSocket *>(QString(), Qt::FindDirectChildrenOnly);
    // An encrypted one has another do it.
    auto *inner = outer ? outer->findChild<QAbstractSocket *>(QString(), Qt::FindDirectChildrenOnly) : nullptr;
    connecting = inner ? inner : outer.data();
    // The socket asks the same, so that one answer serves both.
    QHostInfo::lookupHost(socket.requestUrl().host(), &q, [this](const QHostInfo &found) {
        addresses = found.addresses().mid(0, mostAddresses);
        if (!done && !transportConnected && addresses.size() > 1)
            addressTimer.start(addressMs);
    });
}

void WebSocketChannel::Private::onAddressDue()
{
    if (done || transportConnected || !outer || !connecting ||
        connecting->state() != QAbstractSocket::ConnectingState || goesThroughProxy())
        return;
    if (probes.empty()) {
        for (const QHostAddress &address : std::as_const(addresses)) {
            const auto &probe = probes.emplace_back(std::make_unique<QTcpSocket>());
            probe->setProxy(QNetworkProxy::NoProxy);
            QObject::connect(probe.get(), &QAbstractSocket::connected, &q, [this] {
                if (!addressTimer.isActive())
                    addressTimer.start(addressMs);
            });
            probe->connectToHost(address, static_cast<quint16>(socket.requestUrl().port(443)));
        }
        return;
    }
    // Qt 6.4 tries the addresses one after the other and gives each 30 s, which outlasts us where one of them, mostly
    // that of IPv6, leads nowhere (F37). One answers, and it is not the one that is tried. There is no other way to
    // tell Qt to go on.
    openTimer.start(openMs);
    if (++skipped < addresses.size() - 1)
        addressTimer.start(addressMs);
    QMetaObject::invokeMethod(connecting, "_q_abortConnectionAttempt");
}

/// Then the proxy looks for the server, and what Qt does meanwhile must not be interrupted.
bool WebSocketChannel::Private::goesThroughProxy() const
{
    const QNetworkProxy::ProxyType own = outer->proxy().type();
    if (own != QNetworkProxy::DefaultProxy)
        return own != QNetworkProxy::NoProxy;
    const QUrl url = socket.requestUrl();
    const QNetworkProxyQuery query(url.host(), url.port(443), u"https"_s);
    const QList<QNetworkProxy> proxies = QNetworkProxyFactory::proxyForQuery(query);
    return !proxies.isEmpty() && proxies.first().type() != QNetworkProxy::NoProxy;
}

void WebSocketChannel::Private::flush()
{
    while (!outgoing.isEmpty() && socket.bytesToWrite() < mostUnwrittenBytes) {
        const QString text = outgoing.dequeue();
        outgoingBytes -= text.size();
        socket.sendTextMessage(text);
    }
}

void WebSocketChannel::Private::finish(const Error &cause, ChannelEnd end)
{
    if (done)
        return;
    done = true;
    how = end;
    openTimer.stop();
    addressTimer.stop();
    probes.clear();
    closeTimer.stop();
    refusalTimer.stop();
    socket.disconnect(&q);
    socket.abort();
    Q_EMIT q.closed(cause);
}

WebSocketChannel::WebSocketChannel(const QSslConfiguration &tls, Clock &clock, QObject *parent)
    : StanzaChannel(parent), d(std::make_unique<Private>(*this, tls, clock))
{
}

WebSocketChannel::~WebSocketChannel()
{
    d->done = true;
    d->socket.disconnect(this);
    const auto sockets = d->socket.findChildren<QAbstractSocket *>();
    for (QAbstractSocket *transport : sockets)
        transport->disconnect(this);
}

void WebSocketChannel::open(const QUrl &url)
{
    if (!isAllowedEndpoint(url)) {
        d->refusalTimer.start(0);
        return;
    }
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({u"xmpp"_s});
    d->openTimer.start(openMs);
    d->socket.open(QNetworkRequest(url), options);
    d->watchTransport();
}

void WebSocketChannel::send(const stanza::XmlNode &element)
{
    if (d->done || d->closing)
        return;
    const QString text = element.toXml();
    if (d->outgoing.isEmpty() && d->socket.bytesToWrite() < mostUnwrittenBytes) {
        d->socket.sendTextMessage(text);
        return;
    }
    d->outgoing.enqueue(text);
    d->outgoingBytes += text.size();
}

void WebSocketChannel::close()
{
    if (d->done || d->closing)
        return;
    d->closing = true;
    if (d->socket.state() != QAbstractSocket::ConnectedState) {
        d->finish(unreachable(u"closed"_s), ChannelEnd::Closed);
        return;
    }
    while (!d->outgoing.isEmpty())
        d->socket.sendTextMessage(d->outgoing.dequeue());
    d->closeTimer.start(closeMs);
    d->socket.close();
}

void WebSocketChannel::abort(const Error &cause)
{
    d->finish(cause, ChannelEnd::Network);
}

qint64 WebSocketChannel::bytesToWrite() const
{
    return d->socket.bytesToWrite() + d->outgoingBytes;
}

void WebSocketChannel::ping()
{
    if (!d->done)
        d->socket.ping();
}

ChannelEnd WebSocketChannel::ending() const
{
    return d->how;
}

ChannelFactory webSocketChannels(const QSslConfiguration &tls, Clock &clock)
{
    return [tls, &clock] { return std::make_unique<WebSocketChannel>(tls, clock); };
}

} // namespace foyer

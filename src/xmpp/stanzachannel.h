#pragma once

#include "core/error.h"
#include "stanza/xmlnode.h"

#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

namespace foyer
{

/// What a transport knows about its end, for the backoff (guarantee, rule 17).
enum class ChannelEnd {
    Network,      ///< reset, time-out, no route, name not found
    Refused,      ///< connection refused, or the peer does not speak XMPP
    GoingAway,    ///< WebSocket close 1001 or 1012
    InputRefused, ///< over-size or malformed input
    Untrusted,    ///< TLS failed
    Closed,       ///< we closed it
};

/// A two-way pipe of framed XML elements (RFC 7395): one element a frame. The real one owns a QWebSocket; tests use a
/// fake that records and replays. A channel is used for one connection only.
class StanzaChannel : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Opens the connection; ends in opened() or closed().
    virtual void open(const QUrl &url) = 0;
    virtual void send(const stanza::XmlNode &element) = 0;
    /// Closes the transport in order, with a grace period; closed() follows.
    virtual void close() = 0;
    /// Drops the connection at once; closed() follows with \a cause.
    virtual void abort(const Error &cause) = 0;
    /// Bytes handed over and not yet written to the network.
    virtual qint64 bytesToWrite() const = 0;
    /// Asks the peer for a sign of life; heard() follows when it gives one.
    virtual void ping() {}
    /// How the channel ended; asked for while closed() is delivered.
    virtual ChannelEnd ending() const { return ChannelEnd::Network; }

Q_SIGNALS:
    void opened();
    void received(const foyer::stanza::XmlNode &element);
    /// A stanza was refused by the input gate (too many attributes, elements or levels) but the stream goes on; what a
    /// scanner could still read of it (guarantee, rule 15). `element` holds the start tag's known attributes and, when
    /// found, a stanza-id or MAM result child.
    void refused(const foyer::stanza::XmlNode &element);
    /// Any byte arrived, also a pong; for liveness. \a bytes: the size of the frame that is complete with it.
    void heard(qint64 bytes = 0);
    void closed(const foyer::Error &cause);
};

/// Makes a fresh channel for each connection attempt.
using ChannelFactory = std::function<std::unique_ptr<StanzaChannel>()>;

} // namespace foyer

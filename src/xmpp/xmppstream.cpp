#include "xmpp/xmppstream.h"

#include "core/logging.h"
#include "stanza/framing.h"
#include "stanza/namespaces.h"
#include "xmpp/endpoint.h"
#include "xmpp/linkwatchdog.h"
#include "xmpp/streamerrors.h"
#include "xmpp/streammanagement.h"
#include "xmpp/streamnegotiation.h"
#include "xmpp/wirelog.h"

#include <algorithm>
#include <utility>

namespace foyer
{

using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

constexpr qint64 signInMs = 25000, closeMs = 2000;

Error closedByUs()
{
    return Error::make(ErrorKind::NotConnected, {}, u"closed"_s);
}

} // namespace

class XmppStream::Private
{
public:
    enum class Transport { Close, Abort, Gone };

    Private(XmppStream &stream, ChannelFactory factory, Clock &clock);

    void open(const QUrl &url);
    void onOpened();
    void onReceived(const XmlNode &element);
    void onRefused(const XmlNode &scanned);
    void onResumed(quint32 h);
    void onEstablished(const Jid &jid, bool smEnabled, const QString &resumeId);
    void inSession(const XmlNode &element);
    void handOn(const std::function<void(StanzaSerial)> &tell);
    void write(const XmlNode &element);
    void end(const Error &cause, StreamEnd end, Transport transport);
    void retireChannel(const Error &cause, Transport transport);
    void lose(const QString &w) { end(Error::make(ErrorKind::TimedOut, {}, w), StreamEnd::Network, Transport::Abort); }
    bool isUsable() const { return state == State::Ready && !closing; }

    XmppStream &q;
    ChannelFactory channels;
    Credentials credentials;
    State state = State::Closed;
    bool closing = false, deaf = false;
    bool staysHere = false;
    Jid boundJid;
    QList<XmlNode> early;
    std::unique_ptr<StanzaChannel> channel;
    std::unique_ptr<StreamNegotiation> negotiation;
    StreamManagement management;
    LinkWatchdog watchdog;
    Timer signInTimer, closeTimer, refusalTimer;
};

XmppStream::Private::Private(XmppStream &stream, ChannelFactory factory, Clock &clock)
    : q(stream),
      channels(std::move(factory)),
      management(clock,
                 [this](const XmlNode &element) {
                     write(element);
                     if (element.name() == u"r")
                         watchdog.asked();
                 }),
      watchdog(clock, {[this] { channel->ping(); }, [this] { lose(u"silent link"_s); },
                       [this] { return q.unacknowledgedBytes(); },
                       [this] {
                           deaf = true;
                           lose(u"unanswered request"_s);
                       }}),
      signInTimer(clock, [this] { lose(u"sign-in"_s); }),
      closeTimer(clock, [this] { end(closedByUs(), StreamEnd::Closed, Transport::Abort); }),
      refusalTimer(clock, [this] {
          end(Error::make(ErrorKind::TlsFailed, {}, u"not encrypted"_s), StreamEnd::Final, Transport::Abort);
      })
{
}

void XmppStream::Private::open(const QUrl &url)
{
    state = State::Connecting;
    if (!isAllowedEndpoint(url)) {
        // By the clock, so that closed() never comes from inside connectTo().
        refusalTimer.start(0);
        return;
    }
    staysHere = isLoopbackHost(url.host());
    channel = channels();
    QObject::connect(channel.get(), &StanzaChannel::opened, &q, [this] { onOpened(); });
    QObject::connect(channel.get(), &StanzaChannel::received, &q, [this](const XmlNode &node) { onReceived(node); });
    QObject::connect(channel.get(), &StanzaChannel::refused, &q, [this](const XmlNode &node) { onRefused(node); });
    QObject::connect(channel.get(), &StanzaChannel::heard, &q, [this](qint64 bytes) { watchdog.heard(bytes); });
    QObject::connect(channel.get(), &StanzaChannel::closed, &q,
                     [this](const Error &cause) { end(cause, streamEnd(channel->ending()), Transport::Gone); });
    channel->open(url);
}

void XmppStream::Private::onOpened()
{
    const NegotiationPlan plan{credentials, staysHere, management.resumeId(), management.prepareResume()};
    negotiation = std::make_unique<StreamNegotiation>(plan, [this](const XmlNode &element) { write(element); });
    StreamNegotiation *talk = negotiation.get();
    QObject::connect(talk, &StreamNegotiation::authenticating, &q, [this] {
        state = State::Authenticating;
        Q_EMIT q.authenticating();
    });
    QObject::connect(talk, &StreamNegotiation::resumed, &q, [this](quint32 h) { onResumed(h); });
    QObject::connect(
        talk, &StreamNegotiation::established, &q,
        [this](const Jid &jid, bool smEnabled, const QString &resumeId) { onEstablished(jid, smEnabled, resumeId); });
    QObject::connect(talk, &StreamNegotiation::failed, &q,
                     [this](const Error &error, StreamEnd how) { end(error, how, Transport::Close); });
    QObject::connect(talk, &StreamNegotiation::stanzaCameEarly, &q,
                     [this](const XmlNode &node) { early.append(node); });
    watchdog.start();
    signInTimer.start(signInMs);
    talk->start();
}

void XmppStream::Private::onReceived(const XmlNode &element)
{
    qCDebug(lcWire).noquote() << "S:" << wireSummary(element);
    if (stanza::isCloseFrame(element)) {
        if (!closing)
            write(stanza::closeFrame());
        // A peer may also ask to come to another address (`see-other-uri`); that is not followed.
        end(closing ? closedByUs() : Error::make(ErrorKind::ServerUnreachable, {}, u"the server closed the stream"_s),
            StreamEnd::Network, Transport::Close);
    } else if (closing) {
        return;
    } else if (element.is(u"error", ns::streams)) {
        const StreamFailure failure = streamFailure(element);
        qCInfo(lcXmpp) << "stream error:" << failure.error.detail;
        end(failure.error, failure.end, Transport::Close);
    } else if (state == State::Ready) {
        inSession(element);
    } else if (negotiation) {
        negotiation->handle(element);
    }
}

void XmppStream::Private::onRefused(const XmlNode &scanned)
{
    if (closing)
        return;
    if (state != State::Ready) {
        end(Error::make(ErrorKind::NotAnXmppServer, {}, u"sign-in over the input limits"_s), StreamEnd::Refused,
            Transport::Close);
        return;
    }
    if (!stanza::isStanza(scanned))
        return;
    qCInfo(lcXmpp) << "a stanza was refused by the input gate";
    handOn([this, &scanned](StanzaSerial serial) { Q_EMIT q.stanzaRefused(scanned, serial); });
}

void XmppStream::Private::onResumed(quint32 h)
{
    signInTimer.stop();
    credentials.weakest = negotiation->weakest();
    // What the server has not handled goes out first, so that nothing a receiver of ready() sends overtakes it.
    if (!management.resume(h))
        return end(Error::make(ErrorKind::ServerRefused, {}, u"impossible h"_s), StreamEnd::Policy, Transport::Close);
    state = State::Ready;
    Q_EMIT q.ready(true);
}

void XmppStream::Private::onEstablished(const Jid &jid, bool smEnabled, const QString &resumeId)
{
    signInTimer.stop();
    credentials.weakest = negotiation->weakest();
    smEnabled ? management.begin(resumeId) : management.end();
    boundJid = jid;
    state = State::Ready;
    const QList<XmlNode> waiting = std::exchange(early, {});
    const StreamNegotiation *connection = negotiation.get();
    Q_EMIT q.ready(false);
    for (const XmlNode &stanza : waiting) {
        if (!isUsable() || negotiation.get() != connection)
            return;
        Q_EMIT q.stanzaReceived(stanza, 0);
    }
}

void XmppStream::Private::inSession(const XmlNode &element)
{
    if (stanza::isStanza(element)) {
        handOn([this, &element](StanzaSerial serial) { Q_EMIT q.stanzaReceived(element, serial); });
    } else if (element.xmlNamespace() == ns::streamManagement) {
        const bool known = element.name() == u"r" || element.name() == u"a";
        if (element.name() == u"a")
            watchdog.answered();
        if (known && !management.handle(element))
            end(Error::make(ErrorKind::ServerRefused, {}, u"impossible h"_s), StreamEnd::Policy, Transport::Close);
    }
}

void XmppStream::Private::handOn(const std::function<void(StanzaSerial)> &tell)
{
    const StanzaSerial serial = management.received();
    if (!management.isRepeated(serial))
        tell(serial);
    management.delivered(serial);
}

void XmppStream::Private::write(const XmlNode &element)
{
    if (!channel)
        return;
    qCDebug(lcWire).noquote() << "C:" << wireSummary(element);
    channel->send(element);
}

void XmppStream::Private::end(const Error &cause, StreamEnd how, Transport transport)
{
    if (state == State::Closed)
        return;
    const StreamEnd told = closing ? StreamEnd::Closed : how;
    signInTimer.stop();
    closeTimer.stop();
    refusalTimer.stop();
    watchdog.stop();
    if (negotiation) {
        negotiation->abandon();
        negotiation.release()->deleteLater();
    }
    management.suspend();
    // After these ends the server has dropped the session, would only replay what ended the stream, or hears nothing.
    const bool isOver = told == StreamEnd::Input || told == StreamEnd::Policy || told == StreamEnd::Conflict;
    if (isOver || told == StreamEnd::Closed || deaf)
        management.end();
    early.clear();
    closing = deaf = false;
    state = State::Closed;
    retireChannel(cause, transport);
    Q_EMIT q.closed(told == StreamEnd::Closed ? closedByUs() : cause, told);
}

void XmppStream::Private::retireChannel(const Error &cause, Transport transport)
{
    if (!channel)
        return;
    // Not destroyed here: we may have been called by it, and closing in order takes a moment.
    StanzaChannel *old = channel.release();
    old->disconnect(&q);
    if (transport == Transport::Gone) {
        old->deleteLater();
        return;
    }
    old->setParent(&q);
    QObject::connect(old, &StanzaChannel::closed, old, &QObject::deleteLater);
    if (transport == Transport::Close)
        old->close();
    else
        old->abort(cause);
}

XmppStream::XmppStream(ChannelFactory channels, Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(channels), clock))
{
}

XmppStream::~XmppStream()
{
    if (d->channel)
        d->channel->disconnect(this);
}

void XmppStream::setCredentials(const Credentials &credentials)
{
    if (credentials.account != d->credentials.account || credentials.anonymous != d->credentials.anonymous)
        forgetSession();
    d->credentials = credentials;
}

const Credentials &XmppStream::credentials() const
{
    return d->credentials;
}

void XmppStream::connectTo(const QUrl &url)
{
    if (d->state != State::Closed) {
        qCWarning(lcXmpp) << "connectTo() on a stream that is not closed";
        return;
    }
    d->open(url);
}

XmppStream::State XmppStream::state() const
{
    return d->state;
}

Jid XmppStream::boundJid() const
{
    return d->boundJid;
}

bool XmppStream::canResume() const
{
    return d->management.canResume();
}

void XmppStream::forgetSession()
{
    if (d->state != State::Ready)
        d->management.end();
}

void XmppStream::send(const XmlNode &stanza)
{
    if (!d->isUsable())
        return;
    d->write(stanza);
    d->management.sent(stanza, stanza.toXml().size());
}

void XmppStream::close()
{
    if (d->state == State::Closed || d->closing)
        return;
    d->closing = true;
    if (d->state != State::Ready) {
        d->end(closedByUs(), StreamEnd::Closed, Private::Transport::Close);
        return;
    }
    d->management.sendPendingAck();
    d->write(stanza::closeFrame());
    d->closeTimer.start(closeMs);
}

void XmppStream::abort(const Error &cause)
{
    d->end(cause, StreamEnd::Network, Private::Transport::Abort);
}

void XmppStream::hold(StanzaSerial serial)
{
    d->management.hold(serial);
}

void XmppStream::settle(StanzaSerial serial)
{
    d->management.settle(serial);
}

void XmppStream::forget(StanzaSerial serial)
{
    d->management.forget(serial);
}

int XmppStream::unsettledCount() const
{
    return d->management.unsettledCount();
}

void XmppStream::probe()
{
    d->watchdog.probe();
}

void XmppStream::expectActivity()
{
    d->watchdog.expectActivity();
}

QStringList XmppStream::uncounted() const
{
    return d->management.uncounted();
}

const LinkWatchdog &XmppStream::link() const
{
    return d->watchdog;
}

qint64 XmppStream::unacknowledgedBytes() const
{
    const qint64 unwritten = d->channel ? d->channel->bytesToWrite() : 0;
    return std::max(d->management.unacknowledgedBytes(), unwritten);
}

} // namespace foyer

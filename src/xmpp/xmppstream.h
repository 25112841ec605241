#pragma once

#include "core/clock.h"
#include "core/jid.h"
#include "core/result.h"
#include "core/signinstrength.h"
#include "stanza/xmlnode.h"
#include "xmpp/stanzachannel.h"

#include <QObject>
#include <QString>
#include <QUrl>

#include <memory>

namespace foyer
{

class LinkWatchdog;

/// Who signs in and how.
struct Credentials {
    Jid account; ///< bare JID; for anonymous only the domain matters
    QString password;
    QString resource; ///< asked for at bind; random and stored by the caller
    bool anonymous = false;
    /// Nothing weaker is tried; rises with each sign-in of the stream (SaslRequest::atLeast).
    SignInStrength weakest = SignInStrength::Unknown;
};

/// Number of a received stanza, for telling the stream when it has been dealt with. 0 when stream management is off.
using StanzaSerial = quint64;

/// How a stream ended, for the backoff (guarantee, rule 17).
enum class StreamEnd {
    Network,        ///< reset, time-out, no route: looks like ours alone
    Refused,        ///< connection refused, HTTP 5xx, not an XMPP server
    ServerShutdown, ///< system-shutdown, close 1001 or 1012
    Conflict,       ///< our resource was taken over
    Input,          ///< over-size or malformed input: what arrived, or was about to
    Policy, ///< policy-violation, an impossible count: the session is over, and nothing that arrived is to blame
    Final,  ///< wrong password, account disabled, TLS refused: do not retry by itself (TLS: hourly at most)
    Closed, ///< we closed it
};

/// One account's XMPP stream over a StanzaChannel: RFC 7395 framing, SASL, bind, stream management with resume
/// (XEP-0198). The object lives as long as the account; every connectTo() makes a new connection and, where the server
/// still holds the session, resumes it. Emits nothing from a closed connection (H9).
class XmppStream : public QObject
{
    Q_OBJECT

public:
    enum class State { Closed, Connecting, Authenticating, Ready };

    XmppStream(ChannelFactory channels, Clock &clock, QObject *parent = nullptr);
    ~XmppStream() override;

    void setCredentials(const Credentials &credentials);
    /// With Credentials::weakest as it has risen.
    const Credentials &credentials() const;

    /// Connects, signs in, and resumes or binds. Ends in ready() or closed(). Only in State::Closed, and only when
    /// unsettledCount() is 0, so that the `h` of a resume is exactly what has been committed (guarantee, rule 2).
    void connectTo(const QUrl &url);
    State state() const;
    /// The full JID of the bound session; empty before the first bind.
    Jid boundJid() const;
    /// Whether the next connectTo() will try to resume.
    bool canResume() const;
    /// Forgets the session, so that the next connectTo() binds anew.
    void forgetSession();

    /// Sends a stanza and, with stream management on, keeps it until the server has acknowledged it; what is
    /// unacknowledged at a resume is sent again, but for messages with an origin-id. Not ready: dropped (callers
    /// queue).
    void send(const stanza::XmlNode &stanza);
    /// The origin-ids of the messages that the server had not counted at the last resume, in the order in which they
    /// went out. Whoever keeps them sends them again once it is sure that they did not arrive: ejabberd 23.01 may
    /// handle the old connection's last bytes while its answer leaves without them, and Prosody 0.12 counts less than
    /// it took after a cut inside a frame (XEP-0198, section 5, would have them sent at once).
    QStringList uncounted() const;
    /// Closes in order: `<close/>`, at most 2 s, then the transport. closed() with StreamEnd::Closed follows.
    void close();
    /// Drops the connection as if the network had (a watchdog's verdict); closed() follows.
    void abort(const Error &cause);

    /// While stanzaReceived() is being delivered a receiver may hold() the stanza: it is then counted as handled only
    /// after settle(), and only as part of a gapless prefix. forget() says it will never be: the prefix stays before it
    /// and the server will send it again after a resume.
    void hold(StanzaSerial serial);
    void settle(StanzaSerial serial);
    void forget(StanzaSerial serial);
    /// Held stanzas neither settled nor forgotten.
    int unsettledCount() const;

    /// Checks now whether the link is alive (after waking, before trusting a silent link): the watchdog's short wait.
    void probe();
    /// Something was sent whose answer must move bytes: the link is given up after 10 s without one inbound byte
    /// (plus time for the unacknowledged bytes at 3000 B/s).
    void expectActivity();
    /// What is known of the link, over all connections.
    const LinkWatchdog &link() const;
    /// Bytes sent and not acknowledged by the server.
    qint64 unacknowledgedBytes() const;
    /// The address the server asked to use instead (`see-other-host`) is never followed off the domain.

Q_SIGNALS:
    void authenticating();
    /// Signed in. \a resumed: the old session goes on, memberships stand, the replay follows. Else the session is new.
    void ready(bool resumed);
    void closed(const foyer::Error &cause, foyer::StreamEnd end);
    /// Every message, presence and iq, in order. Delivered before anything newer.
    void stanzaReceived(const foyer::stanza::XmlNode &stanza, foyer::StanzaSerial serial);
    /// A stanza the input gate refused; see StanzaChannel::refused. Counted as received.
    void stanzaRefused(const foyer::stanza::XmlNode &scanned, foyer::StanzaSerial serial);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer

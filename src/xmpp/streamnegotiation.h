#pragma once

#include "core/jid.h"
#include "stanza/xmlnode.h"
#include "xmpp/saslmechanism.h"
#include "xmpp/streamerrors.h"
#include "xmpp/xmppstream.h"

#include <QObject>

#include <memory>
#include <optional>

namespace foyer
{

/// What a negotiation starts from.
struct NegotiationPlan {
    Credentials credentials;
    bool staysHere = false;   ///< the connection does not leave this machine
    QString resumeId;         ///< empty: bind at once
    quint32 handled = 0;      ///< the `h` of the resume
    QByteArray clientNonce{}; ///< for SCRAM; empty: a random one
};

/// The way from a fresh transport to a usable session: open, sign in, open again, then resume the old session or bind a
/// new one and switch stream management on (RFC 7395, RFC 6120 sections 6 and 7, XEP-0198). One object a connection.
class StreamNegotiation : public QObject
{
    Q_OBJECT

public:
    using Send = std::function<void(const stanza::XmlNode &element)>;

    StreamNegotiation(const NegotiationPlan &plan, Send send, QObject *parent = nullptr);
    ~StreamNegotiation() override;

    /// The transport is open.
    void start();
    /// Takes whatever the server sends but stream errors and `<close/>`.
    void handle(const stanza::XmlNode &element);
    /// The connection is gone: nothing is sent or emitted any more.
    void abandon();
    /// What may be tried from now on, after the sign-in has succeeded: nothing weaker than this.
    SignInStrength weakest() const { return m_plan.credentials.weakest; }

Q_SIGNALS:
    void authenticating();
    /// The old session goes on; the server has handled \a h of our stanzas. The end of the negotiation.
    void resumed(quint32 h);
    /// A new session. \a smEnabled: stream management counts from here; \a resumeId is empty when it cannot be resumed.
    /// The end of the negotiation.
    void established(const foyer::Jid &boundJid, bool smEnabled, const QString &resumeId);
    void failed(const foyer::Error &error, foyer::StreamEnd end);
    /// A stanza of the new session that came before established(); not counted by stream management.
    void stanzaCameEarly(const foyer::stanza::XmlNode &stanza);

private:
    enum class Step { Open, Features, Sasl, SecondOpen, SecondFeatures, Resume, Bind, Enable, Done };

    void authenticate(const stanza::XmlNode &features);
    void failWithoutMechanism(const QStringList &offered);
    void handleSasl(const stanza::XmlNode &element);
    void sendResponse(const Result<QByteArray> &response);
    void signedIn(const QByteArray &data);
    void afterSignIn(const stanza::XmlNode &features);
    void handleResume(const stanza::XmlNode &element);
    void bind();
    void handleBind(const stanza::XmlNode &iq);
    void handleEnable(const stanza::XmlNode &element);
    void establish(bool smEnabled, const QString &resumeId);
    void fail(const Error &error, StreamEnd end);
    void failUnexpected(const stanza::XmlNode &element);

    NegotiationPlan m_plan;
    Send m_send;
    Step m_step = Step::Open;
    std::unique_ptr<SaslMechanism> m_mechanism;
    bool m_offersSm = false;
    bool m_resourceChanged = false;
    QString m_bindId;
    Jid m_boundJid;
};

} // namespace foyer

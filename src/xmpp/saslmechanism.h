#pragma once

#include "core/result.h"
#include "core/signinstrength.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

namespace foyer
{

/// The client's side of one SASL exchange (RFC 4422), raw bytes without base64. Used once.
class SaslMechanism
{
public:
    using Answer = std::function<void(const Result<QByteArray> &response)>;

    virtual ~SaslMechanism() = default;

    /// As registered, for example `SCRAM-SHA-256`.
    virtual QString name() const = 0;
    /// What goes out with the request; nullopt when the mechanism sends nothing first. NotAuthorized when the name or
    /// password holds characters that SASLprep (RFC 4013) forbids.
    virtual Result<std::optional<QByteArray>> initialResponse() = 0;
    /// Answers \a challenge: \a done is called once on this thread, at once or later, and never after the mechanism has
    /// been destroyed. NotAuthorized with a detail when the server's message is not acceptable.
    virtual void respond(const QByteArray &challenge, Answer done) = 0;
    /// The server says we are in; \a data is what came with it (empty: nothing). nullopt when the mechanism is
    /// satisfied, which for SCRAM means that the server has proved that it knows the password too.
    virtual std::optional<Error> finish(const QByteArray &data) = 0;
};

/// Who wants in, and what may be shown to the server.
struct SaslRequest {
    QString username;
    QString password;
    bool anonymous = false;
    /// Nothing weaker is tried: what the account has signed in with before, or what the person has allowed. With
    /// Unknown the password itself goes out only where it stays on this machine.
    SignInStrength atLeast = SignInStrength::Unknown;
    bool staysHere = false;   ///< the connection does not leave this machine
    QByteArray clientNonce{}; ///< for SCRAM; empty: a random one
};

/// The strongest mechanism of \a offered that is strong enough, whatever the order of the list: SCRAM-SHA-256,
/// SCRAM-SHA-1, PLAIN; only ANONYMOUS when that is asked for. Null when none fits.
std::unique_ptr<SaslMechanism> chooseMechanism(const QStringList &offered, const SaslRequest &request);

/// \a text prepared with SASLprep as a query string; nullopt when it holds forbidden characters.
std::optional<QByteArray> saslPrepared(const QString &text);

} // namespace foyer

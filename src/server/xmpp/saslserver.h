#pragma once

#include "server/storage/passwordkeys.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

namespace foyer::server
{

/// What the server says next in a sign-in.
struct SaslStep {
    enum class Kind { Challenge, Success, Failure };
    Kind kind = Kind::Failure;
    QByteArray data;   ///< of the challenge or of the success; may be empty
    QString condition; ///< of the failure (RFC 6120 section 6.5)
    QString text;      ///< of the failure: one sentence for a person
    QString account;   ///< of the success: the local part as prepared

    static SaslStep challenge(const QByteArray &data) { return {Kind::Challenge, data, {}, {}, {}}; }
    static SaslStep success(const QString &account, const QByteArray &data = {})
    {
        return {Kind::Success, data, {}, {}, account};
    }
    static SaslStep failure(const QString &condition, const QString &text = {})
    {
        return {Kind::Failure, {}, condition, text, {}};
    }
};

/// One attempt to sign in. Data is decoded from base64 already.
class SaslAttempt
{
public:
    virtual ~SaslAttempt() = default;
    /// The client's next words; the first time the initial response (nullopt: it sent none).
    virtual SaslStep respond(const std::optional<QByteArray> &data) = 0;
};

/// What sign-ins need to know of the accounts.
struct SaslAccounts {
    /// The keys of an account by its prepared local part; nullopt when there is none.
    std::function<std::optional<PasswordKeys>(const QString &name)> keysOf;
    /// Hides whether an account exists: salts of unknown ones are made with it.
    QByteArray secret;
    bool anonymous = false;
};

/// Whether this is the name of somebody who came in by ANONYMOUS.
bool isGuest(const QString &name);

/// SCRAM-SHA-256, SCRAM-SHA-1, PLAIN, and ANONYMOUS when it is switched on; strongest first.
QStringList saslMechanisms(const SaslAccounts &accounts);
/// nullptr for a mechanism that is not offered. \a nonce is the server's part; empty: random (as it must be, tests
/// apart).
std::unique_ptr<SaslAttempt> startSasl(const QString &mechanism, const SaslAccounts &accounts,
                                       const QByteArray &nonce = {});

} // namespace foyer::server

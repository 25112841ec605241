#pragma once

#include <QString>

namespace foyer
{

/// How well a sign-in keeps the password from whoever answers for the server, weakest first.
enum class SignInStrength {
    Unknown,     ///< nothing is known of the account yet
    Plain,       ///< the server is given the password itself (RFC 4616)
    ScramSha1,   ///< SCRAM-SHA-1 (RFC 5802)
    ScramSha256, ///< SCRAM-SHA-256 (RFC 7677)
};

/// Of the SASL mechanism called \a mechanism; Unknown for those without a password.
SignInStrength signInStrengthOf(const QString &mechanism);
/// The SASL name of what has this strength; empty for Unknown.
QString mechanismOf(SignInStrength strength);

} // namespace foyer

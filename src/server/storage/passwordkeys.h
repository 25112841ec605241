#pragma once

#include <QByteArray>
#include <QCryptographicHash>
#include <QString>

#include <optional>

namespace foyer::server
{

/// What a server keeps of a password for one SCRAM mechanism (RFC 5802 section 3): enough to check it, not to know it.
struct ScramKeys {
    QByteArray salt;
    int iterations = 0;
    QByteArray storedKey;
    QByteArray serverKey;

    bool operator==(const ScramKeys &) const = default;
};

/// Both mechanisms' keys of one account.
struct PasswordKeys {
    ScramKeys sha256;
    ScramKeys sha1;
    bool operator==(const PasswordKeys &) const = default;
};

/// Prepares a user name or password (RFC 4013); nullopt when empty, forbidden or longer than 1023 bytes.
std::optional<QByteArray> preparedSecret(const QString &text);

ScramKeys deriveScramKeys(QCryptographicHash::Algorithm hash, const QByteArray &preparedPassword,
                          const QByteArray &salt, int iterations);
/// Takes tens of milliseconds. nullopt when preparedSecret() refuses \a password.
std::optional<PasswordKeys> derivePasswordKeys(const QString &password);

/// Comparing takes the same time wherever the difference is.
bool equalInConstantTime(const QByteArray &a, const QByteArray &b);

} // namespace foyer::server

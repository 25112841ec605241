#include "server/storage/passwordkeys.h"

#include <QMessageAuthenticationCode>
#include <QPasswordDigestor>
#include <QRandomGenerator>

#include <stringprep.h>

#include <array>

namespace foyer::server
{

namespace
{

constexpr qsizetype maximumBytes = 1023;
/// The least of RFC 7677 section 4. Keys are derived anew by each client at each sign-in, on this same computer.
constexpr int iterations = 4096;

QByteArray randomSalt()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words));
}

} // namespace

std::optional<QByteArray> preparedSecret(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    if (bytes.isEmpty() || bytes.size() > maximumBytes || bytes.contains('\0') || !text.isValidUtf16())
        return std::nullopt;
    bytes.resize(4 * maximumBytes, '\0');
    if (stringprep(bytes.data(), static_cast<size_t>(bytes.size()), static_cast<Stringprep_profile_flags>(0),
                   stringprep_saslprep) != STRINGPREP_OK)
        return std::nullopt;
    const QByteArray prepared(bytes.constData());
    return prepared.isEmpty() ? std::nullopt : std::optional(prepared);
}

ScramKeys deriveScramKeys(QCryptographicHash::Algorithm hash, const QByteArray &preparedPassword,
                          const QByteArray &salt, int rounds)
{
    const auto length = static_cast<quint64>(QCryptographicHash::hashLength(hash));
    const QByteArray salted = QPasswordDigestor::deriveKeyPbkdf2(hash, preparedPassword, salt, rounds, length);
    ScramKeys keys;
    keys.salt = salt;
    keys.iterations = rounds;
    keys.storedKey = QCryptographicHash::hash(QMessageAuthenticationCode::hash("Client Key", salted, hash), hash);
    keys.serverKey = QMessageAuthenticationCode::hash("Server Key", salted, hash);
    return keys;
}

std::optional<PasswordKeys> derivePasswordKeys(const QString &password)
{
    const auto prepared = preparedSecret(password);
    if (!prepared)
        return std::nullopt;
    const QByteArray salt = randomSalt();
    return PasswordKeys{deriveScramKeys(QCryptographicHash::Sha256, *prepared, salt, iterations),
                        deriveScramKeys(QCryptographicHash::Sha1, *prepared, salt, iterations)};
}

bool equalInConstantTime(const QByteArray &a, const QByteArray &b)
{
    if (a.size() != b.size())
        return false;
    int difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= a[i] ^ b[i];
    return difference == 0;
}

} // namespace foyer::server

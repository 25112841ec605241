#include "server/xmpp/saslserver.h"

#include "core/jid.h"

#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <array>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

const QString guestPrefix = u"guest-"_s;
constexpr qsizetype guestDigits = 20;
constexpr char wrongPassword[] = "The name or the password is wrong.";

QByteArray randomBytes()
{
    std::array<quint32, 6> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words));
}

SaslStep notAuthorized()
{
    return SaslStep::failure(u"not-authorized"_s, QString::fromLatin1(wrongPassword));
}

/// The local part an account has, or an empty text.
QString preparedName(const QByteArray &name)
{
    const auto jid = Jid::fromParts(QString::fromUtf8(name), u"localhost");
    return jid ? jid->local() : QString();
}

/// Keys nobody can prove, always the same for a name: an attempt tells nothing about whether the account exists.
ScramKeys inventedKeys(const QString &name, const QByteArray &secret, QCryptographicHash::Algorithm hash)
{
    const auto derive = [&](const char *what) {
        return QMessageAuthenticationCode::hash(QByteArray(what) + name.toUtf8(), secret, hash);
    };
    return {derive("salt").left(16), 4096, derive("stored"), derive("server")};
}

class PlainAttempt : public SaslAttempt
{
public:
    explicit PlainAttempt(const SaslAccounts &accounts) : m_accounts(accounts) {}

    SaslStep respond(const std::optional<QByteArray> &data) override
    {
        if (!data)
            return SaslStep::challenge({});
        const QList<QByteArray> parts = data->split('\0'); // RFC 4616 section 2
        if (parts.size() != 3)
            return SaslStep::failure(u"malformed-request"_s);
        const QString name = preparedName(parts[1]);
        if (!parts[0].isEmpty() && preparedName(parts[0].split('@').value(0)) != name)
            return SaslStep::failure(u"invalid-authzid"_s);
        const auto password = preparedSecret(QString::fromUtf8(parts[2]));
        const auto keys = name.isEmpty() ? std::nullopt : m_accounts.keysOf(name);
        const ScramKeys expected =
            keys ? keys->sha256 : inventedKeys(name, m_accounts.secret, QCryptographicHash::Sha256);
        const ScramKeys given = deriveScramKeys(QCryptographicHash::Sha256, password.value_or(QByteArray()),
                                                expected.salt, expected.iterations);
        const bool right = equalInConstantTime(given.storedKey, expected.storedKey);
        return keys && password && right ? SaslStep::success(name) : notAuthorized();
    }

private:
    SaslAccounts m_accounts;
};

class AnonymousAttempt : public SaslAttempt
{
public:
    SaslStep respond(const std::optional<QByteArray> &) override
    {
        // What the client calls itself (RFC 4505) is trace information and decides nothing.
        return SaslStep::success(QString(guestPrefix + QString::fromLatin1(randomBytes().toHex().left(guestDigits))));
    }
};

/// The server's side of RFC 5802, without channel binding.
class ScramAttempt : public SaslAttempt
{
public:
    ScramAttempt(const SaslAccounts &accounts, QCryptographicHash::Algorithm hash, const QByteArray &nonce)
        : m_accounts(accounts), m_hash(hash), m_ownNonce(nonce.isEmpty() ? randomBytes().toBase64() : nonce)
    {
    }

    SaslStep respond(const std::optional<QByteArray> &data) override
    {
        switch (m_state) {
        case State::First:
            if (!data)
                return SaslStep::challenge({});
            return first(*data);
        case State::Final:
            return final(data.value_or(QByteArray()));
        case State::Over:
            break;
        }
        return SaslStep::failure(u"malformed-request"_s);
    }

private:
    enum class State { First, Final, Over };

    SaslStep first(const QByteArray &message);
    SaslStep final(const QByteArray &message);
    static std::optional<QByteArray> unescaped(const QByteArray &name);

    SaslAccounts m_accounts;
    QCryptographicHash::Algorithm m_hash;
    QByteArray m_ownNonce;
    State m_state = State::First;
    QByteArray m_gs2Header;
    QByteArray m_clientFirstBare;
    QByteArray m_serverFirst;
    QByteArray m_nonce;
    QString m_name;
    bool m_known = false;
    ScramKeys m_keys;
};

std::optional<QByteArray> ScramAttempt::unescaped(const QByteArray &name)
{
    QByteArray out;
    for (qsizetype i = 0; i < name.size(); ++i) {
        if (name[i] != '=') {
            out += name[i];
            continue;
        }
        const QByteArray code = name.mid(i, 3);
        if (code != "=2C" && code != "=3D")
            return std::nullopt;
        out += code == "=2C" ? ',' : '=';
        i += 2;
    }
    return out;
}

SaslStep ScramAttempt::first(const QByteArray &message)
{
    m_state = State::Over;
    SaslStep malformed = SaslStep::failure(u"malformed-request"_s);
    const QList<QByteArray> parts = message.split(',');
    // gs2-cbind-flag, authzid, user, nonce; a leading "m=" would be an extension we must know.
    if (parts.size() < 4 || !parts[2].startsWith("n=") || !parts[3].startsWith("r=") || parts[3].size() < 3)
        return malformed;
    // "y": it could bind to the channel but takes us for unable, rightly. "p=": it wants what was not offered.
    if (parts[0] != "n" && parts[0] != "y")
        return malformed;
    const auto name = unescaped(parts[2].mid(2));
    if (!name)
        return malformed;
    m_name = preparedName(*name);
    if (!parts[1].isEmpty()) {
        const auto wanted = parts[1].startsWith("a=") ? unescaped(parts[1].mid(2)) : std::nullopt;
        if (!wanted)
            return malformed;
        if (preparedName(wanted->split('@').value(0)) != m_name)
            return SaslStep::failure(u"invalid-authzid"_s);
    }
    m_gs2Header = parts[0] + ',' + parts[1] + ',';
    m_clientFirstBare = message.mid(m_gs2Header.size());
    m_nonce = parts[3].mid(2) + m_ownNonce;

    const auto keys = m_name.isEmpty() ? std::nullopt : m_accounts.keysOf(m_name);
    m_known = keys.has_value();
    const bool strong = m_hash == QCryptographicHash::Sha256;
    m_keys = keys ? (strong ? keys->sha256 : keys->sha1) : inventedKeys(m_name, m_accounts.secret, m_hash);
    m_serverFirst = "r=" + m_nonce + ",s=" + m_keys.salt.toBase64() + ",i=" + QByteArray::number(m_keys.iterations);
    m_state = State::Final;
    return SaslStep::challenge(m_serverFirst);
}

SaslStep ScramAttempt::final(const QByteArray &message)
{
    m_state = State::Over;
    const qsizetype proofAt = message.lastIndexOf(",p=");
    const QList<QByteArray> parts = message.left(proofAt).split(',');
    if (proofAt < 0 || parts.size() < 2 || !parts[0].startsWith("c=") || !parts[1].startsWith("r="))
        return SaslStep::failure(u"malformed-request"_s);
    if (QByteArray::fromBase64(parts[0].mid(2)) != m_gs2Header || parts[1].mid(2) != m_nonce)
        return notAuthorized();
    const QByteArray authMessage = m_clientFirstBare + ',' + m_serverFirst + ',' + message.left(proofAt);
    const QByteArray signature = QMessageAuthenticationCode::hash(authMessage, m_keys.storedKey, m_hash);
    QByteArray clientKey = QByteArray::fromBase64(message.mid(proofAt + 3));
    if (clientKey.size() != signature.size())
        return notAuthorized();
    for (qsizetype i = 0; i < clientKey.size(); ++i)
        clientKey[i] = static_cast<char>(clientKey[i] ^ signature[i]);
    const bool right = equalInConstantTime(QCryptographicHash::hash(clientKey, m_hash), m_keys.storedKey);
    if (!right || !m_known)
        return notAuthorized();
    const QByteArray proof = QMessageAuthenticationCode::hash(authMessage, m_keys.serverKey, m_hash);
    return SaslStep::success(m_name, "v=" + proof.toBase64());
}

} // namespace

bool isGuest(const QString &name)
{
    return name.startsWith(guestPrefix) && name.size() == guestPrefix.size() + guestDigits;
}

QStringList saslMechanisms(const SaslAccounts &accounts)
{
    QStringList offered{u"SCRAM-SHA-256"_s, u"SCRAM-SHA-1"_s, u"PLAIN"_s};
    if (accounts.anonymous)
        offered.append(u"ANONYMOUS"_s);
    return offered;
}

std::unique_ptr<SaslAttempt> startSasl(const QString &mechanism, const SaslAccounts &accounts, const QByteArray &nonce)
{
    if (!saslMechanisms(accounts).contains(mechanism))
        return nullptr;
    if (mechanism == "PLAIN"_L1)
        return std::make_unique<PlainAttempt>(accounts);
    if (mechanism == "ANONYMOUS"_L1)
        return std::make_unique<AnonymousAttempt>();
    const bool strong = mechanism == "SCRAM-SHA-256"_L1;
    return std::make_unique<ScramAttempt>(accounts, strong ? QCryptographicHash::Sha256 : QCryptographicHash::Sha1,
                                          nonce);
}

} // namespace foyer::server

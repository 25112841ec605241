#include "xmpp/saslmechanism.h"

#include "xmpp/scram.h"

#include <QRandomGenerator>

#include <stringprep.h>

#include <array>

namespace foyer
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype maximumBytes = 4096;

Error unexpected(const QString &detail)
{
    return Error::make(ErrorKind::NotAuthorized, {}, detail);
}

class Plain : public SaslMechanism
{
public:
    explicit Plain(const SaslRequest &request) : m_username(request.username), m_password(request.password) {}

    QString name() const override { return u"PLAIN"_s; }
    Result<std::optional<QByteArray>> initialResponse() override
    {
        const auto username = saslPrepared(m_username);
        const auto password = saslPrepared(m_password);
        if (!username || !password)
            return unexpected(u"forbidden characters"_s);
        return std::optional<QByteArray>('\0' + *username + '\0' + *password);
    }
    void respond(const QByteArray &, Answer done) override { done(unexpected(u"challenge in PLAIN"_s)); }
    std::optional<Error> finish(const QByteArray &) override { return std::nullopt; }

private:
    QString m_username;
    QString m_password;
};

class Anonymous : public SaslMechanism
{
public:
    QString name() const override { return u"ANONYMOUS"_s; }
    Result<std::optional<QByteArray>> initialResponse() override { return std::optional<QByteArray>(); }
    void respond(const QByteArray &, Answer done) override { done(QByteArray()); }
    std::optional<Error> finish(const QByteArray &) override { return std::nullopt; }
};

QByteArray randomNonce()
{
    std::array<quint32, 6> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words)).toBase64();
}

} // namespace

std::unique_ptr<SaslMechanism> chooseMechanism(const QStringList &offered, const SaslRequest &request)
{
    if (request.anonymous)
        return offered.contains(u"ANONYMOUS") ? std::make_unique<Anonymous>() : nullptr;
    const QByteArray nonce = request.clientNonce.isEmpty() ? randomNonce() : request.clientNonce;
    for (const Scram::Hash hash : {Scram::Hash::Sha256, Scram::Hash::Sha1}) {
        const QString name = Scram::nameOf(hash);
        if (offered.contains(name) && signInStrengthOf(name) >= request.atLeast)
            return std::make_unique<Scram>(hash, request.username, request.password, nonce);
    }
    const bool mayReveal =
        request.atLeast == SignInStrength::Plain || (request.atLeast == SignInStrength::Unknown && request.staysHere);
    if (mayReveal && offered.contains(u"PLAIN"))
        return std::make_unique<Plain>(request);
    return nullptr;
}

std::optional<QByteArray> saslPrepared(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    if (bytes.size() > maximumBytes || bytes.contains('\0'))
        return std::nullopt;
    bytes.resize(4 * maximumBytes, '\0');
    const auto flags = static_cast<Stringprep_profile_flags>(0);
    if (stringprep(bytes.data(), static_cast<size_t>(bytes.size()), flags, stringprep_saslprep) != STRINGPREP_OK)
        return std::nullopt;
    return QByteArray(bytes.constData());
}

} // namespace foyer

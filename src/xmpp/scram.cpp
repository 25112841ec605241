#include "xmpp/scram.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QPasswordDigestor>
#include <QtConcurrent>

namespace foyer
{

using namespace Qt::StringLiterals;

namespace
{

constexpr char gs2Header[] = "n,,";

Error refused(const QString &detail)
{
    return Error::make(ErrorKind::NotAuthorized, {}, detail);
}

QCryptographicHash::Algorithm algorithmOf(Scram::Hash hash)
{
    return hash == Scram::Hash::Sha256 ? QCryptographicHash::Sha256 : QCryptographicHash::Sha1;
}

QByteArray escapedName(QByteArray name)
{
    return name.replace('=', "=3D").replace(',', "=2C");
}

std::optional<QByteArray> decoded(const QByteArray &base64)
{
    const auto result = QByteArray::fromBase64Encoding(base64, QByteArray::AbortOnBase64DecodingErrors);
    if (!result || result.decoded.isEmpty())
        return std::nullopt;
    return result.decoded;
}

} // namespace

Scram::Scram(Hash hash, const QString &username, const QString &password, const QByteArray &clientNonce)
    : m_hash(hash), m_username(username), m_password(password), m_clientNonce(clientNonce)
{
    QObject::connect(&m_deriving, &QFutureWatcher<QByteArray>::finished, &m_deriving, [this] {
        // Moved out: the answer may lead to this object's end.
        const Answer done = std::move(m_done);
        done(clientFinal(m_deriving.result()));
    });
}

Scram::~Scram() = default;

QString Scram::nameOf(Hash hash)
{
    return mechanismOf(hash == Hash::Sha256 ? SignInStrength::ScramSha256 : SignInStrength::ScramSha1);
}

Result<std::optional<QByteArray>> Scram::initialResponse()
{
    const auto username = saslPrepared(m_username);
    if (!username || !saslPrepared(m_password))
        return refused(u"forbidden characters"_s);
    m_clientFirstBare = "n=" + escapedName(*username) + ",r=" + m_clientNonce;
    m_state = State::FirstSent;
    return std::optional<QByteArray>(gs2Header + m_clientFirstBare);
}

void Scram::respond(const QByteArray &challenge, Answer done)
{
    if (m_state == State::FinalSent) {
        // A server without "additional data with success" puts its proof into one more challenge.
        if (const auto error = verify(challenge))
            done(*error);
        else
            done(QByteArray());
        return;
    }
    if (m_state != State::FirstSent) {
        done(refused(u"challenge out of turn"_s));
        return;
    }
    const Result<ServerFirst> first = parseServerFirst(challenge);
    if (!first) {
        done(first.error());
        return;
    }
    m_serverFirst = challenge;
    m_nonce = first->nonce;
    m_done = std::move(done);
    m_state = State::Deriving;
    const auto algorithm = algorithmOf(m_hash);
    m_deriving.setFuture(QtConcurrent::run([algorithm, password = saslPrepared(m_password).value_or(QByteArray()),
                                            salt = first->salt, iterations = first->iterations] {
        return QPasswordDigestor::deriveKeyPbkdf2(algorithm, password, salt, iterations,
                                                  static_cast<quint64>(QCryptographicHash::hashLength(algorithm)));
    }));
}

Result<Scram::ServerFirst> Scram::parseServerFirst(const QByteArray &message) const
{
    // The order is fixed by RFC 5802 section 7; a leading "m=" is an extension that we must not ignore.
    const QList<QByteArray> parts = message.split(',');
    if (parts.size() < 3 || !parts[0].startsWith("r=") || !parts[1].startsWith("s=") || !parts[2].startsWith("i="))
        return refused(u"unreadable challenge"_s);
    ServerFirst first;
    first.nonce = parts[0].mid(2);
    if (!first.nonce.startsWith(m_clientNonce) || first.nonce.size() == m_clientNonce.size())
        return refused(u"the server's nonce does not extend ours"_s);
    const auto salt = decoded(parts[1].mid(2));
    if (!salt)
        return refused(u"unreadable salt"_s);
    first.salt = *salt;
    bool ok = false;
    first.iterations = parts[2].mid(2).toInt(&ok);
    if (!ok || first.iterations < minimumIterations || first.iterations > maximumIterations)
        return refused(u"iteration count out of range"_s);
    return first;
}

QByteArray Scram::clientFinal(const QByteArray &saltedPassword)
{
    const auto algorithm = algorithmOf(m_hash);
    const auto hmac = [algorithm](const QByteArray &key, const QByteArray &data) {
        return QMessageAuthenticationCode::hash(data, key, algorithm);
    };
    const QByteArray withoutProof = "c=" + QByteArray(gs2Header).toBase64() + ",r=" + m_nonce;
    const QByteArray authMessage = m_clientFirstBare + ',' + m_serverFirst + ',' + withoutProof;
    const QByteArray clientKey = hmac(saltedPassword, "Client Key");
    const QByteArray signature = hmac(QCryptographicHash::hash(clientKey, algorithm), authMessage);
    QByteArray proof = clientKey;
    for (qsizetype i = 0; i < proof.size(); ++i)
        proof[i] = static_cast<char>(proof[i] ^ signature[i]);
    m_serverSignature = hmac(hmac(saltedPassword, "Server Key"), authMessage);
    m_state = State::FinalSent;
    return withoutProof + ",p=" + proof.toBase64();
}

std::optional<Error> Scram::verify(const QByteArray &serverFinal)
{
    const QByteArray first = serverFinal.split(',').value(0);
    if (first.startsWith("e="))
        return refused(u"the server answered "_s + QString::fromLatin1(first.mid(2, 60)));
    if (!first.startsWith("v=") || decoded(first.mid(2)) != m_serverSignature)
        return refused(u"the server did not prove that it knows the password"_s);
    m_state = State::Verified;
    return std::nullopt;
}

std::optional<Error> Scram::finish(const QByteArray &data)
{
    if (m_state == State::Verified && data.isEmpty())
        return std::nullopt;
    if (m_state != State::FinalSent)
        return refused(u"success out of turn"_s);
    return verify(data);
}

} // namespace foyer

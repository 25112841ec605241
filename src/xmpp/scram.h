#pragma once

#include "xmpp/saslmechanism.h"

#include <QFutureWatcher>

namespace foyer
{

/// SCRAM without channel binding (RFC 5802, RFC 7677). The password's key is derived on a pool thread: a server may ask
/// for a million rounds.
class Scram : public SaslMechanism
{
public:
    enum class Hash { Sha1, Sha256 };
    static constexpr int minimumIterations = 4096; ///< RFC 7677 section 4
    static constexpr int maximumIterations = 1000000;

    /// \a clientNonce: printable ASCII without comma, new for every exchange.
    Scram(Hash hash, const QString &username, const QString &password, const QByteArray &clientNonce);
    ~Scram() override;

    static QString nameOf(Hash hash);

    QString name() const override { return nameOf(m_hash); }
    Result<std::optional<QByteArray>> initialResponse() override;
    void respond(const QByteArray &challenge, Answer done) override;
    std::optional<Error> finish(const QByteArray &data) override;

private:
    enum class State { Start, FirstSent, Deriving, FinalSent, Verified };
    struct ServerFirst {
        QByteArray nonce;
        QByteArray salt;
        int iterations = 0;
    };

    Result<ServerFirst> parseServerFirst(const QByteArray &message) const;
    QByteArray clientFinal(const QByteArray &saltedPassword);
    std::optional<Error> verify(const QByteArray &serverFinal);

    Hash m_hash;
    QString m_username;
    QString m_password;
    QByteArray m_clientNonce;
    State m_state = State::Start;
    QByteArray m_clientFirstBare;
    QByteArray m_serverFirst;
    QByteArray m_nonce;
    QByteArray m_serverSignature;
    Answer m_done;
    // Destroyed with the mechanism, which is what keeps a late key from being delivered.
    QFutureWatcher<QByteArray> m_deriving;
};

} // namespace foyer

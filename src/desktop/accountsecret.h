#pragma once

#include "desktop/keyring.h"

#include <QFuture>
#include <QHash>
#include <QObject>

namespace foyer
{

/// Where passwords live: in the desktop's keyring, and where there is none in memory until the program ends. Nothing is
/// ever written to a file. One thread.
class AccountSecret : public QObject
{
    Q_OBJECT

public:
    enum class Place { Keyring, SessionMemory };

    explicit AccountSecret(std::unique_ptr<Keyring> keyring, QObject *parent = nullptr);
    ~AccountSecret() override;

    /// Key of an account's password; \a account is its bare address.
    static QString accountKey(const QString &account);
    /// Key of a room's password.
    static QString roomKey(const QString &account, const QString &room);

    /// The secret kept under \a key; empty when there is none. Never fails; cancelled when this object goes first.
    QFuture<QString> read(const QString &key);
    /// Keeps \a secret under \a key and tells where; an empty secret is removed.
    QFuture<Place> keep(const QString &key, const QString &secret);
    /// Forgets what is kept under \a key, in every place.
    QFuture<void> forget(const QString &key);

    /// True once the keyring has failed: what is kept now lasts until the program ends.
    bool isSessionOnly() const { return m_sessionOnly; }

Q_SIGNALS:
    /// The keyring failed for the first time: worth one quiet line.
    void sessionOnlyChanged(bool sessionOnly);

private:
    void noteOutcome(Keyring::Outcome outcome);

    std::unique_ptr<Keyring> m_keyring;
    QHash<QString, QString> m_memory;
    bool m_sessionOnly = false;
};

} // namespace foyer

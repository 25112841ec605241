#include "desktop/accountsecret.h"

#include "core/logging.h"

#include <QPromise>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// Promises are shared, because callbacks are copied; a promise that goes unfinished cancels its future.
template <typename T>
std::shared_ptr<QPromise<T>> startedPromise()
{
    auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    return promise;
}

template <typename T>
void finish(QPromise<T> &promise, const T &value)
{
    promise.addResult(value);
    promise.finish();
}

} // namespace

AccountSecret::AccountSecret(std::unique_ptr<Keyring> keyring, QObject *parent)
    : QObject(parent), m_keyring(std::move(keyring))
{
}

AccountSecret::~AccountSecret() = default;

QString AccountSecret::accountKey(const QString &account)
{
    return account;
}

QString AccountSecret::roomKey(const QString &account, const QString &room)
{
    // A space stands in no bare address, so no room's key can be another account's.
    return account + u' ' + room;
}

QFuture<QString> AccountSecret::read(const QString &key)
{
    const auto promise = startedPromise<QString>();
    // What is in memory is newer: it is there only because the keyring did not take it.
    if (const auto kept = m_memory.constFind(key); kept != m_memory.cend()) {
        finish(*promise, *kept);
        return promise->future();
    }
    m_keyring->read(key, [this, promise](Keyring::Outcome outcome, const QString &secret) {
        noteOutcome(outcome);
        finish(*promise, secret);
    });
    return promise->future();
}

QFuture<AccountSecret::Place> AccountSecret::keep(const QString &key, const QString &secret)
{
    const auto promise = startedPromise<Place>();
    if (secret.isEmpty()) {
        forget(key).then(this,
                         [promise, this] { finish(*promise, m_sessionOnly ? Place::SessionMemory : Place::Keyring); });
        return promise->future();
    }
    // In memory while the keyring is asked: it may be locked for minutes, and a read must find the new secret.
    m_memory.insert(key, secret);
    m_keyring->write(key, secret, [this, promise, key, secret](Keyring::Outcome outcome) {
        noteOutcome(outcome);
        const bool done = outcome == Keyring::Outcome::Done;
        if (done && m_memory.value(key) == secret) {
            m_memory.remove(key);
        }
        finish(*promise, done ? Place::Keyring : Place::SessionMemory);
    });
    return promise->future();
}

QFuture<void> AccountSecret::forget(const QString &key)
{
    const auto promise = startedPromise<void>();
    m_memory.remove(key);
    m_keyring->remove(key, [this, promise](Keyring::Outcome outcome) {
        noteOutcome(outcome);
        promise->finish();
    });
    return promise->future();
}

void AccountSecret::noteOutcome(Keyring::Outcome outcome)
{
    if (outcome != Keyring::Outcome::Unavailable || m_sessionOnly) {
        return;
    }
    m_sessionOnly = true;
    qCInfo(lcApp) << "no keyring: passwords are kept until the program ends";
    Q_EMIT sessionOnlyChanged(true);
}

} // namespace foyer

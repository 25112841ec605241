#pragma once

#include <QString>

#include <functional>
#include <memory>

namespace foyer
{

/// The place that keeps secrets beyond a session. An interface, so that tests need no desktop.
class Keyring
{
public:
    /// What a call came to. Missing: there is no such secret. Unavailable: there is no keyring, or it refused.
    enum class Outcome { Done, Missing, Unavailable };

    virtual ~Keyring() = default;
    /// Each calls \a done once, later, on the caller's thread; not when the keyring is destroyed before. A keyring that
    /// is locked may let the person wait for as long as it takes to unlock it.
    virtual void read(const QString &key, std::function<void(Outcome, const QString &secret)> done) = 0;
    virtual void write(const QString &key, const QString &secret, std::function<void(Outcome)> done) = 0;
    virtual void remove(const QString &key, std::function<void(Outcome)> done) = 0;
};

/// The desktop's own keyring (Secret Service or KWallet), under the service name `foyer`.
std::unique_ptr<Keyring> makeDesktopKeyring();

} // namespace foyer

#pragma once

#include "desktop/keyring.h"

#include <QHash>

#include <deque>
#include <functional>
#include <utility>

namespace foyer
{

/// A keyring that answers when the test says so, as a locked one does.
class FakeKeyring : public Keyring
{
public:
    void read(const QString &key, std::function<void(Outcome, const QString &)> done) override
    {
        m_waiting.push_back([this, key, done = std::move(done)] {
            if (!available) {
                done(Outcome::Unavailable, {});
            } else {
                done(kept.contains(key) ? Outcome::Done : Outcome::Missing, kept.value(key));
            }
        });
    }

    void write(const QString &key, const QString &secret, std::function<void(Outcome)> done) override
    {
        m_waiting.push_back([this, key, secret, done = std::move(done)] {
            if (available) {
                kept.insert(key, secret);
            }
            done(available ? Outcome::Done : Outcome::Unavailable);
        });
    }

    void remove(const QString &key, std::function<void(Outcome)> done) override
    {
        m_waiting.push_back([this, key, done = std::move(done)] {
            const bool found = available && kept.remove(key) > 0;
            done(!available ? Outcome::Unavailable : found ? Outcome::Done : Outcome::Missing);
        });
    }

    void answer()
    {
        while (!m_waiting.empty()) {
            const auto next = m_waiting.front();
            m_waiting.pop_front();
            next();
        }
    }

    bool available = true;
    QHash<QString, QString> kept;

private:
    std::deque<std::function<void()>> m_waiting;
};

} // namespace foyer

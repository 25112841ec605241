#include "desktop/keyring.h"

#include <qt6keychain/keychain.h>

#include <QObject>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

Keyring::Outcome outcomeOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::NoError:
        return Keyring::Outcome::Done;
    case QKeychain::EntryNotFound:
        return Keyring::Outcome::Missing;
    default:
        return Keyring::Outcome::Unavailable;
    }
}

class DesktopKeyring : public Keyring
{
public:
    void read(const QString &key, std::function<void(Outcome, const QString &)> done) override
    {
        auto *job = new QKeychain::ReadPasswordJob(u"foyer"_s, &m_owner);
        start(job, key, [job, done = std::move(done)](Outcome outcome) {
            done(outcome, outcome == Outcome::Done ? job->textData() : QString());
        });
    }

    void write(const QString &key, const QString &secret, std::function<void(Outcome)> done) override
    {
        auto *job = new QKeychain::WritePasswordJob(u"foyer"_s, &m_owner);
        job->setTextData(secret);
        start(job, key, std::move(done));
    }

    void remove(const QString &key, std::function<void(Outcome)> done) override
    {
        start(new QKeychain::DeletePasswordJob(u"foyer"_s, &m_owner), key, std::move(done));
    }

private:
    void start(QKeychain::Job *job, const QString &key, std::function<void(Outcome)> done)
    {
        // Never a plain text file instead: without a keyring the secret stays in memory.
        job->setInsecureFallback(false);
        job->setKey(key);
        QObject::connect(job, &QKeychain::Job::finished, &m_owner,
                         [done = std::move(done)](QKeychain::Job *finished) { done(outcomeOf(finished->error())); });
        job->start();
    }

    QObject m_owner;
};

} // namespace

std::unique_ptr<Keyring> makeDesktopKeyring()
{
    return std::make_unique<DesktopKeyring>();
}

} // namespace foyer

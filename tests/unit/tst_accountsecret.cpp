#include "desktop/accountsecret.h"
#include "support/fakekeyring.h"

#include <QSignalSpy>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

using Place = AccountSecret::Place;
using Outcome = Keyring::Outcome;

const QString alice = u"alice@example.org"_s;

} // namespace

class TestAccountSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        auto keyring = std::make_unique<FakeKeyring>();
        m_keyring = keyring.get();
        m_secrets = std::make_unique<AccountSecret>(std::move(keyring));
    }

    void secretIsKeptInTheKeyringAndReadBack()
    {
        auto kept = m_secrets->keep(alice, u"pencil"_s);
        QVERIFY(!kept.isFinished());
        m_keyring->answer();
        QCOMPARE(kept.result(), Place::Keyring);
        QCOMPARE(m_keyring->kept.value(alice), u"pencil"_s);

        auto read = m_secrets->read(alice);
        m_keyring->answer();
        QCOMPARE(read.result(), u"pencil"_s);
        QVERIFY(!m_secrets->isSessionOnly());
    }

    void unknownSecretIsEmptyAndNoFailure()
    {
        auto read = m_secrets->read(alice);
        m_keyring->answer();
        QCOMPARE(read.result(), QString());
        QVERIFY(!m_secrets->isSessionOnly());
    }

    void withoutKeyringTheSecretLastsForTheSession()
    {
        m_keyring->available = false;
        QSignalSpy told(m_secrets.get(), &AccountSecret::sessionOnlyChanged);
        auto kept = m_secrets->keep(alice, u"pencil"_s);
        m_keyring->answer();
        QCOMPARE(kept.result(), Place::SessionMemory);
        QCOMPARE(m_secrets->read(alice).result(), u"pencil"_s);
        QVERIFY(m_secrets->isSessionOnly());

        kept = m_secrets->keep(u"bob@example.org"_s, u"eraser"_s);
        m_keyring->answer();
        QCOMPARE(kept.result(), Place::SessionMemory);
        QCOMPARE(told.size(), 1);

        AccountSecret next(std::make_unique<FakeKeyring>());
        QVERIFY(!next.isSessionOnly());
    }

    void newSecretIsReadWhileTheKeyringIsStillLocked()
    {
        m_keyring->kept.insert(alice, u"old"_s);
        auto kept = m_secrets->keep(alice, u"new"_s);
        QCOMPARE(m_secrets->read(alice).result(), u"new"_s);
        m_keyring->answer();
        QCOMPARE(kept.result(), Place::Keyring);
        QCOMPARE(m_keyring->kept.value(alice), u"new"_s);
    }

    void laterSecretIsNotLostToAnEarlierAnswer()
    {
        auto first = m_secrets->keep(alice, u"one"_s);
        auto second = m_secrets->keep(alice, u"two"_s);
        m_keyring->answer();
        auto read = m_secrets->read(alice);
        m_keyring->answer();
        QCOMPARE(read.result(), u"two"_s);
    }

    void forgottenSecretIsGoneFromEveryPlace()
    {
        m_keyring->kept.insert(alice, u"pencil"_s);
        auto forgotten = m_secrets->forget(alice);
        m_keyring->answer();
        QVERIFY(forgotten.isFinished());
        QVERIFY(m_keyring->kept.isEmpty());

        m_keyring->available = false;
        m_secrets->keep(alice, u"pencil"_s);
        m_keyring->answer();
        m_secrets->forget(alice);
        auto read = m_secrets->read(alice);
        m_keyring->answer();
        QCOMPARE(read.result(), QString());
    }

    void emptySecretIsForgotten()
    {
        m_keyring->kept.insert(alice, u"pencil"_s);
        auto kept = m_secrets->keep(alice, QString());
        m_keyring->answer();
        QVERIFY(kept.isFinished());
        QVERIFY(m_keyring->kept.isEmpty());
    }

    void questionsEndWithTheObject()
    {
        auto read = m_secrets->read(alice);
        m_secrets.reset();
        QVERIFY(read.isFinished());
        QVERIFY(read.isCanceled());
    }

    void roomsHaveKeysOfTheirOwn()
    {
        const QString room = u"launch@conference.example.org"_s;
        const QString key = AccountSecret::roomKey(alice, room);
        QVERIFY(key != AccountSecret::accountKey(alice));
        QVERIFY(key != AccountSecret::roomKey(u"bob@example.org"_s, room));
        QVERIFY(key != AccountSecret::roomKey(alice, u"lunch@conference.example.org"_s));
    }

    void machineWithoutAnyKeyringAnswersSoon()
    {
        // No bus at all: what a bare machine has. The person's own keyring is not touched.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        AccountSecret secrets(makeDesktopKeyring());
        auto kept = secrets.keep(alice, u"pencil"_s);
        QTRY_VERIFY_WITH_TIMEOUT(kept.isFinished(), 10000);
        QCOMPARE(kept.result(), Place::SessionMemory);
        QVERIFY(secrets.isSessionOnly());
        QCOMPARE(secrets.read(alice).result(), u"pencil"_s);
    }

private:
    FakeKeyring *m_keyring = nullptr;
    std::unique_ptr<AccountSecret> m_secrets;
};

QTEST_GUILESS_MAIN(TestAccountSecret)
#include "tst_accountsecret.moc"

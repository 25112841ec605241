#include "app/exporter.h"

#include "core/clock.h"
#include "store/messagestore.h"

#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Which of the stored rooms is meant; what is printed of it is in the scenarios.
class TestExporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void roomOfSeveralAccountsNamesThem();
    void accountChoosesTheRoom_data();
    void accountChoosesTheRoom();
    void severalRoomsOfOneNameAreNamed();

private:
    Result<Done> exported(const QStringList &arguments);

    QTemporaryDir m_folder;
};

void TestExporter::initTestCase()
{
    SystemClock clock;
    const Profile profile(m_folder.path());
    QVERIFY(profile.prepare().isOk());
    MessageStore store(profile.messagesFile(), clock);
    QVERIFY(store.open().isOk());
    for (const QString &account : {u"alice@example.org"_s, u"bob@example.org"_s, u"example.org"_s}) {
        const auto opened =
            store.openRoom(Jid::parse(account).value(), Jid::parse(u"launch@conference.example.org"_s).value());
        QTRY_VERIFY(opened.isFinished() && opened.result().isOk());
    }
    const auto other =
        store.openRoom(Jid::parse(u"alice@example.org"_s).value(), Jid::parse(u"launch@rooms.example.org"_s).value());
    QTRY_VERIFY(other.isFinished() && other.result().isOk());
}

Result<Done> TestExporter::exported(const QStringList &arguments)
{
    const auto line = parseCommandLine(arguments);
    if (const auto *wrong = std::get_if<QString>(&line)) {
        return Error{ErrorKind::StoreFailed, *wrong, {}};
    }
    const std::unique_ptr<FILE, int (*)(FILE *)> output(std::tmpfile(), std::fclose);
    return exportRoom(Profile(m_folder.path()), std::get<CommandLine>(line), output.get());
}

void TestExporter::roomOfSeveralAccountsNamesThem()
{
    const auto done = exported({u"--export"_s, u"launch@conference.example.org"_s});
    QVERIFY(!done);
    QCOMPARE(done.error().text, u"Several accounts were in “launch@conference.example.org”. Add --account with one of: "
                                "alice@example.org, bob@example.org, example.org"_s);
}

void TestExporter::accountChoosesTheRoom_data()
{
    QTest::addColumn<QString>("account");
    QTest::addColumn<bool>("wasThere");
    QTest::newRow("one") << u"alice@example.org"_s << true;
    QTest::newRow("another") << u"bob@example.org"_s << true;
    QTest::newRow("as a guest") << u"example.org"_s << true;
    QTest::newRow("nobody") << u"carol@example.org"_s << false;
}

void TestExporter::accountChoosesTheRoom()
{
    QFETCH(QString, account);
    QFETCH(bool, wasThere);
    const auto done = exported({u"--account"_s, account, u"--export"_s, u"launch@conference.example.org"_s});
    QVERIFY2(done.isOk() == wasThere, done ? "" : qPrintable(done.error().text));
}

void TestExporter::severalRoomsOfOneNameAreNamed()
{
    const auto done = exported({u"--account"_s, u"alice@example.org"_s, u"--export"_s, u"launch"_s});
    QVERIFY(!done);
    QVERIFY2(done.error().text.contains(u"launch@rooms.example.org (alice@example.org)"_s),
             qPrintable(done.error().text));
}

QTEST_GUILESS_MAIN(TestExporter)
#include "tst_exporter.moc"

#include "app/localserver.h"

#include "app/backend.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

constexpr int longestStartMs = 10'000;

Result<LocalAccess> started(LocalServer &server)
{
    const auto future = server.start();
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, longestStartMs)) {
        qFatal("the room server does not start");
    }
    return future.result();
}

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestLocalServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void firstStartMakesEverythingForItsOwnerAlone()
    {
        LocalServer server(place(), u"alice"_s);
        QSignalSpy running(&server, &LocalServer::runningChanged);
        const auto access = started(server);
        QVERIFY2(access.isOk(), access.isOk() ? "" : qPrintable(access.error().text));
        QCOMPARE(access->account.toString(), u"alice@localhost"_s);
        QCOMPARE(access->endpoints.domain, u"localhost"_s);
        QCOMPARE(access->endpoints.muc, u"conference.localhost"_s);
        QCOMPARE(access->endpoints.xmpp.host(), u"127.0.0.1"_s);
        QVERIFY(access->endpoints.xmpp.port() > 0);
        QCOMPARE(access->password.size(), 32);
        QCOMPARE(contentOf(access->passwordFile), access->password.toLatin1() + '\n');
        QVERIFY(server.isRunning());
        QCOMPARE(running.size(), 1);
        const auto ownFile = QFile::ReadUser | QFile::WriteUser;
        QCOMPARE(QFileInfo(access->passwordFile).permissions() & 0x0fff, ownFile);
        QCOMPARE(QFileInfo(server.settingsFile()).permissions() & 0x0fff, ownFile);
        QCOMPARE(QFileInfo(place()).permissions() & 0x0fff, ownFile | QFile::ExeUser);
        // The Server API has a key and a secret that nobody else knows.
        QVERIFY(!server.settings().appKey.isEmpty());
        QCOMPARE(server.settings().appSecret.size(), 32);
    }

    void programMayGoWhileItStarts()
    {
        // After each step of the start once.
        bool isStarted = false;
        for (int steps = 0; !isStarted; ++steps) {
            const QTemporaryDir folder;
            Backend backend{Profile(folder.path())};
            QVERIFY(backend.open({}));
            const auto begun = backend.signInLocal();
            for (int step = 0; step < steps && !begun.isFinished(); ++step)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            isStarted = begun.isFinished();
        }
    }

    void laterStartKeepsAccountAndSettings()
    {
        QString password;
        QString secret;
        {
            LocalServer server(place(), u"alice"_s);
            const auto access = started(server);
            QVERIFY(access.isOk());
            password = access->password;
            server::ServerSettings changed = server.settings();
            secret = changed.appSecret;
            changed.rooms.singleUserMultipleRooms = true;
            changed.rooms.historyDepth = 7;
            QVERIFY(server.setSettings(changed).isOk());
        }
        LocalServer again(place(), u"alice"_s);
        const auto access = started(again);
        QVERIFY2(access.isOk(), access.isOk() ? "" : qPrintable(access.error().text));
        QCOMPARE(access->password, password);
        QVERIFY(again.settings().rooms.singleUserMultipleRooms);
        QCOMPARE(again.settings().rooms.historyDepth, 7);
        QCOMPARE(again.settings().appSecret, secret);
        QCOMPARE(again.settings().dataFolder, place());
    }

    void startOfARunningOneTellsWhereItIs()
    {
        LocalServer server(place(), u"alice"_s);
        const auto first = started(server);
        const auto second = started(server);
        QVERIFY(first.isOk() && second.isOk());
        QCOMPARE(second->endpoints.xmpp, first->endpoints.xmpp);
    }

    void stoppedAndStartedAgainItIsWhereItWas()
    {
        LocalServer server(place(), u"alice"_s);
        const auto first = started(server);
        QVERIFY(first.isOk());
        const auto stopping = server.stop();
        QVERIFY(!server.isRunning());
        QTRY_VERIFY(stopping.isFinished());
        const auto second = started(server);
        QVERIFY2(second.isOk(), second.isOk() ? "" : qPrintable(second.error().text));
        QCOMPARE(second->endpoints.xmpp, first->endpoints.xmpp);
    }

    void mistakeInTheConfigurationIsNamed()
    {
        QVERIFY(QDir().mkpath(place()));
        LocalServer server(place(), u"alice"_s);
        QFile file(server.settingsFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[server]\nhistory_depth = many\n");
        file.close();
        const auto access = started(server);
        QVERIFY(!access.isOk());
        QVERIFY2(access.error().text.contains(u"line 2: history_depth"_s), qPrintable(access.error().text));
        QVERIFY(!server.isRunning());
    }

    void secondServerOnTheSameFolderIsRefused()
    {
        LocalServer first(place(), u"alice"_s);
        QVERIFY(started(first).isOk());
        LocalServer second(place(), u"alice"_s);
        const auto access = started(second);
        QVERIFY(!access.isOk());
        QVERIFY(!access.error().text.isEmpty());
    }

    void folderThatCannotBeMadeIsAnError()
    {
        // A file stands where the folder should be.
        QFile file(place());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        LocalServer server(place(), u"alice"_s);
        const auto access = started(server);
        QVERIFY(!access.isOk());
        QCOMPARE(access.error().kind, ErrorKind::StoreFailed);
    }

    void accountNameComesFromTheLogin()
    {
        const QByteArray before = qgetenv("USER");
        qputenv("USER", "Bob");
        QCOMPARE(ownAccountName(), u"bob"_s);
        qputenv("USER", "no good@name");
        QCOMPARE(ownAccountName(), u"guest"_s);
        qputenv("USER", before);
    }

private:
    QString place() const { return m_folder->filePath(u"server"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestLocalServer)
#include "tst_localserver.moc"

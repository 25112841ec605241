#include "server/embeddedserver.h"
#include "server/program/servertools.h"
#include "server/storage/serverstore.h"
#include "sql/database.h"

#include "support/xmppguest.h"

#include <QFileInfo>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTranslator>

#include <atomic>
#include <memory>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;

namespace
{

ServerSettings settingsIn(const QTemporaryDir &folder)
{
    ServerSettings settings;
    settings.dataFolder = folder.filePath(u"server"_s);
    settings.port = 0;
    settings.apiPort = 0;
    settings.anonymousLogin = true;
    return settings;
}

/// Waits for an answer from the server's thread.
template <typename T>
T waitFor(QFuture<T> future)
{
    while (!future.isFinished())
        QTest::qWait(1);
    if constexpr (!std::is_void_v<T>)
        return future.result();
}

/// What is left to do when a thread ends, as libraries clean up there: it takes until it may, or 100 ms.
struct LastBreath {
    QSemaphore may;
    std::atomic_bool taken = false;
};

/// Hands over its thread's end to a LastBreath.
struct BreathTaker {
    std::shared_ptr<LastBreath> breath;
    ~BreathTaker()
    {
        if (!breath)
            return;
        breath->may.tryAcquire(1, 100);
        breath->taken = true;
    }
};

/// Is asked for the words of an error on the thread where it happens, and leaves a BreathTaker there.
class ThreadGuest : public QTranslator
{
public:
    std::shared_ptr<LastBreath> breath;
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *, const char *, int) const override
    {
        static thread_local BreathTaker taker;
        if (QThread::currentThread() != thread())
            taker.breath = breath;
        return {};
    }
};

} // namespace

class TestEmbeddedServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startedServerTellsWhereItIs()
    {
        const QTemporaryDir folder;
        EmbeddedServer server(settingsIn(folder));
        const auto started = waitFor(server.start());
        QVERIFY(started);
        QCOMPARE(started->domain, u"localhost"_s);
        QCOMPARE(started->muc, u"conference.localhost"_s);
        QCOMPARE(started->xmpp.host(), u"127.0.0.1"_s);
        QCOMPARE(started->xmpp.path(), u"/xmpp-websocket"_s);
        QVERIFY(started->api.port() > 0);
        Guest guest(started->xmpp);
        QVERIFY(guest.signIn());
        QVERIFY(guest.join(u"den"_s));
    }

    void dataIsNobodyElses()
    {
        const QTemporaryDir folder;
        EmbeddedServer server(settingsIn(folder));
        QVERIFY(waitFor(server.start()));
        const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
        QVERIFY(!(QFileInfo(folder.filePath(u"server"_s)).permissions() & others));
        QVERIFY(!(QFileInfo(folder.filePath(u"server/server.sqlite"_s)).permissions() & others));
    }

    void takenPortIsSaid()
    {
        const QTemporaryDir folder;
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress(QHostAddress::LocalHost)));
        ServerSettings settings = settingsIn(folder);
        settings.port = other.serverPort();
        EmbeddedServer server(settings);
        const auto started = waitFor(server.start());
        QVERIFY(!started);
        QCOMPARE(started.error().kind, ErrorKind::ServerUnreachable);
        other.close();
        QVERIFY(waitFor(server.start()));
    }

    void folderInUseIsSaid()
    {
        const QTemporaryDir folder;
        EmbeddedServer first(settingsIn(folder));
        QVERIFY(waitFor(first.start()));
        EmbeddedServer second(settingsIn(folder));
        const auto started = waitFor(second.start());
        QVERIFY(!started);
        QCOMPARE(started.error().kind, ErrorKind::StoreFailed);
        waitFor(first.stop());
        QVERIFY(waitFor(second.start()));
    }

    void stoppedServerSaysGoodbyeAndComesBackWhereItWas()
    {
        const QTemporaryDir folder;
        EmbeddedServer server(settingsIn(folder));
        const auto started = waitFor(server.start());
        QVERIFY(started);
        Guest guest(started->xmpp);
        QVERIFY(guest.signIn());
        waitFor(server.stop());
        QVERIFY(guest.hears(u"<system-shutdown"_s));
        QTRY_VERIFY(!guest.isOpen());
        const auto again = waitFor(server.start());
        QVERIFY(again);
        QCOMPARE(again->xmpp, started->xmpp);
        QCOMPARE(again->api, started->api);
        Guest next(again->xmpp);
        QVERIFY(next.signIn());
    }

    void serverThatIsGoneHasLeftNoThread()
    {
        const QTemporaryDir folder;
        const auto breath = std::make_shared<LastBreath>();
        ThreadGuest guest;
        guest.breath = breath;
        QVERIFY(QCoreApplication::installTranslator(&guest));
        {
            EmbeddedServer server(settingsIn(folder));
            QVERIFY(!waitFor(server.setPassword(u"al ice"_s, u"pw"_s)));
        }
        const bool isTaken = breath->taken;
        breath->may.release();
        QVERIFY(isTaken);
    }

    void passwordLetsIn()
    {
        const QTemporaryDir folder;
        EmbeddedServer server(settingsIn(folder));
        const auto started = waitFor(server.start());
        QVERIFY(started);
        QVERIFY(waitFor(server.setPassword(u"alice"_s, u"pw"_s)));
        QVERIFY(!waitFor(server.setPassword(u"al ice"_s, u"pw"_s)));
        QVERIFY(!waitFor(server.setPassword(u"alice"_s, QString())));
        Guest guest(started->xmpp);
        QVERIFY(guest.signIn(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%1</auth>"_s.arg(
            QString::fromLatin1(QByteArray("\0alice\0pw", 9).toBase64()))));
    }

    void removedAccountIsSentAway()
    {
        const QTemporaryDir folder;
        EmbeddedServer server(settingsIn(folder));
        const auto started = waitFor(server.start());
        QVERIFY(started);
        QVERIFY(waitFor(server.setPassword(u"alice"_s, u"pw"_s)));
        Guest alice(started->xmpp);
        QVERIFY(alice.signIn(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%1</auth>"_s.arg(
            QString::fromLatin1(QByteArray("\0alice\0pw", 9).toBase64()))));
        Guest guest(started->xmpp);
        QVERIFY(guest.signIn());
        // As foyer-server --delete-account does, in another process.
        QVERIFY(deleteAccount(folder.filePath(u"server"_s), u"alice"_s));
        QVERIFY(alice.hears(u"<not-authorized"_s));
        QTRY_VERIFY(!alice.isOpen());
        QVERIFY(guest.isOpen());
    }

    void settingsTakeEffectWhileItRuns()
    {
        const QTemporaryDir folder;
        ServerSettings settings = settingsIn(folder);
        EmbeddedServer server(settings);
        const auto started = waitFor(server.start());
        QVERIFY(started);
        settings.anonymousLogin = false;
        server.setSettings(settings);
        QVERIFY(waitFor(server.setPassword(u"alice"_s, u"pw"_s))); // in line behind the settings
        Guest guest(started->xmpp);
        QVERIFY(QTest::qWaitFor([&] { return guest.isOpen(); }));
        QVERIFY(guest.ask(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>"_s,
                          u"<mechanisms"_s));
        QVERIFY(guest.frames.filter(u"ANONYMOUS"_s).isEmpty());
    }

    void stopLeavesWordOfWhoWasInside()
    {
        const QTemporaryDir folder;
        QTcpServer application; // takes no callback
        QVERIFY(application.listen(QHostAddress(QHostAddress::LocalHost)));
        ServerSettings settings = settingsIn(folder);
        settings.callbackUrl = QUrl(u"http://127.0.0.1:%1/"_s.arg(application.serverPort()));
        EmbeddedServer server(settings);
        const auto started = waitFor(server.start());
        QVERIFY(started);
        Guest guest(started->xmpp);
        QVERIFY(guest.signIn());
        QVERIFY(guest.join(u"den"_s));
        guest.frames.clear();
        waitFor(server.stop());
        QVERIFY(guest.hears(u"<system-shutdown"_s));
        QCOMPARE(guest.frames.filter(u"<presence"_s), QStringList());
        ServerStore store;
        QVERIFY(store.open(folder.filePath(u"server/server.sqlite"_s)));
        const QList<CallbackQueue::Item> waiting = store.callbacks().first(10);
        QCOMPARE(waiting.size(), 3);
        QCOMPARE(waiting.constLast().status.type, RoomStatus::Type::Left);
        QCOMPARE(waiting.constLast().status.cause, RoomStatus::Cause::Offline);
        QCOMPARE(waiting.constLast().status.roomId, u"den"_s);
    }

    void whatIsNotSavedIsNotSaid()
    {
        const QTemporaryDir folder;
        EmbeddedServer server(settingsIn(folder));
        const auto started = waitFor(server.start());
        QVERIFY(started);
        QSignalSpy disturbed(&server, &EmbeddedServer::disturbed);
        Guest guest(started->xmpp);
        QVERIFY(guest.signIn());
        QVERIFY(guest.join(u"den"_s));
        Database disk;
        QVERIFY(disk.open(folder.filePath(u"server/server.sqlite"_s), Database::Access::ReadWrite));
        disk.run(
            u"CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"_s);
        QVERIFY(!disk.hasError());

        QVERIFY(guest.ask(u"<message xmlns='jabber:client' type='groupchat' to='den@conference.localhost'>"
                          "<body>lost</body></message>"_s,
                          u"<internal-server-error"_s));
        QVERIFY(guest.frames.filter(u"lost"_s).isEmpty());
        QTRY_VERIFY(!guest.isOpen());
        QTRY_COMPARE(disturbed.size(), 1);

        // It goes on by itself once there is room again; nobody is inside.
        disk.run(u"DROP TRIGGER full"_s);
        Guest next(started->xmpp);
        QVERIFY(next.signIn());
        QVERIFY(next.join(u"hall"_s));
        QVERIFY(next.ask(u"<message xmlns='jabber:client' type='groupchat' to='hall@conference.localhost'>"
                         "<body>kept</body></message>"_s,
                         u"kept"_s));
    }
};

QTEST_GUILESS_MAIN(TestEmbeddedServer)
#include "tst_embeddedserver.moc"

#include "desktop/instancelock.h"

#include "support/fakeclock.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <chrono>
#include <cstdio>
#include <future>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

using Outcome = InstanceLock::Outcome;
using Start = InstanceLock::Start;

const QString roomLink = u"xmpp:launch@conference.example.org?join"_s;
constexpr auto holdOption = "--hold";

/// Hands over from a thread of its own, as another process would, while this thread answers.
Start handOverFromOutside(const QString &profile, const QString &text)
{
    auto second = std::async(std::launch::async, [&] {
        FakeClock clock;
        InstanceLock lock(profile, clock);
        return lock.start(text, true);
    });
    while (second.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready) {
        QCoreApplication::processEvents();
    }
    return second.get();
}

/// A start from a thread of its own.
class StartFromOutside
{
public:
    StartFromOutside(const QString &profile, bool mayHandOver)
        : m_thread(QThread::create([this, profile, mayHandOver] {
              FakeClock clock;
              InstanceLock lock(profile, clock);
              m_result = lock.start(roomLink, mayHandOver);
          }))
    {
        m_thread->start();
    }
    ~StartFromOutside() { m_thread->wait(); }
    StartFromOutside(const StartFromOutside &) = delete;
    StartFromOutside &operator=(const StartFromOutside &) = delete;

    bool hasEndedWithin(int ms) { return m_thread->wait(static_cast<unsigned long>(ms)); }
    Start result()
    {
        m_thread->wait();
        return m_result;
    }

private:
    Start m_result = Start::Failed;
    std::unique_ptr<QThread> m_thread;
};

/// What the child process does: hold the profile until it is killed.
int hold(QCoreApplication &application, const QString &profile)
{
    FakeClock clock;
    InstanceLock lock(profile, clock);
    if (lock.acquire() != Outcome::First) {
        return 1;
    }
    std::puts("held");
    std::fflush(stdout);
    return application.exec();
}

} // namespace

class TestInstanceLock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void firstHoldsTheProfileAndTheSecondLearnsIt()
    {
        InstanceLock first(profile(), m_clock);
        QCOMPARE(first.acquire(), Outcome::First);
        InstanceLock second(profile(), m_clock);
        QCOMPARE(second.acquire(), Outcome::OtherRunning);
    }

    void otherProfileIsFree()
    {
        InstanceLock first(m_folder->filePath(u"one"_s), m_clock);
        InstanceLock second(m_folder->filePath(u"two"_s), m_clock);
        QCOMPARE(first.acquire(), Outcome::First);
        QCOMPARE(second.acquire(), Outcome::First);
    }

    void profileIsFreeAgainWhenTheFirstIsGone()
    {
        {
            InstanceLock first(profile(), m_clock);
            QCOMPARE(first.acquire(), Outcome::First);
        }
        InstanceLock second(profile(), m_clock);
        QCOMPARE(second.acquire(), Outcome::First);
    }

    void waitingInstanceMayTryAgain()
    {
        auto first = std::make_unique<InstanceLock>(profile(), m_clock);
        QCOMPARE(first->acquire(), Outcome::First);
        InstanceLock second(profile(), m_clock);
        QCOMPARE(second.acquire(), Outcome::OtherRunning);
        first.reset();
        QCOMPARE(second.acquire(), Outcome::First);
        QCOMPARE(handOverFromOutside(profile(), QString()), Start::HandedOver);
    }

    void endingInstanceIsFollowedByTheNext_data()
    {
        QTest::addColumn<bool>("mayHandOver");
        QTest::newRow("started from the menu") << true;
        QTest::newRow("driven") << false;
    }

    void endingInstanceIsFollowedByTheNext()
    {
        QFETCH(bool, mayHandOver);
        auto first = std::make_unique<InstanceLock>(profile(), m_clock);
        QCOMPARE(first->acquire(), Outcome::First);
        first->stopListening();
        InstanceLock second(profile(), m_clock);
        QCOMPARE(second.start(roomLink, mayHandOver, 0), Start::NoAnswer);
        StartFromOutside next(profile(), mayHandOver);
        QVERIFY(!next.hasEndedWithin(100));
        first.reset();
        QCOMPARE(next.result(), Start::First);
    }

    void peerOfAnEndingInstanceIsSentAway()
    {
        auto first = std::make_unique<InstanceLock>(profile(), m_clock);
        QCOMPARE(first->acquire(), Outcome::First);
        QLocalSocket peer;
        peer.connectToServer(socketFile());
        QVERIFY(peer.waitForConnected(5000));
        QTRY_COMPARE(m_clock.waiting(), 1);
        first->stopListening();
        QTRY_COMPARE(peer.state(), QLocalSocket::UnconnectedState);
        QVERIFY(peer.readAll().isEmpty());
    }

    void livingInstanceIsAskedOrNoticed()
    {
        InstanceLock first(profile(), m_clock);
        QCOMPARE(first.acquire(), Outcome::First);
        QSignalSpy opened(&first, &InstanceLock::openLinkRequested);
        InstanceLock second(profile(), m_clock);
        QCOMPARE(second.start(roomLink, false), Start::OtherRunning);
        StartFromOutside third(profile(), true);
        while (!third.hasEndedWithin(1))
            QCoreApplication::processEvents();
        QCOMPARE(third.result(), Start::HandedOver);
        QCOMPARE(opened.size(), 1);
    }

    void madeFolderAndFilesAreTheOwnersOnly()
    {
        InstanceLock lock(profile(), m_clock);
        QCOMPARE(lock.acquire(), Outcome::First);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                            QFile::WriteOther | QFile::ExeOther;
        for (const QString &path : {profile(), lockFile(), socketFile()}) {
            QVERIFY2(QFileInfo::exists(path), qPrintable(path));
            QVERIFY2(!(QFile::permissions(path) & others), qPrintable(path));
        }
    }

    void folderThatCannotBeMadeIsTold()
    {
        QFile file(m_folder->filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        InstanceLock lock(file.fileName() + u"/profile"_s, m_clock);
        QCOMPARE(lock.acquire(), Outcome::Failed);
        QVERIFY(!lock.errorText().isEmpty());
    }

    void lockOfAKilledProcessIsTakenOver()
    {
        QProcess killed;
        killed.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(holdOption), profile()});
        QVERIFY(killed.waitForReadyRead(10000));
        QCOMPARE(killed.readLine().trimmed(), QByteArray("held"));
        InstanceLock lock(profile(), m_clock);
        QCOMPARE(lock.acquire(), Outcome::OtherRunning);
        killed.kill();
        QVERIFY(killed.waitForFinished(10000));

        QVERIFY(QFileInfo::exists(lockFile()));
        QVERIFY(QFileInfo(socketFile()).fileName() == u"instance.socket"_s);
        QCOMPARE(lock.acquire(), Outcome::First);
        QSignalSpy raised(&lock, &InstanceLock::raiseRequested);
        QCOMPARE(handOverFromOutside(profile(), QString()), Start::HandedOver);
        QCOMPARE(raised.size(), 1);
    }

    void linkIsHandedOver()
    {
        InstanceLock first(profile(), m_clock);
        QCOMPARE(first.acquire(), Outcome::First);
        QSignalSpy opened(&first, &InstanceLock::openLinkRequested);
        QSignalSpy raised(&first, &InstanceLock::raiseRequested);
        QCOMPARE(handOverFromOutside(profile(), roomLink), Start::HandedOver);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.at(0).at(0).toString(), roomLink);
        QCOMPARE(raised.size(), 0);
    }

    void profileWithALongPathWorks()
    {
        // Longer than the address of a socket can be.
        const QString deep = profile() + u'/' + QString(200, u'd');
        InstanceLock first(deep, m_clock);
        QCOMPARE(first.acquire(), Outcome::First);
        QSignalSpy opened(&first, &InstanceLock::openLinkRequested);
        QCOMPARE(handOverFromOutside(deep, roomLink), Start::HandedOver);
        QCOMPARE(opened.size(), 1);
    }

    void silentFirstInstanceIsGivenUp()
    {
        InstanceLock first(profile(), m_clock);
        QCOMPARE(first.acquire(), Outcome::First);
        InstanceLock second(profile(), m_clock);
        QCOMPARE(second.acquire(), Outcome::OtherRunning);
        // This thread is busy waiting, so the first instance cannot answer.
        QCOMPARE(second.start(roomLink, true, 100), Start::NoAnswer);
    }

    void everythingElseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("sent");

        QTest::newRow("unknown verb") << QByteArray("quit\n");
        QTest::newRow("nothing") << QByteArray("\n");
        QTest::newRow("raise with more") << QByteArray("raise now\n");
        QTest::newRow("open without a link") << QByteArray("open \n");
        QTest::newRow("web link") << QByteArray("open https://example.org/\n");
        QTest::newRow("file link") << QByteArray("open file:///etc/passwd\n");
        QTest::newRow("control character") << QByteArray("open xmpp:a@b.example\x07?join\n");
        QTest::newRow("line separator") << QByteArray("open xmpp:a@b.example\xe2\x80\xa8?join\n");
        QTest::newRow("link too long") << QByteArray("open xmpp:" + QByteArray(4001, 'a') + "\n");
        QTest::newRow("no end") << QByteArray(100000, 'a');
    }

    void everythingElseIsRefused()
    {
        QFETCH(QByteArray, sent);
        InstanceLock lock(profile(), m_clock);
        QCOMPARE(lock.acquire(), Outcome::First);
        QSignalSpy opened(&lock, &InstanceLock::openLinkRequested);
        QSignalSpy raised(&lock, &InstanceLock::raiseRequested);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"refused a line"_s));
        QLocalSocket peer;
        peer.connectToServer(socketFile());
        QVERIFY(peer.waitForConnected(5000));
        peer.write(sent);
        QTRY_COMPARE(peer.state(), QLocalSocket::UnconnectedState);
        QCOMPARE(peer.readAll(), QByteArray("no\n"));
        QCOMPARE(opened.size() + raised.size(), 0);
    }

    void secondLineOfAPeerIsNotRead()
    {
        InstanceLock lock(profile(), m_clock);
        QCOMPARE(lock.acquire(), Outcome::First);
        QSignalSpy raised(&lock, &InstanceLock::raiseRequested);
        QLocalSocket peer;
        peer.connectToServer(socketFile());
        QVERIFY(peer.waitForConnected(5000));
        peer.write("raise\nraise\n");
        QTRY_COMPARE(peer.state(), QLocalSocket::UnconnectedState);
        QCOMPARE(raised.size(), 1);
    }

    void peerThatSaysNothingIsDropped()
    {
        InstanceLock lock(profile(), m_clock);
        QCOMPARE(lock.acquire(), Outcome::First);
        QLocalSocket peer;
        peer.connectToServer(socketFile());
        QVERIFY(peer.waitForConnected(5000));
        peer.write("rai");
        QTRY_COMPARE(m_clock.waiting(), 1);
        m_clock.advance(3000);
        QCOMPARE(m_clock.waiting(), 0);
        QTRY_COMPARE(peer.state(), QLocalSocket::UnconnectedState);
    }

    void crowdOfPeersIsBounded()
    {
        InstanceLock lock(profile(), m_clock);
        QCOMPARE(lock.acquire(), Outcome::First);
        std::vector<std::unique_ptr<QLocalSocket>> crowd;
        for (int i = 0; i < 30; ++i) {
            crowd.push_back(std::make_unique<QLocalSocket>());
            crowd.back()->connectToServer(socketFile());
        }
        const auto connected = [&crowd] {
            return std::count_if(crowd.begin(), crowd.end(),
                                 [](const auto &peer) { return peer->state() == QLocalSocket::ConnectedState; });
        };
        QTRY_COMPARE(connected(), 8);
        m_clock.advance(3000);
        QTRY_COMPARE(connected(), 0);
        QCOMPARE(handOverFromOutside(profile(), QString()), Start::HandedOver);
    }

    void linksArePrintableAndShort_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("acceptable");

        QTest::newRow("link") << roomLink << true;
        QTest::newRow("capitals") << u"XMPP:a@b.example"_s << true;
        QTest::newRow("other script") << u"xmpp:房间@b.example"_s << true;
        QTest::newRow("emoji") << u"xmpp:🎉@b.example"_s << true;
        QTest::newRow("nothing") << QString() << false;
        QTest::newRow("no link") << u"launch"_s << false;
        QTest::newRow("line break") << u"xmpp:a@b.example\nraise"_s << false;
        QTest::newRow("turned writing direction") << u"xmpp:a\u202e@b.example"_s << false;
        QTest::newRow("too long") << QString(u"xmpp:"_s + QString(4000, u'a')) << false;
    }

    void linksArePrintableAndShort()
    {
        QFETCH(QString, text);
        QTEST(InstanceLock::isAcceptableLink(text), "acceptable");
    }

private:
    QString profile() const { return m_folder->filePath(u"profile"_s); }
    QString lockFile() const { return profile() + u"/instance.lock"_s; }
    QString socketFile() const { return profile() + u"/instance.socket"_s; }

    FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() == 3 && arguments.at(1) == QLatin1StringView(holdOption)) {
        return hold(application, arguments.at(2));
    }
    TestInstanceLock test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_instancelock.moc"

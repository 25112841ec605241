#include "service/keptconnection.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{
constexpr qint64 minute = 60000;
}

/// ConnectionKeeper between its attempts (guarantee, rule 17).
class TestConnectionBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstRetryAfterAGoodConnectionComesSoon();
    void failedAttemptsWaitLongerUpToTheCap_data();
    void failedAttemptsWaitLongerUpToTheCap();
    void afterTenMinutesTheCapIsAMinute();
    void connectionShorterThanFiveSecondsCountsAsFailed();
    void shortConnectionsDoNotStartTheOutageAnew();
    void serverWideStopIsSpread_data();
    void serverWideStopIsSpread();
    void retryNowEndsTheWait();
    void retryNowWhileConnectingIsNothing();
    void retryNowWhileOnlineAsksForASignOfLife();
    void retryNowWithoutAnAccountIsNothing();
    void refusedCertificateIsTriedAgainMuchLater();
};

void TestConnectionBackoff::firstRetryAfterAGoodConnectionComesSoon()
{
    KeptConnection k;
    k.online();
    for (int i = 0; i < 50; ++i) {
        k.fake.dropConnection();
        QCOMPARE(k.log, (QStringList{u"lost ServerUnreachable"_s, u"Waiting"_s}));
        QVERIFY2(k.delay() >= 100 && k.delay() <= 1000, qPrintable(QString::number(k.delay())));
        QCOMPARE(k.keeper.state().attempt, 0);
        QVERIFY(k.keeper.state().cause);
        k.waitOut();
        k.fake.completeResume();
        QCOMPARE(k.log.last(), u"resumed"_s);
        k.clock.advance(5000);
        k.log.clear();
    }
}

void TestConnectionBackoff::failedAttemptsWaitLongerUpToTheCap_data()
{
    QTest::addColumn<ChannelEnd>("end");
    QTest::addColumn<qint64>("cap");
    QTest::newRow("a loss of ours") << ChannelEnd::Network << qint64(4000);
    QTest::newRow("the server refuses") << ChannelEnd::Refused << qint64(15000);
}

void TestConnectionBackoff::failedAttemptsWaitLongerUpToTheCap()
{
    QFETCH(ChannelEnd, end);
    QFETCH(qint64, cap);
    KeptConnection k;
    k.online();
    k.fake.dropConnection(end);
    const qint64 lost = k.clock.monotonicMs();
    qint64 longest = 0;
    for (int attempt = 1; k.clock.monotonicMs() - lost < 8 * minute; ++attempt) {
        k.waitOut();
        k.log.clear();
        k.fake.dropConnection(end);
        QCOMPARE(k.log, (QStringList{u"Waiting"_s, u"failed ServerUnreachable"_s}));
        QCOMPARE(k.keeper.state().attempt, attempt);
        const qint64 doubled = 1000LL << std::min(attempt - 1, 10);
        QVERIFY2(k.delay() >= 100 && k.delay() <= std::min(doubled, cap), qPrintable(QString::number(k.delay())));
        longest = std::max(longest, k.delay());
    }
    QVERIFY2(longest > cap / 2, qPrintable(QString::number(longest)));
}

void TestConnectionBackoff::afterTenMinutesTheCapIsAMinute()
{
    KeptConnection k;
    k.online();
    k.fake.dropConnection();
    const qint64 lost = k.clock.monotonicMs();
    qint64 longest = 0;
    while (k.clock.monotonicMs() - lost < 60 * minute) {
        k.waitOut();
        k.fake.dropConnection();
        QVERIFY(k.delay() <= minute);
        longest = std::max(longest, k.delay());
    }
    QVERIFY2(longest > 15000, qPrintable(QString::number(longest)));
    // Back for good: the next loss is a first one again.
    k.waitOut();
    k.online(5000);
    k.fake.dropConnection();
    QVERIFY(k.delay() <= 1000);
}

void TestConnectionBackoff::connectionShorterThanFiveSecondsCountsAsFailed()
{
    KeptConnection k;
    k.online();
    k.fake.dropConnection();
    for (int attempt = 1; attempt < 4; ++attempt) {
        k.waitOut();
        k.online(4999);
        k.fake.dropConnection();
        QCOMPARE(k.log, (QStringList{u"lost ServerUnreachable"_s, u"Waiting"_s}));
        QCOMPARE(k.keeper.state().attempt, attempt);
    }
    k.waitOut();
    k.online(5000);
    k.fake.dropConnection();
    QCOMPARE(k.keeper.state().attempt, 0);
}

void TestConnectionBackoff::shortConnectionsDoNotStartTheOutageAnew()
{
    KeptConnection k;
    k.online();
    k.fake.dropConnection();
    const qint64 lost = k.clock.monotonicMs();
    qint64 longest = 0;
    while (k.clock.monotonicMs() - lost < 60 * minute) {
        k.waitOut();
        k.online(1000);
        k.fake.dropConnection();
        longest = std::max(longest, k.delay());
    }
    QVERIFY2(longest > 15000, qPrintable(QString::number(longest)));
}

void TestConnectionBackoff::serverWideStopIsSpread_data()
{
    QTest::addColumn<bool>("byStreamError");
    QTest::newRow("close 1001 or 1012") << false;
    QTest::newRow("system-shutdown") << true;
}

void TestConnectionBackoff::serverWideStopIsSpread()
{
    QFETCH(bool, byStreamError);
    KeptConnection k;
    k.online();
    qint64 longestFirst = 0;
    qint64 longest = 0;
    for (int i = 0; i < 20; ++i) {
        if (byStreamError)
            k.streamError(u"system-shutdown"_s);
        else
            k.fake.dropConnection(ChannelEnd::GoingAway);
        QVERIFY2(k.delay() >= 1000 && k.delay() <= 20000, qPrintable(QString::number(k.delay())));
        longestFirst = std::max(longestFirst, k.delay());
        // While the server stays away, a refusal is not hurried as it would be otherwise.
        for (int n = 0; n < 9; ++n) {
            k.waitOut();
            k.fake.dropConnection(ChannelEnd::Refused);
            QVERIFY(k.delay() <= minute);
            longest = std::max(longest, k.delay());
        }
        k.waitOut();
        k.online();
    }
    QVERIFY2(longestFirst > 5000, qPrintable(QString::number(longestFirst)));
    QVERIFY2(longest > 20000, qPrintable(QString::number(longest)));
}

void TestConnectionBackoff::retryNowEndsTheWait()
{
    KeptConnection k;
    k.online();
    k.fake.dropConnection(ChannelEnd::Refused);
    for (int i = 0; i < 6; ++i) {
        k.waitOut();
        k.fake.dropConnection(ChannelEnd::Refused);
    }
    const int attempts = k.fake.attempts();
    k.keeper.retryNow();
    QCOMPARE(k.fake.attempts(), attempts + 1);
    QCOMPARE(k.kind(), ConnectionState::Kind::Connecting);
    QCOMPARE(k.keeper.state().attempt, 7);
    // The wait that was ended does not come to its end later.
    k.clock.advance(9000);
    QCOMPARE(k.fake.attempts(), attempts + 1);
    // A try of a person's that fails is a failed one.
    k.fake.dropConnection(ChannelEnd::Refused);
    QCOMPARE(k.keeper.state().attempt, 7);
}

void TestConnectionBackoff::retryNowWhileConnectingIsNothing()
{
    KeptConnection k;
    k.keeper.start(KeptConnection::alice());
    k.keeper.retryNow();
    QCOMPARE(k.fake.attempts(), 1);
    k.fake.acceptConnection();
    k.keeper.retryNow();
    QCOMPARE(k.fake.attempts(), 1);
}

void TestConnectionBackoff::retryNowWhileOnlineAsksForASignOfLife()
{
    KeptConnection k;
    k.online(0);
    const int pings = k.fake.pings();
    k.keeper.retryNow();
    QCOMPARE(k.fake.pings(), pings + 1);
    QCOMPARE(k.kind(), ConnectionState::Kind::Online);
    k.fake.setSilent(true);
    k.keeper.retryNow();
    k.clock.advance(15000);
    QVERIFY(k.log.contains(u"lost TimedOut"_s) || k.log.contains(u"lost ServerUnreachable"_s));
}

void TestConnectionBackoff::retryNowWithoutAnAccountIsNothing()
{
    KeptConnection k;
    k.keeper.retryNow();
    QCOMPARE(k.fake.attempts(), 0);
    k.keeper.start(KeptConnection::alice());
    k.keeper.stop();
    k.keeper.retryNow();
    QCOMPARE(k.fake.attempts(), 1);
    QCOMPARE(k.kind(), ConnectionState::Kind::Offline);
}

void TestConnectionBackoff::refusedCertificateIsTriedAgainMuchLater()
{
    KeptConnection k;
    k.online();
    k.fake.dropConnection();
    k.waitOut();
    k.log.clear();
    k.fake.dropConnection(Error::make(ErrorKind::TlsFailed), ChannelEnd::Untrusted);
    QCOMPARE(k.log, (QStringList{u"Waiting"_s, u"failed TlsFailed"_s}));
    QVERIFY(k.delay() >= minute);
    k.waitOut();
}

QTEST_GUILESS_MAIN(TestConnectionBackoff)
#include "tst_connectionbackoff.moc"

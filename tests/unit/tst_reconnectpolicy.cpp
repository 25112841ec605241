#include "xmpp/reconnectpolicy.h"

#include <QtTest>

using namespace foyer;

namespace
{

constexpr qint64 minute = 60000;

/// Smallest and largest of 500 delays for one situation.
std::pair<qint64, qint64> spread(StreamEnd end, qint64 connectedForMs, qint64 sinceFirstLossMs, int failuresBefore = 0)
{
    qint64 low = std::numeric_limits<qint64>::max();
    qint64 high = 0;
    for (quint64 seed = 0; seed < 500; ++seed) {
        ReconnectPolicy policy(seed);
        for (int i = 0; i < failuresBefore; ++i)
            policy.nextDelayMs(end, 0, sinceFirstLossMs);
        const qint64 delay = policy.nextDelayMs(end, connectedForMs, sinceFirstLossMs);
        low = std::min(low, delay);
        high = std::max(high, delay);
    }
    return {low, high};
}

} // namespace

class TestReconnectPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delaysStayInTheirRange_data()
    {
        QTest::addColumn<StreamEnd>("end");
        QTest::addColumn<qint64>("connectedFor");
        QTest::addColumn<qint64>("since");
        QTest::addColumn<int>("failuresBefore");
        QTest::addColumn<qint64>("low");
        QTest::addColumn<qint64>("high");
        QTest::newRow("first loss") << StreamEnd::Network << minute << 0LL << 0 << 100LL << 1000LL;
        QTest::newRow("own loss goes to 4 s") << StreamEnd::Network << 0LL << 30000LL << 9 << 100LL << 4000LL;
        QTest::newRow("refused goes to 15 s") << StreamEnd::Refused << 0LL << 30000LL << 9 << 100LL << 15000LL;
        QTest::newRow("later 60 s") << StreamEnd::Network << 0LL << 10 * minute << 9 << 100LL << 60000LL;
        QTest::newRow("third failure") << StreamEnd::Refused << 0LL << 5000LL << 2 << 100LL << 4000LL;
        QTest::newRow("shutdown") << StreamEnd::ServerShutdown << minute << 0LL << 0 << 1000LL << 20000LL;
        QTest::newRow("shutdown again") << StreamEnd::ServerShutdown << 0LL << 0LL << 9 << 1000LL << 60000LL;
    }

    void delaysStayInTheirRange()
    {
        QFETCH(StreamEnd, end);
        QFETCH(qint64, connectedFor);
        QFETCH(qint64, since);
        QFETCH(int, failuresBefore);
        QFETCH(qint64, low);
        QFETCH(qint64, high);
        const auto [least, most] = spread(end, connectedFor, since, failuresBefore);
        QVERIFY2(least >= low && least < low + (high - low) / 10, qPrintable(QString::number(least)));
        QVERIFY2(most <= high && most > high - (high - low) / 10, qPrintable(QString::number(most)));
    }

    void onlyFailuresAndShortConnectionsCount()
    {
        ReconnectPolicy policy(7);
        policy.nextDelayMs(StreamEnd::Network, 5000, 0);
        QCOMPARE(policy.attempt(), 0);
        policy.nextDelayMs(StreamEnd::Network, 4999, 0);
        QCOMPARE(policy.attempt(), 1);
        policy.nextDelayMs(StreamEnd::Refused, 0, 0);
        QCOMPARE(policy.attempt(), 2);
        policy.nextDelayMs(StreamEnd::Network, 5000, 0);
        QCOMPARE(policy.attempt(), 0);
        policy.nextDelayMs(StreamEnd::Refused, 0, 0);
        policy.reset();
        QCOMPARE(policy.attempt(), 0);
    }

    void shutdownIsRememberedWhileTheServerStaysAway()
    {
        qint64 most = 0;
        for (quint64 seed = 0; seed < 500; ++seed) {
            ReconnectPolicy policy(seed);
            policy.nextDelayMs(StreamEnd::ServerShutdown, minute, 0);
            for (int i = 0; i < 8; ++i)
                most = std::max(most, policy.nextDelayMs(StreamEnd::Refused, 0, minute));
        }
        QVERIFY(most > 50000 && most <= 60000);
    }

    void finalEndsAreRetriedHourlyAtMost()
    {
        ReconnectPolicy policy(1);
        QCOMPARE(policy.nextDelayMs(StreamEnd::Final, 0, 0), 3600000);
    }

    void sameSeedSameDelays()
    {
        ReconnectPolicy first(0x1234567890abcdefULL);
        ReconnectPolicy second(0x1234567890abcdefULL);
        ReconnectPolicy other(0x0234567890abcdefULL);
        bool differs = false;
        for (int i = 0; i < 50; ++i) {
            const qint64 delay = first.nextDelayMs(StreamEnd::Refused, 0, 0);
            QCOMPARE(second.nextDelayMs(StreamEnd::Refused, 0, 0), delay);
            differs = differs || other.nextDelayMs(StreamEnd::Refused, 0, 0) != delay;
        }
        QVERIFY(differs);
    }

    void manyAttemptsDoNotOverflow()
    {
        ReconnectPolicy policy(3);
        for (int i = 0; i < 1000; ++i) {
            const qint64 delay = policy.nextDelayMs(StreamEnd::Refused, 0, 100 * minute);
            QVERIFY(delay >= 100 && delay <= 60000);
        }
    }
};

QTEST_GUILESS_MAIN(TestReconnectPolicy)
#include "tst_reconnectpolicy.moc"

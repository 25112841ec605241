#include "server/api/ratelimit.h"

#include "support/fakeclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;
using namespace foyer::server;

class TestRateLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soManyAreLetThroughInASecond()
    {
        FakeClock clock;
        RateLimit limit(clock, 3);
        QVERIFY(limit.take(u"a"_s) && limit.take(u"a"_s) && limit.take(u"a"_s));
        QVERIFY(!limit.take(u"a"_s));
        QVERIFY(limit.take(u"b"_s));
        clock.advance(334);
        QVERIFY(limit.take(u"a"_s));
        QVERIFY(!limit.take(u"a"_s));
        clock.advance(60000);
        QVERIFY(limit.take(u"a"_s, 3));
        QVERIFY(!limit.take(u"a"_s));
    }

    void moreThanASecondHoldsWaitsForAWholeSecond()
    {
        FakeClock clock;
        RateLimit limit(clock, 3);
        QVERIFY(limit.take(u"a"_s, 6));
        QVERIFY(!limit.take(u"a"_s));
        clock.advance(1000);
        QVERIFY(!limit.take(u"a"_s));
        clock.advance(1000);
        QVERIFY(limit.take(u"a"_s, 6));
    }

    void zeroIsNoLimit()
    {
        FakeClock clock;
        RateLimit limit(clock, 0);
        for (int i = 0; i < 1000; ++i) {
            QVERIFY(limit.take(u"a"_s, 100));
        }
    }
};

QTEST_GUILESS_MAIN(TestRateLimit)
#include "tst_ratelimit.moc"

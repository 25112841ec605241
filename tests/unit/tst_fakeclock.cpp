#include "support/fakeclock.h"

#include <QTest>

#include <vector>

using namespace foyer;

class TestFakeClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesInOrderOfTimeThenOfMaking()
    {
        FakeClock clock;
        std::vector<int> fired;
        const auto late = clock.callAfter(20, [&] { fired.push_back(3); });
        const auto first = clock.callAfter(10, [&] { fired.push_back(1); });
        const auto second = clock.callAfter(10, [&] { fired.push_back(2); });
        clock.advance(9);
        QVERIFY(fired.empty());
        clock.advance(11);
        QCOMPARE(fired, (std::vector<int>{1, 2, 3}));
        QCOMPARE(clock.waiting(), 0);
    }

    void destroyedWaitNeverFires()
    {
        FakeClock clock;
        int fired = 0;
        auto wait = clock.callAfter(5, [&] { ++fired; });
        wait.reset();
        clock.advance(100);
        QCOMPARE(fired, 0);
    }

    void timerMayRestartItselfWithinOneAdvance()
    {
        FakeClock clock;
        std::vector<qint64> times;
        Timer timer(clock, [&] {
            times.push_back(clock.monotonicMs());
            if (times.size() < 3)
                timer.start(10);
        });
        timer.start(10);
        clock.advance(35);
        QCOMPARE(times, (std::vector<qint64>{10, 20, 30}));
        QCOMPARE(clock.monotonicMs(), 35);
    }

    void wallClockJumpsWithoutFiring()
    {
        FakeClock clock;
        int fired = 0;
        const auto wait = clock.callAfter(1000, [&] { ++fired; });
        clock.setNow(clock.now().addDays(3));
        QCOMPARE(fired, 0);
        QCOMPARE(clock.msToNext(), 1000);
        QVERIFY(clock.advanceToNext());
        QCOMPARE(fired, 1);
        QVERIFY(!clock.advanceToNext());
    }

    void sleepPassesNoMonotonicTime()
    {
        FakeClock clock;
        int fired = 0;
        const auto wait = clock.callAfter(1000, [&] { ++fired; });
        const QDateTime before = clock.now();
        clock.sleep(60000);
        QCOMPARE(fired, 0);
        QCOMPARE(clock.monotonicMs(), 0);
        QCOMPARE(clock.sinceBootMs(), 60000);
        QCOMPARE(before.msecsTo(clock.now()), 60000);
        QCOMPARE(clock.msToNext(), 1000);
        clock.advance(500);
        QCOMPARE(clock.sinceBootMs(), 60500);
    }
};

QTEST_GUILESS_MAIN(TestFakeClock)
#include "tst_fakeclock.moc"

#include "core/clock.h"

#include <QTest>

#include <vector>

using namespace foyer;

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nowIsUtc()
    {
        const SystemClock clock;
        const QDateTime before = QDateTime::currentDateTimeUtc();
        const QDateTime now = clock.now();
        QCOMPARE(now.timeSpec(), Qt::UTC);
        QVERIFY(before <= now);
        QVERIFY(now <= QDateTime::currentDateTimeUtc());
    }

    void timeSinceBootGoesOnWithMonotonicTime()
    {
        const SystemClock clock;
        const qint64 boot = clock.sinceBootMs();
        const qint64 start = clock.monotonicMs();
        QTRY_VERIFY(clock.monotonicMs() >= start + 20);
        QVERIFY(clock.sinceBootMs() >= boot + 19);
    }

    void actionRunsOnceAndNotBeforeItsTime()
    {
        SystemClock clock;
        int runs = 0;
        qint64 ranAt = 0;
        const qint64 start = clock.monotonicMs();
        const auto wait = clock.callAfter(30, [&] {
            ++runs;
            ranAt = clock.monotonicMs();
        });
        // A wait that starts later and is longer shows that the first one fired no second time.
        bool over = false;
        QCOMPARE(runs, 0);
        QTRY_COMPARE(runs, 1);
        const auto marker = clock.callAfter(60, [&] { over = true; });
        QTRY_VERIFY(over);
        QCOMPARE(runs, 1);
        QVERIFY2(ranAt - start >= 29, qPrintable(QString::number(ranAt - start)));
    }

    void waitsFireInOrderOfTheirTime()
    {
        SystemClock clock;
        std::vector<int> fired;
        const auto late = clock.callAfter(40, [&] { fired.push_back(2); });
        const auto early = clock.callAfter(0, [&] { fired.push_back(1); });
        QTRY_COMPARE(fired, (std::vector<int>{1, 2}));
    }

    void negativeDelayMeansAtOnceButNotInside()
    {
        SystemClock clock;
        int runs = 0;
        const auto wait = clock.callAfter(-5, [&] { ++runs; });
        QCOMPARE(runs, 0);
        QTRY_COMPARE(runs, 1);
    }

    void destroyedWaitNeverFires()
    {
        SystemClock clock;
        int runs = 0;
        bool over = false;
        auto wait = clock.callAfter(5, [&] { ++runs; });
        wait.reset();
        const auto marker = clock.callAfter(40, [&] { over = true; });
        QTRY_VERIFY(over);
        QCOMPARE(runs, 0);
    }

    void waitMayBeDestroyedByItsOwnAction()
    {
        SystemClock clock;
        std::unique_ptr<Clock::Wait> wait;
        int runs = 0;
        wait = clock.callAfter(0, [&] {
            wait.reset();
            ++runs;
        });
        QTRY_COMPARE(runs, 1);
    }

    void timerIsActiveUntilItFires()
    {
        SystemClock clock;
        int runs = 0;
        bool activeInside = true;
        Timer timer(clock, [&] {
            activeInside = timer.isActive();
            ++runs;
        });
        QVERIFY(!timer.isActive());
        timer.start(5);
        QVERIFY(timer.isActive());
        QTRY_COMPARE(runs, 1);
        QVERIFY(!activeInside);
        QVERIFY(!timer.isActive());
    }

    void stoppedTimerDoesNotFire()
    {
        SystemClock clock;
        int runs = 0;
        bool over = false;
        Timer timer(clock, [&] { ++runs; });
        timer.start(5);
        timer.stop();
        QVERIFY(!timer.isActive());
        const auto marker = clock.callAfter(40, [&] { over = true; });
        QTRY_VERIFY(over);
        QCOMPARE(runs, 0);
    }

    void startAgainReplacesTheRunningWait()
    {
        SystemClock clock;
        int runs = 0;
        bool over = false;
        Timer timer(clock, [&] { ++runs; });
        timer.start(5);
        timer.start(20);
        const auto marker = clock.callAfter(60, [&] { over = true; });
        QTRY_VERIFY(over);
        QCOMPARE(runs, 1);
    }

    void actionMayDestroyItsTimer()
    {
        // What the action holds must outlive it, although the timer that kept the action is gone.
        SystemClock clock;
        std::unique_ptr<Timer> timer;
        bool ran = false;
        bool heldAlive = false;
        auto held = std::make_shared<int>(7);
        std::weak_ptr<int> watched = held;
        timer = std::make_unique<Timer>(clock, [&timer, &ran, &heldAlive, watched, keep = std::move(held)] {
            bool *const ranOutside = &ran;
            bool *const aliveOutside = &heldAlive;
            const std::weak_ptr<int> look = watched;
            timer.reset();
            *aliveOutside = !look.expired();
            *ranOutside = true;
        });
        timer->start(0);
        QTRY_VERIFY(ran);
        QVERIFY(heldAlive);
        QVERIFY(watched.expired());
    }

    void timerMayRestartItself()
    {
        SystemClock clock;
        int runs = 0;
        Timer timer(clock, [&] {
            if (++runs < 3)
                timer.start(1);
        });
        timer.start(1);
        QTRY_COMPARE(runs, 3);
        QVERIFY(!timer.isActive());
    }
};

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"

#include "service/wakewatch.h"

#include "support/fakeclock.h"

#include <QtTest>

using namespace foyer;

class TestWakeWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sleepIsNoticedWithinTwoSecondsOfWaking();
    void timeThatOnlyPassesIsNoSleep();
    void wallClockThatJumpsIsNoSleep();
    void shortStandstillIsNoSleep();
    void nothingIsToldOnceStopped();
    void sleepBeforeTheStartIsNotTold();
};

namespace
{

struct Watched {
    FakeClock clock;
    int woke = 0;
    WakeWatch watch{clock, [this] { ++woke; }};
};

} // namespace

void TestWakeWatch::sleepIsNoticedWithinTwoSecondsOfWaking()
{
    Watched w;
    w.watch.start();
    w.clock.advance(1500);
    w.clock.sleep(14 * 3600 * 1000);
    QCOMPARE(w.woke, 0);
    w.clock.advance(2000);
    QCOMPARE(w.woke, 1);
    w.clock.advance(60000);
    QCOMPARE(w.woke, 1);
    w.clock.sleep(60000);
    w.clock.advance(2000);
    QCOMPARE(w.woke, 2);
}

void TestWakeWatch::timeThatOnlyPassesIsNoSleep()
{
    Watched w;
    w.watch.start();
    w.clock.advance(24 * 3600 * 1000);
    QCOMPARE(w.woke, 0);
}

void TestWakeWatch::wallClockThatJumpsIsNoSleep()
{
    Watched w;
    w.watch.start();
    w.clock.setNow(w.clock.now().addYears(10));
    w.clock.advance(10000);
    w.clock.setNow(w.clock.now().addYears(-10));
    w.clock.advance(10000);
    QCOMPARE(w.woke, 0);
}

void TestWakeWatch::shortStandstillIsNoSleep()
{
    Watched w;
    w.watch.start();
    w.clock.sleep(2900);
    w.clock.advance(2000);
    QCOMPARE(w.woke, 0);
}

void TestWakeWatch::nothingIsToldOnceStopped()
{
    Watched w;
    w.watch.start();
    w.watch.stop();
    w.clock.sleep(60000);
    w.clock.advance(60000);
    QCOMPARE(w.woke, 0);
    QCOMPARE(w.clock.waiting(), 0);
}

void TestWakeWatch::sleepBeforeTheStartIsNotTold()
{
    Watched w;
    w.clock.sleep(60000);
    w.watch.start();
    w.clock.advance(10000);
    QCOMPARE(w.woke, 0);
}

QTEST_GUILESS_MAIN(TestWakeWatch)
#include "tst_wakewatch.moc"

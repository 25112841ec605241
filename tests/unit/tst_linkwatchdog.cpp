#include "support/fakeclock.h"
#include "xmpp/linkwatchdog.h"

#include <QtTest>

using namespace foyer;

namespace
{

struct Rig {
    Rig()
        : watchdog(clock, {[this] { ++pings; }, [this] { ++deaths; }, [this] { return unacknowledged; },
                           [this] { ++unheard; }})
    {
        watchdog.start();
    }
    FakeClock clock;
    int pings = 0;
    int deaths = 0;
    int unheard = 0;
    qint64 unacknowledged = 0;
    LinkWatchdog watchdog;
};

} // namespace

class TestLinkWatchdog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idleLinkIsPingedAfter30sAndDeadAfter45s()
    {
        Rig rig;
        rig.clock.advance(29999);
        QCOMPARE(rig.pings, 0);
        rig.clock.advance(1);
        QCOMPARE(rig.pings, 1);
        rig.clock.advance(14999);
        QCOMPARE(rig.deaths, 0);
        rig.clock.advance(1);
        QCOMPARE(rig.deaths, 1);
        rig.clock.advance(1000000);
        QCOMPARE(rig.deaths, 1);
        QCOMPARE(rig.pings, 1);
    }

    void deathComesWithin45sOfTheLastByteWheneverThatWas()
    {
        for (qint64 lastByte = 0; lastByte < 100000; lastByte += 7001) {
            Rig rig;
            for (qint64 t = 0; t < lastByte; t += 1000) {
                rig.clock.advance(1000);
                rig.watchdog.heard();
            }
            rig.clock.advance(45000);
            QCOMPARE(rig.deaths, 1);
        }
    }

    void answeredPingsKeepItAlive()
    {
        Rig rig;
        for (int i = 0; i < 100; ++i) {
            rig.clock.advance(31000);
            rig.watchdog.heard();
        }
        QCOMPARE(rig.deaths, 0);
        QVERIFY(rig.pings >= 60);
    }

    void busyLinkIsNeverPinged()
    {
        Rig rig;
        for (int i = 0; i < 1000; ++i) {
            rig.clock.advance(500);
            rig.watchdog.heard();
        }
        QCOMPARE(rig.pings, 0);
    }

    void expectedActivityShortensTheWait()
    {
        Rig rig;
        rig.clock.advance(1000);
        rig.watchdog.expectActivity();
        rig.clock.advance(5000);
        QCOMPARE(rig.pings, 1);
        rig.clock.advance(4999);
        QCOMPARE(rig.deaths, 0);
        rig.clock.advance(1);
        QCOMPARE(rig.deaths, 1);
    }

    void slowServerGetsTimeForWhatItHasNotRead()
    {
        Rig rig;
        rig.unacknowledged = 30000;
        rig.watchdog.expectActivity();
        rig.clock.advance(19999);
        QCOMPARE(rig.deaths, 0);
        rig.clock.advance(1);
        QCOMPARE(rig.deaths, 1);
    }

    void bytesThatArriveDoNotProveThatOursDo()
    {
        Rig rig;
        rig.watchdog.asked();
        for (int i = 0; i < 3; ++i) {
            rig.clock.advance(10000);
            rig.watchdog.heard();
        }
        QCOMPARE(rig.unheard, 0);
        rig.clock.advance(3000);
        QCOMPARE(rig.unheard, 1);
        QCOMPARE(rig.deaths, 0);
    }

    void answeredRequestKeepsItAlive()
    {
        Rig rig;
        for (int i = 0; i < 20; ++i) {
            rig.watchdog.asked();
            rig.clock.advance(14000);
            rig.watchdog.heard();
            rig.watchdog.answered();
        }
        QCOMPARE(rig.unheard, 0);
    }

    void slowLinkMayAnswerLate()
    {
        Rig rig;
        rig.watchdog.asked();
        for (int second = 0; second < 119; ++second) {
            rig.clock.advance(1000);
            rig.watchdog.heard();
        }
        QCOMPARE(rig.unheard, 0);
        rig.clock.advance(2000);
        QCOMPARE(rig.unheard, 1);
    }

    void slowLinkMayBeBusyBeforeTheAnswer()
    {
        Rig rig;
        rig.watchdog.asked();
        QVERIFY(rig.watchdog.isUnanswered());
        for (int second = 0; second < 299; ++second) {
            rig.clock.advance(1000);
            rig.watchdog.heard(1800);
        }
        QCOMPARE(rig.unheard, 0);
        rig.clock.advance(2000);
        QCOMPARE(rig.unheard, 1);
        QVERIFY(!rig.watchdog.isUnanswered());
        QCOMPARE(rig.watchdog.arrivedBytes(), 299 * 1800);
    }

    void anyByteAnswersTheExpectation()
    {
        Rig rig;
        rig.watchdog.expectActivity();
        rig.clock.advance(9999);
        rig.watchdog.heard();
        rig.clock.advance(20000);
        QCOMPARE(rig.deaths, 0);
        rig.watchdog.expectActivity();
        rig.watchdog.expectActivity();
        rig.clock.advance(10000);
        QCOMPARE(rig.deaths, 1);
    }

    void probeDecidesIn3s()
    {
        Rig rig;
        rig.watchdog.probe();
        rig.watchdog.probe();
        QCOMPARE(rig.pings, 1);
        rig.watchdog.heard();
        rig.clock.advance(3000);
        QCOMPARE(rig.deaths, 0);
        rig.watchdog.probe();
        rig.clock.advance(3000);
        QCOMPARE(rig.deaths, 1);
    }

    void probeWaitsBehindWhatIsOnItsWay()
    {
        Rig rig;
        rig.unacknowledged = 30000;
        rig.watchdog.probe();
        rig.clock.advance(12000);
        QCOMPARE(rig.deaths, 0);
        rig.clock.advance(1000);
        QCOMPARE(rig.deaths, 1);
    }

    void stoppedWatchdogIsQuiet()
    {
        Rig rig;
        rig.watchdog.stop();
        rig.watchdog.probe();
        rig.watchdog.expectActivity();
        rig.watchdog.heard();
        rig.clock.advance(1000000);
        QCOMPARE(rig.pings, 0);
        QCOMPARE(rig.deaths, 0);
        QCOMPARE(rig.clock.waiting(), 0);
    }
};

QTEST_GUILESS_MAIN(TestLinkWatchdog)
#include "tst_linkwatchdog.moc"

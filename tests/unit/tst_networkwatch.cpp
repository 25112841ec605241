#include "desktop/networkwatch.h"

#include "support/fakeclock.h"

#include <QSignalSpy>
#include <QtTest>

using namespace foyer;

class TestNetworkWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manySignsAreOneChange();
    void changeComesWhenTheSignsHaveEnded();
    void listeningAloneTellsNothing();
};

void TestNetworkWatch::manySignsAreOneChange()
{
    FakeClock clock;
    NetworkWatch watch(clock);
    const QSignalSpy changed(&watch, &NetworkWatch::changed);
    for (int i = 0; i < 20; ++i) {
        watch.notice();
        clock.advance(100);
    }
    QCOMPARE(changed.size(), 0);
    clock.advance(1000);
    QCOMPARE(changed.size(), 1);
    watch.notice();
    clock.advance(1000);
    QCOMPARE(changed.size(), 2);
}

void TestNetworkWatch::changeComesWhenTheSignsHaveEnded()
{
    FakeClock clock;
    NetworkWatch watch(clock);
    const QSignalSpy changed(&watch, &NetworkWatch::changed);
    watch.notice();
    clock.advance(249);
    QCOMPARE(changed.size(), 0);
    clock.advance(1);
    QCOMPARE(changed.size(), 1);
}

void TestNetworkWatch::listeningAloneTellsNothing()
{
    FakeClock clock;
    NetworkWatch watch(clock);
    const QSignalSpy changed(&watch, &NetworkWatch::changed);
    watch.start();
    clock.advance(60000);
    QCOMPARE(changed.size(), 0);
}

QTEST_GUILESS_MAIN(TestNetworkWatch)
#include "tst_networkwatch.moc"

#include "server/xmpp/frameinbox.h"

#include <QTest>

using namespace foyer::server;
using namespace Qt::StringLiterals;

namespace
{

struct Desk {
    QStringList handled;
    bool held = false;
    int overflows = 0;
    int finishes = 0;
    FrameInbox inbox{{[this](const QString &frame) { handled.append(frame); }, [this] { return held; },
                      [this] { ++overflows; }}};

    void take(int count)
    {
        for (int i = 0; i < count; ++i)
            inbox.take(QString::number(i));
    }
    void finish()
    {
        inbox.finish([this] { ++finishes; });
    }
};

QStringList numbers(int count)
{
    QStringList list;
    for (int i = 0; i < count; ++i)
        list.append(QString::number(i));
    return list;
}

} // namespace

class TestServerFrameInbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void frameIsHandledAtOnce()
    {
        Desk desk;
        desk.take(3);
        QCOMPARE(desk.handled, numbers(3));
    }

    void turnHandlesOnlySomeAndTheNextOnesTheRest()
    {
        Desk desk;
        const int all = 3 * FrameInbox::framesATurn + 5;
        desk.take(all);
        QCOMPARE(desk.handled.size(), FrameInbox::framesATurn);
        QTRY_COMPARE(desk.handled, numbers(all));
    }

    void othersAreServedBetweenTheTurnsOfAFlood()
    {
        Desk flood;
        Desk other;
        int before = -1;
        QTimer socket; // stands for a socket that becomes ready
        socket.setInterval(0);
        socket.callOnTimeout(&socket, [&] {
            if (other.handled.isEmpty()) {
                other.take(1);
                before = int(flood.handled.size());
            }
        });
        socket.start();
        flood.take(10 * FrameInbox::framesATurn);
        QTRY_COMPARE(flood.handled.size(), 10 * FrameInbox::framesATurn);
        QVERIFY2(before >= 0 && before <= 3 * FrameInbox::framesATurn, qPrintable(QString::number(before)));
    }

    void whoDoesNotReadIsNotServedUntilItHasRead()
    {
        Desk desk;
        desk.held = true;
        desk.take(3);
        desk.inbox.proceed();
        QCOMPARE(desk.handled, QStringList());
        desk.held = false;
        desk.inbox.proceed();
        QCOMPARE(desk.handled, numbers(3));
    }

    void tooMuchThatWaitsIsDroppedAndTold()
    {
        Desk desk;
        desk.held = true;
        const QString big(FrameInbox::maximumWaiting / 4, u'x');
        for (int i = 0; i < 4; ++i)
            desk.inbox.take(big);
        QCOMPARE(desk.overflows, 0);
        desk.inbox.take(u"one more"_s);
        QCOMPARE(desk.overflows, 1);
        desk.held = false;
        desk.inbox.proceed();
        QCOMPARE(desk.handled, QStringList());
    }

    void singleFrameAboveTheMeasureIsHandled()
    {
        Desk desk;
        desk.inbox.take(QString(FrameInbox::maximumWaiting + 1, u'x'));
        QCOMPARE(desk.handled.size(), 1);
        QCOMPARE(desk.overflows, 0);
    }

    void endComesAfterTheLastFrame()
    {
        Desk desk;
        const int all = 2 * FrameInbox::framesATurn;
        desk.take(all);
        desk.finish();
        QCOMPARE(desk.finishes, 0);
        QTRY_COMPARE(desk.finishes, 1);
        QCOMPARE(desk.handled, numbers(all));
        desk.take(1);
        QCOMPARE(desk.handled, numbers(all));
    }

    void framesOfAHeldClientEndWithIt()
    {
        Desk desk;
        desk.held = true;
        desk.take(5);
        desk.finish();
        QCOMPARE(desk.finishes, 1);
        QCOMPARE(desk.handled, QStringList());
    }
};

QTEST_GUILESS_MAIN(TestServerFrameInbox)
#include "tst_serverframeinbox.moc"

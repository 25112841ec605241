#include "stanza/namespaces.h"
#include "support/fakeclock.h"
#include "xmpp/streammanagement.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

XmlNode message(int id)
{
    return XmlNode(u"message"_s, ns::client).setAttribute(u"id"_s, QString::number(id));
}

XmlNode ackOf(quint32 h)
{
    return XmlNode(u"a"_s, ns::streamManagement).setAttribute(u"h"_s, QString::number(h));
}

XmlNode request()
{
    return XmlNode(u"r"_s, ns::streamManagement);
}

struct Rig {
    Rig()
        : management(clock, [this](const XmlNode &element) {
              out.append(element.name() + element.attribute(u"h") + element.attribute(u"id"));
          })
    {
        management.begin(u"session"_s);
    }
    StanzaSerial receive()
    {
        const StanzaSerial serial = management.received();
        management.delivered(serial);
        return serial;
    }
    StanzaSerial receiveHeld()
    {
        const StanzaSerial serial = management.received();
        management.hold(serial);
        management.delivered(serial);
        return serial;
    }
    QString takeOut() { return std::exchange(out, {}).join(u' '); }

    FakeClock clock;
    QStringList out;
    StreamManagement management;
};

} // namespace

class TestStreamManagement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void prefixGrowsOnlyWithoutAGap()
    {
        Rig rig;
        const StanzaSerial first = rig.receiveHeld();
        const StanzaSerial second = rig.receiveHeld();
        rig.receive();
        const StanzaSerial fourth = rig.receiveHeld();
        QCOMPARE(rig.management.handled(), 0u);
        QCOMPARE(rig.management.unsettledCount(), 3);
        rig.management.settle(second);
        QCOMPARE(rig.management.handled(), 0u);
        rig.management.settle(first);
        QCOMPARE(rig.management.handled(), 3u);
        rig.management.settle(fourth);
        QCOMPARE(rig.management.handled(), 4u);
        QCOMPARE(rig.management.unsettledCount(), 0);
    }

    void forgottenStanzaStopsThePrefixForGood()
    {
        Rig rig;
        rig.receive();
        const StanzaSerial lost = rig.receiveHeld();
        const StanzaSerial kept = rig.receiveHeld();
        rig.management.forget(lost);
        rig.management.settle(kept);
        rig.receive();
        QCOMPARE(rig.management.handled(), 1u);
        QCOMPARE(rig.management.unsettledCount(), 0);
        rig.management.settle(lost);
        QCOMPARE(rig.management.handled(), 1u);
    }

    void stanzaBeingDeliveredIsNotYetHandled()
    {
        Rig rig;
        const StanzaSerial serial = rig.management.received();
        QCOMPARE(rig.management.handled(), 0u);
        rig.management.delivered(serial);
        QCOMPARE(rig.management.handled(), 1u);
    }

    void wrongSerialsAreIgnored()
    {
        Rig rig;
        const StanzaSerial serial = rig.receive();
        rig.management.hold(serial); // too late: it has been dealt with
        rig.management.hold(0);
        rig.management.hold(99);
        rig.management.settle(99);
        rig.management.forget(99);
        QCOMPARE(rig.management.unsettledCount(), 0);
        QCOMPARE(rig.management.handled(), 1u);
    }

    void ackIsSentWithinAQuarterSecond()
    {
        Rig rig;
        rig.receive();
        rig.clock.advance(200);
        rig.receive();
        QCOMPARE(rig.takeOut(), QString());
        rig.clock.advance(50);
        QCOMPARE(rig.takeOut(), u"a2"_s);
        rig.clock.advance(10000);
        QCOMPARE(rig.takeOut(), QString());
    }

    void ackIsSentAtOnceForTwenty()
    {
        Rig rig;
        for (int i = 0; i < 45; ++i)
            rig.receive();
        QCOMPARE(rig.takeOut(), u"a20 a40"_s);
        rig.clock.advance(250);
        QCOMPARE(rig.takeOut(), u"a45"_s);
    }

    void requestIsAnsweredWithThePrefix()
    {
        Rig rig;
        rig.receive();
        QVERIFY(rig.management.handle(request()));
        QCOMPARE(rig.takeOut(), u"a1"_s);
        // The same again: a request is always answered.
        QVERIFY(rig.management.handle(request()));
        QCOMPARE(rig.takeOut(), u"a1"_s);
    }

    void requestsAreAnsweredTogetherWhileStanzasAreHeld()
    {
        Rig rig;
        const StanzaSerial first = rig.receiveHeld();
        QVERIFY(rig.management.handle(request()));
        const StanzaSerial second = rig.receiveHeld();
        QVERIFY(rig.management.handle(request()));
        rig.management.settle(first);
        rig.management.settle(second);
        rig.clock.advance(249);
        QCOMPARE(rig.takeOut(), QString());
        rig.clock.advance(1);
        QCOMPARE(rig.takeOut(), u"a2"_s);
        rig.clock.advance(10000);
        QCOMPARE(rig.takeOut(), QString());
    }

    void requestIsAnsweredInTimeThoughNothingIsSettled()
    {
        Rig rig;
        rig.receive();
        rig.clock.advance(250);
        QCOMPARE(rig.takeOut(), u"a1"_s);
        rig.receiveHeld();
        QVERIFY(rig.management.handle(request()));
        rig.clock.advance(250);
        QCOMPARE(rig.takeOut(), u"a1"_s);
        rig.clock.advance(10000);
        QCOMPARE(rig.takeOut(), QString());
    }

    void requestOfAConnectionThatIsGoneIsNotAnswered()
    {
        Rig rig;
        const StanzaSerial held = rig.receiveHeld();
        QVERIFY(rig.management.handle(request()));
        rig.management.suspend();
        rig.management.settle(held);
        rig.management.prepareResume();
        QVERIFY(rig.management.resume(0));
        rig.clock.advance(10000);
        QCOMPARE(rig.takeOut(), QString());
    }

    void acknowledgedStanzasAreDropped()
    {
        Rig rig;
        for (int i = 1; i <= 3; ++i)
            rig.management.sent(message(i), 100);
        QCOMPARE(rig.management.unacknowledgedBytes(), 300);
        QVERIFY(rig.management.handle(ackOf(2)));
        QCOMPARE(rig.management.unacknowledgedBytes(), 100);
        QVERIFY(rig.management.handle(ackOf(2)));
        QVERIFY(!rig.management.handle(ackOf(1)));
        QVERIFY(!rig.management.handle(ackOf(4)));
        QCOMPARE(rig.management.unacknowledgedCount(), 1);
    }

    void serverIsAskedEveryTwentyOrFifteenSeconds()
    {
        Rig rig;
        for (int i = 0; i < 20; ++i)
            rig.management.sent(message(i), 1);
        QCOMPARE(rig.takeOut(), u"r"_s);
        rig.clock.advance(14999);
        QCOMPARE(rig.takeOut(), QString());
        rig.clock.advance(1);
        QCOMPARE(rig.takeOut(), u"r"_s);
        QVERIFY(rig.management.handle(ackOf(20)));
        rig.clock.advance(100000);
        QCOMPARE(rig.takeOut(), QString());
    }

    void resumeSendsTheRestInOrderAndAsks()
    {
        Rig rig;
        rig.receive();
        for (int i = 1; i <= 4; ++i)
            rig.management.sent(message(i), 1);
        rig.management.suspend();
        QCOMPARE(rig.management.prepareResume(), 1u);
        QVERIFY(rig.management.resume(2));
        QCOMPARE(rig.takeOut(), u"message3 message4 r"_s);
        QVERIFY(rig.management.handle(ackOf(4)));
        QCOMPARE(rig.management.unacknowledgedCount(), 0);
        rig.receive();
        rig.clock.advance(250);
        QCOMPARE(rig.takeOut(), u"a2"_s);
    }

    void resumeLeavesMessagesToWhoeverKeepsThem()
    {
        Rig rig;
        const auto kept = [](int id) {
            return message(id).addChild(XmlNode(u"origin-id"_s, ns::stanzaId).setAttribute(u"id"_s, u"o%1"_s.arg(id)));
        };
        rig.management.sent(kept(1), 10);
        rig.management.sent(kept(2), 10);
        rig.management.sent(message(3), 10);
        rig.management.sent(kept(4), 10);
        rig.management.suspend();
        rig.management.prepareResume();
        QVERIFY(rig.management.resume(1));
        QCOMPARE(rig.takeOut(), u"message3 r"_s);
        QCOMPARE(rig.management.uncounted(), (QStringList{u"o2"_s, u"o4"_s}));
        QCOMPARE(rig.management.unacknowledgedCount(), 1);
        QCOMPARE(rig.management.unacknowledgedBytes(), 10);
        QVERIFY(rig.management.handle(ackOf(2)));
        QCOMPARE(rig.management.unacknowledgedCount(), 0);
        // The next resume tells of its own.
        rig.management.suspend();
        rig.management.prepareResume();
        QVERIFY(rig.management.resume(2));
        QCOMPARE(rig.management.uncounted(), QStringList());
    }

    void resumeRefusesAnImpossibleCounter()
    {
        Rig rig;
        rig.management.sent(message(1), 1);
        QVERIFY(rig.management.handle(ackOf(1)));
        rig.management.suspend();
        rig.management.prepareResume();
        QVERIFY(!rig.management.resume(0));
        QVERIFY(!rig.management.resume(2));
        QCOMPARE(rig.takeOut(), QString());
        QVERIFY(rig.management.resume(1));
    }

    void whatIsSettledWhileAwayCounts()
    {
        Rig rig;
        const StanzaSerial first = rig.receiveHeld();
        const StanzaSerial second = rig.receiveHeld();
        rig.management.suspend();
        rig.management.settle(first);
        rig.clock.advance(1000);
        QCOMPARE(rig.takeOut(), QString());
        QCOMPARE(rig.management.prepareResume(), 1u);
        QCOMPARE(rig.management.unsettledCount(), 0);
        // Too late: the server has been told 1 and sends the second again.
        rig.management.settle(second);
        QVERIFY(rig.management.resume(0));
        const StanzaSerial again = rig.receive();
        QVERIFY(again > second);
        QCOMPARE(rig.management.handled(), 2u);
    }

    void countersOutliveSeveralResumes()
    {
        Rig rig;
        quint32 expected = 0;
        for (int round = 0; round < 5; ++round) {
            for (int i = 0; i < 7; ++i) {
                rig.receive();
                ++expected;
            }
            const StanzaSerial lost = rig.receiveHeld();
            rig.management.forget(lost);
            rig.receive();
            rig.management.suspend();
            QCOMPARE(rig.management.prepareResume(), expected);
            QVERIFY(rig.management.resume(0));
        }
    }

    void acknowledgementsGoOnAcrossTheWrap()
    {
        Rig rig;
        rig.management.begin(u"long"_s, {0, 4294967293u});
        for (int i = 1; i <= 6; ++i)
            rig.management.sent(message(i), 10);
        QVERIFY(rig.management.handle(ackOf(4294967295u)));
        QCOMPARE(rig.management.unacknowledgedCount(), 4);
        QVERIFY(rig.management.handle(ackOf(0)));
        QCOMPARE(rig.management.unacknowledgedCount(), 3);
        QCOMPARE(rig.management.unacknowledgedBytes(), 30);
        // Back over the wrap, or further than was sent, is impossible.
        QVERIFY(!rig.management.handle(ackOf(4294967295u)));
        QVERIFY(!rig.management.handle(ackOf(4)));
        rig.management.suspend();
        rig.management.prepareResume();
        rig.takeOut();
        QVERIFY(rig.management.resume(1));
        QCOMPARE(rig.takeOut(), u"message5 message6 r"_s);
    }

    void resumeAcrossTheWrapSendsOnlyWhatWasNotHandled()
    {
        Rig rig;
        rig.management.begin(u"long"_s, {0, 4294967294u});
        for (int i = 1; i <= 4; ++i)
            rig.management.sent(message(i), 10);
        rig.management.suspend();
        rig.management.prepareResume();
        QVERIFY(!rig.management.resume(3));
        QVERIFY(rig.management.resume(1));
        QCOMPARE(rig.takeOut(), u"message4 r"_s);
        QVERIFY(rig.management.handle(ackOf(2)));
        QCOMPARE(rig.management.unacknowledgedCount(), 0);
    }

    void ownCounterGoesOnAcrossTheWrap()
    {
        Rig rig;
        rig.management.begin(u"long"_s, {4294967294u, 0});
        QCOMPARE(rig.management.handled(), 4294967294u);
        rig.receive();
        rig.clock.advance(250);
        QCOMPARE(rig.takeOut(), u"a4294967295"_s);
        rig.receive();
        rig.clock.advance(250);
        QCOMPARE(rig.takeOut(), u"a0"_s);
        rig.receive();
        const StanzaSerial held = rig.receiveHeld();
        rig.receive();
        rig.management.forget(held);
        rig.management.suspend();
        QCOMPARE(rig.management.prepareResume(), 1u);
        QVERIFY(rig.management.resume(0));
        for (int i = 0; i < 20; ++i)
            rig.receive();
        QCOMPARE(rig.takeOut(), u"a21"_s);
    }

    void newSessionStartsFromZero()
    {
        Rig rig;
        rig.receive();
        rig.receiveHeld();
        rig.management.sent(message(1), 10);
        rig.management.suspend();
        rig.management.begin(u"other"_s);
        QCOMPARE(rig.management.resumeId(), u"other"_s);
        QCOMPARE(rig.management.handled(), 0u);
        QCOMPARE(rig.management.unsettledCount(), 0);
        QCOMPARE(rig.management.unacknowledgedBytes(), 0);
        rig.receive();
        QCOMPARE(rig.management.handled(), 1u);
        QVERIFY(rig.management.handle(ackOf(0)));
    }

    void withoutStreamManagementNothingIsCounted()
    {
        Rig rig;
        rig.management.end();
        QCOMPARE(rig.management.received(), StanzaSerial(0));
        rig.management.delivered(0);
        rig.management.sent(message(1), 10);
        QVERIFY(!rig.management.canResume());
        QCOMPARE(rig.management.unacknowledgedBytes(), 0);
        rig.clock.advance(60000);
        QCOMPARE(rig.takeOut(), QString());
    }

    void sessionThatCannotBeResumedStillCounts()
    {
        Rig rig;
        rig.management.begin({});
        QVERIFY(!rig.management.canResume());
        rig.receive();
        rig.clock.advance(250);
        QCOMPARE(rig.takeOut(), u"a1"_s);
    }
};

QTEST_GUILESS_MAIN(TestStreamManagement)
#include "tst_streammanagement.moc"

#include "service/serviceharness.h"
#include "support/refusedbody.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// The ways in which other programs have lost messages (L1 to L8) or shown them twice (D1 to D3), each as a test.
class TestServicePeerFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void l1LiveMessageHidesNothingBeforeIt();
    void l2EveryPageIsRead();
    void l3NoCapIsReachedInSilence();
    void l4HoleBeforeADisjointPageIsRemembered();
    void l5MessageIdsAreNoPlaceInTheArchive();
    void l6WhatIsNotStoredIsNotAcknowledged();
    void l7SameIdAndTextAreNotTheSameMessage();
    void l8WhatTheStoreRefusedComesLater();
    void d1HistoryComesFromTheArchiveAlone();
    void d2ReflectionUnderAnotherIdIsOurs();
    void d3UnknownOutcomeIsLookedUpBeforeSendingAgain();
    void nicknameOnlyTheServerAdmitsIsShown();
};

void TestServicePeerFaults::l1LiveMessageHidesNothingBeforeIt()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 40);
    h.room().holdsPages = true;
    h.comeBack();
    // Stored before any page is: the newest row is now one after the hole.
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    h.cut();
    h.room().holdsPages = false;
    h.comeBack();
    h.wait(2000, 100);
    QCOMPARE(h.items().size(), 44);
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
    QCOMPARE(h.report().recovered, 41);
}

void TestServicePeerFaults::l2EveryPageIsRead()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 350);
    h.comeBack();
    QCOMPARE(h.items().size(), 353);
    QCOMPARE(h.report().recovered, 350);
    QCOMPARE(h.report().gaps, 0);
}

void TestServicePeerFaults::l3NoCapIsReachedInSilence()
{
    // The cap that there is, at 50,000, leaves a gap: automaticRunStopsAtFiftyThousand.
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3000);
    h.comeBack();
    QCOMPARE(h.items().size(), 3003);
    QCOMPARE(h.report().gaps, 0);
    QVERIFY(h.report().provable);
}

void TestServicePeerFaults::l4HoleBeforeADisjointPageIsRemembered()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.leaveCatchUpHalfRead();
    h.cut();
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --NotLoaded-- | x51"_s), qPrintable(h.timeline()));
    h.room().holdsPages = false;
    h.restart();
    h.online();
    QCOMPARE(h.items().size(), 63);
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
}

void TestServicePeerFaults::l5MessageIdsAreNoPlaceInTheArchive()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    for (int i = 0; i < 150; ++i)
        h.room().sayUnheard(u"bot"_s, u"x%1"_s.arg(i), u"1"_s);
    h.comeBack();
    QCOMPARE(h.items().size(), 153);
    QVERIFY2(h.room().pagesAsked.filter(u"unknown"_s).isEmpty(), qPrintable(h.room().pagesAsked.join(u' ')));
}

void TestServicePeerFaults::l6WhatIsNotStoredIsNotAcknowledged()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    h.wait(1000);
    const quint32 before = h.server.acknowledged();
    QCOMPARE(before, h.server.delivered());
    h.room().answersPages = false;
    {
        const RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.room().say(u"bob"_s, u"Y"_s);
        h.settle();
        h.wait(1000);
        QCOMPARE(h.server.acknowledged(), before);
    }
    h.room().answersPages = true;
    h.cut();
    h.resume();
    h.wait(60000);
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Y"_s);
}

void TestServicePeerFaults::l7SameIdAndTextAreNotTheSameMessage()
{
    ServiceHarness h;
    h.join();
    for (int i = 0; i < 3; ++i)
        h.room().say(u"bob"_s, u"ok"_s, u"1"_s);
    h.settle();
    h.cut();
    h.room().sayUnheard(u"bob"_s, u"ok"_s, u"1"_s);
    h.comeBack();
    QCOMPARE(h.timeline(), u"ok | ok | ok | ok"_s);
}

void TestServicePeerFaults::l8WhatTheStoreRefusedComesLater()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    {
        const RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
    }
    h.room().say(u"bob"_s, u"Y"_s);
    h.wait(60000);
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Y"_s);
}

void TestServicePeerFaults::d1HistoryComesFromTheArchiveAlone()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    QCOMPARE(h.room().lastHistory, u"0"_s);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3"_s);
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().lastHistory, u"0"_s);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3"_s);
}

void TestServicePeerFaults::d2ReflectionUnderAnotherIdIsOurs()
{
    ServiceHarness h;
    h.join();
    h.room().reflects = false;
    h.send(u"hello"_s);
    // A gateway gives the stanza an id of its own; the origin-id stays.
    FakeEntry rewritten = h.room().entries.constLast();
    rewritten.messageId = u"rewritten"_s;
    h.room().entries.last() = rewritten;
    h.room().broadcast(rewritten);
    h.settle();
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    h.cut();
    h.comeBack();
    QCOMPARE(h.timeline(), u"hello"_s);
    QCOMPARE(h.room().received.size(), 1);
}

void TestServicePeerFaults::d3UnknownOutcomeIsLookedUpBeforeSendingAgain()
{
    ServiceHarness h;
    h.join();
    h.room().reflects = false;
    h.send(u"hello"_s);
    h.room().reflects = true;
    for (int i = 0; i < 3; ++i) {
        h.cut();
        h.comeBack();
    }
    QCOMPARE(h.room().received.size(), 1);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.timeline(), u"hello"_s);
}

void TestServicePeerFaults::nicknameOnlyTheServerAdmitsIsShown()
{
    // The flag of Scotland is made of tag characters, which stringprep forbids and newer rules do not.
    const QString scot =
        QString::fromUcs4(U"Isla \U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F");
    QVERIFY(!Jid::parse(QString(u"tea@rooms.example.org/"_s + scot)));
    ServiceHarness h;
    h.join();
    h.room().occupantJoins(scot);
    h.room().say(scot, u"hello"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"hello"_s);
    QCOMPARE(h.items().constFirst().message.nickname, scot);
    h.cut();
    h.room().sayUnheard(scot, u"again"_s);
    h.comeBack();
    QCOMPARE(h.timeline(), u"hello | again"_s);
    QCOMPARE(h.report().gaps, 0);
}

QTEST_GUILESS_MAIN(TestServicePeerFaults)
#include "tst_servicepeerfaults.moc"

#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Leaving wins, whatever is under way.
class TestServiceLeave : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leaveTellsOnce();
    void leaveOfflineIsKept();
    void leaveAtEachStepOfARejoin_data();
    void leaveAtEachStepOfARejoin();
    void leaveDuringAJoin();
    void aJoinGivenUpAtOnceDrawsNoHoleElsewhere();
    void aCancelledJoinKeepsWhatWasThereBefore();
    void lateSelfPresenceIsAnsweredByLeaving();
    void rowsAreKeptAfterALeave();
    void removeRoomForgetsIt();
    void removeRoomKeepsWhatIsJoined();
    void removedWhileTheStoreWritesItHoldsUpNoConnection_data();
    void removedWhileTheStoreWritesItHoldsUpNoConnection();
    void removedWhileOfflineIsLeftAfterTheResume_data();
    void removedWhileOfflineIsLeftAfterTheResume();
    void leftRoomDoesNotHoldUpAcknowledgements();
    void kickKeepsWhatCameBefore();
    void occupantsAreToldTogether();
    void messagesOfALeftRoomAreNotStored();
};

void TestServiceLeave::leaveTellsOnce()
{
    ServiceHarness h;
    h.join();
    h.takeLog();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.takeStory(), u"Left | left ByUser"_s);
    QVERIFY(!h.room().inside);
    QCOMPARE(h.room().leaves, 1);
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.takeStory(), QString());
}

void TestServiceLeave::leaveOfflineIsKept()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.cut();
    h.takeLog();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.takeStory(), u"Left | left ByUser"_s);
    h.comeBack();
    QCOMPARE(h.room().joins, 1);
    h.restart();
    h.online();
    QCOMPARE(h.room().joins, 1);
}

void TestServiceLeave::leaveAtEachStepOfARejoin_data()
{
    QTest::addColumn<int>("step");
    QTest::newRow("waiting for the connection") << 0;
    QTest::newRow("connecting") << 1;
    QTest::newRow("discovering") << 2;
    QTest::newRow("join presence sent") << 3;
    QTest::newRow("inside, reading history") << 4;
    QTest::newRow("one page read") << 5;
}

void TestServiceLeave::leaveAtEachStepOfARejoin()
{
    QFETCH(int, step);
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.takeLog();
    h.room().fill(u"x"_s, 60);
    h.room().holdsPages = true;
    h.room().answersJoin = step >= 4;
    h.room().answersInfo = step >= 3;
    if (step >= 1)
        h.awaitAttempt();
    if (step >= 2) {
        h.server.acceptLogin();
        h.settle();
    }
    if (step >= 5) {
        h.room().releasePage();
        h.settle();
    }
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.count(u"tea left ByUser"_s), 1);
    h.room().answersInfo = true;
    h.room().answersJoin = true;
    h.room().holdsPages = false;
    while (h.room().heldPages() > 0)
        h.room().releasePage();
    if (step == 1)
        h.server.acceptLogin();
    if (step == 0)
        h.comeBack();
    h.wait(60000, 5000);
    QVERIFY(!h.room().inside);
    QCOMPARE(h.count(u"tea rejoined"_s), 0);
    QCOMPARE(h.count(u"tea left"_s), 1);
    QCOMPARE(h.service->roomSummary(ServiceHarness::address()).state, RoomState::Left);
}

void TestServiceLeave::leaveDuringAJoin()
{
    ServiceHarness h;
    h.room().answersJoin = false;
    h.join();
    h.takeLog();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.count(u"tea left ByUser"_s), 1);
    // As after a join that failed; whoever was never inside has nothing there to come back to.
    QCOMPARE(h.service->rooms().size(), 0);
    h.wait(60000, 5000);
    QCOMPARE(h.count(u"tea joinFailed"_s), 0);
    QCOMPARE(h.count(u"tea joined"_s), 0);
}

void TestServiceLeave::aCancelledJoinKeepsWhatWasThereBefore()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    const QString before = h.timeline();
    QVERIFY(!before.isEmpty());
    h.room().answersJoin = false;
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.service->rooms().size(), 1);
    QCOMPARE(h.timeline(), before);
    // Nor of a room that was only asked for is anything taken that could have been said meanwhile: it is refused.
    h.room(u"bar"_s).answersJoin = false;
    h.join(u"bar"_s);
    const auto sent = h.service->sendMessage(ServiceHarness::address(u"bar"_s), {u"hello"_s});
    h.settle();
    QVERIFY(sent.isFinished());
    QCOMPARE(sent.result().error().kind, ErrorKind::NotInRoom);
}

void TestServiceLeave::lateSelfPresenceIsAnsweredByLeaving()
{
    ServiceHarness h;
    h.room().answersJoin = false;
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.room().admit();
    h.settle();
    QVERIFY(!h.room().inside);
    QVERIFY(h.room().leaves >= 1);
}

void TestServiceLeave::rowsAreKeptAfterALeave()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3"_s);
    QCOMPARE(h.service->rooms().size(), 1);
}

void TestServiceLeave::removeRoomForgetsIt()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.service->removeRoom(ServiceHarness::address());
    h.settle();
    QVERIFY(h.service->rooms().isEmpty());
    h.room().entries.clear();
    h.join();
    QCOMPARE(h.timeline(), QString());
}

void TestServiceLeave::removeRoomKeepsWhatIsJoined()
{
    ServiceHarness h;
    h.join();
    h.service->removeRoom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.service->rooms().size(), 1);
    QVERIFY(h.room().inside);
}

void TestServiceLeave::aJoinGivenUpAtOnceDrawsNoHoleElsewhere()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    h.room().holdsPages = true;
    h.comeBack();
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    // The run that fills the hole goes on; the record of the other room is not read yet.
    h.service->joinExistingChatroom(ServiceHarness::address(u"milk"_s), {});
    h.service->leaveChatroom(ServiceHarness::address(u"milk"_s));
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | live"_s);
    h.room().releasePage();
    h.room().holdsPages = false;
    h.settle();
    h.wait(5000);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1 | x2 | x3 | live"_s);
}

void TestServiceLeave::removedWhileTheStoreWritesItHoldsUpNoConnection_data()
{
    QTest::addColumn<bool>("otherAccount");
    QTest::newRow("removed") << false;
    QTest::newRow("signed in as somebody else") << true;
}

void TestServiceLeave::removedWhileTheStoreWritesItHoldsUpNoConnection()
{
    QFETCH(bool, otherAccount);
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"x1"_s);
    // Handed to the store, whose answer is not here yet.
    for (int i = 0; i < 3; ++i)
        QCoreApplication::sendPostedEvents();
    if (otherAccount) {
        h.service->signOut();
        AccountSettings other = ServiceHarness::account();
        other.account = *Jid::parse(u"dave@example.org"_s);
        h.service->signIn(other);
    } else {
        h.service->leaveChatroom(ServiceHarness::address());
        h.service->removeRoom(ServiceHarness::address());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        h.settle();
        h.cut();
    }
    h.takeLog();
    h.comeBack();
    QVERIFY(h.takeLog().contains(u"state Online"_s));
}

void TestServiceLeave::removedWhileOfflineIsLeftAfterTheResume_data()
{
    QTest::addColumn<bool>("joinedAgain");
    QTest::newRow("removed") << false;
    QTest::newRow("removed and joined again") << true;
}

void TestServiceLeave::removedWhileOfflineIsLeftAfterTheResume()
{
    QFETCH(bool, joinedAgain);
    ServiceHarness h;
    h.join();
    h.cut();
    h.service->leaveChatroom(ServiceHarness::address());
    h.service->removeRoom(ServiceHarness::address());
    h.settle();
    if (joinedAgain)
        h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.resume();
    h.wait(3000);
    QCOMPARE(h.room().inside, joinedAgain);
    QCOMPARE(h.service->rooms().size(), joinedAgain ? 1 : 0);
}

void TestServiceLeave::leftRoomDoesNotHoldUpAcknowledgements()
{
    ServiceHarness h;
    h.room(u"bar"_s);
    h.join();
    h.join(u"bar"_s);
    h.wait(2000);
    h.room().say(u"bob"_s, u"x1"_s);
    h.room().say(u"bob"_s, u"x2"_s);
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.wait(2000);
    h.room(u"bar"_s).say(u"bob"_s, u"y"_s);
    h.settle();
    h.wait(2000);
    QCOMPARE(h.server.acknowledged(), h.server.delivered());
    QCOMPARE(h.timeline(), u"x1 | x2"_s);
}

void TestServiceLeave::kickKeepsWhatCameBefore()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"x1"_s);
    h.room().throwOut(u"<status code='307'/>"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"x1"_s);
    h.wait(2000);
    QCOMPARE(h.server.acknowledged(), h.server.delivered());
}

void TestServiceLeave::occupantsAreToldTogether()
{
    ServiceHarness h;
    QList<OccupantDelta> deltas;
    QObject::connect(h.service.get(), &ChatroomService::occupantsChanged, h.service.get(),
                     [&deltas](const RoomAddress &, const OccupantDelta &delta) { deltas.append(delta); });
    h.join();
    QCOMPARE(deltas.size(), 1);
    QCOMPARE(deltas.first().count, 2);
    deltas.clear();
    for (int i = 0; i < 500; ++i)
        h.room().occupantJoins(u"guest%1"_s.arg(i));
    h.wait(200, 50);
    QVERIFY(deltas.size() <= 3);
    QCOMPARE(deltas.last().count, 502);
    QCOMPARE(h.service->occupants(ServiceHarness::address()).size(), 502);
}

void TestServiceLeave::messagesOfALeftRoomAreNotStored()
{
    ServiceHarness h;
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.room().say(u"bob"_s, u"too late"_s);
    h.settle();
    QCOMPARE(h.timeline(), QString());
    h.wait(2000);
    QCOMPARE(h.server.acknowledged(), h.server.delivered());
}

QTEST_GUILESS_MAIN(TestServiceLeave)
#include "tst_serviceleave.moc"

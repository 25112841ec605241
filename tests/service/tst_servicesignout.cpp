#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Signing out, signing in again, and another account after the first.
class TestServiceSignOut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signOutKeepsRoomsHeld();
    void signInAgainBringsTheRoomsBack();
    void signInAgainBeforeSignedOutBringsTheRoomsBack();
    void signInWhileOnlineBringsTheRoomsBack();
    void joinDuringTheChangeOfConnectionIsServed();
    void otherAccountHasItsOwnRooms();
    void otherAccountAfterAWrongPasswordMayJoinAtOnce();
    void messageWrittenWhileSignedOutWaits_data();
    void messageWrittenWhileSignedOutWaits();
    void signOutWhileTheHistoryIsReadEntersNothing();
    void signOutEndsWaitingJoins();
    void signOutBecauseItFailsTellsJoinsWhy();
    void otherAccountEndsWaitingJoins();
    void signOutWhileWaitingForgetsTheCause();
    void signOutWhileTheRoomsAreReadStaysSignedOut();
    void endOfTheProgramWhileTheRoomServiceIsLookedFor();
};

void TestServiceSignOut::signOutKeepsRoomsHeld()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    auto done = h.service->signOut();
    h.settle();
    QVERIFY(done.isFinished());
    QCOMPARE(h.count(u"tea left"_s), 0);
    QCOMPARE(h.count(u"lost"_s), 0);
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Offline);
    h.restart();
    h.online();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
}

void TestServiceSignOut::signInAgainBringsTheRoomsBack()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.service->signOut();
    h.settle();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.takeLog();
    h.online();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QVERIFY(h.room().inside);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1"_s);
}

void TestServiceSignOut::signInAgainBeforeSignedOutBringsTheRoomsBack()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.server.channel().setAnswersClose(false);
    const auto out = h.service->signOut();
    h.settle();
    QVERIFY(!out.isFinished());
    h.service->signIn(ServiceHarness::account());
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.takeLog();
    h.wait(2000);
    h.server.acceptLogin();
    h.settle();
    QVERIFY(out.isFinished());
    QCOMPARE(h.count(u"lost"_s), 0);
    QCOMPARE(h.count(u"tea rejoined recovered=1 here=2 gaps=0 provable"_s), 1);
}

void TestServiceSignOut::signInWhileOnlineBringsTheRoomsBack()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.room().holdsPages = true;
    const auto older = h.service->loadOlder(ServiceHarness::address());
    h.takeLog();
    h.service->signIn(ServiceHarness::account());
    h.settle();
    h.room().holdsPages = false;
    h.server.acceptLogin();
    h.settle();
    QVERIFY(older.isFinished());
    QCOMPARE(h.takeStory(), u"Rejoining | rejoining 1 | CatchingUp | Joined | "
                            "rejoined recovered=0 here=2 gaps=0 provable"_s);
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | live"_s);
}

void TestServiceSignOut::joinDuringTheChangeOfConnectionIsServed()
{
    ServiceHarness h;
    h.online();
    h.server.channel().setAnswersClose(false);
    h.service->signIn(ServiceHarness::account());
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.wait(2000);
    h.server.acceptLogin();
    h.settle();
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QCOMPARE(h.count(u"tea joinFailed"_s), 0);
}

void TestServiceSignOut::otherAccountHasItsOwnRooms()
{
    ServiceHarness h;
    h.join();
    h.service->signOut();
    h.settle();
    AccountSettings bob = ServiceHarness::account();
    bob.account = *Jid::parse(u"bob@example.org"_s);
    h.service->signIn(bob);
    h.settle();
    h.server.acceptLogin();
    h.settle();
    QVERIFY(h.service->rooms().isEmpty());
    QCOMPARE(h.count(u"tea rejoined"_s), 0);
}

void TestServiceSignOut::otherAccountAfterAWrongPasswordMayJoinAtOnce()
{
    ServiceHarness h;
    h.signIn();
    h.server.refuseLogin();
    h.settle();
    AccountSettings bob = ServiceHarness::account();
    bob.account = *Jid::parse(u"bob@example.org"_s);
    h.service->signIn(bob);
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    h.server.acceptLogin();
    h.settle();
    QCOMPARE(h.count(u"tea joinFailed"_s), 0);
    QCOMPARE(h.count(u"tea joined"_s), 1);
}

void TestServiceSignOut::messageWrittenWhileSignedOutWaits_data()
{
    QTest::addColumn<bool>("archives");
    QTest::newRow("archive") << true;
    QTest::newRow("no archive") << false;
}

void TestServiceSignOut::messageWrittenWhileSignedOutWaits()
{
    QFETCH(bool, archives);
    ServiceHarness h;
    h.room().archives = archives;
    h.join();
    h.service->signOut();
    h.settle();
    QCOMPARE(h.send(u"hello"_s), QString());
    QCOMPARE(h.ownMessages(), u"hello:Queued"_s);
    // Longer than anything that may have arrived is sent again by itself.
    h.clock.setNow(h.clock.now().addSecs(3600));
    h.online();
    h.wait(2000);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
}

void TestServiceSignOut::signOutWhileTheHistoryIsReadEntersNothing()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.cut();
    h.room().holdsPages = true;
    h.comeBack();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    // The page is here, and on its way to the disk.
    h.room().releasePage();
    h.service->signOut();
    h.settle();
    h.wait(5000);
    QCOMPARE(h.count(u"tea rejoined"_s), 0);
    QCOMPARE(h.send(u"hello"_s), QString());
    QCOMPARE(h.ownMessages(), u"hello:Queued"_s);
    h.room().holdsPages = false;
    h.online();
    h.wait(2000);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1 | hello"_s);
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
}

void TestServiceSignOut::signOutEndsWaitingJoins()
{
    ServiceHarness h;
    h.signIn();
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.service->signOut();
    h.settle();
    QCOMPARE(h.takeStory(), u"joinFailed NotConnected"_s);
    h.online();
    QCOMPARE(h.takeStory(), QString());
}

void TestServiceSignOut::signOutBecauseItFailsTellsJoinsWhy()
{
    ServiceHarness h;
    h.signIn();
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    connect(h.service.get(), &ChatroomService::connectionStateChanged, this, [&h](const ConnectionState &state) {
        if (state.kind == ConnectionState::Kind::Waiting)
            h.service->signOut();
    });
    h.cut();
    QCOMPARE(h.takeStory(), u"joinFailed ServerUnreachable"_s);
}

void TestServiceSignOut::otherAccountEndsWaitingJoins()
{
    ServiceHarness h;
    h.signIn();
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    AccountSettings bob = ServiceHarness::account();
    bob.account = *Jid::parse(u"bob@example.org"_s);
    h.service->signIn(bob);
    h.settle();
    QCOMPARE(h.takeStory(), u"joinFailed NotConnected"_s);
    h.server.acceptLogin();
    h.settle();
    QCOMPARE(h.takeStory(), QString());
}

void TestServiceSignOut::signOutWhileWaitingForgetsTheCause()
{
    ServiceHarness h;
    h.online();
    h.cut();
    h.service->signOut();
    h.settle();
    QVERIFY(!h.service->connectionState().cause);
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    QCOMPARE(h.takeStory(), u"joinFailed NotConnected"_s);
}

void TestServiceSignOut::signOutWhileTheRoomsAreReadStaysSignedOut()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.restart();
    const int attempts = h.server.channel().attempts();
    h.service->signIn(ServiceHarness::account());
    const auto out = h.service->signOut();
    h.settle();
    QVERIFY(out.isFinished());
    QCOMPARE(h.server.channel().attempts(), attempts);
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Offline);
    // Nothing was read for it, so the next sign-in reads.
    h.takeLog();
    h.online();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
}

void TestServiceSignOut::endOfTheProgramWhileTheRoomServiceIsLookedFor()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.restart();
    h.signIn();
    h.server.isSilent = true;
    h.server.acceptLogin(true);
    h.settle();
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Online);
    h.takeLog();
    // The question that is open then is answered, and must enter no room of a session that is gone.
    h.service.reset();
    h.settle();
    QCOMPARE(h.takeLog(), QStringList());
}

QTEST_GUILESS_MAIN(TestServiceSignOut)
#include "tst_servicesignout.moc"

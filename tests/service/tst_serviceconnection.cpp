#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// The account's connection: waits, tries, gives up, ends.
class TestServiceConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesOfASignIn();
    void wrongPasswordIsFinalForHeldRooms();
    void wrongPasswordFailsWaitingJoins();
    void heldRoomsComeBackWithTheRightPassword();
    void lossOfOursIsRetriedSoon();
    void waitTellsItsDelayAndCause();
    void shutdownOfTheServerIsSpread();
    void retryNowTriesAtOnce();
    void otherAddressIsTriedAtOnce();
    void conflictIsTriedOnceUnderANewName();
    void wakingAsksEachRoomWhetherWeAreInside();
    void wakingFindsAMembershipThatIsGone();
    void wakingFindsADeadLink();
    void wakingEndsAWait();
    void networkChangeEndsAWait();
    void nobodyIsAskedAfterSigningOut();
    void quitAtEachStep_data();
    void quitAtEachStep();
    void serviceMayGoWithStoreWorkPending();
};

void TestServiceConnection::statesOfASignIn()
{
    ServiceHarness h;
    h.online();
    QCOMPARE(h.takeLog(), (QStringList{u"state Connecting"_s, u"state Authenticating"_s, u"state Online"_s}));
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Online);
}

void TestServiceConnection::wrongPasswordIsFinalForHeldRooms()
{
    ServiceHarness h;
    h.room(u"bar"_s);
    h.join();
    h.join(u"bar"_s);
    h.cut();
    h.takeLog();
    h.awaitAttempt();
    h.server.refuseLogin();
    h.settle();
    QCOMPARE(h.count(u"tea rejoinFailed NotAuthorized final"_s), 1);
    QCOMPARE(h.count(u"bar rejoinFailed NotAuthorized final"_s), 1);
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Offline);
    const int attempts = h.server.channel().attempts();
    h.wait(7200000, 600000);
    QCOMPARE(h.server.channel().attempts(), attempts);
}

void TestServiceConnection::wrongPasswordFailsWaitingJoins()
{
    ServiceHarness h;
    h.signIn();
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    h.server.refuseLogin();
    h.settle();
    QCOMPARE(h.takeStory(), u"joinFailed NotAuthorized"_s);
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    QCOMPARE(h.takeStory(), u"joinFailed NotAuthorized"_s);
}

void TestServiceConnection::heldRoomsComeBackWithTheRightPassword()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.cut();
    h.awaitAttempt();
    h.server.refuseLogin();
    h.settle();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.takeLog();
    h.online();
    QCOMPARE(h.count(u"tea rejoined recovered=1 here=2 gaps=0 provable"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1"_s);
}

void TestServiceConnection::lossOfOursIsRetriedSoon()
{
    ServiceHarness h;
    h.online();
    h.wait(10000);
    h.cut();
    const qint64 lost = h.clock.monotonicMs();
    h.awaitAttempt();
    QVERIFY(h.clock.monotonicMs() - lost <= 1000);
    for (int i = 0; i < 30; ++i) {
        const qint64 before = h.clock.monotonicMs();
        h.cut();
        h.awaitAttempt();
        QVERIFY(h.clock.monotonicMs() - before <= 4000);
    }
}

void TestServiceConnection::waitTellsItsDelayAndCause()
{
    ServiceHarness h;
    h.online();
    h.cut(ChannelEnd::Refused);
    const ConnectionState state = h.service->connectionState();
    QCOMPARE(state.kind, ConnectionState::Kind::Waiting);
    QVERIFY(state.delayMs >= 100 && state.delayMs <= 1000);
    QVERIFY(state.cause.has_value());
    QCOMPARE(state.cause->kind, ErrorKind::ServerUnreachable);
    QCOMPARE(state.attempt, 1);
    h.awaitAttempt();
    h.cut(ChannelEnd::Refused);
    QCOMPARE(h.service->connectionState().attempt, 2);
}

void TestServiceConnection::shutdownOfTheServerIsSpread()
{
    ServiceHarness h;
    h.online();
    h.wait(10000);
    h.cut(ChannelEnd::GoingAway);
    const qint64 delay = h.service->connectionState().delayMs;
    QVERIFY(delay >= 1000 && delay <= 20000);
}

void TestServiceConnection::retryNowTriesAtOnce()
{
    ServiceHarness h;
    h.online();
    for (int i = 0; i < 8; ++i) {
        h.cut(ChannelEnd::Refused);
        if (i < 7)
            h.awaitAttempt();
    }
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Waiting);
    const int attempts = h.server.channel().attempts();
    h.service->retryNow();
    h.settle();
    QCOMPARE(h.server.channel().attempts(), attempts + 1);
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Connecting);
    // Asked again while trying: nothing more.
    h.service->retryNow();
    h.settle();
    QCOMPARE(h.server.channel().attempts(), attempts + 1);
}

void TestServiceConnection::otherAddressIsTriedAtOnce()
{
    ServiceHarness h;
    AccountSettings settings = ServiceHarness::account();
    settings.servers = {QUrl(u"wss://one.example.org/ws"_s), QUrl(u"wss://two.example.org/ws"_s)};
    h.service->signIn(settings);
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    QCOMPARE(h.server.channel().openedUrl(), settings.servers.at(0));
    h.cut(ChannelEnd::Refused);
    h.clock.advance(0);
    h.settle();
    QCOMPARE(h.server.channel().openedUrl(), settings.servers.at(1));
    // One address refusing is no failure yet.
    QCOMPARE(h.count(u"tea joinFailed"_s), 0);
    h.server.acceptLogin();
    h.settle();
    QCOMPARE(h.count(u"tea joined"_s), 1);
}

void TestServiceConnection::conflictIsTriedOnceUnderANewName()
{
    ServiceHarness h;
    h.join();
    const QString first = h.server.channel().boundJid();
    const QString conflict = u"<stream:error xmlns:stream='http://etherx.jabber.org/streams'><conflict "
                             "xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"_s;
    h.server.channel().inject(conflict);
    h.settle();
    h.comeBack();
    QVERIFY(h.server.channel().boundJid() != first);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    h.server.channel().inject(conflict);
    h.settle();
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Offline);
    QCOMPARE(h.count(u"tea rejoinFailed"_s), 1);
}

void TestServiceConnection::wakingAsksEachRoomWhetherWeAreInside()
{
    ServiceHarness h;
    h.room(u"bar"_s);
    h.join();
    h.join(u"bar"_s);
    h.service->setVisibleRoom(ServiceHarness::address(u"bar"_s));
    h.wait(4000);
    QCOMPARE(h.room().pings + h.room(u"bar"_s).pings, 0);
    h.clock.sleep(3600000);
    h.clock.advance(2000);
    h.settle();
    QCOMPARE(h.room(u"bar"_s).pings, 1);
    h.wait(1000, 50);
    QCOMPARE(h.room().pings, 1);
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Online);
}

void TestServiceConnection::wakingFindsAMembershipThatIsGone()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.clock.sleep(120000);
    h.room().forgetUs();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    QVERIFY(h.waitFor(u"tea rejoined recovered=1 here=3 gaps=0 provable"_s, 5000));
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1"_s);
}

void TestServiceConnection::wakingFindsADeadLink()
{
    ServiceHarness h;
    h.join();
    h.takeLog();
    h.server.channel().setSilent(true);
    h.server.isSilent = true;
    h.clock.sleep(3600000);
    QVERIFY(h.waitFor(u"lost TimedOut"_s, 5001));
}

void TestServiceConnection::wakingEndsAWait()
{
    ServiceHarness h;
    h.join();
    h.cut(ChannelEnd::GoingAway);
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Waiting);
    const int before = h.server.channel().attempts();
    h.clock.sleep(60000);
    h.clock.advance(2000);
    h.settle();
    QCOMPARE(h.server.channel().attempts(), before + 1);
}

void TestServiceConnection::networkChangeEndsAWait()
{
    ServiceHarness h;
    h.join();
    h.cut(ChannelEnd::GoingAway);
    const int before = h.server.channel().attempts();
    h.service->networkChanged();
    h.settle();
    QCOMPARE(h.server.channel().attempts(), before + 1);
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Connecting);
}

void TestServiceConnection::nobodyIsAskedAfterSigningOut()
{
    ServiceHarness h;
    h.join();
    h.service->signOut();
    h.settle();
    h.wait(10000);
    const int before = h.server.channel().attempts();
    h.clock.sleep(3600000);
    h.service->networkChanged();
    h.wait(10000);
    QCOMPARE(h.server.channel().attempts(), before);
    QCOMPARE(h.room().pings, 0);
}

void TestServiceConnection::quitAtEachStep_data()
{
    QTest::addColumn<int>("step");
    for (int step = 0; step < 6; ++step)
        QTest::addRow("step %d", step) << step;
}

void TestServiceConnection::quitAtEachStep()
{
    QFETCH(int, step);
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 30);
    h.room().answersJoin = false;
    h.room().holdsPages = true;
    if (step > 0)
        h.awaitAttempt();
    if (step > 1) {
        h.server.acceptLogin();
        h.settle();
    }
    if (step > 2) {
        h.room().admit();
        h.settle();
    }
    if (step > 3) {
        h.room().releasePage();
        h.settle();
    }
    if (step > 4)
        h.room().say(u"bob"_s, u"last"_s);
    auto done = h.service->signOut();
    h.settle();
    h.wait(2000);
    QVERIFY(done.isFinished());
    h.room().answersJoin = true;
    h.room().holdsPages = false;
    h.restart();
    h.takeLog();
    h.online();
    h.wait(1000, 100);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    const QString all = h.timeline();
    QVERIFY2(!all.contains(u"--"_s), qPrintable(all));
    QVERIFY(all.startsWith(u"m1 | m2 | m3 | x1 | x2 |"_s));
    QCOMPARE(h.items().size(), step > 4 ? 34 : 33);
}

void TestServiceConnection::serviceMayGoWithStoreWorkPending()
{
    for (int i = 0; i < 20; ++i) {
        ServiceHarness h;
        h.join();
        for (int n = 0; n < i; ++n)
            h.room().say(u"bob"_s, u"x"_s);
        h.service->sendMessage(ServiceHarness::address(), {u"y"_s});
        h.service->leaveChatroom(ServiceHarness::address());
        h.service.reset();
        h.store->drain();
        QCoreApplication::processEvents();
    }
    QVERIFY(true);
}

QTEST_GUILESS_MAIN(TestServiceConnection)
#include "tst_serviceconnection.moc"

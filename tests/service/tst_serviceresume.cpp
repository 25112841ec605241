#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// What follows a loss when the old session goes on (guarantee, rule 7), and what the stream is told meanwhile.
class TestServiceResume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replayIsStoredAndProved();
    void nothingMissedIsProvedToo();
    void roomThatDoesNotKnowUsIsJoinedAnew();
    void roomRestartedWithoutAnsweringThePing();
    void archiveThatDoesNotConfirmMeansJoiningAnew();
    void kickInTheReplayEndsTheRoom();
    void destructionInTheReplayEndsTheRoom();
    void muteInTheReplayIsTold();
    void stanzasAreAcknowledgedAfterTheCommit();
    void resumeReplaysWhatWasNotCommitted();
    void cutInsideAPageDropsIt();
    void cutDuringTheFirstCatchUpIsGoneOnWith();
    void secondCutBeforeTheProofHasOneEnd();
    void newLoginAfterACutResumptionClaimsNone();
    void rowToldOfAfterTheLossCountsOnce();
    void reflectedMessageIsNotSentAgain();
    void resumedSessionThatHearsNothingIsGivenUp();
    void replayOnASlowLinkIsHeardToItsEnd();
    void roomThatAnswersNothingDoesNotEndTheSession();
    void leaveWhileOfflineReachesTheResumedRoom();
    void leaveOfAJoinThatWasCutOffReachesTheResumedRoom();
    void joinAfterALeaveWhileOfflineIsServed();
    void whatIsSaidBeforeTheNewJoinIsAnsweredComesOnce();
    void roomWithoutArchiveProvesNothing();
    void severalRoomsResumeTogether();
    void resumeBringsNothingOlderThanTheJoinAskedFor();
    void membershipThatWasRefreshedIsResumedToo();
    void replayForOneRoomDoublesNothingInAnother();
    void joinByIdWaitsForTheRoomServiceOverAResume();
};

void TestServiceResume::replayIsStoredAndProved()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.takeLog();
    h.cut();
    h.room().say(u"bob"_s, u"x1"_s);
    h.room().say(u"bob"_s, u"x2"_s);
    const qint64 lost = h.clock.monotonicMs();
    h.awaitAttempt();
    const qint64 offline = h.clock.monotonicMs() - lost;
    h.server.acceptResume();
    h.settle();
    QCOMPARE(h.takeStory(),
             u"Rejoining | rejoining 1 | CatchingUp | Joined | rejoined recovered=2 here=3 gaps=0 provable resumed"_s);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2"_s);
    QCOMPARE(h.room().joins, 1);
    QCOMPARE(h.room().pings, 1);
    QCOMPARE(h.report().offlineForMs, offline);
}

void TestServiceResume::nothingMissedIsProvedToo()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.resume();
    QCOMPARE(h.count(u"tea rejoined recovered=0 here=3 gaps=0 provable resumed"_s), 1);
}

void TestServiceResume::roomThatDoesNotKnowUsIsJoinedAnew()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().forgetUs();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.resume();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.room().joins, 2);
    QVERIFY(h.room().inside);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1"_s);
    QCOMPARE(h.report().recovered, 1);
    QVERIFY(h.report().resumed);
}

void TestServiceResume::roomRestartedWithoutAnsweringThePing()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().forgetUs();
    h.room().answersPing = false;
    h.resume();
    QCOMPARE(h.count(u"tea rejoined"_s), 0);
    QVERIFY(h.waitFor(u"tea rejoined"_s, 20000));
    QVERIFY(h.room().inside);
}

void TestServiceResume::archiveThatDoesNotConfirmMeansJoiningAnew()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    // More than a page passed without reaching us, and yet the room answers our ping.
    h.room().fill(u"x"_s, 130);
    h.resume();
    QVERIFY(h.waitFor(u"tea rejoined"_s, 10000));
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | x1 | x2"_s), qPrintable(h.timeline()));
    QCOMPARE(h.report().recovered, 130);
    QCOMPARE(h.report().gaps, 0);
}

void TestServiceResume::kickInTheReplayEndsTheRoom()
{
    ServiceHarness h;
    h.join();
    h.takeLog();
    h.cut();
    h.room().say(u"bob"_s, u"x1"_s);
    h.room().throwOut(u"<status code='307'/>"_s,
                      u"<item role='none' affiliation='none'><actor nick='al'/><reason>bye</reason></item>"_s);
    h.resume();
    QCOMPARE(h.takeStory(), u"Rejoining | rejoining 1 | CatchingUp | Left | left Kicked al bye"_s);
    QCOMPARE(h.room().joins, 1);
    QCOMPARE(h.timeline(), u"x1"_s);
    h.wait(30000);
    QCOMPARE(h.room().joins, 1);
}

void TestServiceResume::destructionInTheReplayEndsTheRoom()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.room().throwOut({}, u"<item role='none' affiliation='none'/><destroy "
                          "jid='other@rooms.example.org'><reason>moved</reason></destroy>"_s);
    h.resume();
    QCOMPARE(h.count(u"tea left Destroyed moved other@rooms.example.org"_s), 1);
    QCOMPARE(h.count(u"tea rejoined"_s), 0);
}

void TestServiceResume::muteInTheReplayIsTold()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.room().setOurRole(u"visitor"_s, u"al"_s, u"spam"_s);
    h.resume();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    const MuteState mute = h.service->roomSummary(ServiceHarness::address()).mute;
    QVERIFY(!mute.canSpeak);
    QCOMPARE(mute.userMutedHere, std::optional<bool>(true));
    QCOMPARE(mute.by, u"al"_s);
    QCOMPARE(h.count(u"tea muted"_s), 1);
}

void TestServiceResume::stanzasAreAcknowledgedAfterTheCommit()
{
    ServiceHarness h;
    h.join();
    h.wait(1000);
    QCOMPARE(h.server.acknowledged(), h.server.delivered());
    h.room().say(u"bob"_s, u"x1"_s);
    h.clock.advance(1000);
    h.server.pump();
    QCOMPARE(h.server.acknowledged(), h.server.delivered() - 1);
    h.settle();
    h.wait(1000);
    QCOMPARE(h.server.acknowledged(), h.server.delivered());
}

void TestServiceResume::resumeReplaysWhatWasNotCommitted()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"x1"_s);
    // Nothing has been handed to the store yet.
    h.server.drop();
    h.settle();
    h.resume();
    h.settle();
    QCOMPARE(h.timeline(), u"x1"_s);
    h.wait(1000);
    QCOMPARE(h.server.acknowledged(), h.server.delivered());
}

void TestServiceResume::cutInsideAPageDropsIt()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 60);
    h.room().holdsPages = true;
    h.comeBack();
    h.room().releasePage(); // the newest ten
    h.settle();
    QCOMPARE(h.room().heldPages(), 1);
    h.room().releasePage(30);
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    h.cut();
    h.room().say(u"bob"_s, u"late"_s);
    h.room().holdsPages = false;
    h.resume();
    h.wait(3000, 100);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | x1 | x2 | x3 |"_s), qPrintable(h.timeline().left(80)));
    QVERIFY(h.timeline().endsWith(u"x60 | live | late"_s));
    QCOMPARE(h.items().size(), 65);
}

void TestServiceResume::cutDuringTheFirstCatchUpIsGoneOnWith()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 20);
    h.room().holdsPages = true;
    h.join();
    h.cut();
    h.room().holdsPages = false;
    h.resume();
    h.wait(3000, 100);
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QVERIFY(h.timeline().endsWith(u"m19 | m20"_s));
}

void TestServiceResume::secondCutBeforeTheProofHasOneEnd()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.takeLog();
    h.cut();
    h.room().answersPing = false;
    h.resume();
    h.cut();
    h.room().say(u"bob"_s, u"x1"_s);
    h.room().answersPing = true;
    h.resume();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1"_s);
}

void TestServiceResume::newLoginAfterACutResumptionClaimsNone()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().answersPing = false;
    h.resume();
    h.cut();
    h.room().answersPing = true;
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoined recovered=0 here=3 gaps=0 provable"_s), 1);
    QVERIFY(!h.report().resumed);
}

void TestServiceResume::rowToldOfAfterTheLossCountsOnce()
{
    // The link breaks at every step between the arrival of a message and the store's answer.
    for (int steps = 0; steps < 12; ++steps) {
        ServiceHarness h;
        h.room().fill(u"m"_s, 3);
        h.join();
        h.room().say(u"bob"_s, u"x1"_s);
        for (int i = 0; i < steps; ++i) {
            QCoreApplication::processEvents();
            h.clock.advance(5);
        }
        h.server.drop();
        h.settle();
        h.comeBack();
        QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1"_s);
        QCOMPARE(h.report().recovered + h.report().alreadyHere, 4);
    }
}

void TestServiceResume::reflectedMessageIsNotSentAgain()
{
    ServiceHarness h;
    h.join();
    // A server that counts less than it took: Prosody does after a cut inside a frame.
    h.server.uncounted = 1;
    QCOMPARE(h.send(u"hello"_s), QString());
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    h.cut();
    h.resume();
    h.wait(2000);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.timeline(), u"hello"_s);
    QCOMPARE(h.room().entries.size(), 1);
}

void TestServiceResume::resumedSessionThatHearsNothingIsGivenUp()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.awaitAttempt();
    h.server.acceptResume();
    h.server.isSilent = true;
    const int attempts = h.server.channel().attempts();
    // What others say still comes, so the link looks alive.
    int said = 0;
    while (h.server.channel().attempts() == attempts && said < 60) {
        h.room().say(u"bob"_s, u"x%1"_s.arg(++said));
        h.wait(1000);
    }
    QVERIFY2(said < 45, qPrintable(QString::number(said)));
    h.server.isSilent = false;
    h.server.acceptLogin();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QVERIFY(!h.report().resumed);
    QCOMPARE(h.report().gaps, 0);
    QCOMPARE(h.items().size(), 3 + said);
}

void TestServiceResume::replayOnASlowLinkIsHeardToItsEnd()
{
    // What is thrown away here is gone: nothing else tells it.
    ServiceHarness h;
    h.room().archives = false;
    h.join();
    h.cut();
    constexpr int missed = 1500;
    for (int i = 1; i <= missed; ++i)
        h.room().say(u"bob"_s, u"x%1"_s.arg(i));
    h.server.isSlow = true;
    h.resume();
    const int attempts = h.server.channel().attempts();
    // The answers stand behind all of it, which at 2 kB/s takes about three minutes.
    for (int seconds = 0; h.items().size() < missed && seconds < 240; ++seconds) {
        h.server.carry(1900);
        h.wait(1000);
    }
    h.server.isSlow = false;
    h.server.carry(1000000);
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QCOMPARE(h.server.channel().attempts(), attempts);
    QVERIFY(h.report().resumed);
    QCOMPARE(h.report().recovered, missed);
    QCOMPARE(h.items().size(), missed);
    QVERIFY(!h.timeline().contains(u"--"_s));
}

void TestServiceResume::roomThatAnswersNothingDoesNotEndTheSession()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.room(u"pub"_s).archives = false;
    h.join();
    h.join(u"pub"_s);
    h.cut();
    h.room().answersPing = h.room().answersInfo = false;
    h.resume();
    const int attempts = h.server.channel().attempts();
    h.wait(120000);
    QVERIFY(h.count(u"tea rejoinFailed"_s) > 0);
    QCOMPARE(h.server.channel().attempts(), attempts);
    h.room().answersPing = h.room().answersInfo = true;
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QCOMPARE(h.server.channel().attempts(), attempts);
}

void TestServiceResume::leaveWhileOfflineReachesTheResumedRoom()
{
    ServiceHarness h;
    h.join();
    h.takeLog();
    h.cut();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.takeStory(), u"Rejoining | Left | left ByUser"_s);
    h.resume();
    QVERIFY(!h.room().inside);
    QCOMPARE(h.takeStory(), QString());
}

void TestServiceResume::leaveOfAJoinThatWasCutOffReachesTheResumedRoom()
{
    ServiceHarness h;
    h.room().holdsPages = true;
    h.join();
    h.cut();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QVERIFY(h.room().inside);
    h.resume();
    QVERIFY(!h.room().inside);
    QCOMPARE(h.service->roomSummary(ServiceHarness::address()).state, RoomState::Left);
}

void TestServiceResume::joinAfterALeaveWhileOfflineIsServed()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    h.takeLog();
    h.resume();
    QCOMPARE(h.takeStory(), u"CatchingUp | Joined | joined"_s);
    QVERIFY(h.room().inside);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3"_s);
}

void TestServiceResume::whatIsSaidBeforeTheNewJoinIsAnsweredComesOnce()
{
    ServiceHarness h;
    h.room().archives = false;
    h.room().historyLimit = 20;
    h.room().say(u"bob"_s, u"x1"_s);
    h.room().holdsInfo = true;
    h.join();
    h.room().releaseInfo();
    h.settle();
    QCOMPARE(h.timeline(), u"x1"_s);
    QCOMPARE(h.count(u"tea joined"_s), 0);
    h.cut();
    h.room().holdsInfo = false;
    h.room().answersJoin = false;
    h.resume();
    QCOMPARE(h.room().joins, 2);
    // The room still holds us from the first join, so it comes live, and with the second one's answer.
    h.room().say(u"bob"_s, u"y1"_s);
    h.settle();
    h.room().admit();
    h.settle();
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QCOMPARE(h.timeline(), u"x1 | y1"_s);
}

void TestServiceResume::roomWithoutArchiveProvesNothing()
{
    ServiceHarness h;
    h.room().archives = false;
    h.join();
    h.cut();
    h.room().say(u"bob"_s, u"x1"_s);
    h.resume();
    QVERIFY2(h.count(u"tea rejoined recovered=1 here=0 gaps=0 resumed"_s) == 1, qPrintable(h.log.join(u'\n')));
    QCOMPARE(h.timeline(), u"x1"_s);
}

void TestServiceResume::severalRoomsResumeTogether()
{
    ServiceHarness h;
    QStringList names;
    for (int i = 0; i < 8; ++i) {
        names.append(u"room%1"_s.arg(i));
        h.room(names.last()).fill(u"m"_s, 2);
        h.join(names.last());
    }
    h.cut();
    for (const QString &name : std::as_const(names))
        h.room(name).say(u"bob"_s, u"x"_s);
    h.room(u"room3"_s).forgetUs();
    h.resume();
    for (const QString &name : std::as_const(names)) {
        QCOMPARE(h.count(name + u" rejoined"_s), 1);
        QCOMPARE(h.timeline(name), u"m1 | m2 | x"_s);
    }
}

void TestServiceResume::resumeBringsNothingOlderThanTheJoinAskedFor()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 8);
    JoinOptions options;
    options.historyCount = -1;
    h.join(u"tea"_s, options);
    h.room().say(u"bob"_s, u"x1"_s);
    h.settle();
    h.cut();
    h.room().say(u"bob"_s, u"x2"_s);
    h.resume();
    QCOMPARE(h.timeline(), u"x1 | x2"_s);
    QCOMPARE(h.count(u"tea rejoined recovered=1 here=1 gaps=0 provable resumed"_s), 1);
}

void TestServiceResume::membershipThatWasRefreshedIsResumedToo()
{
    ServiceHarness h;
    h.join();
    JoinOptions options;
    options.extra = u"new"_s;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.settle();
    QCOMPARE(h.room().joins, 2);
    h.cut();
    h.room().say(u"bob"_s, u"x1"_s);
    h.resume();
    QCOMPARE(h.room().joins, 2);
    QCOMPARE(h.count(u"tea rejoined recovered=1 here=0 gaps=0 provable resumed"_s), 1);
}

void TestServiceResume::replayForOneRoomDoublesNothingInAnother()
{
    ServiceHarness h;
    h.room(u"pub"_s).archives = false;
    h.join();
    h.join(u"pub"_s);
    // The first is forgotten at the cut, so that the replay brings both; a room without archive has no ids to tell by.
    h.room().say(u"bob"_s, u"x1"_s);
    h.room(u"pub"_s).say(u"bob"_s, u"y1"_s);
    h.server.drop();
    h.settle();
    h.resume();
    QCOMPARE(h.timeline(), u"x1"_s);
    QCOMPARE(h.timeline(u"pub"_s), u"y1"_s);
}

void TestServiceResume::joinByIdWaitsForTheRoomServiceOverAResume()
{
    ServiceHarness h;
    h.server.answersSearches = false;
    h.signIn();
    h.online();
    h.service->joinExistingChatroom(*RoomAddress::parse(u"tea"_s), {});
    h.settle();
    h.cut();
    h.wait(31000);
    QCOMPARE(h.count(u"joinFailed"_s), 0);
    h.server.answersSearches = true;
    h.awaitAttempt();
    h.server.acceptResume();
    h.settle();
    QVERIFY(h.room().inside);
}

QTEST_GUILESS_MAIN(TestServiceResume)
#include "tst_serviceresume.moc"

#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// What follows a loss when the old session cannot go on.
class TestServiceRejoin : public QObject
{
    Q_OBJECT

private:
    static JoinOptions withNickname(const QString &nickname)
    {
        JoinOptions options;
        options.nickname = nickname;
        return options;
    }

private Q_SLOTS:
    void eachRowIsToldOnce();
    void whatOurOtherDeviceSaidIsNotCountedAsRecovered();
    void rejoinTellsItsStatesInOrder();
    void receiptCountsWhatCameAndWhatWasHere();
    void offlineTimeRunsFromTheLossToSelfPresence();
    void messagesWhileCatchingUpAreNotLost();
    void heldRoomsComeBackAfterARestart();
    void heldRoomsDoNotWaitForASilentComponent();
    void passwordOfARoomOutlivesARestart();
    void passwordThatIsNotKeptIsAskedForOnce();
    void passwordChosenWhileARejoinIsRefusedIsTaken();
    void spellingOfARoomOutlivesARestart();
    void roomsLeftByHandStayAwayAfterARestart();
    void visibleRoomComesFirstAndFourAtOnce();
    void everyLossEndsInOneWayForEachRoom();
    void temporaryRefusalIsRetriedWithBackoff();
    void finalRefusalIsNotRetried_data();
    void finalRefusalIsNotRetried();
    void goneRoomIsLeftWithItsAlternative();
    void cutDuringAFirstJoinStaysAJoin();
    void cutDuringARejoinHasOneEnd();
    void cutDuringARefreshIsALoss();
    void roomShutdownIsALossThatWaits();
    void technicalRemovalIsALoss();
    void roomThatThrowsOutAgainAndAgainIsGivenTime();
    void kickIsALeave_data();
    void kickIsALeave();
    void aRoomThatDoesNotTellItsFactsKeepsThem_data();
    void aRoomThatDoesNotTellItsFactsKeepsThem();
    void rejoinByHandAfterGivingUpSaysWhy();
    void selfPingFindsTheLostMembership();
    void visibleRoomIsPingedSooner();
    void liveMessagesSparePings();
    void rejoinByHandAfterAKick();
    void joinDuringARejoinIsServedByIt();
    void nicknameChosenDuringARejoinIsTaken();
    void nicknameChosenWhileARejoinIsAnsweredIsTakenAfterIt();
    void nicknameChosenWhileARejoinIsRefusedIsTaken();
    void nicknameAndExtraOfAJoinAtTheStartAreTaken();
    void nicknameThatIsTakenLeadsBackToTheOneBefore_data();
    void nicknameThatIsTakenLeadsBackToTheOneBefore();
    void nicknameChangedBeforeACutIsKept();
    void countNoneStillRecoversTheMissed();
};

void TestServiceRejoin::rejoinTellsItsStatesInOrder()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.takeLog();
    h.cut();
    QVERIFY(h.log.indexOf(u"lost ServerUnreachable"_s) >= 0);
    QVERIFY(h.log.indexOf(u"lost ServerUnreachable"_s) < h.log.indexOf(u"tea Rejoining"_s));
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.comeBack();
    QCOMPARE(h.takeStory(),
             u"Rejoining | rejoining 1 | CatchingUp | Joined | rejoined recovered=1 here=3 gaps=0 provable"_s);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1"_s);
}

void TestServiceRejoin::receiptCountsWhatCameAndWhatWasHere()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 40);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 4);
    h.comeBack();
    // Ten entries are read again as the join asked for ten: four new, six known.
    QCOMPARE(h.report().recovered, 4);
    QCOMPARE(h.report().alreadyHere, 6);
    QCOMPARE(h.report().gaps, 0);
    QVERIFY(h.report().provable);
    QVERIFY(!h.report().resumed);
}

void TestServiceRejoin::offlineTimeRunsFromTheLossToSelfPresence()
{
    ServiceHarness h;
    h.join();
    const qint64 lost = h.clock.monotonicMs();
    h.cut();
    h.room().answersJoin = false;
    h.comeBack();
    h.wait(3000);
    const qint64 inside = h.clock.monotonicMs();
    h.room().holdsPages = true;
    h.room().admit();
    h.settle();
    h.wait(5000);
    h.room().releasePage();
    h.settle();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.report().offlineForMs, inside - lost);
}

void TestServiceRejoin::messagesWhileCatchingUpAreNotLost()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 150);
    h.room().holdsPages = true;
    h.comeBack();
    h.room().say(u"bob"_s, u"during1"_s);
    h.settle();
    h.room().say(u"bob"_s, u"during2"_s);
    h.room().holdsPages = false;
    h.room().releasePage();
    h.settle();
    h.wait(2000, 100);
    QCOMPARE(h.count(u"tea rejoined recovered=152"_s), 1);
    QVERIFY(h.timeline().startsWith(u"m1 | m2 | m3 | x1 | x2 |"_s));
    QVERIFY(h.timeline().endsWith(u"x150 | during1 | during2"_s));
}

void TestServiceRejoin::heldRoomsComeBackAfterARestart()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    JoinOptions options;
    options.extra = u"hat"_s;
    options.nickname = u"al"_s;
    h.join(u"tea"_s, options);
    h.restart();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.takeLog();
    h.online();
    QCOMPARE(
        h.takeStory(),
        u"Rejoining | rejoining 1 | unmuted | CatchingUp | Joined | rejoined recovered=1 here=2 gaps=0 provable"_s);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1"_s);
    QCOMPARE(h.room().lastExtra, u"hat"_s);
    QCOMPARE(h.room().nickname, u"al"_s);
}

void TestServiceRejoin::heldRoomsDoNotWaitForASilentComponent()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.restart();
    h.server.answersSearches = false;
    h.takeLog();
    h.online();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
}

void TestServiceRejoin::passwordOfARoomOutlivesARestart()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().password = u"sesame"_s;
    JoinOptions options;
    options.password = u"sesame"_s;
    h.join(u"tea"_s, options);
    QCOMPARE(h.passwords.value(ServiceHarness::address().toString()), u"sesame"_s);
    h.restart();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.takeLog();
    h.online();
    h.wait(1000);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.count(u"tea rejoinFailed"_s), 0);
    QCOMPARE(h.timeline(), u"x1"_s);
    // One that is left by hand is forgotten.
    h.service->leaveChatroom(ServiceHarness::address());
    QCOMPARE(h.passwords.value(ServiceHarness::address().toString()), QString());
}

void TestServiceRejoin::passwordThatIsNotKeptIsAskedForOnce()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    QCOMPARE(h.passwords.size(), 0);
    h.restart();
    h.room().password = u"sesame"_s;
    h.online();
    h.wait(1000);
    QCOMPARE(h.passwordReads, 1);
    QCOMPARE(h.count(u"tea rejoinFailed PasswordRequired final"_s), 1);
    QVERIFY(!h.room().inside);
}

void TestServiceRejoin::passwordChosenWhileARejoinIsRefusedIsTaken()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.room().password = u"sesame"_s;
    h.room().answersJoin = false;
    h.comeBack();
    JoinOptions options;
    options.password = u"sesame"_s;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.settle();
    h.room().answersJoin = true;
    h.room().admit();
    h.settle();
    h.wait(1000);
    QCOMPARE(h.count(u"tea rejoinFailed PasswordRequired final"_s), 0);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QVERIFY(h.room().inside);
}

void TestServiceRejoin::spellingOfARoomOutlivesARestart()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.online();
    (void)h.room();
    h.service->joinExistingChatroom(ServiceHarness::address(u"Tea"_s), {});
    h.settle();
    QCOMPARE(h.service->rooms().constFirst().address.spelled(), u"Tea@rooms.example.org"_s);
    h.restart();
    h.online();
    QCOMPARE(h.service->rooms().constFirst().address.spelled(), u"Tea@rooms.example.org"_s);
}

void TestServiceRejoin::roomsLeftByHandStayAwayAfterARestart()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.restart();
    h.takeLog();
    h.online();
    QCOMPARE(h.takeStory(), QString());
    QCOMPARE(h.room().joins, 1);
    QCOMPARE(h.service->rooms().size(), 1);
}

void TestServiceRejoin::visibleRoomComesFirstAndFourAtOnce()
{
    ServiceHarness h;
    QStringList names;
    for (int i = 0; i < 9; ++i) {
        names.append(u"room%1"_s.arg(i));
        h.room(names.last());
        h.join(names.last());
    }
    h.service->setVisibleRoom(ServiceHarness::address(u"room7"_s));
    h.cut();
    for (const QString &name : std::as_const(names)) {
        h.room(name).joins = 0;
        h.room(name).answersJoin = false;
    }
    h.takeLog();
    h.comeBack();
    const auto entering = [&] {
        return static_cast<int>(
            std::count_if(names.cbegin(), names.cend(), [&](const QString &name) { return h.room(name).joins > 0; }));
    };
    QCOMPARE(entering(), 4);
    const auto first =
        std::find_if(h.log.cbegin(), h.log.cend(), [](const QString &line) { return line.endsWith(u"rejoining 1"_s); });
    QVERIFY(first != h.log.cend());
    QCOMPARE(*first, u"room7 rejoining 1"_s);
    h.room(u"room7"_s).admit();
    h.settle();
    QCOMPARE(h.count(u"room7 rejoined"_s), 1);
    QCOMPARE(entering(), 5);
}

void TestServiceRejoin::everyLossEndsInOneWayForEachRoom()
{
    ServiceHarness h;
    const QStringList names{u"fine"_s, u"banned"_s, u"gone"_s, u"vanished"_s, u"full"_s};
    for (const QString &name : names) {
        h.room(name);
        h.join(name);
    }
    h.cut();
    h.takeLog();
    h.room(u"banned"_s).joinRefusal = u"forbidden"_s;
    h.room(u"gone"_s).goneTo = u"other@rooms.example.org"_s;
    h.room(u"vanished"_s).exists = false;
    h.room(u"full"_s).joinRefusal = u"service-unavailable"_s;
    h.comeBack();
    h.room(u"full"_s).joinRefusal.clear();
    h.wait(10000);
    QCOMPARE(h.count(u"fine rejoined"_s), 1);
    QCOMPARE(h.count(u"banned rejoinFailed Banned final"_s), 1);
    QCOMPARE(h.count(u"gone left Destroyed"_s), 1);
    QCOMPARE(h.count(u"vanished rejoinFailed RoomDoesNotExist final"_s), 1);
    QCOMPARE(h.count(u"full rejoinFailed RoomFull retry"_s), 1);
    QCOMPARE(h.count(u"full rejoined"_s), 1);
    for (const QString &name : names) {
        int ends = 0;
        for (const QString &line : std::as_const(h.log)) {
            ends += line.startsWith(name + u" rejoined"_s) || line.startsWith(name + u" left"_s) ||
                    (line.startsWith(name + u" rejoinFailed"_s) && line.endsWith(u" final"_s));
        }
        QVERIFY2(ends == 1, qPrintable(name + u'\n' + h.log.join(u'\n')));
    }
}

void TestServiceRejoin::temporaryRefusalIsRetriedWithBackoff()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.room().joinRefusal = u"service-unavailable"_s;
    h.comeBack();
    QList<qint64> gaps;
    int joins = h.room().joins;
    qint64 last = h.clock.monotonicMs();
    while (gaps.size() < 5 && h.clock.monotonicMs() < 600000) {
        h.wait(250, 250);
        if (h.room().joins > joins) {
            joins = h.room().joins;
            gaps.append(h.clock.monotonicMs() - last);
            last = h.clock.monotonicMs();
        }
    }
    QCOMPARE(gaps.size(), 5);
    QVERIFY(gaps.first() >= 1000 && gaps.first() <= 3250);
    QVERIFY(gaps.last() > 10000);
    h.room().joinRefusal.clear();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
}

void TestServiceRejoin::finalRefusalIsNotRetried_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("kind");
    QTest::newRow("banned") << u"forbidden"_s << u"Banned"_s;
    QTest::newRow("members only") << u"registration-required"_s << u"MembersOnly"_s;
    QTest::newRow("password") << u"not-authorized"_s << u"PasswordRequired"_s;
}

void TestServiceRejoin::finalRefusalIsNotRetried()
{
    QFETCH(QString, condition);
    QFETCH(QString, kind);
    ServiceHarness h;
    h.join();
    h.cut();
    h.room().joinRefusal = condition;
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoinFailed "_s + kind + u" final"_s), 1);
    const int joins = h.room().joins;
    h.wait(300000, 10000);
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().joins, joins);
    QCOMPARE(h.service->roomSummary(ServiceHarness::address()).state, RoomState::Failed);
}

void TestServiceRejoin::goneRoomIsLeftWithItsAlternative()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.takeLog();
    h.room().goneTo = u"other@rooms.example.org"_s;
    h.comeBack();
    QCOMPARE(h.takeStory(), u"rejoining 1 | Left | left Destroyed other@rooms.example.org"_s);
}

void TestServiceRejoin::cutDuringAFirstJoinStaysAJoin()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.room().holdsPages = true;
    h.join();
    h.cut();
    h.room().holdsPages = false;
    h.comeBack();
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QCOMPARE(h.count(u"tea rejoined"_s), 0);
    QCOMPARE(h.count(u"tea rejoining"_s), 0);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3"_s);
}

void TestServiceRejoin::cutDuringARejoinHasOneEnd()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.takeLog();
    h.cut();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.room().answersJoin = false;
    h.comeBack();
    h.cut();
    h.room().answersJoin = true;
    h.room().holdsPages = true;
    h.comeBack();
    h.cut();
    h.room().sayUnheard(u"bob"_s, u"x2"_s);
    h.room().holdsPages = false;
    h.comeBack();
    QCOMPARE(h.count(u"lost"_s), 3);
    QCOMPARE(h.count(u"tea rejoining"_s), 3);
    QCOMPARE(h.count(u"tea rejoined recovered=2 here=3 gaps=0 provable"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2"_s);
}

void TestServiceRejoin::cutDuringARefreshIsALoss()
{
    ServiceHarness h;
    h.join();
    h.takeLog();
    h.room().answersJoin = false;
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    h.cut();
    h.room().answersJoin = true;
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoined"_s) + h.count(u"tea joined"_s), 1);
    QVERIFY(h.room().inside);
}

void TestServiceRejoin::roomShutdownIsALossThatWaits()
{
    ServiceHarness h;
    h.join();
    h.takeLog();
    h.room().throwOut(u"<status code='332'/>"_s);
    h.settle();
    QCOMPARE(h.takeStory(), u"Rejoining"_s);
    h.wait(900, 100);
    QCOMPARE(h.room().joins, 1);
    h.wait(20000);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.count(u"tea left"_s), 0);
}

void TestServiceRejoin::technicalRemovalIsALoss()
{
    ServiceHarness h;
    h.join();
    h.takeLog();
    h.wait(10000);
    // This room's own trouble: nobody else was told, so nobody has to wait.
    h.room().throwOut(u"<status code='307'/><status code='333'/>"_s);
    h.wait(1, 1);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.count(u"tea left"_s), 0);
}

void TestServiceRejoin::roomThatThrowsOutAgainAndAgainIsGivenTime()
{
    ServiceHarness h;
    h.join();
    h.wait(10000);
    h.room().throwOut(u"<status code='307'/><status code='333'/>"_s);
    h.wait(1, 1);
    QCOMPARE(h.room().joins, 2);
    h.room().throwOut(u"<status code='307'/><status code='333'/>"_s);
    h.wait(1, 1);
    QCOMPARE(h.room().joins, 2);
    h.wait(4000);
    QCOMPARE(h.room().joins, 3);
    QCOMPARE(h.count(u"tea rejoined"_s), 2);
}

void TestServiceRejoin::kickIsALeave_data()
{
    QTest::addColumn<QString>("codes");
    QTest::addColumn<QString>("told");
    QTest::newRow("kicked") << u"<status code='307'/>"_s << u"Left | left Kicked al bye"_s;
    QTest::newRow("banned") << u"<status code='301'/>"_s << u"Left | left Banned al bye"_s;
    QTest::newRow("no member any more") << u"<status code='321'/>"_s << u"Left | left LostMembership al bye"_s;
    QTest::newRow("members only now") << u"<status code='322'/>"_s << u"Left | left LostMembership al bye"_s;
}

void TestServiceRejoin::kickIsALeave()
{
    QFETCH(QString, codes);
    QFETCH(QString, told);
    ServiceHarness h;
    h.join();
    h.takeLog();
    h.room().throwOut(codes, u"<item role='none' affiliation='none'><actor nick='al'/><reason>bye</reason></item>"_s);
    h.settle();
    QCOMPARE(h.takeStory(), told);
    h.wait(60000, 10000);
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().joins, 1);
}

void TestServiceRejoin::aRoomThatDoesNotTellItsFactsKeepsThem_data()
{
    QTest::addColumn<bool>("restarted");
    QTest::newRow("after a cut") << false;
    QTest::newRow("after a restart") << true;
}

void TestServiceRejoin::aRoomThatDoesNotTellItsFactsKeepsThem()
{
    QFETCH(bool, restarted);
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    // Before the join, inside, and when all is asked anew.
    h.room().infoRefusals = 3;
    if (restarted) {
        h.restart();
        h.online();
    } else {
        h.comeBack();
    }
    h.wait(3000);
    QCOMPARE(h.room().infoRefusals, 0);
    h.room().say(u"bob"_s, u"y1"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2 | x3 | y1"_s);
    h.cut();
    h.comeBack();
    h.wait(3000);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2 | x3 | y1"_s);
    QVERIFY(h.report().provable);
}

void TestServiceRejoin::rejoinByHandAfterGivingUpSaysWhy()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.awaitAttempt();
    h.server.refuseLogin();
    h.settle();
    QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Offline);
    h.takeLog();
    h.service->rejoinChatroom(ServiceHarness::address());
    h.settle();
    QVERIFY2(h.count(u"tea joinFailed NotAuthorized"_s) == 1, qPrintable(h.log.join(u'\n')));
}

void TestServiceRejoin::selfPingFindsTheLostMembership()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.takeLog();
    h.room().forgetUs();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.wait(299000, 10000);
    QCOMPARE(h.room().pings, 0);
    QVERIFY(h.waitFor(u"tea rejoined"_s, 10000));
    QCOMPARE(h.room().pings, 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1"_s);
    QCOMPARE(h.count(u"lost"_s), 0);
}

void TestServiceRejoin::visibleRoomIsPingedSooner()
{
    ServiceHarness h;
    h.join();
    h.service->setVisibleRoom(ServiceHarness::address());
    h.room().forgetUs();
    QVERIFY(h.waitFor(u"tea rejoined"_s, 61000));
}

void TestServiceRejoin::liveMessagesSparePings()
{
    ServiceHarness h;
    h.service->setVisibleRoom(ServiceHarness::address());
    h.join();
    h.service->setVisibleRoom(ServiceHarness::address());
    for (int i = 0; i < 10; ++i) {
        h.wait(50000, 10000);
        h.room().say(u"bob"_s, u"still here"_s);
        h.settle();
    }
    QVERIFY(h.room().pings <= 1);
}

void TestServiceRejoin::rejoinByHandAfterAKick()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.room().throwOut(u"<status code='307'/>"_s);
    h.settle();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.takeLog();
    h.service->rejoinChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.takeStory(), u"Joining | CatchingUp | Joined | joined"_s);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1"_s);
}

void TestServiceRejoin::joinDuringARejoinIsServedByIt()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.takeLog();
    h.room().answersJoin = false;
    h.comeBack();
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    h.room().admit();
    h.settle();
    QCOMPARE(h.room().joins, 2);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
}

void TestServiceRejoin::nicknameChosenDuringARejoinIsTaken()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.room().takenNicknames = {u"alice"_s};
    h.comeBack();
    h.wait(10000);
    QVERIFY(h.count(u"tea rejoinFailed"_s) > 0);
    QCOMPARE(h.service->roomSummary(ServiceHarness::address()).error.value().kind, ErrorKind::NicknameInUse);
    h.service->joinExistingChatroom(ServiceHarness::address(), withNickname(u"alice2"_s));
    h.settle();
    QCOMPARE(h.room().nickname, u"alice2"_s);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QVERIFY(!h.service->roomSummary(ServiceHarness::address()).error);
}

void TestServiceRejoin::nicknameChosenWhileARejoinIsAnsweredIsTakenAfterIt()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.room().answersJoin = false;
    h.comeBack();
    h.service->joinExistingChatroom(ServiceHarness::address(), withNickname(u"alice2"_s));
    h.settle();
    h.room().answersJoin = true;
    h.room().admit();
    h.settle();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.room().nickname, u"alice2"_s);
    QVERIFY(h.room().inside);
    QCOMPARE(h.room().joins, 3);
}

void TestServiceRejoin::nicknameChosenWhileARejoinIsRefusedIsTaken()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.room().answersJoin = false;
    h.room().takenNicknames = {u"alice"_s};
    h.comeBack();
    h.service->joinExistingChatroom(ServiceHarness::address(), withNickname(u"alice2"_s));
    h.settle();
    h.room().answersJoin = true;
    h.room().admit();
    h.settle();
    h.wait(1000);
    QCOMPARE(h.room().nickname, u"alice2"_s);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
}

void TestServiceRejoin::nicknameAndExtraOfAJoinAtTheStartAreTaken()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.restart();
    h.signIn();
    JoinOptions options = withNickname(u"al"_s);
    options.extra = u"hat"_s;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.online();
    h.settle();
    QCOMPARE(h.room().nickname, u"al"_s);
    QCOMPARE(h.room().lastExtra, u"hat"_s);
}

void TestServiceRejoin::nicknameThatIsTakenLeadsBackToTheOneBefore_data()
{
    QTest::addColumn<bool>("isInside");
    QTest::newRow("inside") << true;
    QTest::newRow("during a rejoin") << false;
}

void TestServiceRejoin::nicknameThatIsTakenLeadsBackToTheOneBefore()
{
    QFETCH(bool, isInside);
    ServiceHarness h;
    h.join();
    h.room().takenNicknames = {u"bob"_s};
    if (!isInside) {
        h.cut();
        h.room().takenNicknames += u"alice"_s;
        h.comeBack();
    }
    h.service->joinExistingChatroom(ServiceHarness::address(), withNickname(u"bob"_s));
    h.settle();
    h.room().takenNicknames = {u"bob"_s};
    h.wait(60000);
    QVERIFY(h.room().inside);
    QCOMPARE(h.room().nickname, u"alice"_s);
    QCOMPARE(h.count(isInside ? u"tea joinFailed NicknameInUse"_s : u"tea rejoinFailed NicknameInUse"_s),
             isInside ? 1 : 2);
    h.room().say(u"carol"_s, u"hello"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"hello"_s);
}

void TestServiceRejoin::nicknameChangedBeforeACutIsKept()
{
    ServiceHarness h;
    h.join();
    // Also one whose answer the wish for it did not live to see.
    h.room().renameUs(u"alice2"_s);
    h.settle();
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().nickname, u"alice2"_s);
    QCOMPARE(h.room().joins, 2);
}

void TestServiceRejoin::countNoneStillRecoversTheMissed()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 5);
    JoinOptions options;
    options.historyCount = -1;
    h.join(u"tea"_s, options);
    QCOMPARE(h.timeline(), QString());
    h.cut();
    h.room().fill(u"x"_s, 120);
    h.comeBack();
    QCOMPARE(h.report().recovered, 120);
    QCOMPARE(h.report().gaps, 0);
    QVERIFY2(h.timeline().startsWith(u"x1 | x2 |"_s), qPrintable(h.timeline().left(60)));
}

void TestServiceRejoin::eachRowIsToldOnce()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    h.cut();
    h.room().say(u"bob"_s, u"replayed"_s);
    h.resume();
    h.cut();
    h.room().fill(u"x"_s, 30);
    h.comeBack();
    QStringList told;
    for (const QString &line : h.takeLog()) {
        if (line.startsWith(u"tea + "_s))
            told += line.mid(6).split(u' ');
    }
    QStringList shown = h.timeline().split(u" | "_s);
    QCOMPARE(shown.size(), 35);
    told.sort();
    shown.sort();
    QCOMPARE(told, shown);
}

void TestServiceRejoin::whatOurOtherDeviceSaidIsNotCountedAsRecovered()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    QCOMPARE(h.send(u"from here"_s), QString());
    h.cut();
    h.room().sayUnheard(u"alice"_s, u"from there"_s);
    h.room().sayUnheard(u"bob"_s, u"x"_s);
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | from here | from there | x"_s);
    QCOMPARE(h.report().recovered, 1);
}

QTEST_GUILESS_MAIN(TestServiceRejoin)
#include "tst_servicerejoin.moc"

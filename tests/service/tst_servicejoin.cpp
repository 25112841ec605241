#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Joining rooms, seen from the service's signals.
class TestServiceJoin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinTellsItsStatesInOrder();
    void joinedComesOnceTheHistoryIsStored();
    void countOfMessages_data();
    void countOfMessages();
    void countPagesOnPastReactions();
    void lateEntryAtTheEndHidesNoHole_data();
    void lateEntryAtTheEndHidesNoHole();
    void lateEntriesAtThePagesEdgeMakeNothingLost_data();
    void lateEntriesAtThePagesEdgeMakeNothingLost();
    void countOutOfRangeFails_data();
    void countOutOfRangeFails();
    void longExtraFails();
    void missingRoomIsNotCreated();
    void joinWhileConnectingWaits();
    void firstConnectionFailingFailsTheJoin();
    void joinWithoutAccountFails();
    void bareRoomIdIsFoundAtTheServersRoomService();
    void serverWithoutRoomsFailsBareRoomIds();
    void refusedJoinFails_data();
    void refusedJoinFails();
    void createMakesTheRoom();
    void joinWithoutAnswerTimesOut();
    void failedHistoryStillJoins();
    void resultNamesTheRoomsFacts();
    void refreshMakesANewMembership();
    void refreshAsksForTheNewExtra();
    void oneRoomPolicyLeavesTheOtherAfterTheJoin();
    void oneRoomPolicyKeepsTheOtherWhenTheJoinFails();
    void serverWithOneRoomAnAccountIsFollowed();
    void otherClientOfOursReplacesTheRoom();
    void refusedJoinKeepsTheRoomOnSuchAServer();
    void ruleOfTheServerIsReadAgainAtEachSignIn();
    void directoryHoldsThePublicRooms();
    void directoryWithoutConnectionIsAnError();
    void directoryThatEndsTheStreamIsAskedForOnce();
};

void TestServiceJoin::directoryHoldsThePublicRooms()
{
    ServiceHarness h;
    for (int i = 1; i <= 250; ++i)
        h.server.publicRooms += u"room%1=Room %1"_s.arg(i);
    h.online();
    const auto rooms = h.await(h.service->directory());
    QVERIFY(rooms);
    QCOMPARE(rooms->size(), 250);
    QCOMPARE(rooms->last().address.toString(), u"room250@rooms.example.org"_s);
    QCOMPARE(rooms->last().name, u"Room 250"_s);
}

void TestServiceJoin::directoryWithoutConnectionIsAnError()
{
    ServiceHarness h;
    QCOMPARE(h.await(h.service->directory()).error().kind, ErrorKind::NotConnected);
    h.server.hasRoomService = false;
    h.online();
    QCOMPARE(h.await(h.service->directory()).error().kind, ErrorKind::ServiceHasNoRooms);
}

void TestServiceJoin::directoryThatEndsTheStreamIsAskedForOnce()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.server.directoryIsFatal = true;
    const auto first = h.service->directory();
    h.settle();
    QCOMPARE(h.count(u"state Waiting"_s), 1);
    h.comeBack();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QVERIFY(first.isFinished());
    QVERIFY(!first.result());
    // The rooms' own history is not blamed for it.
    QCOMPARE(h.timeline(), u"m1 | m2 | m3"_s);
    h.takeLog();
    QVERIFY(!h.await(h.service->directory()));
    QCOMPARE(h.count(u"state"_s), 0);
}

void TestServiceJoin::joinTellsItsStatesInOrder()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    QCOMPARE(h.takeStory(), u"Joining | CatchingUp | Joined | joined"_s);
}

void TestServiceJoin::joinedComesOnceTheHistoryIsStored()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.room().holdsPages = true;
    h.join();
    QCOMPARE(h.count(u"tea joined"_s), 0);
    h.room().releasePage();
    h.settle();
    const qsizetype stored = h.log.indexOf(u"tea + m1 m2 m3"_s);
    QVERIFY2(stored >= 0, qPrintable(h.log.join(u'\n')));
    QVERIFY(h.log.indexOf(u"tea joined"_s) > stored);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3"_s);
}

void TestServiceJoin::countOfMessages_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("rows");
    QTest::newRow("none") << -1 << 0;
    QTest::newRow("default") << 0 << 10;
    QTest::newRow("one") << 1 << 1;
    QTest::newRow("fifty") << 50 << 50;
}

void TestServiceJoin::countOfMessages()
{
    QFETCH(int, count);
    QFETCH(int, rows);
    ServiceHarness h;
    h.room().fill(u"m"_s, 60);
    JoinOptions options;
    options.historyCount = count;
    h.join(u"tea"_s, options);
    QCOMPARE(h.count(u"tea joined"_s), 1);
    int messages = 0;
    const auto items = h.items();
    for (const TimelineItem &item : items)
        messages += item.kind == TimelineItem::Kind::Message ? 1 : 0;
    QCOMPARE(messages, rows);
    if (rows > 0) {
        QCOMPARE(items.constLast().message.body, u"m60"_s);
    }
}

void TestServiceJoin::countPagesOnPastReactions()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 5);
    for (int i = 0; i < 120; ++i)
        h.room().react();
    JoinOptions options;
    options.historyCount = 3;
    h.join(u"tea"_s, options);
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QVERIFY2(h.timeline().endsWith(u"m3 | m4 | m5"_s), qPrintable(h.timeline()));
    QVERIFY(!h.timeline().contains(u"m2"_s));
    QVERIFY(h.room().pagesAsked.size() > 1);
}

void TestServiceJoin::countOutOfRangeFails_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("too low") << -2;
    QTest::newRow("too high") << 51;
}

void TestServiceJoin::countOutOfRangeFails()
{
    QFETCH(int, count);
    ServiceHarness h;
    h.online();
    JoinOptions options;
    options.historyCount = count;
    h.join(u"tea"_s, options);
    QCOMPARE(h.takeStory(), u"joinFailed InvalidHistoryCount"_s);
    QCOMPARE(h.room().joins, 0);
}

void TestServiceJoin::lateEntryAtTheEndHidesNoHole_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("missed");
    QTest::addColumn<QString>("timeline");
    QTest::newRow("none asked, the page reaches back") << -1 << 2 << u"m1 | m2 | m3 | m4 | x1 | x2 | late"_s;
    QTest::newRow("none asked, it does not") << -1 << 20 << u"m1 | m2 | m3 | m4 | --NotLoaded-- | late"_s;
    QTest::newRow("some asked, the page reaches back") << 2 << 3 << u"m1 | m2 | m3 | m4 | x1 | x2 | x3 | late"_s;
    QTest::newRow("some asked, it does not") << 3 << 90 << u"m1 | m2 | m3 | m4 | --NotLoaded-- | x89 | x90 | late"_s;
}

void TestServiceJoin::lateEntryAtTheEndHidesNoHole()
{
    QFETCH(int, count);
    QFETCH(int, missed);
    QFETCH(QString, timeline);
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    const FakeEntry late = h.room().sayLive(u"bob"_s, u"late"_s);
    h.room().say(u"bob"_s, u"m4"_s);
    h.settle();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.room().fill(u"x"_s, missed);
    h.room().archive(late);
    JoinOptions options;
    options.historyCount = count;
    h.join(u"tea"_s, options);
    QCOMPARE(h.timeline(), timeline);
    if (!timeline.contains(u"--"_s))
        return;
    QVERIFY(h.loadFirstGap());
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
    QCOMPARE(h.items().size(), 3 + 1 + missed + 1);
}

void TestServiceJoin::lateEntriesAtThePagesEdgeMakeNothingLost_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("one") << 1;
    QTest::newRow("two") << 2;
    QTest::newRow("four") << 4;
}

void TestServiceJoin::lateEntriesAtThePagesEdgeMakeNothingLost()
{
    QFETCH(int, count);
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    QList<FakeEntry> late;
    for (int i = 1; i <= count; ++i)
        late += h.room().sayLive(u"bob"_s, u"late"_s + QString::number(i));
    h.room().say(u"bob"_s, u"x1"_s);
    h.room().say(u"bob"_s, u"x2"_s);
    // The newest page, of ten entries, will begin with what came before x1 live.
    h.room().entries += late;
    for (int i = count; i < 10; ++i)
        h.room().say(u"bob"_s, u"y"_s + QString::number(i));
    h.settle();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    JoinOptions options;
    options.historyCount = -1;
    h.join(u"tea"_s, options);
    QVERIFY2(!h.timeline().contains(u"(lost)"_s), qPrintable(h.timeline()));
}

void TestServiceJoin::longExtraFails()
{
    ServiceHarness h;
    JoinOptions options;
    options.extra = QString(1025, u'x');
    h.join(u"tea"_s, options);
    QCOMPARE(h.takeStory(), u"joinFailed InvalidExtra"_s);
}

void TestServiceJoin::missingRoomIsNotCreated()
{
    ServiceHarness h;
    h.room().exists = false;
    h.join();
    QCOMPARE(h.takeStory(), u"Joining | Failed | joinFailed RoomDoesNotExist"_s);
    QVERIFY(!h.room().exists);
    QCOMPARE(h.room().joins, 0);
    // Not held: it does not come back by itself.
    h.cut();
    h.comeBack();
    QCOMPARE(h.takeStory(), QString());
}

void TestServiceJoin::joinWhileConnectingWaits()
{
    ServiceHarness h;
    h.signIn();
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    QCOMPARE(h.count(u"tea joined"_s), 0);
    QCOMPARE(h.count(u"tea joinFailed"_s), 0);
    h.wait(20000);
    QCOMPARE(h.count(u"tea joinFailed"_s), 0);
    h.server.acceptLogin();
    h.settle();
    QCOMPARE(h.count(u"tea joined"_s), 1);
}

void TestServiceJoin::firstConnectionFailingFailsTheJoin()
{
    ServiceHarness h;
    h.signIn();
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    h.cut(ChannelEnd::Refused);
    QCOMPARE(h.count(u"tea joinFailed ServerUnreachable"_s), 1);
    // And the connection goes on trying, without the join.
    h.takeLog();
    h.comeBack();
    QCOMPARE(h.count(u"tea"_s), 0);
    QCOMPARE(h.room().joins, 0);
}

void TestServiceJoin::joinWithoutAccountFails()
{
    ServiceHarness h;
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    QCOMPARE(h.takeStory(), u"joinFailed NotConnected"_s);
}

void TestServiceJoin::bareRoomIdIsFoundAtTheServersRoomService()
{
    ServiceHarness h;
    h.room();
    h.online();
    h.service->joinExistingChatroom(*RoomAddress::parse(u"tea"_s), {});
    h.settle();
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QVERIFY(h.room().inside);
}

void TestServiceJoin::serverWithoutRoomsFailsBareRoomIds()
{
    ServiceHarness h;
    h.server.hasRoomService = false;
    h.signIn();
    h.service->joinExistingChatroom(*RoomAddress::parse(u"tea"_s), {});
    h.server.acceptLogin();
    h.settle();
    QCOMPARE(h.takeStory(), u"joinFailed ServiceHasNoRooms"_s);
    // A full address needs no room service.
    h.room(u"bar"_s);
    h.service->joinExistingChatroom(ServiceHarness::address(u"bar"_s), {});
    h.settle();
    QCOMPARE(h.count(u"bar joined"_s), 1);
}

void TestServiceJoin::refusedJoinFails_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("kind");
    QTest::newRow("banned") << u"forbidden"_s << u"Banned"_s;
    QTest::newRow("members only") << u"registration-required"_s << u"MembersOnly"_s;
    QTest::newRow("password") << u"not-authorized"_s << u"PasswordRequired"_s;
    QTest::newRow("full") << u"service-unavailable"_s << u"RoomFull"_s;
    QTest::newRow("nickname") << u"conflict"_s << u"NicknameInUse"_s;
}

void TestServiceJoin::refusedJoinFails()
{
    QFETCH(QString, condition);
    QFETCH(QString, kind);
    ServiceHarness h;
    h.room().joinRefusal = condition;
    h.join();
    QCOMPARE(h.takeStory(), QString(u"Joining | Failed | joinFailed "_s + kind));
    // A room that was never entered is not kept in the list.
    QVERIFY(h.service->rooms().isEmpty());
    // A person's join is not tried again by itself.
    h.wait(120000, 10000);
    QCOMPARE(h.takeStory(), QString());
}

void TestServiceJoin::createMakesTheRoom()
{
    ServiceHarness h;
    h.room().exists = false;
    h.room().occupants.clear();
    h.online();
    h.service->joinChatroom(ServiceHarness::address(), {});
    h.settle();
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QVERIFY(h.room().exists);
}

void TestServiceJoin::joinWithoutAnswerTimesOut()
{
    ServiceHarness h;
    h.online();
    h.room().answersJoin = false;
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    h.wait(14000);
    QCOMPARE(h.count(u"tea joinFailed"_s), 0);
    h.wait(2000);
    QCOMPARE(h.count(u"tea joinFailed TimedOut"_s), 1);
}

void TestServiceJoin::failedHistoryStillJoins()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.room().archiveRefusal = u"internal-server-error"_s;
    h.room().pagesBeforeRefusal = 0;
    h.join();
    h.wait(60000);
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QCOMPARE(h.timeline(), u"--LoadFailed--"_s);
}

void TestServiceJoin::resultNamesTheRoomsFacts()
{
    ServiceHarness h;
    QList<JoinResult> results;
    QObject::connect(h.service.get(), &ChatroomService::joined, h.service.get(),
                     [&results](const RoomAddress &, const JoinResult &result) { results.append(result); });
    JoinOptions options;
    options.nickname = u"al"_s;
    h.join(u"tea"_s, options);
    QCOMPARE(results.size(), 1);
    QCOMPARE(results.first().name, u"Tea"_s);
    QCOMPARE(results.first().subject, u"tea time"_s);
    QCOMPARE(results.first().memberCount, 2);
    QCOMPARE(results.first().nickname, u"al"_s);
    QCOMPARE(results.first().joinedAt, h.clock.now());
    QVERIFY(results.first().mute.canSpeak);
    QVERIFY(results.first().features.contains(u"urn:xmpp:mam:2"_s));
}

void TestServiceJoin::refreshMakesANewMembership()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.takeLog();
    h.room().forgetUs();
    h.room().sayUnheard(u"bob"_s, u"missed"_s);
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QCOMPARE(h.count(u"tea rejoined"_s), 0);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | missed"_s);
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | missed | live"_s);
}

void TestServiceJoin::refreshAsksForTheNewExtra()
{
    ServiceHarness h;
    JoinOptions options;
    options.extra = u"one"_s;
    h.join(u"tea"_s, options);
    QCOMPARE(h.room().lastExtra, u"one"_s);
    options.extra = u"two"_s;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.settle();
    QCOMPARE(h.room().lastExtra, u"two"_s);
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().lastExtra, u"two"_s);
}

void TestServiceJoin::oneRoomPolicyLeavesTheOtherAfterTheJoin()
{
    ServiceHarness h;
    h.room(u"bar"_s);
    h.service->setSeveralRoomsAllowed(false);
    h.join();
    h.room(u"bar"_s).holdsPages = true;
    h.service->joinExistingChatroom(ServiceHarness::address(u"bar"_s), {});
    h.settle();
    QVERIFY(h.room().inside);
    h.room(u"bar"_s).releasePage();
    h.settle();
    QVERIFY(!h.room().inside);
    const qsizetype in = h.log.indexOf(u"bar joined"_s);
    const qsizetype out = h.log.indexOf(u"tea left ReplacedByOtherRoom bar@rooms.example.org"_s);
    QVERIFY2(in >= 0 && out > in, qPrintable(h.log.join(u'\n')));
    QCOMPARE(h.service->rooms().size(), 2);
}

void TestServiceJoin::oneRoomPolicyKeepsTheOtherWhenTheJoinFails()
{
    ServiceHarness h;
    h.room(u"bar"_s).joinRefusal = u"forbidden"_s;
    h.service->setSeveralRoomsAllowed(false);
    h.join();
    h.join(u"bar"_s);
    QCOMPARE(h.count(u"bar joinFailed Banned"_s), 1);
    QVERIFY(h.room().inside);
    QCOMPARE(h.service->roomSummary(ServiceHarness::address()).state, RoomState::Joined);
}

void TestServiceJoin::serverWithOneRoomAnAccountIsFollowed()
{
    ServiceHarness h;
    h.room(u"bar"_s);
    h.server.oneRoomOnly = true;
    h.join();
    QVERIFY(!h.service->severalRoomsAllowed());
    h.join(u"bar"_s);
    const qsizetype in = h.log.indexOf(u"bar joined"_s);
    const qsizetype out = h.log.indexOf(u"tea left ReplacedByOtherRoom bar@rooms.example.org"_s);
    QVERIFY2(in >= 0 && out > in, qPrintable(h.log.join(u'\n')));
    QCOMPARE(h.count(u"tea left"_s), 1);
    // The server took us out: we need not say good-bye.
    QCOMPARE(h.room().leaves, 0);
    const RoomSummary tea = h.service->roomSummary(ServiceHarness::address());
    QCOMPARE(tea.state, RoomState::Left);
    QCOMPARE(tea.leaveReason->alternative, u"bar@rooms.example.org"_s);
    // And back.
    h.service->rejoinChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.count(u"bar left ReplacedByOtherRoom tea@rooms.example.org"_s), 1);
    QVERIFY(h.room().inside);
}

void TestServiceJoin::otherClientOfOursReplacesTheRoom()
{
    ServiceHarness h;
    h.server.oneRoomOnly = true;
    h.join();
    h.room().replaceBy(u"Elsewhere@rooms.example.org"_s);
    h.settle();
    QCOMPARE(h.count(u"tea left ReplacedByOtherRoom Elsewhere@rooms.example.org"_s), 1);
    // It stays left, also over a reconnect.
    h.cut();
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoin"_s), 0);
}

void TestServiceJoin::refusedJoinKeepsTheRoomOnSuchAServer()
{
    ServiceHarness h;
    h.server.oneRoomOnly = true;
    h.room(u"bar"_s).joinRefusal = u"forbidden"_s;
    h.join();
    h.join(u"bar"_s);
    QCOMPARE(h.count(u"bar joinFailed Banned"_s), 1);
    QVERIFY(h.room().inside);
    QCOMPARE(h.count(u"tea left"_s), 0);
}

void TestServiceJoin::ruleOfTheServerIsReadAgainAtEachSignIn()
{
    ServiceHarness h;
    h.room(u"bar"_s);
    h.join();
    h.join(u"bar"_s);
    QVERIFY(h.service->severalRoomsAllowed());
    h.cut();
    h.server.oneRoomOnly = true;
    h.comeBack();
    QVERIFY(!h.service->severalRoomsAllowed());
    // One of the two is left, the other one is in.
    QCOMPARE(h.count(u"tea left Replaced"_s) + h.count(u"bar left Replaced"_s), 1);
    QCOMPARE(h.count(u"tea rejoined"_s) + h.count(u"bar rejoined"_s), 1);
    QVERIFY(h.room().inside != h.room(u"bar"_s).inside);
}

QTEST_GUILESS_MAIN(TestServiceJoin)
#include "tst_servicejoin.moc"

#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Signs in where the configuration names several servers, and joins with ten messages of history.
void joinOnACluster(ServiceHarness &h)
{
    h.service->signIn(ServiceHarness::clusterAccount());
    h.settle();
    h.server.acceptLogin(true);
    h.settle();
    JoinOptions options;
    options.historyCount = 10;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.settle();
}

} // namespace

/// The sequences of the guarantee, section 3.
class TestServiceGuarantee : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void h1RefreshAfterTheRoomRestartedElsewhere();
    void h2NewestPageThenLive();
    void h2LateArchivedMessage();
    void h2LiveBeforeTheQuery();
    void h4CutDuringCatchUpTwice();
    void h5ArchiveOrderIsLaw();
    void h5DisorderAtThePagesEdgeMarksNothingAsLost_data();
    void h5DisorderAtThePagesEdgeMarksNothingAsLost();
    void inAClusterARunThatIsCutMarksNothingAsLost();
    void inAClusterWhatWasArchivedBeforeAHeldEntryIsFound();
    void inAClusterALoadedGapIsReadOnBelowItsEdge();
    void inAClusterTheOverlapIsCountedInHeldEntriesAndInTime_data();
    void inAClusterTheOverlapIsCountedInHeldEntriesAndInTime();
    void h6LiveBeforeTheFeaturesAreKnown();
    void h6TwoStanzaIds();
    void h7RoomWithoutArchive_data();
    void h7RoomWithoutArchive();
    void h7NoOverlapIsAGap();
    void h7FullOverlapIsNoGap();
    void h9OldMembershipStillTalks();
    void h10EntryOverTheInputLimits();
    void h10LiveStanzaOverTheInputLimits();
    void whatLooksLikeAnAnswerOfTheArchiveIsShown();
    void pageOfAnotherRoomIsNotTheArchivesBeginning();
    void h11ServerLostAMessage();
    void h12ForgedDelay();
    void nicknameChangeDuringCatchUp();
    void twoClientsOfOneAccount();
    void sameTextAndIdFromTwoPeople();
};

void TestServiceGuarantee::h1RefreshAfterTheRoomRestartedElsewhere()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.room().forgetUs();
    h.room().sayUnheard(u"bob"_s, u"M1"_s);
    h.room().sayUnheard(u"bob"_s, u"M2"_s);
    h.room().holdsPages = true;
    JoinOptions options;
    options.extra = u"new"_s;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.settle();
    h.room().say(u"bob"_s, u"M3"_s);
    h.settle();
    h.room().holdsPages = false;
    h.room().releasePage();
    h.wait(2000, 100);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | M1 | M2 | M3"_s);
}

void TestServiceGuarantee::h2NewestPageThenLive()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"P"_s, 9);
    h.room().holdsPages = true;
    h.comeBack();
    h.room().say(u"bob"_s, u"L1"_s);
    h.room().holdsPages = false;
    h.room().releasePage();
    h.wait(2000, 100);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | P1 | P2 | P3 | P4 | P5 | P6 | P7 | P8 | P9 | L1"_s);
    QCOMPARE(h.report().gaps, 0);
    QCOMPARE(h.report().recovered, 10);
}

void TestServiceGuarantee::h2LateArchivedMessage()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"P"_s, 2);
    h.room().holdsPages = true;
    h.comeBack();
    const FakeEntry late = h.room().sayLive(u"bob"_s, u"P3"_s);
    h.settle();
    h.room().releasePage();
    h.settle();
    // The page knows nothing of P3 yet, so it is asked for again.
    QCOMPARE(h.count(u"tea rejoined"_s), 0);
    h.room().archive(late);
    h.room().holdsPages = false;
    h.wait(2000, 100);
    while (h.room().heldPages() > 0)
        h.room().releasePage();
    h.wait(2000, 100);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | P1 | P2 | P3"_s);
    QCOMPARE(h.count(u"tea rejoined recovered=3 here=3 gaps=0 provable"_s), 1);
}

void TestServiceGuarantee::h2LiveBeforeTheQuery()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 30);
    h.room().answersInfo = true;
    h.room().answersJoin = false;
    h.comeBack();
    h.room().admit();
    // Arrives with the self-presence, before anything is asked.
    h.room().say(u"bob"_s, u"L1"_s);
    h.settle();
    h.wait(2000, 100);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | x1 | x2"_s), qPrintable(h.timeline()));
    QVERIFY(h.timeline().endsWith(u"x30 | L1"_s));
    QCOMPARE(h.report().recovered, 31);
}

void TestServiceGuarantee::h4CutDuringCatchUpTwice()
{
    ServiceHarness h;
    h.room().fill(u"S"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"a"_s, 300);
    h.room().holdsPages = true;
    for (int round = 0; round < 2; ++round) {
        h.comeBack();
        h.room().releasePage();
        h.settle();
        h.room().releasePage();
        h.settle();
        h.cut();
        h.room().fill(u"b%1-"_s.arg(round), 150);
    }
    h.room().holdsPages = false;
    h.comeBack();
    h.wait(1000, 100);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    const QString all = h.timeline();
    QVERIFY2(!all.contains(u"--"_s), qPrintable(all.left(200)));
    QCOMPARE(h.items().size(), 603);
    QVERIFY(all.startsWith(u"S1 | S2 | S3 | a1 | a2 |"_s));
    QVERIFY(all.contains(u"| a300 | b0-1 |"_s));
    QVERIFY(all.contains(u"| b0-150 | b1-1 |"_s));
    QCOMPARE(h.report().recovered, 600);
}

void TestServiceGuarantee::h5ArchiveOrderIsLaw()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 1);
    h.join();
    const FakeEntry a = h.room().sayLive(u"bob"_s, u"A"_s);
    const FakeEntry b = h.room().sayLive(u"bob"_s, u"B"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | A | B"_s);
    h.room().archive(b);
    h.room().archive(a);
    h.cut();
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | B | A"_s);
}

void TestServiceGuarantee::h5DisorderAtThePagesEdgeMarksNothingAsLost_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("seen");
    QTest::newRow("one") << 1 << true;
    QTest::newRow("two") << 2 << true;
    QTest::newRow("four") << 4 << true;
    QTest::newRow("one, the page itself in order") << 1 << false;
    QTest::newRow("two, the page itself in order") << 2 << false;
    QTest::newRow("four, the page itself in order") << 4 << false;
}

void TestServiceGuarantee::h5DisorderAtThePagesEdgeMarksNothingAsLost()
{
    QFETCH(int, count);
    QFETCH(bool, seen);
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    QStringList expected{u"m1"_s, u"m2"_s, u"m3"_s, u"B"_s};
    QList<FakeEntry> late;
    for (int i = 1; i <= count; ++i) {
        expected += u"A"_s + QString::number(i);
        late += h.room().sayLive(u"bob"_s, expected.constLast());
    }
    h.room().archive(h.room().sayLive(u"bob"_s, u"B"_s));
    h.room().entries += late;
    // The newest page will begin with A1, and B lies before it.
    for (int i = count; i < 10; ++i) {
        expected += u"x"_s + QString::number(i);
        h.room().say(u"bob"_s, expected.constLast());
    }
    if (seen) {
        h.room().entries.swapItemsAt(h.room().entries.size() - 1, h.room().entries.size() - 2);
        expected.swapItemsAt(expected.size() - 1, expected.size() - 2);
    }
    h.settle();
    h.cut();
    h.comeBack();
    QCOMPARE(h.timeline(), expected.join(u" | "_s));
    QCOMPARE(h.report().gaps, 0);
}

void TestServiceGuarantee::inAClusterARunThatIsCutMarksNothingAsLost()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 30);
    joinOnACluster(h);
    const QList<FakeEntry> late{h.room().sayLive(u"bob"_s, u"A1"_s), h.room().sayLive(u"bob"_s, u"A2"_s)};
    h.room().say(u"bob"_s, u"B"_s);
    h.room().entries += late;
    // The second page, of a hundred after ten, begins with A1, and B lies before it.
    for (int i = 1; i <= 108; ++i)
        h.room().say(u"bob"_s, u"x"_s + QString::number(i));
    h.settle();
    h.cut();
    h.room().holdsPages = true;
    h.resume();
    for (int page = 0; page < 2; ++page) {
        h.room().releasePage();
        h.settle();
    }
    QCOMPARE(h.room().heldPages(), 1);
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QVERIFY2(!h.timeline().contains(u"lost"_s), qPrintable(h.timeline()));
}

void TestServiceGuarantee::inAClusterWhatWasArchivedBeforeAHeldEntryIsFound()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 30);
    joinOnACluster(h);
    // "late" comes live and is archived only after something that we were not there for.
    const FakeEntry late = h.room().sayLive(u"bob"_s, u"late"_s);
    h.settle();
    h.cut();
    h.room().sayUnheard(u"bob"_s, u"missed"_s);
    h.room().archive(late);
    // The newest page begins with "late".
    for (int i = 1; i <= 9; ++i)
        h.room().sayUnheard(u"bob"_s, u"x"_s + QString::number(i));
    h.comeBack();
    QVERIFY2(h.timeline().contains(u"m30 | missed | late | x1"_s), qPrintable(h.timeline()));
    QCOMPARE(h.report().recovered, 10);
    // The wider overlap is no part of what the receipt counts.
    QCOMPARE(h.report().alreadyHere, 1);
    QCOMPARE(h.report().gaps, 0);
}

void TestServiceGuarantee::inAClusterALoadedGapIsReadOnBelowItsEdge()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 30);
    joinOnACluster(h);
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.room().sayUnheard(u"bob"_s, u"elsewhere"_s);
    h.room().entries.swapItemsAt(29, 30);
    // The page that meets what is held begins with m30.
    h.room().fill(u"x"_s, 109);
    JoinOptions options;
    options.historyCount = 10;
    h.join(u"tea"_s, options);
    QVERIFY2(h.timeline().contains(u"m30 | --NotLoaded-- | x100"_s), qPrintable(h.timeline()));
    QVERIFY(h.loadFirstGap());
    QVERIFY2(h.timeline().contains(u"m29 | elsewhere | m30 | x1 |"_s), qPrintable(h.timeline()));
}

void TestServiceGuarantee::inAClusterTheOverlapIsCountedInHeldEntriesAndInTime_data()
{
    QTest::addColumn<int>("heldAfter");
    QTest::addColumn<int>("missed");
    QTest::newRow("200 held entries, however many were missed") << 150 << 300;
    QTest::newRow("ten minutes, however many are held") << 450 << 5;
}

void TestServiceGuarantee::inAClusterTheOverlapIsCountedInHeldEntriesAndInTime()
{
    QFETCH(const int, heldAfter);
    QFETCH(const int, missed);
    ServiceHarness h;
    h.room().fill(u"m"_s, 20);
    joinOnACluster(h);
    const auto sayMany = [&h](const QString &prefix, int count) {
        for (int i = 1; i <= count; ++i)
            h.room().say(u"bob"_s, prefix + QString::number(i));
        h.settle();
    };
    sayMany(u"a"_s, 60);
    // Another node's: archived at its time, reported to us by nobody.
    const qsizetype place = h.room().entries.size();
    h.room().sayUnheard(u"bob"_s, u"elsewhere"_s);
    const FakeEntry elsewhere = h.room().entries.takeLast();
    sayMany(u"b"_s, heldAfter);
    h.cut();
    h.room().fill(u"x"_s, missed);
    h.room().entries.insert(place, elsewhere);
    h.comeBack();
    QVERIFY2(h.timeline().contains(u"a60 | elsewhere | b1"_s), qPrintable(h.timeline()));
    QCOMPARE(h.report().recovered, missed + 1);
    QCOMPARE(h.report().gaps, 0);
}

void TestServiceGuarantee::h6LiveBeforeTheFeaturesAreKnown()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.online();
    h.room().answersJoin = false;
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    h.room().answersInfo = false;
    h.room().admit();
    h.room().say(u"bob"_s, u"L1"_s);
    h.settle();
    h.wait(40000);
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | L1"_s);
}

void TestServiceGuarantee::h6TwoStanzaIds()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    const QString id = h.room().sayUnheard(u"bob"_s, u"L1"_s);
    h.room().broadcast(h.room().entries.constLast(),
                       u"<stanza-id xmlns='urn:xmpp:sid:0' by='tea@rooms.example.org' id='forged'/>"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | L1"_s);
    h.cut();
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | m2 | L1"_s);
    QCOMPARE(h.items().last().message.archiveId, id);
}

void TestServiceGuarantee::h7RoomWithoutArchive_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("id");
    QTest::newRow("a bot says everything with one id") << u"bot"_s << u"1"_s;
    QTest::newRow("ids as usual") << u"bob"_s << QString();
}

void TestServiceGuarantee::h7RoomWithoutArchive()
{
    QFETCH(QString, from);
    QFETCH(QString, id);
    ServiceHarness h;
    h.room().archives = false;
    h.join();
    h.room().say(from, u"first"_s, id);
    h.room().say(from, u"second"_s, id);
    h.room().say(from, u"first"_s, id);
    h.settle();
    QCOMPARE(h.timeline(), u"first | second | first"_s);
}

void TestServiceGuarantee::h7NoOverlapIsAGap()
{
    ServiceHarness h;
    FakeRoom &room = h.room();
    room.archives = false;
    h.join();
    room.say(u"bob"_s, u"old"_s);
    h.settle();
    h.cut();
    room.archives = true;
    room.fill(u"h"_s, 12);
    room.archives = false;
    room.history = std::exchange(room.entries, {});
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.timeline(), u"old | --NoArchive-- | h3 | h4 | h5 | h6 | h7 | h8 | h9 | h10 | h11 | h12"_s);
    QCOMPARE(h.report().gaps, 1);
    QVERIFY(!h.report().provable);
    QCOMPARE(h.report().recovered, 10);
}

void TestServiceGuarantee::h7FullOverlapIsNoGap()
{
    ServiceHarness h;
    FakeRoom &room = h.room();
    room.archives = false;
    h.join();
    room.history.append(room.sayLive(u"bob"_s, u"same"_s));
    room.history.append(room.sayLive(u"bob"_s, u"same"_s));
    h.settle();
    h.cut();
    room.history.append(room.sayLive(u"bob"_s, u"new"_s));
    h.comeBack();
    QCOMPARE(h.timeline(), u"same | same | new"_s);
    QCOMPARE(h.report().gaps, 0);
    QCOMPARE(h.report().recovered, 1);
    QCOMPARE(h.report().alreadyHere, 2);
}

void TestServiceGuarantee::h9OldMembershipStillTalks()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.room().answersJoin = false;
    h.service->joinExistingChatroom(ServiceHarness::address(), {});
    h.settle();
    h.room().say(u"bob"_s, u"between"_s);
    h.settle();
    h.room().admit();
    h.settle();
    h.wait(1000, 100);
    QCOMPARE(h.timeline(), u"m1 | m2 | between"_s);
}

void TestServiceGuarantee::h10EntryOverTheInputLimits()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    h.room().entries[4].poisoned = true;
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | (unreadable) | x3"_s);
    QCOMPARE(h.items().at(4).message.sentAt, QDateTime::fromString(h.room().entries[4].stamp(), Qt::ISODate));
    QCOMPARE(h.report().gaps, 0);
    h.cut();
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | (unreadable) | x3"_s);
}

void TestServiceGuarantee::h10LiveStanzaOverTheInputLimits()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 1);
    h.join();
    FakeEntry poison;
    poison.archiveId = u"p"_s;
    poison.nickname = u"bob"_s;
    poison.messageId = u"p-1"_s;
    poison.body = u"poison"_s;
    poison.poisoned = true;
    h.room().sayEntry(poison);
    h.room().say(u"bob"_s, u"after"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | (unreadable) | after"_s);
    h.server.drop();
    h.settle();
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | (unreadable) | after"_s);
    QCOMPARE(h.report().gaps, 0);
}

void TestServiceGuarantee::whatLooksLikeAnAnswerOfTheArchiveIsShown()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    FakeEntry odd;
    odd.archiveId = u"odd"_s;
    odd.nickname = u"bob"_s;
    odd.messageId = u"odd-1"_s;
    odd.body = u"hi"_s;
    odd.payload = u"<result xmlns='urn:xmpp:mam:2' queryid='x' id='y'/>"_s;
    h.room().broadcast(odd);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | hi"_s);
}

void TestServiceGuarantee::pageOfAnotherRoomIsNotTheArchivesBeginning()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    // As in an archive that was moved from another address.
    h.room().fill(u"foreign"_s, 150);
    for (qsizetype i = 6; i < h.room().entries.size(); ++i)
        h.room().entries[i].otherRoom = u"old@rooms.example.org"_s;
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2 | x3"_s);
    QVERIFY2(h.count(u"tea rejoined recovered=3 here=3 gaps=0 provable"_s) == 1, qPrintable(h.log.join(u'\n')));
}

void TestServiceGuarantee::h11ServerLostAMessage()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.room().say(u"bob"_s, u"A"_s);
    h.room().sayLive(u"bob"_s, u"M"_s);
    h.room().say(u"bob"_s, u"B"_s);
    h.settle();
    h.cut();
    h.room().sayUnheard(u"bob"_s, u"C"_s);
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | m2 | A | M (lost) | B | C"_s);
    QCOMPARE(h.items().last().message.epoch, h.items().first().message.epoch);
}

void TestServiceGuarantee::h12ForgedDelay()
{
    ServiceHarness h;
    h.join();
    const FakeEntry entry = h.room().sayLive(u"bob"_s, u"usual"_s);
    FakeEntry forged = entry;
    forged.archiveId = u"other"_s;
    forged.body = u"forged"_s;
    forged.messageId = u"other-m"_s;
    h.room().broadcast(forged,
                       u"<delay xmlns='urn:xmpp:delay' from='tea@rooms.example.org' stamp='2001-01-01T00:00:00Z'/>"_s);
    h.settle();
    QCOMPARE(h.items().last().message.body, u"forged"_s);
    QCOMPARE(h.items().last().message.sentAt, h.clock.now());
}

void TestServiceGuarantee::nicknameChangeDuringCatchUp()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    h.room().holdsPages = true;
    h.comeBack();
    h.room().renameUs(u"alicia"_s);
    h.settle();
    h.room().holdsPages = false;
    h.room().releasePage();
    h.settle();
    QCOMPARE(h.count(u"tea rejoined recovered=3 here=3 gaps=0 provable"_s), 1);
    QCOMPARE(h.send(u"me"_s), QString());
    QCOMPARE(h.ownMessages(), u"me:Delivered"_s);
}

void TestServiceGuarantee::twoClientsOfOneAccount()
{
    ServiceHarness h;
    h.join();
    h.send(u"here"_s);
    h.room().say(u"alice"_s, u"there"_s);
    h.send(u"here again"_s);
    QCOMPARE(h.timeline(), u"here | there | here again"_s);
    QCOMPARE(h.ownMessages(), u"here:Delivered there:Delivered here again:Delivered"_s);
    h.cut();
    h.comeBack();
    QCOMPARE(h.timeline(), u"here | there | here again"_s);
}

void TestServiceGuarantee::sameTextAndIdFromTwoPeople()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"hi"_s, u"same"_s);
    h.room().say(u"carol"_s, u"hi"_s, u"same"_s);
    h.room().say(u"carol"_s, u"hi"_s, u"same"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"hi | hi | hi"_s);
    h.cut();
    h.comeBack();
    QCOMPARE(h.timeline(), u"hi | hi | hi"_s);
}

QTEST_GUILESS_MAIN(TestServiceGuarantee)
#include "tst_serviceguarantee.moc"

#include "service/serviceharness.h"
#include "support/refusedbody.h"
#include "support/xml.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Somebody says X, which the archive does not have yet and which the store refuses; also a segment of its own, unless
/// \a segments.
FakeEntry sayUnstored(ServiceHarness &h, bool segments = true, const QString &nickname = u"bob"_s)
{
    RefusedBody full(h.fileName(), u"X"_s);
    if (!segments)
        full.refuseSegments();
    const FakeEntry entry = h.room().sayLive(nickname, u"X"_s);
    h.settle();
    full.allow();
    return entry;
}

/// Somebody says X, which the archive has. The store refuses it, and a segment of its own, for as long as this lives.
struct RefusedX {
    explicit RefusedX(ServiceHarness &h) : full(h.fileName(), u"X"_s)
    {
        full.refuseSegments();
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
    }
    RefusedBody full;
};

} // namespace

/// What cannot be stored leaves a hole that is seen and filled (guarantee, rule 2 and sequence H14).
class TestServiceStoreFailures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void h14StoreFailsForOneMessage();
    void h14HealedFailureCostsAResumeNothing();
    void h14StoreFailsDuringAPage();
    void h14StoreFailsDuringAPersonsRead();
    void h14StoreFailsWhileTheNewestPageIsOnItsWay();
    void h14StoreFailsBetweenTheNewestPageAndItsCommit();
    void h14LateArchiveDoesNotHideWhatCouldNotBeStored_data();
    void h14LateArchiveDoesNotHideWhatCouldNotBeStored();
    void h14HoleStaysDrawnWhenTheRoomIsLeftAndJoinedAnew();
    void storeThatKeepsFailingLeavesAGap();
    void healedFailureLeavesNoHole();
    void whatALongFailureLostIsReadWhenTheStoreTakesAgain();
    void whatALongFailureLostComesWithoutAnotherMessage();
    void roomsThatCannotBeReadAreReadLater();
    void roomThatIsReadLateReplacesNoneOneIsIn();
    void h14ArchiveThatIsVeryLateLeavesALine_data();
    void h14ArchiveThatIsVeryLateLeavesALine();
    void h14LateArchiveAndACutHideNothing();
    void ownMessageThatCannotBeMarkedGoesOutLater();
    void ownMessageWhoseDoubtCannotBeStoredIsLookedForLater_data();
    void ownMessageWhoseDoubtCannotBeStoredIsLookedForLater();
    void whatTheServerLostHidesNothingElse();
    void archiveThatStallsAfterAFailureIsNotEnteredForEver();
    void healedFailureWithoutASegmentLeavesNoHole();
    void outageAfterAHealedOneIsReadAsAnyOther();
    void loadThatFailsWithTheStoreHidesNothing();
    void archiveThatIsLateAtTheRejoinIsReadLater();
    void loadDoesNotEnterTheRoomAnew();
    void whatNoArchiveWillBringIsTriedAgain_data();
    void whatNoArchiveWillBringIsTriedAgain();
    void aReactionThatNoArchiveWillBringIsTriedAgain();
    void whatNoArchiveWillBringIsStoredAtTheCut_data();
    void whatNoArchiveWillBringIsStoredAtTheCut();
};

void TestServiceStoreFailures::h14StoreFailsForOneMessage()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
        QVERIFY(!h.timeline().contains(u"X"_s));
        full.allow();
        h.room().say(u"bob"_s, u"Y"_s);
        h.settle();
        h.wait(10000);
    }
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Y"_s);
}

void TestServiceStoreFailures::h14HealedFailureCostsAResumeNothing()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    {
        RefusedX refused(h);
        refused.full.allow();
        h.wait(10000);
    }
    QCOMPARE(h.timeline(), u"m1 | m2 | X"_s);
    // The page has brought the failed one, so that nothing is owed below what comes next.
    h.cut();
    for (int i = 1; i <= 15; ++i)
        h.room().say(u"bob"_s, u"y"_s + QString::number(i));
    h.resume();
    QCOMPARE(h.count(u"tea rejoined recovered=15 here=0 gaps=0 provable resumed"_s), 1);
    h.cut();
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | X | y1 | y2"_s), qPrintable(h.timeline()));
}

void TestServiceStoreFailures::h14StoreFailsDuringAPage()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    {
        RefusedBody full(h.fileName(), u"x2"_s);
        h.comeBack();
        QCOMPARE(h.count(u"tea rejoined"_s), 0);
        full.allow();
        h.wait(10000);
    }
    QCOMPARE(h.count(u"tea rejoined recovered=3 here=2 gaps=0 provable"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1 | x2 | x3"_s);
}

void TestServiceStoreFailures::h14StoreFailsDuringAPersonsRead()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 120);
    h.join();
    h.room().holdsPages = true;
    const auto loading = h.service->loadOlder(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.room().heldPages(), 1);
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
        full.allow();
        h.room().say(u"bob"_s, u"Y"_s);
        h.settle();
    }
    h.room().holdsPages = false;
    h.room().releasePage();
    h.settle();
    QVERIFY(loading.isFinished());
    QCOMPARE(loading.result().valueOr(-1), 100);
    QVERIFY2(h.timeline().endsWith(u"m119 | m120 | X | Y"_s), qPrintable(h.timeline()));
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
}

void TestServiceStoreFailures::h14StoreFailsWhileTheNewestPageIsOnItsWay()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    h.room().holdsPages = true;
    h.comeBack();
    QCOMPARE(h.room().heldPages(), 1);
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
        full.allow();
    }
    h.room().holdsPages = false;
    // The page on its way was made before X: it is asked for again.
    h.room().releasePage();
    h.settle();
    h.wait(1000);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1 | x2 | x3 | X"_s);
}

void TestServiceStoreFailures::h14StoreFailsBetweenTheNewestPageAndItsCommit()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 150);
    h.room().holdsPages = true;
    h.comeBack();
    QCOMPARE(h.room().heldPages(), 1);
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        // Made before X, and here while X is on its way to the disk.
        h.room().releasePage();
        h.settle();
        full.allow();
    }
    // More than the newest page of the next run.
    for (int i = 1; i <= 15; ++i)
        h.room().say(u"bob"_s, u"y"_s + QString::number(i));
    h.settle();
    h.room().holdsPages = false;
    while (h.room().heldPages() > 0) {
        h.room().releasePage();
        h.settle();
    }
    h.wait(30000);
    QVERIFY2(h.timeline().contains(u"x150 | X | y1 |"_s), qPrintable(h.timeline().right(200)));
}

void TestServiceStoreFailures::h14LateArchiveDoesNotHideWhatCouldNotBeStored_data()
{
    QTest::addColumn<bool>("inside");
    QTest::addColumn<bool>("segments");
    QTest::newRow("while coming back") << false << true;
    QTest::newRow("while inside") << true << true;
    QTest::newRow("while inside, and no segment can be opened") << true << false;
}

void TestServiceStoreFailures::h14LateArchiveDoesNotHideWhatCouldNotBeStored()
{
    QFETCH(bool, inside);
    QFETCH(bool, segments);
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    if (!inside) {
        h.cut();
        h.room().fill(u"x"_s, 3);
        h.room().holdsPages = true;
        h.comeBack();
        QCOMPARE(h.room().heldPages(), 1);
    }
    const FakeEntry late = sayUnstored(h, segments);
    h.room().holdsPages = false;
    // None of these pages has X yet.
    while (h.room().heldPages() > 0) {
        h.room().releasePage();
        h.settle();
    }
    h.settle();
    h.room().archive(late);
    // More than the newest page of the next run.
    for (int i = 1; i <= 15; ++i)
        h.room().say(u"bob"_s, u"y"_s + QString::number(i));
    h.settle();
    h.wait(30000);
    QVERIFY2(h.timeline().contains((inside ? u"m2"_s : u"x3"_s) + u" | X | y1 | y2 |"_s), qPrintable(h.timeline()));
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
}

void TestServiceStoreFailures::h14HoleStaysDrawnWhenTheRoomIsLeftAndJoinedAnew()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    // The read that would fill the hole does not come to its end before the room is left.
    h.room().holdsPages = true;
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
        full.allow();
        h.room().say(u"bob"_s, u"Y"_s);
        h.settle();
    }
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | --NotLoaded-- | Y"_s);
    h.room().holdsPages = false;
    h.room().fill(u"x"_s, 60);
    JoinOptions options;
    options.historyCount = 2;
    h.join(u"tea"_s, options);
    QCOMPARE(h.timeline(), u"m1 | m2 | --NotLoaded-- | Y | --NotLoaded-- | x59 | x60"_s);
    QVERIFY(h.loadFirstGap());
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | X | Y | --NotLoaded-- | x59"_s), qPrintable(h.timeline()));
}

void TestServiceStoreFailures::storeThatKeepsFailingLeavesAGap()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    {
        const RefusedBody full(h.fileName(), u"x2"_s);
        h.comeBack();
        QVERIFY(h.waitFor(u"tea rejoined recovered=0 here=0 gaps=1"_s));
        QCOMPARE(h.timeline(), u"m1 | m2 | --LoadFailed--"_s);
    }
    QVERIFY(h.await(h.service->loadGap(ServiceHarness::address(), 0)));
    QCOMPARE(h.timeline(), u"m1 | m2 | x1 | x2 | x3"_s);
}

void TestServiceStoreFailures::healedFailureLeavesNoHole()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
        full.allow();
        h.wait(10000);
    }
    QCOMPARE(h.timeline(), u"m1 | m2 | X"_s);
    h.room().say(u"bob"_s, u"Z"_s);
    h.settle();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Z"_s);
}

void TestServiceStoreFailures::whatALongFailureLostIsReadWhenTheStoreTakesAgain()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    {
        RefusedX refused(h);
        // Until the run that would read it has given up.
        h.wait(20000);
        QVERIFY(!h.timeline().contains(u"X"_s));
    }
    h.room().say(u"bob"_s, u"Z"_s);
    h.settle();
    h.wait(10000);
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Z"_s);
}

void TestServiceStoreFailures::whatALongFailureLostComesWithoutAnotherMessage()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    {
        RefusedX refused(h);
        h.wait(60000);
        QCOMPARE(h.count(u"tea stores nothing"_s), 1);
        QCOMPARE(h.count(u"tea stores again"_s), 0);
    }
    h.wait(30000);
    QCOMPARE(h.timeline(), u"m1 | m2 | X"_s);
    QCOMPARE(h.count(u"tea stores again"_s), 1);
}

void TestServiceStoreFailures::roomsThatCannotBeReadAreReadLater()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    h.restart();
    h.room().fill(u"x"_s, 2);
    {
        RefusedBody damaged(h.fileName(), {});
        damaged.hide(u"room"_s);
        h.online();
        QCOMPARE(h.service->connectionState().kind, ConnectionState::Kind::Online);
        QCOMPARE(h.count(u"tea rejoined"_s), 0);
    }
    h.wait(6000);
    QVERIFY2(h.count(u"tea rejoined"_s) == 1, qPrintable(h.log.join(u'\n')));
    QCOMPARE(h.timeline(), u"m1 | m2 | x1 | x2"_s);
}

void TestServiceStoreFailures::roomThatIsReadLateReplacesNoneOneIsIn()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.server.oneRoomOnly = true;
    h.room(u"pub"_s);
    h.join();
    h.restart();
    {
        RefusedBody damaged(h.fileName(), {});
        damaged.hide(u"room"_s);
        h.online();
    }
    // Before the rooms are read again.
    h.join(u"pub"_s);
    QCOMPARE(h.count(u"pub joined"_s), 1);
    h.wait(10000);
    QVERIFY(h.room(u"pub"_s).inside);
    QVERIFY(!h.room().inside);
    // Nor at the next start.
    h.restart();
    h.online();
    h.wait(10000);
    QVERIFY(h.room(u"pub"_s).inside);
    QVERIFY(!h.room().inside);
    QCOMPARE(h.service->roomSummary(ServiceHarness::address()).state, RoomState::Left);
    QCOMPARE(h.service->roomSummary(ServiceHarness::address(u"pub"_s)).state, RoomState::Joined);
}

void TestServiceStoreFailures::h14ArchiveThatIsVeryLateLeavesALine_data()
{
    QTest::addColumn<bool>("own");
    QTest::addColumn<bool>("segments");
    QTest::addColumn<int>("cuts");
    QTest::newRow("somebody's message") << false << true << 0;
    QTest::newRow("our own") << true << true << 0;
    QTest::newRow("no segment can be opened") << false << false << 0;
    QTest::newRow("cut before the archive has it") << false << true << 2;
    QTest::newRow("cut, and no segment can be opened") << false << false << 2;
}

void TestServiceStoreFailures::h14ArchiveThatIsVeryLateLeavesALine()
{
    QFETCH(bool, own);
    QFETCH(bool, segments);
    QFETCH(int, cuts);
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    const FakeEntry late = sayUnstored(h, segments, own ? h.room().nickname : u"bob"_s);
    // Longer than anybody waits for it: the room is entered anew, and that does not find it either.
    h.wait(60000);
    QVERIFY2(h.timeline().endsWith(u"m2 | --LoadFailed--"_s), qPrintable(h.timeline()));
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    for (int i = 0; i < cuts; ++i) {
        h.cut();
        h.comeBack();
        h.wait(10000);
        QVERIFY2(h.timeline().endsWith(u"m2 | --LoadFailed--"_s), qPrintable(h.timeline()));
    }
    h.room().archive(late);
    for (int i = 1; i <= 15; ++i)
        h.room().say(u"bob"_s, u"y"_s + QString::number(i));
    h.settle();
    // What comes next shows what stands before it.
    h.wait(5000);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | X | y1 | y2 |"_s), qPrintable(h.timeline()));
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
}

void TestServiceStoreFailures::h14LateArchiveAndACutHideNothing()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    const FakeEntry late = sayUnstored(h);
    h.cut();
    h.comeBack();
    h.wait(300, 50);
    h.room().archive(late);
    for (int i = 1; i <= 15; ++i)
        h.room().say(u"bob"_s, u"y"_s + QString::number(i));
    h.settle();
    h.wait(30000);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | X | y1 | y2 |"_s), qPrintable(h.timeline()));
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
}

void TestServiceStoreFailures::ownMessageThatCannotBeMarkedGoesOutLater()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.cut();
    QCOMPARE(h.send(u"hello"_s), QString());
    {
        RefusedBody full(h.fileName(), {});
        full.refuseChanges();
        h.comeBack();
        h.wait(20000);
        QCOMPARE(h.room().received, QStringList());
        QCOMPARE(h.ownMessages(), u"hello:Queued"_s);
    }
    h.wait(10000);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
}

void TestServiceStoreFailures::ownMessageWhoseDoubtCannotBeStoredIsLookedForLater_data()
{
    QTest::addColumn<bool>("slowly");
    QTest::newRow("the room is entered at once") << false;
    QTest::newRow("the archive takes its time") << true;
}

void TestServiceStoreFailures::ownMessageWhoseDoubtCannotBeStoredIsLookedForLater()
{
    QFETCH(bool, slowly);
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.room().losesMessages = false;
    {
        RefusedBody full(h.fileName(), {});
        full.refuseChanges();
        h.cut();
        h.room().holdsPages = slowly;
        h.comeBack();
        h.wait(1000);
        QCOMPARE(h.ownMessages(), u"hello:Sent"_s);
    }
    // The entry may take longer than the next try of the store.
    h.wait(8000);
    h.room().holdsPages = false;
    while (h.room().heldPages() > 0)
        h.room().releasePage();
    h.wait(60000);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received.size(), 2);
}

void TestServiceStoreFailures::whatTheServerLostHidesNothingElse()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    // Never archived.
    sayUnstored(h);
    h.cut();
    h.room().fill(u"x"_s, 5);
    h.comeBack();
    h.wait(30000);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | --LoadFailed--"_s), qPrintable(h.timeline()));
    h.room().say(u"bob"_s, u"y1"_s);
    h.settle();
    h.wait(10000);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1 | x2 | x3 | x4 | x5 | y1"_s);
}

void TestServiceStoreFailures::archiveThatStallsAfterAFailureIsNotEnteredForEver()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    QList<FakeEntry> late{sayUnstored(h)};
    for (int i = 1; i <= 100; ++i) {
        h.wait(3000);
        late.append(h.room().sayLive(u"bob"_s, u"y%1"_s.arg(i)));
    }
    h.settle();
    QVERIFY2(h.count(u"tea rejoined"_s) <= 2, qPrintable(QString::number(h.count(u"tea rejoined"_s))));
    // It catches up at last.
    for (const FakeEntry &entry : std::as_const(late))
        h.room().archive(entry);
    h.room().say(u"bob"_s, u"z"_s);
    h.wait(10000);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | X | y1 | y2 |"_s), qPrintable(h.timeline()));
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
}

void TestServiceStoreFailures::healedFailureWithoutASegmentLeavesNoHole()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    {
        RefusedX refused(h);
    }
    h.wait(30000);
    QCOMPARE(h.timeline(), u"m1 | m2 | X"_s);
    h.room().say(u"bob"_s, u"Y"_s);
    h.settle();
    h.cut();
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Y"_s);
}

void TestServiceStoreFailures::outageAfterAHealedOneIsReadAsAnyOther()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    {
        RefusedX refused(h);
        h.cut();
    }
    // Cut again before the first page comes, after more live messages than a page holds.
    h.room().holdsPages = true;
    h.comeBack();
    for (int i = 1; i <= 12; ++i)
        h.room().say(u"bob"_s, u"y"_s + QString::number(i));
    h.settle();
    h.cut();
    h.room().holdsPages = false;
    h.room().fill(u"z"_s, 3);
    h.comeBack();
    h.wait(10000);
    QCOMPARE(h.timeline(),
             u"m1 | m2 | X | y1 | y2 | y3 | y4 | y5 | y6 | y7 | y8 | y9 | y10 | y11 | y12 | z1 | z2 | z3"_s);
}

void TestServiceStoreFailures::loadThatFailsWithTheStoreHidesNothing()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 60);
    h.refusePages(1, u"internal-server-error"_s);
    h.comeBack();
    h.wait(60000);
    h.room().pagesBeforeRefusal = -1;
    const MessageKey gap = h.gapBefore();
    QVERIFY(gap >= 0);
    QFuture<Result<Done>> loading;
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        // With the store, in one batch with what Load asks.
        for (int i = 0; i < 3; ++i)
            QCoreApplication::sendPostedEvents();
        full.hide(u"segment"_s);
        loading = h.service->loadGap(ServiceHarness::address(), gap);
        h.settle();
        full.show();
    }
    QVERIFY(loading.isFinished() && !loading.result());
    h.wait(60000);
    QVERIFY2(h.timeline().endsWith(u" | X"_s), qPrintable(h.timeline()));
}

void TestServiceStoreFailures::archiveThatIsLateAtTheRejoinIsReadLater()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 2);
    h.room().holdsPages = true;
    h.comeBack();
    const FakeEntry late = h.room().sayLive(u"bob"_s, u"Y"_s);
    h.settle();
    h.room().holdsPages = false;
    h.room().releasePage();
    h.wait(10000);
    QVERIFY2(h.timeline().contains(u"--LoadFailed--"_s), qPrintable(h.timeline()));
    h.room().archive(late);
    h.wait(20000);
    QCOMPARE(h.timeline(), u"m1 | m2 | x1 | x2 | Y"_s);
    QCOMPARE(h.room().joins, 2);
}

void TestServiceStoreFailures::loadDoesNotEnterTheRoomAnew()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    // Never archived.
    sayUnstored(h);
    h.cut();
    h.comeBack();
    h.wait(10000);
    const int joins = h.room().joins;
    QVERIFY2(h.timeline().endsWith(u"m2 | --LoadFailed--"_s), qPrintable(h.timeline()));
    for (int i = 0; i < 2; ++i)
        QVERIFY(!h.loadFirstGap().isOk());
    h.wait(30000);
    QCOMPARE(h.room().joins, joins);
    QVERIFY2(h.timeline().endsWith(u"m2 | --LoadFailed--"_s), qPrintable(h.timeline()));
}

void TestServiceStoreFailures::whatNoArchiveWillBringIsTriedAgain_data()
{
    QTest::addColumn<bool>("archivedBefore");
    QTest::newRow("alone") << false;
    QTest::newRow("behind one that the archive has") << true;
}

void TestServiceStoreFailures::whatNoArchiveWillBringIsTriedAgain()
{
    QFETCH(bool, archivedBefore);
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    {
        RefusedBody full(h.fileName(), u"X"_s);
        full.refuseSegments();
        if (archivedBefore) {
            h.room().say(u"bob"_s, u"X"_s);
            h.settle();
        }
        // The room keeps no copy of it and gives it no archive id.
        h.server.deliver(xml(u"<message xmlns='jabber:client' type='groupchat' from='%1/bob' "
                             "id='n1'><body>X</body></message>"_s.arg(h.room().address())));
        h.settle();
        h.wait(3000);
        QCOMPARE(h.timeline(), u"m1 | m2"_s);
    }
    h.wait(30000);
    h.room().say(u"bob"_s, u"Y"_s);
    h.wait(5000);
    QCOMPARE(h.timeline(), archivedBefore ? u"m1 | m2 | X | X | Y"_s : u"m1 | m2 | X | Y"_s);
    h.cut();
    h.comeBack();
    h.wait(5000);
    QCOMPARE(h.timeline(), archivedBefore ? u"m1 | m2 | X | X | Y"_s : u"m1 | m2 | X | Y"_s);
}

void TestServiceStoreFailures::aReactionThatNoArchiveWillBringIsTriedAgain()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    const QString target = h.room().say(u"carol"_s, u"m1"_s);
    h.settle();
    {
        RefusedBody full(h.fileName(), u"X"_s);
        // Both go to the store together.
        h.room().say(u"bob"_s, u"X"_s);
        h.server.deliver(xml(u"<message xmlns='jabber:client' type='groupchat' from='%1/bob' id='r1'>"
                             "<reactions xmlns='urn:xmpp:reactions:0' id='%2'><reaction>👍</reaction></reactions>"
                             "</message>"_s.arg(h.room().address(), target)));
        h.settle();
        full.allow();
        h.wait(10000);
    }
    QCOMPARE(h.timeline(), u"m1 | X"_s);
    QCOMPARE(h.items().first().message.reactions.size(), 1);
}

void TestServiceStoreFailures::whatNoArchiveWillBringIsStoredAtTheCut_data()
{
    QTest::addColumn<bool>("resumed");
    QTest::newRow("session lost") << false;
    QTest::newRow("session resumed") << true;
}

void TestServiceStoreFailures::whatNoArchiveWillBringIsStoredAtTheCut()
{
    QFETCH(bool, resumed);
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 2);
    h.join();
    h.server.deliver(xml(u"<message xmlns='jabber:client' type='groupchat' from='%1/bob' "
                         "id='n1'><body>X</body></message>"_s.arg(h.room().address())));
    h.room().say(u"bob"_s, u"Y"_s);
    // Before anything of it has been handed to the store.
    h.cut();
    resumed ? h.resume() : h.comeBack();
    h.wait(5000);
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Y"_s);
}

QTEST_GUILESS_MAIN(TestServiceStoreFailures)
#include "tst_servicestorefailures.moc"

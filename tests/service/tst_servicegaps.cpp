#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// A room left and joined anew: m1 to m3, a hole of x1 to x30, x31 to x40.
void leaveLoadableGap(ServiceHarness &h)
{
    h.room().fill(u"m"_s, 3);
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.room().fill(u"x"_s, 40);
    h.join();
}

/// A second one above it, in which \a said messages less two are missing.
void leaveAnotherAbove(ServiceHarness &h, int said)
{
    leaveLoadableGap(h);
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.room().fill(u"y"_s, said);
    JoinOptions few;
    few.historyCount = 2;
    h.join(u"tea"_s, few);
}

/// Loads the last hole.
bool loadLastGap(ServiceHarness &h)
{
    const auto items = h.items();
    const auto last = std::find_if(items.crbegin(), items.crend(),
                                   [](const TimelineItem &item) { return item.kind == TimelineItem::Kind::Gap; });
    return last != items.crend() && h.await(h.service->loadGap(ServiceHarness::address(), last->gap.beforeKey));
}

} // namespace

/// Holes: drawn where they are, with their reason, and filled when asked (guarantee, rules 6 and 9).
class TestServiceGaps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void owedHoleIsDrawnWhileTheRoomIsAway();
    void owedHoleIsDrawnWhileSignedOut();
    void retentionEndedLeavesAGap();
    void failedPagesLeaveAGapThatTheNextRejoinFills();
    void archiveThatAnswersNothingIsGivenUp();
    void forbiddenArchiveIsAGapAtTheNewestEnd();
    void temporaryFailureIsTriedAgain();
    void automaticRunStopsAtFiftyThousand();
    void leaveAndJoinAnewLeavesALoadableGap();
    void gapWhoseEdgesHaveExpiredSaysSoWhenItIsLoaded();
    void gapWhoseNextRunHasExpiredTooSaysSoWhenItIsLoaded();
    void gapBelowAnotherOfHundredsSaysSoOnceThatOneIsLoaded();
    void gapIsLoadedAlthoughTheArchiveHasLostWhatFollowsIt();
    void pageThatRepeatsItselfIsGivenUp();
    void liveMessageBeforeAFailedArchiveStandsAfterTheHole();
};

void TestServiceGaps::retentionEndedLeavesAGap()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 50);
    h.room().expire(20);
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoined recovered=20 here=0 gaps=1 provable"_s), 1);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x31"_s), qPrintable(h.timeline()));
    h.cut();
    h.comeBack();
    QCOMPARE(h.timeline().count(u"--"_s), 2);
    QCOMPARE(h.report().gaps, 0);
}

void TestServiceGaps::failedPagesLeaveAGapThatTheNextRejoinFills()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 50);
    h.room().archiveRefusal = u"internal-server-error"_s;
    h.room().pagesBeforeRefusal = 1;
    h.comeBack();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --LoadFailed-- | x41"_s), qPrintable(h.timeline()));
    QCOMPARE(h.report().gaps, 1);
    QVERIFY(!h.report().provable);
    h.room().pagesBeforeRefusal = -1;
    h.cut();
    h.comeBack();
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
    QCOMPARE(h.items().size(), 53);
}

void TestServiceGaps::archiveThatAnswersNothingIsGivenUp()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    h.room().answersPages = false;
    h.comeBack();
    QVERIFY(h.waitFor(u"tea rejoined"_s, 300000));
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed--"_s);
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed-- | live"_s);
}

void TestServiceGaps::forbiddenArchiveIsAGapAtTheNewestEnd()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    h.room().archiveRefusal = u"forbidden"_s;
    h.room().pagesBeforeRefusal = 0;
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --NotPermitted--"_s);
    QVERIFY(!h.report().provable);
    QCOMPARE(h.report().gaps, 1);
}

void TestServiceGaps::temporaryFailureIsTriedAgain()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    h.room().archiveRefusal = u"internal-server-error"_s;
    h.room().pagesBeforeRefusal = 0;
    h.comeBack();
    h.wait(500, 100);
    h.room().pagesBeforeRefusal = -1;
    QVERIFY(h.waitFor(u"tea rejoined recovered=3 here=3 gaps=0 provable"_s));
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2 | x3"_s);
}

void TestServiceGaps::automaticRunStopsAtFiftyThousand()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 50500);
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.report().gaps, 1);
    QVERIFY2(h.report().recovered >= 50000 && h.report().recovered < 50200,
             qPrintable(QString::number(h.report().recovered)));
    const auto items = h.items();
    QCOMPARE(items.at(3).kind, TimelineItem::Kind::Gap);
    QCOMPARE(items.at(3).gap.reason, GapReason::NotLoaded);
    QVERIFY(h.await(h.service->loadGap(ServiceHarness::address(), items.at(3).gap.beforeKey)));
    QCOMPARE(h.items().size(), 50503);
}

void TestServiceGaps::leaveAndJoinAnewLeavesALoadableGap()
{
    ServiceHarness h;
    leaveLoadableGap(h);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --NotLoaded-- | x31"_s), qPrintable(h.timeline()));
    QVERIFY(h.await(h.service->loadGap(ServiceHarness::address(), h.gapBefore())));
    QCOMPARE(h.items().size(), 43);
}

void TestServiceGaps::gapWhoseEdgesHaveExpiredSaysSoWhenItIsLoaded()
{
    ServiceHarness h;
    leaveLoadableGap(h);
    h.room().expire(5);
    const auto loaded = h.loadFirstGap();
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().detail, u"expired"_s);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x31"_s), qPrintable(h.timeline()));
}

void TestServiceGaps::gapWhoseNextRunHasExpiredTooSaysSoWhenItIsLoaded()
{
    ServiceHarness h;
    leaveAnotherAbove(h, 60);
    // The archive begins in the second hole, so nothing that it has now is held but the end.
    h.room().expire(30);
    const auto loaded = h.loadFirstGap();
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().detail, u"expired"_s);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x31"_s), qPrintable(h.timeline()));
    QVERIFY2(h.timeline().endsWith(u"x40 | --NotLoaded-- | y59 | y60"_s), qPrintable(h.timeline()));
    QVERIFY(loadLastGap(h));
    QVERIFY2(h.timeline().contains(u"x40 | --RetentionEnded-- | y31 | y32"_s), qPrintable(h.timeline()));
}

void TestServiceGaps::gapBelowAnotherOfHundredsSaysSoOnceThatOneIsLoaded()
{
    ServiceHarness h;
    leaveAnotherAbove(h, 300);
    // The archive begins so far below its held end that one page does not tell that the lower hole lies before it.
    h.room().expire(260);
    QVERIFY(!h.loadFirstGap());
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --LoadFailed-- | x31"_s), qPrintable(h.timeline()));
    QVERIFY2(h.timeline().endsWith(u"x40 | --NotLoaded-- | y299 | y300"_s), qPrintable(h.timeline()));
    QVERIFY(loadLastGap(h));
    QVERIFY2(h.timeline().contains(u"x40 | --RetentionEnded-- | y41 | y42"_s), qPrintable(h.timeline()));
    const auto loaded = h.loadFirstGap();
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().detail, u"expired"_s);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x31"_s), qPrintable(h.timeline()));
}

void TestServiceGaps::gapIsLoadedAlthoughTheArchiveHasLostWhatFollowsIt()
{
    ServiceHarness h;
    leaveLoadableGap(h);
    // x31 to x33: the run that follows the hole begins with nothing the archive knows.
    for (int i = 33; i < 36; ++i)
        h.room().entries[i].gone = true;
    QVERIFY(h.loadFirstGap());
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
    const auto items = h.items();
    QCOMPARE(items.size(), 43);
    for (qsizetype i = 0; i < items.size(); ++i) {
        QCOMPARE(items.at(i).message.body, h.room().entries.at(i).body);
        QCOMPARE(items.at(i).message.recorded, !h.room().entries.at(i).gone);
    }
}

void TestServiceGaps::pageThatRepeatsItselfIsGivenUp()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 250);
    h.room().repeatsNewestPage = true;
    h.comeBack();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --LoadFailed-- | x"_s), qPrintable(h.timeline()));
    QVERIFY(h.room().pagesAsked.size() < 10);
}

void TestServiceGaps::liveMessageBeforeAFailedArchiveStandsAfterTheHole()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    h.refusePages(0, u"internal-server-error"_s);
    h.comeBack();
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed-- | live"_s);
    QCOMPARE(h.report().gaps, 1);
    h.room().pagesBeforeRefusal = -1;
    QVERIFY(h.loadFirstGap());
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2 | x3 | live"_s);
}

void TestServiceGaps::owedHoleIsDrawnWhileTheRoomIsAway()
{
    ServiceHarness h;
    h.leaveCatchUpHalfRead();
    QCOMPARE(h.timeline().section(u" | "_s, 0, 3), u"m1 | m2 | m3 | x51"_s);
    h.room().throwOut(u"<status code='332'/>"_s);
    h.settle();
    QCOMPARE(h.timeline().section(u" | "_s, 0, 4), u"m1 | m2 | m3 | --NotLoaded-- | x51"_s);
    h.room().holdsPages = false;
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
    QCOMPARE(h.items().size(), 63);
}

void TestServiceGaps::owedHoleIsDrawnWhileSignedOut()
{
    ServiceHarness h;
    h.leaveCatchUpHalfRead();
    h.service->signOut();
    h.settle();
    QCOMPARE(h.timeline().section(u" | "_s, 0, 4), u"m1 | m2 | m3 | --NotLoaded-- | x51"_s);
    h.room().holdsPages = false;
    h.online();
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
    QCOMPARE(h.items().size(), 63);
}

QTEST_GUILESS_MAIN(TestServiceGaps)
#include "tst_servicegaps.moc"

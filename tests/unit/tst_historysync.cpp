#include "service/syncedarchive.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

using Kind = SyncPlan::Kind;

/// Runs of HistorySync over a real store (guarantee, rules 2, 6 and 9).
class TestHistorySync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstJoinStoresExactlyTheWantedRows_data();
    void firstJoinStoresExactlyTheWantedRows();
    void firstJoinReadsOnPastEntriesThatAreNoRows();
    void firstJoinOfNothingKeepsTheBorder();
    void firstJoinOfAnEmptyArchiveIsProved();
    void cancelledRunTellsTheBorderThatItRevealed();
    void resumeReadsOnWhereItsPageBeginsWithALateEntry();
    void catchUpReadsBackUntilKnownGround();
    void catchUpWithoutNewsReadsWhatTheJoinDid();
    void catchUpEndsAtTheBeginningOfTheArchive();
    void catchUpAfterAJoinOfNothingShowsTheBorder();
    void catchUpInAClusterEndsWhereItsPageWasCut();
    void catchUpStopsAtFiftyThousand();
    void serverThatAnswersMoreThanAskedLeavesNoHole();
    void pageWaitsForWhatCameLiveBeforeIt();
    void newestPageThatLacksALiveEntryIsAskedAgain();
    void newestPageThatNeverMeetsTheLiveEntryIsUnconnected();
    void resumeIsProvedByOnePage();
    void resumeThatMeetsNothingHeldIsUnconnected();
    void gapIsReadUntilTheNextOlderRun();
    void olderPageIsOnePage();
    void emptyPageIsTheBeginning();
    void anArchiveThatFailsIsAtNoBeginning_data();
    void anArchiveThatFailsIsAtNoBeginning();
};

void TestHistorySync::firstJoinStoresExactlyTheWantedRows_data()
{
    QTest::addColumn<int>("held");
    QTest::addColumn<int>("wanted");
    QTest::addColumn<int>("expected");
    for (const int wanted : {1, 10, 50}) {
        QTest::addRow("%d of many", wanted) << 200 << wanted << wanted;
        QTest::addRow("%d of as many", wanted) << wanted << wanted << wanted;
        QTest::addRow("%d of fewer", wanted) << wanted / 2 << wanted << wanted / 2;
    }
}

void TestHistorySync::firstJoinStoresExactlyTheWantedRows()
{
    QFETCH(int, held);
    QFETCH(int, wanted);
    QFETCH(int, expected);
    SyncedArchive a;
    a.fill(u"m"_s, held);
    a.enter();
    a.run(a.plan(Kind::FirstJoin, wanted));
    QCOMPARE(a.asked, QStringList{u"newest/50"_s});
    QCOMPARE(a.finished, 1);
    QVERIFY(a.report->proved && !a.report->failure && !a.sync.isRunning());
    QCOMPARE(a.report->insertedRows, expected);
    QCOMPARE(a.stored, a.entries.mid(held - expected));
    QCOMPARE(a.timeline(), a.entries.mid(held - expected).join(u" | "_s));
}

void TestHistorySync::firstJoinReadsOnPastEntriesThatAreNoRows()
{
    SyncedArchive a;
    a.fill(u"m"_s, 20);
    a.fill(u"+a"_s, 120);
    a.fill(u"n"_s, 4);
    a.fill(u"+b"_s, 3);
    a.enter();
    a.run(a.plan(Kind::FirstJoin, 10));
    QCOMPARE(a.asked, (QStringList{u"newest/50"_s, u"+a78/50"_s, u"+a28/50"_s}));
    QVERIFY(a.report->proved);
    QCOMPARE(a.timeline(), u"m15 | m16 | m17 | m18 | m19 | m20 | n1 | n2 | n3 | n4"_s);
    QCOMPARE(a.report->insertedRows, 10);
}

void TestHistorySync::firstJoinOfNothingKeepsTheBorder()
{
    SyncedArchive a;
    a.fill(u"m"_s, 5);
    a.enter();
    a.run(a.plan(Kind::FirstJoin, 0));
    QCOMPARE(a.asked, QStringList{u"newest/10"_s});
    QVERIFY(a.report->proved);
    QCOMPARE(a.report->insertedRows, 0);
    QCOMPARE(a.timeline(), QString());
    QCOMPARE(TempStore::get(a.store->newestArchiveId(a.store.room(), a.membership)), u"m5"_s);
}

void TestHistorySync::cancelledRunTellsTheBorderThatItRevealed()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.enter();
    a.run(a.plan(Kind::FirstJoin, 0));
    SyncPlan older = a.plan(Kind::OlderPage);
    older.beforeId = u"m3"_s;
    a.sync.start(older);
    a.answerAll();
    a.sync.cancel();
    a.settle();
    QCOMPARE(a.timeline(), u"m1 | m2 | m3"_s);
    QCOMPARE(a.stored, (QStringList{u"m1"_s, u"m2"_s, u"m3"_s}));
}

void TestHistorySync::resumeReadsOnWhereItsPageBeginsWithALateEntry()
{
    SyncedArchive a;
    a.fill(u"m"_s, 30);
    a.joinOnce(30);
    a.enter();
    // Said long ago, archived only now, and just at the edge of the page that a resume reads.
    a.entries.insert(21, u"late"_s);
    a.run(a.plan(Kind::Resume));
    QVERIFY(a.report && a.report->proved);
    QVERIFY2(!a.timeline().contains(u"--"_s), qPrintable(a.timeline()));
    QVERIFY2(a.timeline().contains(u"m21 | late | m22"_s), qPrintable(a.timeline()));
}

void TestHistorySync::firstJoinOfAnEmptyArchiveIsProved()
{
    for (const int wanted : {0, 10}) {
        SyncedArchive a;
        a.enter();
        a.run(a.plan(Kind::FirstJoin, wanted));
        QVERIFY(a.report && a.report->proved && a.report->anythingRead);
        QCOMPARE(a.timeline(), QString());
    }
}

void TestHistorySync::catchUpReadsBackUntilKnownGround()
{
    SyncedArchive a;
    a.fill(u"m"_s, 30);
    a.joinOnce();
    a.fill(u"x"_s, 150);
    const MessageKey before = TempStore::get(a.store->newestKey());
    a.enter();
    SyncPlan plan = a.plan(Kind::CatchUp);
    plan.storedBefore = before;
    a.run(plan);
    QCOMPARE(a.asked, (QStringList{u"newest/10"_s, u"x141/100"_s, u"x41/100"_s}));
    QVERIFY(a.report->proved && !a.report->failure);
    QCOMPARE(a.report->insertedRows, 150);
    // The last page reaches past what is held; what nobody asked for is not stored.
    QSet<QString> held;
    for (int i = 21; i <= 30; ++i)
        held += u"m%1"_s.arg(i);
    QCOMPARE(a.report->alreadyHere, held);
    QVERIFY(a.timeline().startsWith(u"m21 | m22"_s));
    QVERIFY(!a.timeline().contains(u"--"_s));
    QVERIFY(a.reshaped >= 2);
}

void TestHistorySync::catchUpWithoutNewsReadsWhatTheJoinDid()
{
    for (const int wanted : {1, 10, 50}) {
        SyncedArchive a;
        a.fill(u"m"_s, 200);
        a.joinOnce(50);
        const MessageKey before = TempStore::get(a.store->newestKey());
        a.enter();
        SyncPlan plan = a.plan(Kind::CatchUp, wanted);
        plan.storedBefore = before;
        a.run(plan);
        const int read = std::max(wanted, 10);
        QCOMPARE(a.asked, QStringList{u"newest/%1"_s.arg(read)});
        QVERIFY(a.report->proved);
        QCOMPARE(a.report->insertedRows, 0);
        QCOMPARE(a.report->alreadyHere.size(), read);
    }
}

void TestHistorySync::catchUpEndsAtTheBeginningOfTheArchive()
{
    SyncedArchive a;
    a.fill(u"m"_s, 5);
    a.joinOnce();
    a.entries.clear();
    a.fill(u"x"_s, 120);
    a.enter();
    a.run(a.plan(Kind::CatchUp));
    QVERIFY(a.report->proved);
    QCOMPARE(a.report->insertedRows, 120);
    QVERIFY2(a.timeline().startsWith(u"m1 | m2 | m3 | m4 | m5 | --RetentionEnded-- | x1 | "_s),
             qPrintable(a.timeline()));
}

void TestHistorySync::catchUpAfterAJoinOfNothingShowsTheBorder()
{
    SyncedArchive a;
    a.fill(u"m"_s, 5);
    a.joinOnce(0);
    a.fill(u"x"_s, 12);
    a.enter();
    a.run(a.plan(Kind::CatchUp, 0));
    QVERIFY(a.report->proved);
    QVERIFY2(a.timeline().endsWith(u"x1 | x2 | x3 | x4 | x5 | x6 | x7 | x8 | x9 | x10 | x11 | x12"_s),
             qPrintable(a.timeline()));
    QVERIFY2(!a.timeline().contains(u"m4"_s), qPrintable(a.timeline()));
    QVERIFY(!a.timeline().contains(u"--"_s));
}

void TestHistorySync::catchUpInAClusterEndsWhereItsPageWasCut()
{
    SyncedArchive a;
    a.fill(u"m"_s, 300);
    a.enter();
    a.run(a.plan(Kind::FirstJoin, 0));
    for (int i = 1; i <= 5; ++i)
        a.say(u"x%1"_s.arg(i));
    a.leave();
    // m300, with which the run of messages began, moves to its end, and the run begins with nothing.
    a.entries.append(a.entries.takeAt(299));
    a.joinOnce(6);
    a.asked.clear();
    a.enter();
    SyncPlan plan = a.plan(Kind::CatchUp, 1);
    plan.inCluster = true;
    a.run(plan);
    QCOMPARE(a.asked, QStringList{u"newest/10"_s});
    QVERIFY(a.report && a.report->proved);
    QCOMPARE(a.timeline(), u"x1 | x2 | x3 | x4 | x5 | m300"_s);
}

void TestHistorySync::catchUpStopsAtFiftyThousand()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.joinOnce();
    a.fill(u"x"_s, 50200);
    a.enter();
    a.run(a.plan(Kind::CatchUp));
    QCOMPARE(a.asked.size(), 501);
    QVERIFY(!a.report->proved);
    QCOMPARE(a.report->failure, GapReason::NotLoaded);
    QVERIFY(!a.report->error);
    QCOMPARE(a.report->insertedRows, 50010);
}

void TestHistorySync::serverThatAnswersMoreThanAskedLeavesNoHole()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.joinOnce();
    a.fill(u"x"_s, 500);
    a.least = 300;
    a.enter();
    a.run(a.plan(Kind::CatchUp));
    QVERIFY(a.report->proved);
    QCOMPARE(a.report->insertedRows, 500);
    QCOMPARE(a.timeline(), a.entries.join(u" | "_s));
}

void TestHistorySync::pageWaitsForWhatCameLiveBeforeIt()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.enter();
    // In the same moment as the answer: the page is stored behind the live entry, which it holds.
    a.sync.start(a.plan(Kind::FirstJoin));
    a.say(u"live"_s);
    a.settle();
    QVERIFY(a.report->proved);
    QCOMPARE(a.timeline(), u"m1 | m2 | m3 | live"_s);
    QCOMPARE(a.stored, (QStringList{u"m1"_s, u"m2"_s, u"m3"_s}));
}

void TestHistorySync::newestPageThatLacksALiveEntryIsAskedAgain()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.enter();
    a.sayUnarchived(u"late"_s);
    a.run(a.plan(Kind::FirstJoin));
    QVERIFY(!a.report && a.sync.isRunning());
    QCOMPARE(a.timeline(), u"late"_s);
    a.entries.append(u"late"_s);
    a.wait(100);
    QVERIFY(a.report && a.report->proved);
    QCOMPARE(a.asked, (QStringList{u"newest/50"_s, u"newest/50"_s}));
    QCOMPARE(a.timeline(), u"m1 | m2 | m3 | late"_s);
}

void TestHistorySync::newestPageThatNeverMeetsTheLiveEntryIsUnconnected()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.enter();
    a.sayUnarchived(u"never"_s);
    a.run(a.plan(Kind::FirstJoin));
    a.wait(3600);
    QCOMPARE(a.finished, 1);
    QVERIFY(!a.report->proved && a.report->unconnected && !a.report->anythingRead);
    QCOMPARE(a.report->failure, GapReason::LoadFailed);
    QCOMPARE(a.asked.size(), 9);
    QCOMPARE(a.timeline(), u"never"_s);
}

void TestHistorySync::resumeIsProvedByOnePage()
{
    SyncedArchive a;
    a.fill(u"m"_s, 30);
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    a.entries.append(u"x1"_s);
    a.run(a.plan(Kind::Resume));
    QCOMPARE(a.asked, QStringList{u"newest/10"_s});
    QVERIFY(a.report->proved);
    QCOMPARE(a.report->insertedRows, 1);
    QVERIFY(a.timeline().endsWith(u"m30 | x1"_s));
}

void TestHistorySync::resumeThatMeetsNothingHeldIsUnconnected()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    a.fill(u"x"_s, 20);
    a.run(a.plan(Kind::Resume));
    a.wait(3600);
    QVERIFY(a.report && !a.report->proved && a.report->unconnected);
    QCOMPARE(a.timeline(), u"m1 | m2 | m3"_s);
}

void TestHistorySync::gapIsReadUntilTheNextOlderRun()
{
    SyncedArchive a;
    a.fill(u"m"_s, 30);
    a.joinOnce();
    a.fill(u"x"_s, 150);
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    QVERIFY2(a.timeline().contains(u"m30 | --NotLoaded-- | x141"_s), qPrintable(a.timeline()));
    SyncPlan plan = a.plan(Kind::Gap, 0);
    plan.beforeId = u"x141"_s;
    a.run(plan);
    QCOMPARE(a.asked, (QStringList{u"x141/100"_s, u"x41/100"_s}));
    QVERIFY(a.report->proved);
    QVERIFY2(!a.timeline().contains(u"--"_s), qPrintable(a.timeline()));
    QVERIFY(a.timeline().contains(u"m30 | x1 | x2"_s));
}

void TestHistorySync::olderPageIsOnePage()
{
    SyncedArchive a;
    a.fill(u"m"_s, 300);
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    SyncPlan plan = a.plan(Kind::OlderPage, 0);
    plan.beforeId = u"m291"_s;
    a.run(plan);
    QCOMPARE(a.asked, QStringList{u"m291/100"_s});
    QVERIFY(a.report->proved);
    QCOMPARE(a.report->insertedRows, 100);
    QVERIFY(a.timeline().startsWith(u"m191 | m192"_s));
}

void TestHistorySync::emptyPageIsTheBeginning()
{
    SyncedArchive a;
    // Some servers say `complete` only when nothing is left.
    a.completeOnlyWhenEmpty = true;
    a.fill(u"m"_s, 4);
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    QCOMPARE(a.asked, (QStringList{u"newest/50"_s, u"m1/50"_s}));
    QVERIFY(a.report->proved);
    QCOMPARE(a.timeline(), u"m1 | m2 | m3 | m4"_s);
    QCOMPARE(TempStore::get(a.store->olderStart(a.store.room())).archiveId, QString());
}

void TestHistorySync::anArchiveThatFailsIsAtNoBeginning_data()
{
    QTest::addColumn<int>("pagesBefore");
    QTest::newRow("newest page") << 0;
    QTest::newRow("third page") << 2;
}

void TestHistorySync::anArchiveThatFailsIsAtNoBeginning()
{
    QFETCH(int, pagesBefore);
    SyncedArchive a;
    a.fill(u"m"_s, 9);
    a.joinOnce();
    a.fill(u"x"_s, 300);
    a.enter();
    a.fails = true;
    a.pagesBefore = pagesBefore;
    a.run(a.plan(Kind::CatchUp));
    QVERIFY(!a.report);
    a.wait(20000);
    QVERIFY(a.report && !a.report->proved);
    QCOMPARE(a.report->failure, GapReason::LoadFailed);
    QVERIFY2(!a.timeline().contains(u"RetentionEnded"_s), qPrintable(a.timeline()));
    a.fails = false;
    a.run(a.plan(Kind::CatchUp));
    QCOMPARE(a.timeline(), a.entries.join(u" | "_s));
}

QTEST_GUILESS_MAIN(TestHistorySync)
#include "tst_historysync.moc"

#include "service/syncedarchive.h"
#include "support/refusedbody.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

using Kind = SyncPlan::Kind;

/// HistorySync when the archive, the store or the connection does not do its part (guarantee, rule 9).
class TestHistorySyncFailures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusedPageIsTriedThreeTimesMore();
    void archiveThatRecoversIsReadOn();
    void eachGoodPageGivesNewTries();
    void silentArchiveTimesOut();
    void forbiddenIsFinal_data();
    void forbiddenIsFinal();
    void failureAfterPagesTellsThatSomethingWasRead();
    void lostConnectionNeitherEndsNorRetries();
    void storeThatRefusesIsGivenUp();
    void storeThatRecoversIsReadOn();
    void idThatProsodyDoesNotKnow();
    void idThatEjabberdDoesNotKnow();
    void pageThatGoesBackIsGivenUp();
    void cancelledRunSaysNothing();
    void cancelledRunTellsWhatItHasStored();
    void newRunReplacesTheOneBefore();

private:
    /// m1 to m10, a hole, x291 to x300, and the plan that reads it.
    static SyncPlan makeHole(SyncedArchive &a)
    {
        a.fill(u"m"_s, 10);
        a.joinOnce();
        a.fill(u"x"_s, 300);
        a.enter();
        a.run(a.plan(Kind::FirstJoin));
        SyncPlan plan = a.plan(Kind::Gap, 0);
        plan.beforeId = u"x291"_s;
        return plan;
    }
};

void TestHistorySyncFailures::refusedPageIsTriedThreeTimesMore()
{
    SyncedArchive a;
    a.refusal = u"internal-server-error"_s;
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    QCOMPARE(a.asked.size(), 1);
    int tries = 1;
    for (const qint64 delay : {1000, 2000, 4000}) {
        a.wait(delay - 50);
        QCOMPARE(a.asked.size(), tries);
        QVERIFY(a.sync.isRunning() && !a.report);
        a.wait(50);
        QCOMPARE(a.asked.size(), ++tries);
    }
    QCOMPARE(a.finished, 1);
    QVERIFY(!a.sync.isRunning());
    QCOMPARE(a.report->failure, GapReason::LoadFailed);
    QCOMPARE(a.report->error->kind, ErrorKind::ServerRefused);
    QVERIFY(!a.report->proved && !a.report->anythingRead && !a.report->unconnected);
    a.wait(60000);
    QCOMPARE(a.asked.size(), 4);
}

void TestHistorySyncFailures::archiveThatRecoversIsReadOn()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.refusal = u"resource-constraint"_s;
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    a.wait(2900);
    a.refusal.clear();
    a.wait(100 + 4000);
    QVERIFY(a.report && a.report->proved && !a.report->failure && !a.report->error);
    QCOMPARE(a.timeline(), u"m1 | m2 | m3"_s);
}

void TestHistorySyncFailures::eachGoodPageGivesNewTries()
{
    SyncedArchive a;
    const SyncPlan plan = makeHole(a);
    a.refusal = u"internal-server-error"_s;
    a.run(plan);
    for (int page = 0; page < 3; ++page) {
        // Two refusals, then one page, then refusals again.
        a.wait(1000);
        a.pagesBefore = 1;
        a.wait(2000);
        QVERIFY(a.sync.isRunning() || page == 2);
    }
    QVERIFY(a.report && a.report->proved);
    QVERIFY(!a.timeline().contains(u"--"_s));
}

void TestHistorySyncFailures::silentArchiveTimesOut()
{
    SyncedArchive a;
    a.answers = false;
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    a.wait(4 * 30000 + 7000 - 1000);
    QVERIFY(!a.report);
    a.wait(2000);
    QVERIFY(a.report);
    QCOMPARE(a.report->failure, GapReason::LoadFailed);
    QCOMPARE(a.report->error->kind, ErrorKind::TimedOut);
    QCOMPARE(a.asked.size(), 4);
}

void TestHistorySyncFailures::forbiddenIsFinal_data()
{
    QTest::addColumn<QString>("condition");
    QTest::newRow("forbidden") << u"forbidden"_s;
    QTest::newRow("members only") << u"registration-required"_s;
}

void TestHistorySyncFailures::forbiddenIsFinal()
{
    QFETCH(QString, condition);
    SyncedArchive a;
    a.refusal = condition;
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    QVERIFY(a.report && !a.report->proved && !a.report->anythingRead);
    QCOMPARE(a.report->failure, GapReason::NotPermitted);
    QVERIFY(a.report->error);
    a.wait(60000);
    QCOMPARE(a.asked.size(), 1);
}

void TestHistorySyncFailures::failureAfterPagesTellsThatSomethingWasRead()
{
    SyncedArchive a;
    const SyncPlan plan = makeHole(a);
    a.refusal = u"forbidden"_s;
    a.pagesBefore = 2;
    a.run(plan);
    QVERIFY(a.report && !a.report->proved && a.report->anythingRead);
    QCOMPARE(a.report->insertedRows, 200);
    QVERIFY2(a.timeline().contains(u"m10 | --NotLoaded-- | x91"_s), qPrintable(a.timeline()));
}

void TestHistorySyncFailures::lostConnectionNeitherEndsNorRetries()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.answers = false;
    a.enter();
    a.run(a.plan(Kind::FirstJoin));
    a.talk.archive->connectionLost();
    a.settle();
    a.wait(300000);
    // Whoever owns the run cancels it: the loss has one end, and this is not it.
    QCOMPARE(a.finished, 0);
    QCOMPARE(a.asked.size(), 1);
    a.sync.cancel();
    QVERIFY(!a.sync.isRunning());
}

void TestHistorySyncFailures::storeThatRefusesIsGivenUp()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.enter();
    const RefusedBody full(a.store.fileName(), u"m2"_s);
    a.run(a.plan(Kind::FirstJoin));
    a.wait(8000);
    QVERIFY(a.report);
    QCOMPARE(a.report->failure, GapReason::LoadFailed);
    QCOMPARE(a.report->error->kind, ErrorKind::StoreFailed);
    QVERIFY(!a.report->anythingRead);
    QCOMPARE(a.asked.size(), 4);
    QCOMPARE(a.timeline(), QString());
    QCOMPARE(a.stored, QStringList());
}

void TestHistorySyncFailures::storeThatRecoversIsReadOn()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.enter();
    RefusedBody full(a.store.fileName(), u"m2"_s);
    a.run(a.plan(Kind::FirstJoin));
    QVERIFY(a.sync.isRunning());
    full.allow();
    a.wait(1000);
    QVERIFY(a.report && a.report->proved);
    QCOMPARE(a.stored, (QStringList{u"m1"_s, u"m2"_s, u"m3"_s}));
}

void TestHistorySyncFailures::idThatProsodyDoesNotKnow()
{
    SyncedArchive a;
    const SyncPlan plan = makeHole(a);
    const QString before = a.timeline();
    // The room has forgotten all but its newest 5.
    a.entries = a.entries.mid(a.entries.size() - 5);
    a.run(plan);
    a.wait(8000);
    QVERIFY(a.report && !a.report->proved);
    // Its oldest entry is one that stands after the hole: what was in the hole is gone.
    QCOMPARE(a.report->failure, GapReason::RetentionEnded);
    QCOMPARE(a.report->error->detail, u"expired"_s);
    QCOMPARE(a.timeline(), before);
}

void TestHistorySyncFailures::idThatEjabberdDoesNotKnow()
{
    SyncedArchive a;
    a.asEjabberd = true;
    const SyncPlan plan = makeHole(a);
    const QString before = a.timeline();
    a.entries = a.entries.mid(a.entries.size() - 5);
    a.run(plan);
    a.wait(8000);
    QVERIFY(a.report && !a.report->proved);
    QCOMPARE(a.report->failure, GapReason::RetentionEnded);
    // Its answer is the newest page, of which nothing lies before the hole.
    QCOMPARE(a.timeline(), before);
    QCOMPARE(a.stored, QStringList());
}

void TestHistorySyncFailures::pageThatGoesBackIsGivenUp()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.joinOnce();
    a.fill(u"x"_s, 250);
    a.enter();
    // As ejabberd that has lost the id between two pages: the newest page again, longer than the first one was.
    a.asEjabberd = true;
    a.forgetful = true;
    a.run(a.plan(Kind::CatchUp));
    QCOMPARE(a.asked, (QStringList{u"newest/10"_s, u"x241/100"_s}));
    QVERIFY(a.report && !a.report->proved);
    QCOMPARE(a.report->failure, GapReason::LoadFailed);
    QCOMPARE(a.stored, a.entries.mid(a.entries.size() - 10));
    QVERIFY2(a.timeline().endsWith(a.stored.join(u" | "_s)), qPrintable(a.timeline()));
}

void TestHistorySyncFailures::cancelledRunSaysNothing()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.enter();
    a.sync.start(a.plan(Kind::FirstJoin));
    QVERIFY(a.sync.isRunning());
    a.sync.cancel();
    QVERIFY(!a.sync.isRunning());
    a.settle();
    // Its page comes all the same, and is not stored.
    QCOMPARE(a.asked.size(), 1);
    QCOMPARE(a.finished, 0);
    QCOMPARE(a.timeline(), QString());
    a.refusal = u"internal-server-error"_s;
    a.run(a.plan(Kind::FirstJoin));
    a.sync.cancel();
    a.wait(60000);
    QCOMPARE(a.asked.size(), 1);
    QCOMPARE(a.finished, 0);
}

void TestHistorySyncFailures::cancelledRunTellsWhatItHasStored()
{
    SyncedArchive a;
    a.fill(u"m"_s, 3);
    a.enter();
    a.sync.start(a.plan(Kind::FirstJoin));
    // The page is with the store when the run is cancelled.
    a.answerAll();
    a.sync.cancel();
    a.settle();
    QCOMPARE(a.finished, 0);
    QCOMPARE(a.stored, (QStringList{u"m1"_s, u"m2"_s, u"m3"_s}));
    QCOMPARE(a.timeline(), u"m1 | m2 | m3"_s);
}

void TestHistorySyncFailures::newRunReplacesTheOneBefore()
{
    SyncedArchive a;
    a.fill(u"m"_s, 300);
    a.enter();
    a.sync.start(a.plan(Kind::FirstJoin, 50));
    a.run(a.plan(Kind::FirstJoin, 5));
    QCOMPARE(a.finished, 1);
    QCOMPARE(a.report->insertedRows, 5);
    QCOMPARE(a.timeline(), u"m296 | m297 | m298 | m299 | m300"_s);
}

QTEST_GUILESS_MAIN(TestHistorySyncFailures)
#include "tst_historysyncfailures.moc"

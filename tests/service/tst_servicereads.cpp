#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// What a person asks the archive for: to load a gap, or older messages (guarantee, rules 6 and 9).
class TestServiceReads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadGapFillsTheHole();
    void loadGapOfNothingFails();
    void loadOlderBringsOnePage();
    void loadOlderPassesWhatTheArchiveHasLost();
    void loadOlderEndsAtTheBeginning();
    void loadOlderBringsTheOnlyMessageAfterAJoinForNothing();
    void loadGapBringsTheBorderThatOutlivedTheRest();
    void failedLoadGapSaysSoAtItsLine();
    void forbiddenLoadGapSaysSoAtItsLine();
    void loadGapThatFailsHalfwayKeepsWhatCame();
    void loadGapCutByALossLeavesTheLine();
    void loadGapAnsweredFromElsewhereReordersNothing();
    void loadOlderAnsweredFromElsewhereReordersNothing();
    void loadGapReadsTheNewestEnd();
    void failedLoadGapOfTheNewestEndLeavesTheLine();
    void loadOlderLeavesTheHoleAtTheNewestEnd();
    void secondReadWaitsForNothing();
    void loadOlderThatFailsSaysSo();

private:
    /// A room with m1 to m3, a hole of 30 with the reason NotLoaded, then x31 to x40.
    static void makeHole(ServiceHarness &h)
    {
        h.room().fill(u"m"_s, 3);
        h.join();
        h.service->leaveChatroom(ServiceHarness::address());
        h.settle();
        h.room().fill(u"x"_s, 40);
        h.join();
    }
    /// Rejoined with an archive that answered no page: m1 to m3, then a hole of 3 at the newest end.
    static void loseNewestEnd(ServiceHarness &h)
    {
        h.room().fill(u"m"_s, 3);
        h.join();
        h.cut();
        h.room().fill(u"x"_s, 3);
        h.refusePages(0, u"internal-server-error"_s);
        h.comeBack();
        QVERIFY(h.waitFor(u"tea rejoined"_s));
        QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed--"_s);
    }
};

void TestServiceReads::loadGapFillsTheHole()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 250);
    h.room().archiveRefusal = u"internal-server-error"_s;
    h.room().pagesBeforeRefusal = 1;
    h.comeBack();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    h.room().pagesBeforeRefusal = -1;
    h.takeLog();
    const auto done = h.await(h.service->loadGap(ServiceHarness::address(), h.gapBefore()));
    QVERIFY(done);
    QVERIFY(!h.timeline().contains(u"--"_s));
    QCOMPARE(h.items().size(), 253);
    QVERIFY(h.count(u"tea +"_s) >= 1);
}

void TestServiceReads::loadGapOfNothingFails()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    QVERIFY(!h.await(h.service->loadGap(ServiceHarness::address(), 12345)));
    h.cut();
    QVERIFY(!h.await(h.service->loadGap(ServiceHarness::address(), 12345)));
}

void TestServiceReads::loadOlderBringsOnePage()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 300);
    h.join();
    const auto rows = h.await(h.service->loadOlder(ServiceHarness::address()));
    QVERIFY(rows);
    QCOMPARE(*rows, 100);
    QVERIFY(h.timeline().contains(u"m191 | m192"_s));
    QVERIFY(h.timeline().endsWith(u"m300"_s));
    QCOMPARE(h.items().constLast().message.body, u"m300"_s);
}

void TestServiceReads::loadOlderPassesWhatTheArchiveHasLost()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 300);
    h.join();
    // m291 to m296 of the ten that are here.
    for (int i = 290; i < 296; ++i)
        h.room().entries[i].gone = true;
    const auto rows = h.await(h.service->loadOlder(ServiceHarness::address()));
    QVERIFY(rows);
    // One of the page's hundred is here already.
    QCOMPARE(*rows, 99);
    const auto items = h.items();
    QCOMPARE(items.size(), 109);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const FakeEntry &entry = h.room().entries.at(i + 191);
        QCOMPARE(items.at(i).message.body, entry.body);
        QCOMPARE(items.at(i).message.recorded, !entry.gone);
    }
}

void TestServiceReads::loadOlderEndsAtTheBeginning()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 30);
    h.join();
    QCOMPARE(h.await(h.service->loadOlder(ServiceHarness::address())).valueOr(-1), 20);
    QCOMPARE(h.await(h.service->loadOlder(ServiceHarness::address())).valueOr(-1), 0);
    QVERIFY(h.timeline().startsWith(u"m1 | m2"_s));
}

void TestServiceReads::loadOlderBringsTheOnlyMessageAfterAJoinForNothing()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 1);
    JoinOptions nothing;
    nothing.historyCount = -1;
    h.join(u"tea"_s, nothing);
    QCOMPARE(h.timeline(), QString());
    QVERIFY(h.await(h.service->loadOlder(ServiceHarness::address())));
    QCOMPARE(h.timeline(), u"m1"_s);
    QCOMPARE(h.count(u"tea + m1"_s), 1);
}

void TestServiceReads::loadGapBringsTheBorderThatOutlivedTheRest()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.room().fill(u"x"_s, 20);
    JoinOptions nothing;
    nothing.historyCount = -1;
    h.join(u"tea"_s, nothing);
    h.room().expire(1);
    h.cut();
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoined recovered=0 here=0 gaps=0 provable"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --NotLoaded--"_s);
    QVERIFY(h.loadFirstGap());
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --RetentionEnded-- | x20"_s);
}

void TestServiceReads::failedLoadGapSaysSoAtItsLine()
{
    ServiceHarness h;
    makeHole(h);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --NotLoaded-- | x31"_s), qPrintable(h.timeline()));
    h.refusePages(0, u"internal-server-error"_s);
    QString shown;
    connect(h.service.get(), &ChatroomService::timelineChanged, this, [&] { shown = h.timeline(); });
    const Result<Done> failed = h.loadFirstGap();
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::ServerRefused);
    QVERIFY2(shown.startsWith(u"m1 | m2 | m3 | --LoadFailed-- | x31"_s), qPrintable(shown));
    h.room().pagesBeforeRefusal = -1;
    QVERIFY(h.loadFirstGap());
    QVERIFY2(!shown.contains(u"--"_s), qPrintable(shown));
    QCOMPARE(h.items().size(), 43);
}

void TestServiceReads::forbiddenLoadGapSaysSoAtItsLine()
{
    ServiceHarness h;
    makeHole(h);
    h.refusePages(0, u"forbidden"_s);
    QString shown;
    connect(h.service.get(), &ChatroomService::timelineChanged, this, [&] { shown = h.timeline(); });
    const Result<Done> failed = h.loadFirstGap();
    QVERIFY(!failed);
    QCOMPARE(failed.error().detail, u"forbidden"_s);
    QVERIFY2(shown.startsWith(u"m1 | m2 | m3 | --NotPermitted-- | x31"_s), qPrintable(shown));
    h.room().pagesBeforeRefusal = -1;
    QVERIFY(h.loadFirstGap());
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
}

void TestServiceReads::loadGapThatFailsHalfwayKeepsWhatCame()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.room().fill(u"x"_s, 250);
    h.join();
    h.refusePages(1, u"internal-server-error"_s);
    QVERIFY(!h.loadFirstGap());
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --LoadFailed-- | x141 | "_s), qPrintable(h.timeline()));
    // A page that comes takes the reason away with it, wherever it comes from.
    h.refusePages(1, u"forbidden"_s);
    QVERIFY(!h.loadFirstGap());
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --NotPermitted-- | x41 | "_s), qPrintable(h.timeline()));
    h.room().pagesBeforeRefusal = -1;
    QVERIFY(h.loadFirstGap());
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
    QCOMPARE(h.items().size(), 253);
}

void TestServiceReads::loadGapCutByALossLeavesTheLine()
{
    ServiceHarness h;
    makeHole(h);
    h.room().answersPages = false;
    const auto loading = h.service->loadGap(ServiceHarness::address(), h.gapBefore());
    h.settle();
    QVERIFY(!loading.isFinished());
    h.cut();
    QVERIFY(loading.isFinished());
    QCOMPARE(loading.result().error().kind, ErrorKind::NotConnected);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --NotLoaded-- | x31"_s), qPrintable(h.timeline()));
}

void TestServiceReads::loadGapAnsweredFromElsewhereReordersNothing()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.room().fill(u"x"_s, 130);
    JoinOptions many;
    many.historyCount = 50;
    h.join(u"tea"_s, many);
    for (int i = 1; i <= 60; ++i)
        h.room().say(u"bob"_s, u"y"_s + QString::number(i));
    h.settle();
    const QString before = h.timeline();
    // As ejabberd with an id that it does not know: the newest page, none of which is older.
    h.room().repeatsNewestPage = true;
    QVERIFY(!h.loadFirstGap());
    QCOMPARE(h.timeline(), QString(before).replace(u"NotLoaded"_s, u"LoadFailed"_s));
}

void TestServiceReads::loadOlderAnsweredFromElsewhereReordersNothing()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 200);
    JoinOptions many;
    many.historyCount = 50;
    h.join(u"tea"_s, many);
    for (int i = 1; i <= 60; ++i)
        h.room().say(u"bob"_s, u"y"_s + QString::number(i));
    h.settle();
    const QString before = h.timeline();
    h.room().repeatsNewestPage = true;
    QVERIFY(!h.patiently(h.service->loadOlder(ServiceHarness::address())));
    QCOMPARE(h.timeline(), before);
}

void TestServiceReads::loadGapReadsTheNewestEnd()
{
    ServiceHarness h;
    loseNewestEnd(h);
    h.room().pagesBeforeRefusal = -1;
    QCOMPARE(h.gapBefore(), 0);
    QVERIFY(h.loadFirstGap());
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2 | x3"_s);
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2 | x3 | live"_s);
}

void TestServiceReads::failedLoadGapOfTheNewestEndLeavesTheLine()
{
    ServiceHarness h;
    loseNewestEnd(h);
    const Result<Done> failed = h.loadFirstGap();
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::ServerRefused);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed--"_s);
    h.refusePages(0, u"forbidden"_s);
    QVERIFY(!h.loadFirstGap());
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --NotPermitted--"_s);
}

void TestServiceReads::loadOlderLeavesTheHoleAtTheNewestEnd()
{
    ServiceHarness h;
    h.room().fill(u"old"_s, 20);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 3);
    h.refusePages(0, u"internal-server-error"_s);
    h.comeBack();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    h.room().pagesBeforeRefusal = -1;
    QCOMPARE(h.await(h.service->loadOlder(ServiceHarness::address())).valueOr(-1), 10);
    QVERIFY2(h.timeline().endsWith(u"old20 | --LoadFailed--"_s), qPrintable(h.timeline()));
}

void TestServiceReads::secondReadWaitsForNothing()
{
    ServiceHarness h;
    makeHole(h);
    const MessageKey key = h.gapBefore();
    const auto first = h.service->loadGap(ServiceHarness::address(), key);
    const auto second = h.service->loadGap(ServiceHarness::address(), key);
    const auto third = h.service->loadOlder(ServiceHarness::address());
    h.settle();
    QVERIFY(first.isFinished() && first.result());
    QVERIFY(second.isFinished() && second.resultCount() == 1 && !second.result());
    QVERIFY(third.isFinished() && third.resultCount() == 1 && !third.result());
    QCOMPARE(h.items().size(), 43);
}

void TestServiceReads::loadOlderThatFailsSaysSo()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 300);
    h.join();
    h.refusePages(0, u"internal-server-error"_s);
    const auto rows = h.patiently(h.service->loadOlder(ServiceHarness::address()));
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, ErrorKind::ServerRefused);
    QVERIFY2(h.timeline().startsWith(u"m291 | "_s), qPrintable(h.timeline()));
}

QTEST_GUILESS_MAIN(TestServiceReads)
#include "tst_servicereads.moc"

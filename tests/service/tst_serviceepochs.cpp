#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Entries of an archive that began anew, from \a seconds on.
QList<FakeEntry> otherArchive(const QString &prefix, int count)
{
    QList<FakeEntry> entries;
    for (int i = 1; i <= count; ++i) {
        const QString number = QString::number(i);
        FakeEntry entry;
        entry.archiveId = u"new-"_s + prefix + number;
        entry.nickname = u"bob"_s;
        entry.messageId = u"id-"_s + prefix + number;
        entry.body = prefix + number;
        entry.second = 3000 + i;
        entries.append(entry);
    }
    return entries;
}

int epochOf(ServiceHarness &h, const QString &body)
{
    const QList<TimelineItem> items = h.items();
    for (const TimelineItem &item : items) {
        if (item.message.body == body)
            return item.message.epoch;
    }
    return -1;
}

/// Joined with m1 to m3, then an outage of x1 to x50 of which the first page, x41 to x50, came; the rest failed.
void leaveHole(ServiceHarness &h)
{
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 50);
    h.refusePages(1, u"internal-server-error"_s);
    h.comeBack();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    h.room().pagesBeforeRefusal = -1;
}

} // namespace

/// Which archive is it? Rule 14 of the guarantee, and what *Load* says where nothing is left to load.
class TestServiceEpochs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holeWhoseEdgeHasExpiredIsTheEndOfRetention();
    void holeOfAnEmptiedArchiveIsTheEndOfRetention();
    void holeWhoseEdgeWasLostCanStillBeTried();
    void scrollingUpToWhatHasExpiredIsTheBeginning();
    void catchUpAfterWhichThePageExpiredDoublesNothing();
    void archiveReplacedDuringACatchUpIsANewEpoch();
    void archiveReplacedUnderAHoleIsReadAnew();
    void reusedIdOfAnotherSenderIsANewEpoch();
    void roomCreatedLaterIsANewEpoch();
    void roomThatOnceDoesNotTellItsAgeIsTheSame();
};

void TestServiceEpochs::holeWhoseEdgeHasExpiredIsTheEndOfRetention()
{
    ServiceHarness h;
    leaveHole(h);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --LoadFailed-- | x41"_s), qPrintable(h.timeline()));
    h.room().expire(5);
    const auto loaded = h.loadFirstGap();
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().detail, u"expired"_s);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x41"_s), qPrintable(h.timeline()));
    // The next rejoin owes nothing there and changes nothing.
    h.cut();
    h.comeBack();
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x41"_s), qPrintable(h.timeline()));
    QCOMPARE(h.items().size(), 14);
    QCOMPARE(h.report().gaps, 0);
}

void TestServiceEpochs::holeOfAnEmptiedArchiveIsTheEndOfRetention()
{
    ServiceHarness h;
    leaveHole(h);
    h.room().expire(0);
    QCOMPARE(h.loadFirstGap().error().detail, u"expired"_s);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x41"_s), qPrintable(h.timeline()));
    QCOMPARE(epochOf(h, u"x50"_s), 0);
}

void TestServiceEpochs::holeWhoseEdgeWasLostCanStillBeTried()
{
    ServiceHarness h;
    leaveHole(h);
    // What is older is there, but none of the entries that are asked for it: x41, x42, x44 and x48.
    for (const int fromEnd : {10, 9, 7, 3})
        h.room().entries.removeAt(h.room().entries.size() - fromEnd);
    const auto loaded = h.loadFirstGap();
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().detail, u"item-not-found"_s);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --LoadFailed-- | x41"_s), qPrintable(h.timeline()));
}

void TestServiceEpochs::scrollingUpToWhatHasExpiredIsTheBeginning()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 30);
    h.join();
    h.room().expire(3);
    const auto older = h.patiently(h.service->loadOlder(ServiceHarness::address()));
    QVERIFY(older);
    QCOMPARE(older.value(), 0);
    QVERIFY2(h.timeline().startsWith(u"m21 | "_s), qPrintable(h.timeline()));
    const qsizetype asked = h.room().pagesAsked.size();
    QCOMPARE(h.patiently(h.service->loadOlder(ServiceHarness::address())).valueOr(-1), 0);
    QCOMPARE(h.room().pagesAsked.size(), asked);
}

void TestServiceEpochs::catchUpAfterWhichThePageExpiredDoublesNothing()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 50);
    h.room().holdsPages = true;
    h.comeBack();
    QCOMPARE(h.room().heldPages(), 1);
    h.room().releasePage();
    h.room().holdsPages = false;
    h.room().forgetPages();
    h.room().expire(5);
    // The question for what lies before x41 is asked only now.
    h.settle();
    QVERIFY(h.waitFor(u"tea rejoined recovered=10 here=0 gaps=1 provable"_s));
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x41"_s), qPrintable(h.timeline()));
    QCOMPARE(h.items().size(), 14);
    QCOMPARE(epochOf(h, u"x50"_s), 0);
}

void TestServiceEpochs::archiveReplacedDuringACatchUpIsANewEpoch()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 50);
    h.room().holdsPages = true;
    h.comeBack();
    h.room().releasePage();
    h.room().holdsPages = false;
    h.room().entries = otherArchive(u"n"_s, 25);
    h.settle();
    QVERIFY(h.waitFor(u"tea rejoined recovered=35"_s));
    QCOMPARE(epochOf(h, u"m1"_s), 0);
    QCOMPARE(epochOf(h, u"x50"_s), 0);
    QCOMPARE(epochOf(h, u"n1"_s), 1);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x41 | "_s), qPrintable(h.timeline()));
    QVERIFY2(h.timeline().contains(u"x50 | --RetentionEnded-- | n1 | n2"_s), qPrintable(h.timeline()));
    h.room().say(u"bob"_s, u"live"_s);
    h.settle();
    QVERIFY2(h.timeline().endsWith(u"n25 | live"_s), qPrintable(h.timeline()));
    QCOMPARE(epochOf(h, u"live"_s), 1);
}

void TestServiceEpochs::archiveReplacedUnderAHoleIsReadAnew()
{
    ServiceHarness h;
    leaveHole(h);
    h.room().entries = otherArchive(u"n"_s, 12);
    QCOMPARE(h.loadFirstGap().error().detail, u"expired"_s);
    h.wait(2000);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | --RetentionEnded-- | x41"_s), qPrintable(h.timeline()));
    QVERIFY2(h.timeline().contains(u"x50 | --RetentionEnded-- | n1 | n2"_s), qPrintable(h.timeline()));
    QCOMPARE(h.items().size(), 3 + 1 + 10 + 1 + 12);
}

void TestServiceEpochs::reusedIdOfAnotherSenderIsANewEpoch()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    QList<FakeEntry> anew = otherArchive(u"n"_s, 3);
    for (int i = 0; i < 3; ++i)
        anew[i].archiveId = h.room().entries.at(i).archiveId;
    h.room().entries = anew;
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoined recovered=3"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --RetentionEnded-- | n1 | n2 | n3"_s);
    QCOMPARE(epochOf(h, u"m3"_s), 0);
    QCOMPARE(epochOf(h, u"n1"_s), 1);
}

void TestServiceEpochs::roomCreatedLaterIsANewEpoch()
{
    ServiceHarness h;
    h.room().createdAt = u"2026-01-01T00:00:00Z"_s;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().createdAt = u"2026-02-01T00:00:00Z"_s;
    h.room().entries = otherArchive(u"n"_s, 3);
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --RetentionEnded-- | n1 | n2 | n3"_s);
    QCOMPARE(epochOf(h, u"m3"_s), 0);
    QCOMPARE(epochOf(h, u"n1"_s), 1);
}

void TestServiceEpochs::roomThatOnceDoesNotTellItsAgeIsTheSame()
{
    ServiceHarness h;
    h.room().createdAt = u"2026-01-01T00:00:00Z"_s;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().createdAt.clear();
    h.comeBack();
    h.cut();
    h.room().createdAt = u"2026-02-01T00:00:00Z"_s;
    h.room().entries = otherArchive(u"n"_s, 3);
    h.comeBack();
    QCOMPARE(epochOf(h, u"m3"_s), 0);
    QCOMPARE(epochOf(h, u"n1"_s), 1);
}

QTEST_GUILESS_MAIN(TestServiceEpochs)
#include "tst_serviceepochs.moc"

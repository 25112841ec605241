#include "support/builders.h"
#include "support/tempstore.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// A membership that has read `a` to `e` of the archive and goes on.
MembershipKey readFive(TempStore &store)
{
    const MembershipKey membership = store.begin();
    PageCommit page;
    page.membership = membership;
    page.newest = true;
    for (const QString &id : {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s})
        page.entries += anEntry(id);
    store.page(page);
    return membership;
}

ArchiveVerdict judged(TempStore &store, const ArchiveWitness &witness)
{
    return TempStore::get(store->judgeArchive(store.room(), witness));
}

int epochOf(TempStore &store)
{
    return TempStore::get(store->rooms(store.account())).first().epoch;
}

} // namespace

/// What it means that an archive denies an id that it gave (guarantee, rule 14).
class TestArchiveJudge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void archiveThatBeginsLaterHasLetTheIdExpire();
    void emptyArchiveHasLetItExpire();
    void archiveWithOlderEntriesIsTheSame();
    void archiveWhoseNewestPageIsHeldIsTheSame();
    void archiveThatBeginsInAHoleAboveHasLetTheIdExpire();
    void archiveThatGoesOnIntoTheRunOfTheIdIsTheSame();
    void strangeArchiveThatDeniesWhatItJustGaveIsAnother();
    void strangeArchiveThatDeniesAnOldIdHasLetItExpire();
    void idOfAnEarlierEpochHasExpired();
    void judgingChangesNothing();
    void raisedEpochLeavesNoHoleThatIsOwedUnseen();
    void endOfRetentionOwesNothing();
};

void TestArchiveJudge::archiveThatBeginsLaterHasLetTheIdExpire()
{
    TempStore store;
    const MembershipKey membership = readFive(store);
    QCOMPARE(judged(store, {u"b"_s, u"d"_s, {u"d"_s, u"e"_s}, true, membership}), ArchiveVerdict::Expired);
}

void TestArchiveJudge::emptyArchiveHasLetItExpire()
{
    TempStore store;
    const MembershipKey membership = readFive(store);
    QCOMPARE(judged(store, {u"b"_s, {}, {}, true, membership}), ArchiveVerdict::Expired);
}

void TestArchiveJudge::archiveWithOlderEntriesIsTheSame()
{
    TempStore store;
    const MembershipKey membership = readFive(store);
    QCOMPARE(judged(store, {u"b"_s, u"a"_s, {u"x"_s}, true, membership}), ArchiveVerdict::Same);
}

void TestArchiveJudge::archiveWhoseNewestPageIsHeldIsTheSame()
{
    TempStore store;
    const MembershipKey membership = readFive(store);
    QCOMPARE(judged(store, {u"b"_s, u"older"_s, {u"x"_s, u"e"_s}, true, membership}), ArchiveVerdict::Same);
}

void TestArchiveJudge::archiveThatBeginsInAHoleAboveHasLetTheIdExpire()
{
    TempStore store;
    store.end(readFive(store));
    const MembershipKey next = store.begin();
    PageCommit page;
    page.membership = next;
    page.newest = true;
    page.entries = {anEntry(u"x"_s), anEntry(u"y"_s)};
    store.page(page);
    // Between e and x is a hole, in which o and p were.
    ArchiveWitness witness{u"b"_s, u"o"_s, {u"p"_s, u"x"_s, u"y"_s}, false, next};
    QCOMPARE(judged(store, witness), ArchiveVerdict::Same);
    witness.nextOldestIds = QStringList{u"p"_s, u"x"_s, u"y"_s};
    QCOMPARE(judged(store, witness), ArchiveVerdict::Expired);
    // Nothing held follows: it may as well lie below.
    witness.nextOldestIds = QStringList{u"p"_s, u"q"_s};
    QCOMPARE(judged(store, witness), ArchiveVerdict::Same);
}

void TestArchiveJudge::archiveThatGoesOnIntoTheRunOfTheIdIsTheSame()
{
    TempStore store;
    store.end(readFive(store));
    const MembershipKey next = store.begin();
    // b alone is lost; what lies before the run is there.
    ArchiveWitness witness{u"b"_s, u"o"_s, {u"c"_s, u"d"_s, u"e"_s}, false, next};
    witness.nextOldestIds = QStringList{u"c"_s, u"d"_s, u"e"_s};
    QCOMPARE(judged(store, witness), ArchiveVerdict::Same);
    witness.nextOldestIds = QStringList{u"a"_s, u"c"_s, u"d"_s, u"e"_s};
    QCOMPARE(judged(store, witness), ArchiveVerdict::Same);
}

void TestArchiveJudge::strangeArchiveThatDeniesWhatItJustGaveIsAnother()
{
    TempStore store;
    const MembershipKey membership = readFive(store);
    QCOMPARE(judged(store, {u"b"_s, u"x"_s, {u"x"_s, u"y"_s}, false, membership}), ArchiveVerdict::Replaced);
    store.end(membership);
    const MembershipKey next = store.begin();
    // Read again on a page of this run, though stored long ago.
    QCOMPARE(judged(store, {u"b"_s, u"x"_s, {u"x"_s, u"y"_s}, true, next}), ArchiveVerdict::Replaced);
}

void TestArchiveJudge::strangeArchiveThatDeniesAnOldIdHasLetItExpire()
{
    TempStore store;
    store.end(readFive(store));
    const MembershipKey next = store.begin();
    QCOMPARE(judged(store, {u"b"_s, u"x"_s, {u"x"_s, u"y"_s}, false, next}), ArchiveVerdict::Expired);
}

void TestArchiveJudge::idOfAnEarlierEpochHasExpired()
{
    TempStore store;
    const MembershipKey membership = readFive(store);
    TempStore::get(store->raiseEpoch(store.room(), membership));
    QCOMPARE(judged(store, {u"b"_s, u"a"_s, {u"e"_s}, true, membership}), ArchiveVerdict::Expired);
}

void TestArchiveJudge::judgingChangesNothing()
{
    TempStore store;
    const MembershipKey membership = readFive(store);
    const QString before = store.timeline();
    judged(store, {u"b"_s, u"x"_s, {u"x"_s}, true, membership});
    QCOMPARE(epochOf(store), 0);
    QCOMPARE(store.timeline(), before);
}

void TestArchiveJudge::raisedEpochLeavesNoHoleThatIsOwedUnseen()
{
    TempStore store;
    RoomRecord record = TempStore::get(store->rooms(store.account())).first();
    record.held = true;
    TempStore::get(store->saveRoom(record));
    store.end(readFive(store));
    const MembershipKey membership = store.begin();
    PageCommit page;
    page.membership = membership;
    page.newest = true;
    page.olderWanted = true;
    page.entries = {anEntry(u"m"_s), anEntry(u"n"_s)};
    store.page(page);
    // A run is to read on before m: no line yet.
    QVERIFY2(!store.timeline().contains(u"--"_s), qPrintable(store.timeline()));
    TempStore::get(store->raiseEpoch(store.room(), membership));
    QVERIFY2(store.timeline().contains(u" | --RetentionEnded-- | "_s), qPrintable(store.timeline()));
}

void TestArchiveJudge::endOfRetentionOwesNothing()
{
    TempStore store;
    const MembershipKey membership = readFive(store);
    QCOMPARE(TempStore::get(store->olderStart(store.room())).archiveId, u"a"_s);
    TempStore::get(store->setGapReason(store.room(), u"a"_s, GapReason::RetentionEnded));
    QCOMPARE(TempStore::get(store->olderStart(store.room())).archiveId, QString());
    Q_UNUSED(membership)
}

QTEST_GUILESS_MAIN(TestArchiveJudge)
#include "tst_archivejudge.moc"

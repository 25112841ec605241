#include "support/letters.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Entries that come directly after the first, which is held.
PageCommit pageAfter(MembershipKey membership, const QString &names)
{
    PageCommit page;
    page.membership = membership;
    for (const QChar name : names)
        page.entries += entry(name);
    page.afterHeld = true;
    return page;
}

} // namespace

/// What a store does with pages that were read from an older end, around what cannot be read (guarantee, rule 15).
class TestStoreForward : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readingForwardLengthensWhatIsBelow();
    void readingForwardThatMeetsWhatIsAboveClosesTheGap();
    void readingForwardFromABorderLeavesItHidden();
    void readingForwardFromNowhereStoresNothing();
    void runBelowIsTheNextOlderOne();
    void endedDebtIsDrawnAndNotOwed();
};

void TestStoreForward::readingForwardLengthensWhatIsBelow()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    live(store, membership, u"x"_s);
    TempStore::get(store->setOlderEnd(store.room(), membership, GapReason::LoadFailed, true));
    const PageOutcome outcome = store.page(pageAfter(membership, u"bcd"_s));
    QVERIFY(!outcome.askAgain);
    QCOMPARE(outcome.entries.size(), 3);
    QCOMPARE(store.timeline(), u"a | b | c | d | --LoadFailed-- | x"_s);
    store.page(pageAfter(membership, u"de"_s));
    live(store, membership, u"y"_s);
    QCOMPARE(store.timeline(), u"a | b | c | d | e | --LoadFailed-- | x | y"_s);
}

void TestStoreForward::readingForwardThatMeetsWhatIsAboveClosesTheGap()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    live(store, membership, u"xy"_s);
    TempStore::get(store->setOlderEnd(store.room(), membership, GapReason::LoadFailed, true));
    const PageOutcome outcome = store.page(pageAfter(membership, u"bcx"_s));
    QVERIFY(!outcome.olderWanted);
    live(store, membership, u"z"_s);
    QCOMPARE(store.timeline(), u"a | b | c | x | y | z"_s);
    QVERIFY(TempStore::get(store->gaps(store.room())).isEmpty());
}

void TestStoreForward::readingForwardFromABorderLeavesItHidden()
{
    // Whoever joined with count -1 asked for nothing that old.
    TempStore store;
    const MembershipKey first = store.begin();
    PageCommit border;
    border.membership = first;
    border.entries = {entry(u'a')};
    border.newest = true;
    border.borderOnly = true;
    store.page(border);
    store.end(first);
    const MembershipKey membership = store.begin();
    live(store, membership, u"x"_s);
    store.page(pageAfter(membership, u"abc"_s));
    QCOMPARE(store.timeline().section(u" | "_s, 0, 1), u"b | c"_s);
}

void TestStoreForward::readingForwardFromNowhereStoresNothing()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    QVERIFY(store.page(pageAfter(membership, u"qbc"_s)).askAgain);
    QVERIFY(store.page(pageAfter(membership, QString())).askAgain);
    QCOMPARE(store.timeline(), u"a | b"_s);
}

void TestStoreForward::runBelowIsTheNextOlderOne()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    livedThrough(store, u"cd"_s);
    const MembershipKey membership = store.begin();
    const auto below = [&](const QString &id) { return TempStore::get(store->runBelow(store.room(), membership, id)); };
    QCOMPARE(below({}), (HeldRun{u"d"_s, u"c"_s, true}));
    live(store, membership, u"xy"_s);
    QCOMPARE(below({}), (HeldRun{u"d"_s, u"c"_s, true}));
    QCOMPARE(below(u"y"_s), (HeldRun{u"d"_s, u"c"_s, true}));
    QCOMPARE(below(u"c"_s), (HeldRun{u"b"_s, u"a"_s, false}));
    QCOMPARE(below(u"a"_s), HeldRun());
    QCOMPARE(below(u"unknown"_s), HeldRun());
}

void TestStoreForward::endedDebtIsDrawnAndNotOwed()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    livedThrough(store, u"cd"_s);
    const MembershipKey membership = store.begin();
    TempStore::get(store->setGapReason(store.room(), u"c"_s, GapReason::LoadFailed, MessageStore::Debt::Ends));
    PageCommit page = pageAfter(membership, u"dx"_s);
    page.afterHeld = false;
    page.newest = true;
    page.olderWanted = true;
    const PageOutcome outcome = store.page(page);
    QVERIFY(outcome.metOlderSegment);
    QVERIFY(!outcome.olderWanted);
    QCOMPARE(store.timeline(), u"a | b | --LoadFailed-- | c | d | x"_s);
}

QTEST_GUILESS_MAIN(TestStoreForward)
#include "tst_storeforward.moc"

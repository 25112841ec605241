// The sequences that must hold (guarantee, section 3), as far as the store decides them.
#include "support/letters.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Archive entries named by one letter each, oldest first.
QList<RoomMessage> entries(const QString &names)
{
    QList<RoomMessage> list;
    for (const QChar name : names)
        list += anEntry(QString(name)).body(QString(name)).stamp(QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC));
    return list;
}

PageCommit newestPage(MembershipKey membership, const QString &names)
{
    PageCommit page;
    page.membership = membership;
    page.entries = entries(names);
    page.newest = true;
    page.olderWanted = true;
    return page;
}

PageCommit pageBefore(MembershipKey membership, QChar before, const QString &names)
{
    PageCommit page = newestPage(membership, names);
    page.newest = false;
    page.beforeId = QString(before);
    return page;
}

QList<bool> recordedOf(TempStore &store)
{
    QList<bool> recorded;
    for (const TimelineItem &item : store.items())
        recorded += item.message.recorded;
    return recorded;
}

} // namespace

class TestStoreSequences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstJoin_pageThenLive();
    void outage_pageMeetsWhatIsHeld();
    void h1_liveBeforeSelfPingLeavesTheHoleOpen();
    void h2_newestPageThenLive_noFalseGap();
    void h2_liveDuringTheQuery_pageIsAskedAgain();
    void h4_unfinishedCatchUpIsFilledAcross();
    void h4_runCutBeforeItsFirstPageIsStillOwed();
    void h5_archiveOrderIsLaw();
    void h5_reorderedAcrossTheCut();
    void h6_liveWithoutIdThenInAPage_once();
    void h6_sameIdAndBodyTwice_bothAdoptedOnce();
    void h6_withoutIdBeforeTheCut_pageOfTheNextMembership();
    void h7_reusedIdsWithoutArchive();
    void h7_nicknameChangesHands();
    void h7_noOverlapIsAGap();
    void h7_historyThatReachesOverAHoleFillsIt();
    void h7_emptyHistoryIsAGap();
    void h7_emptyHistoryIsAGapWhereNothingIsHeldEither();
    void h7_repeatedTextCountsAsOftenAsItIsThere();
    void h8_pageThatFailsStoresNothing();
    void h11_lostEntryIsKeptAndMarked();
    void h11_lostTailIsKeptBeforeWhatIsNew();
    void h11_returnsToTheRecord();
    void h12_forgedDelayNeverSetsTheTime();
    void h14_brokenLiveSegmentShowsItsHole();
};

void TestStoreSequences::firstJoin_pageThenLive()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    const PageOutcome outcome = store.page(newestPage(membership, u"abc"_s));
    QVERIFY(!outcome.askAgain);
    QCOMPARE(outcome.entries.size(), 3);
    QVERIFY(outcome.entries.first().row.has_value());
    QVERIFY(!outcome.metOlderSegment || !outcome.olderWanted);
    store.live(membership, entry(u'd'));
    QCOMPARE(store.timeline(), u"a | b | c | d"_s);
    QCOMPARE(TempStore::get(store->newestArchiveId(store.room(), membership)), u"d"_s);
}

void TestStoreSequences::outage_pageMeetsWhatIsHeld()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MessageKey mark = TempStore::get(store->newestKey());
    const MembershipKey membership = store.begin();
    PageCommit page = newestPage(membership, u"bcd"_s);
    page.storedBefore = mark;
    const PageOutcome outcome = store.page(page);
    QVERIFY(outcome.metOlderSegment);
    QVERIFY(!outcome.olderWanted);
    QCOMPARE(outcome.entries.at(0).outcome, InsertOutcome::Duplicate);
    QVERIFY(outcome.entries.at(0).alreadyHere);
    QVERIFY(!outcome.entries.at(1).alreadyHere);
    QCOMPARE(store.timeline(), u"a | b | c | d"_s);
    QVERIFY(TempStore::get(store->gaps(store.room())).isEmpty());
}

void TestStoreSequences::h1_liveBeforeSelfPingLeavesTheHoleOpen()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    // Our status change entered the room again; x and y were missed, and z arrives live before anything is asked.
    const MembershipKey membership = store.begin();
    store.live(membership, entry(u'z'));
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | z"_s);
    const PageOutcome outcome = store.page(newestPage(membership, u"bxyz"_s));
    QVERIFY(outcome.metOlderSegment);
    QCOMPARE(store.timeline(), u"a | b | x | y | z"_s);
}

void TestStoreSequences::h2_newestPageThenLive_noFalseGap()
{
    TempStore store;
    livedThrough(store, u"a"_s);
    const MembershipKey membership = store.begin();
    store.page(newestPage(membership, u"abc"_s));
    store.live(membership, entry(u'd'));
    QCOMPARE(store.timeline(), u"a | b | c | d"_s);
    QVERIFY(TempStore::get(store->gaps(store.room())).isEmpty());
    // An entry archived late, between the page's end and the live one, is found by the next overlap.
    store.end(membership);
    const MembershipKey next = store.begin();
    store.page(newestPage(next, u"cxd"_s));
    QCOMPARE(store.timeline(), u"a | b | c | x | d"_s);
}

void TestStoreSequences::h2_liveDuringTheQuery_pageIsAskedAgain()
{
    TempStore store;
    livedThrough(store, u"a"_s);
    const MembershipKey membership = store.begin();
    store.live(membership, entry(u'd'));
    const PageOutcome early = store.page(newestPage(membership, u"abc"_s));
    QVERIFY(early.askAgain);
    QCOMPARE(store.timeline(), u"a | --NotLoaded-- | d"_s);
    const PageOutcome again = store.page(newestPage(membership, u"abcxd"_s));
    QVERIFY(!again.askAgain);
    QCOMPARE(store.timeline(), u"a | b | c | x | d"_s);
}

void TestStoreSequences::h4_unfinishedCatchUpIsFilledAcross()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey second = store.begin();
    QVERIFY(store.page(newestPage(second, u"mn"_s)).olderWanted);
    store.end(second);
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | m | n"_s);
    const MembershipKey third = store.begin();
    const PageOutcome meets = store.page(newestPage(third, u"nop"_s));
    QVERIFY(meets.metOlderSegment);
    QVERIFY(meets.olderWanted);
    // Also when the page that meets it reads below its older end.
    const PageOutcome below = store.page(pageBefore(third, u'n', u"lm"_s));
    QVERIFY(below.olderWanted);
    const PageOutcome filled = store.page(pageBefore(third, u'l', u"bcd"_s));
    QVERIFY(filled.metOlderSegment);
    QVERIFY(!filled.olderWanted);
    QCOMPARE(store.timeline(), u"a | b | c | d | l | m | n | o | p"_s);
}

void TestStoreSequences::h4_runCutBeforeItsFirstPageIsStillOwed()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    livedThrough(store, u"m"_s);
    const MembershipKey third = store.begin();
    const PageOutcome outcome = store.page(newestPage(third, u"mn"_s));
    QVERIFY(outcome.olderWanted);
}

void TestStoreSequences::h5_archiveOrderIsLaw()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.live(membership, entry(u'b'));
    store.live(membership, entry(u'a'));
    const PageOutcome outcome = store.page(newestPage(membership, u"xab"_s));
    QCOMPARE(store.timeline(), u"x | a | b"_s);
    QCOMPARE(outcome.moved.size(), 1);
    QCOMPARE(outcome.remarked.size(), 0);
}

void TestStoreSequences::h5_reorderedAcrossTheCut()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    store.live(membership, entry(u'c'));
    store.page(newestPage(membership, u"acb"_s));
    QCOMPARE(store.timeline(), u"a | c | b"_s);
    store.live(membership, entry(u'd'));
    QCOMPARE(store.timeline(), u"a | c | b | d"_s);
}

void TestStoreSequences::h6_liveWithoutIdThenInAPage_once()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    const StoredEntry live = store.live(membership, aMessage().messageId(u"m1"_s).body(u"b"_s));
    const PageOutcome outcome = store.page([&] {
        PageCommit page = newestPage(membership, u"a"_s);
        page.entries += anEntry(u"B"_s).messageId(u"m1"_s).body(u"b"_s);
        return page;
    }());
    QCOMPARE(store.timeline(), u"a | b"_s);
    QCOMPARE(outcome.entries.last().outcome, InsertOutcome::Duplicate);
    QCOMPARE(store.items().last().message.key, live.row->key);
    QCOMPARE(store.items().last().message.archiveId, u"B"_s);
    // Another body or another person is another message.
    PageCommit other = newestPage(membership, u""_s);
    other.entries = {anEntry(u"B"_s).messageId(u"m1"_s).body(u"b"_s),
                     anEntry(u"C"_s, u"carol"_s).messageId(u"m1"_s).body(u"b"_s)};
    store.page(other);
    QCOMPARE(store.timeline(), u"a | b | b"_s);
}

void TestStoreSequences::h6_sameIdAndBodyTwice_bothAdoptedOnce()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.live(membership, aMessage().messageId(u"1"_s).body(u"ok"_s));
    store.live(membership, aMessage().messageId(u"1"_s).body(u"ok"_s));
    PageCommit page = newestPage(membership, u""_s);
    for (const QString &id : {u"A"_s, u"B"_s, u"C"_s})
        page.entries += anEntry(id).messageId(u"1"_s).body(u"ok"_s);
    store.page(page);
    QCOMPARE(store.timeline(), u"ok | ok | ok"_s);
}

void TestStoreSequences::h6_withoutIdBeforeTheCut_pageOfTheNextMembership()
{
    TempStore store;
    const MembershipKey first = store.begin();
    store.live(first, entry(u'a'));
    store.live(first, aMessage().messageId(u"m1"_s).body(u"b"_s));
    store.end(first);
    const MembershipKey second = store.begin();
    PageCommit page = newestPage(second, u"a"_s);
    page.entries += anEntry(u"B"_s).messageId(u"m1"_s).body(u"b"_s);
    page.entries += entry(u'c');
    store.page(page);
    QCOMPARE(store.timeline(), u"a | b | c"_s);
}

void TestStoreSequences::h7_reusedIdsWithoutArchive()
{
    TempStore store;
    const auto bot = [](const QString &body) { return aMessage().from(u"bot"_s).messageId(u"1"_s).body(body).build(); };
    const MembershipKey first = store.begin();
    TempStore::get(store->commitHistory(store.room(), first, {}));
    store.live(first, bot(u"one"_s));
    store.live(first, bot(u"two"_s));
    store.live(first, aMessage().withoutOccupantId().body(u"no id"_s));
    store.end(first);
    const MembershipKey second = store.begin();
    const auto outcomes = TempStore::get(store->commitHistory(
        store.room(), second, {bot(u"two"_s), aMessage().withoutOccupantId().body(u"no id"_s), bot(u"three"_s)}));
    QCOMPARE(outcomes.at(0).outcome, InsertOutcome::Duplicate);
    QCOMPARE(outcomes.at(1).outcome, InsertOutcome::Duplicate);
    QCOMPARE(outcomes.at(2).outcome, InsertOutcome::Inserted);
    store.live(second, bot(u"one"_s));
    QCOMPARE(store.timeline(), u"one | two | no id | three | one"_s);
}

void TestStoreSequences::h7_nicknameChangesHands()
{
    TempStore store;
    const MembershipKey first = store.begin();
    TempStore::get(store->commitHistory(store.room(), first, {}));
    store.live(first, aMessage().from(u"bob"_s).occupantId(u"o1"_s).body(u"hi"_s));
    store.end(first);
    const MembershipKey second = store.begin();
    TempStore::get(store->commitHistory(store.room(), second,
                                        {aMessage().from(u"bob"_s).occupantId(u"o1"_s).body(u"hi"_s),
                                         aMessage().from(u"bob"_s).occupantId(u"o2"_s).body(u"hi"_s)}));
    QCOMPARE(store.timeline(), u"hi | hi"_s);
}

void TestStoreSequences::h7_noOverlapIsAGap()
{
    TempStore store;
    const MembershipKey first = store.begin();
    TempStore::get(store->commitHistory(store.room(), first, {}));
    store.live(first, aMessage().body(u"a"_s));
    store.end(first);
    const MembershipKey second = store.begin();
    TempStore::get(store->commitHistory(store.room(), second, {aMessage().body(u"x"_s), aMessage().body(u"y"_s)}));
    store.live(second, aMessage().body(u"z"_s));
    QCOMPARE(store.timeline(), u"a | --NoArchive-- | x | y | z"_s);
}

void TestStoreSequences::h7_historyThatReachesOverAHoleFillsIt()
{
    TempStore store;
    const auto said = [](const QString &names) {
        QList<RoomMessage> list;
        for (const QChar name : names)
            list += aMessage().body(QString(name));
        return list;
    };
    const MembershipKey first = store.begin();
    TempStore::get(store->commitHistory(store.room(), first, said(u"abcd"_s)));
    store.end(first);
    const MembershipKey second = store.begin();
    TempStore::get(store->commitHistory(store.room(), second, said(u"gh"_s)));
    store.end(second);
    QCOMPARE(store.timeline(), u"a | b | c | d | --NoArchive-- | g | h"_s);
    const MembershipKey third = store.begin();
    TempStore::get(store->commitHistory(store.room(), third, said(u"fghi"_s)));
    store.end(third);
    QCOMPARE(store.timeline(), u"a | b | c | d | --NoArchive-- | f | g | h | i"_s);
    const MembershipKey fourth = store.begin();
    TempStore::get(store->commitHistory(store.room(), fourth, said(u"cdefghij"_s)));
    QCOMPARE(store.timeline(), u"a | b | c | d | e | f | g | h | i | j"_s);
    // Over all of what was held, and further back than it.
    TempStore other;
    for (const QString &names : {u"cd"_s, u"gh"_s, u"abcdefghij"_s}) {
        const MembershipKey membership = other.begin();
        TempStore::get(other->commitHistory(other.room(), membership, said(names)));
        other.end(membership);
    }
    QCOMPARE(other.timeline(), u"a | b | c | d | e | f | g | h | i | j"_s);
}

void TestStoreSequences::h7_emptyHistoryIsAGap()
{
    TempStore store;
    const MembershipKey first = store.begin();
    TempStore::get(store->commitHistory(store.room(), first, {}));
    store.live(first, aMessage().body(u"a"_s));
    store.end(first);
    QCOMPARE(store.timeline(), u"a"_s);
    const MembershipKey second = store.begin();
    TempStore::get(store->commitHistory(store.room(), second, {}));
    QCOMPARE(store.timeline(), u"a | --NoArchive--"_s);
    store.live(second, aMessage().body(u"b"_s));
    QCOMPARE(store.timeline(), u"a | --NoArchive-- | b"_s);
}

void TestStoreSequences::h7_emptyHistoryIsAGapWhereNothingIsHeldEither()
{
    TempStore store;
    const MembershipKey first = store.begin();
    TempStore::get(store->commitHistory(store.room(), first, {}));
    QCOMPARE(store.timeline(), QString());
    store.end(first);
    // What was said meanwhile the room has forgotten.
    const MembershipKey second = store.begin();
    TempStore::get(store->commitHistory(store.room(), second, {}));
    QCOMPARE(store.timeline(), u"--NoArchive--"_s);
    store.live(second, aMessage().body(u"b"_s));
    QCOMPARE(store.timeline(), u"--NoArchive-- | b"_s);
}

void TestStoreSequences::h7_repeatedTextCountsAsOftenAsItIsThere()
{
    TempStore store;
    const MembershipKey first = store.begin();
    TempStore::get(store->commitHistory(store.room(), first, {}));
    for (int i = 0; i < 3; ++i)
        store.live(first, aMessage().body(u"ok"_s));
    store.end(first);
    const MembershipKey second = store.begin();
    const RoomMessage ok = aMessage().body(u"ok"_s);
    TempStore::get(store->commitHistory(store.room(), second, {ok, ok, ok, ok}));
    QCOMPARE(store.timeline(), u"ok | ok | ok | ok"_s);
    store.end(second);
    // "b" and "c" show where the overlap ends, so the "ok" after them is new.
    const MembershipKey third = store.begin();
    store.live(third, aMessage().body(u"b"_s));
    store.live(third, aMessage().body(u"c"_s));
    store.end(third);
    const MembershipKey fourth = store.begin();
    TempStore::get(store->commitHistory(store.room(), fourth, {aMessage().body(u"b"_s), aMessage().body(u"c"_s), ok}));
    QVERIFY(store.timeline().endsWith(u"b | c | ok"_s));
}

void TestStoreSequences::h8_pageThatFailsStoresNothing()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    auto page = store->commitPage(store.room() + 1, newestPage(membership, u"abc"_s));
    store.live(membership, entry(u'd'));
    const auto failed = TempStore::wait(std::move(page));
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::StoreFailed);
    QCOMPARE(store.timeline(), u"d"_s);
}

void TestStoreSequences::h11_lostEntryIsKeptAndMarked()
{
    TempStore store;
    livedThrough(store, u"amb"_s);
    const MembershipKey membership = store.begin();
    const PageOutcome outcome = store.page(newestPage(membership, u"abc"_s));
    QCOMPARE(store.timeline(), u"a | m (lost) | b | c"_s);
    QVERIFY(!outcome.epochRose);
    QCOMPARE(outcome.remarked.size(), 1);
    QCOMPARE(outcome.remarked.first().body, u"m"_s);
    QVERIFY(TempStore::get(store->gaps(store.room())).isEmpty());
}

void TestStoreSequences::h11_lostTailIsKeptBeforeWhatIsNew()
{
    TempStore store;
    livedThrough(store, u"am"_s);
    const MembershipKey membership = store.begin();
    store.page(newestPage(membership, u"ax"_s));
    store.live(membership, entry(u'y'));
    QCOMPARE(store.timeline(), u"a | m (lost) | x | y"_s);
}

void TestStoreSequences::h11_returnsToTheRecord()
{
    TempStore store;
    livedThrough(store, u"amb"_s);
    const MembershipKey membership = store.begin();
    store.page(newestPage(membership, u"ab"_s));
    QCOMPARE(recordedOf(store), (QList<bool>{true, false, true}));
    const PageOutcome outcome = store.page(newestPage(membership, u"amb"_s));
    QCOMPARE(recordedOf(store), (QList<bool>{true, true, true}));
    QCOMPARE(outcome.remarked.size(), 1);
}

void TestStoreSequences::h12_forgedDelayNeverSetsTheTime()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    const StoredEntry live = store.live(membership, entry(u'a'));
    QCOMPARE(live.row->sentAt, store.clock().now());
    store.clock().advance(60'000);
    store.page(newestPage(membership, u"a"_s));
    // The room's own stamp, from the archive, replaces the time of arrival once.
    const QDateTime stamp(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    QCOMPARE(store.items().first().message.sentAt, stamp);
    PageCommit again = newestPage(membership, u"a"_s);
    again.entries[0].stamp = stamp.addDays(1);
    store.page(again);
    QCOMPARE(store.items().first().message.sentAt, stamp);
}

void TestStoreSequences::h14_brokenLiveSegmentShowsItsHole()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.page(newestPage(membership, u"ab"_s));
    TempStore::get(store->breakLiveSegment(store.room(), membership));
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded--"_s);
    store.live(membership, entry(u'y'));
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | y"_s);
    const PageOutcome outcome = store.page(newestPage(membership, u"bxy"_s));
    QVERIFY(outcome.metOlderSegment);
    QCOMPARE(store.timeline(), u"a | b | x | y"_s);
    store.live(membership, entry(u'z'));
    QCOMPARE(store.timeline(), u"a | b | x | y | z"_s);
}

QTEST_GUILESS_MAIN(TestStoreSequences)
#include "tst_storesequences.moc"

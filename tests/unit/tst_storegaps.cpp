// Gap lines, borders and own messages as a timeline shows them (guarantee, rules 9 to 11 and 14).
#include "support/letters.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

PageCommit pageOf(MembershipKey membership, const QString &names, QChar before = {})
{
    PageCommit page;
    page.membership = membership;
    for (const QChar name : names)
        page.entries += entry(name);
    page.newest = before.isNull();
    if (!before.isNull())
        page.beforeId = QString(before);
    return page;
}

/// A membership that began with count -1 while \a border was the newest entry.
void joinedForNothing(TempStore &store, const QString &border)
{
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, border);
    page.borderOnly = true;
    page.wantedRows = 0;
    store.page(page);
    store.end(membership);
}

QList<TimelineGap> gaps(TempStore &store, MembershipKey run = 0)
{
    return TempStore::get(store->gaps(store.room(), run));
}

MessageKey keyOf(TempStore &store, const QString &body)
{
    for (const TimelineItem &item : store.items()) {
        if (item.kind == TimelineItem::Kind::Message && item.message.body == body)
            return item.message.key;
    }
    return 0;
}

int epochOf(TempStore &store)
{
    return TempStore::get(store->rooms(store.account())).first().epoch;
}

} // namespace

class TestStoreGaps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gapNamesItsNeighboursAndReason();
    void gapEqualsTheLineAmongTheItems();
    void runningCatchUpHasNoOpenEnd();
    void olderEndOfTheOldestIsAGapOnlyWhenAskedFor();
    void beginningOfTheArchiveIsRetention();
    void beginningOfTheArchiveEndsTheHolesBelow();
    void newestEndUntilSomethingArrives();
    void olderPageLeavesTheNewestEnd();
    void reasonOfAGapGoesWithThePageThatFillsIt();
    void beginningOfTheArchiveKeepsItsReason();
    void pageFromElsewhereStoresNothing();
    void segmentsWithoutRowsMakeOneLine();
    void loadingAGapFillsIt();
    void joinWithoutHistoryShowsItsBorderOnlyWhenOlderIsRead();
    void joinWithoutHistoryIsCaughtUpFromItsBorder();
    void borderThatIsTheLastOfTheArchiveCanBeLoaded();
    void borderThatHasExpiredEndsTheHole();
    void onlyMessageOfTheArchiveCanBeReadAfterAJoinForNothing();
    void whatNobodyAskedForIsNoHoleAboveTheFirstRow();
    void catchUpLeavesOutWhatIsOlderThanTheNewestBorder();
    void nothingIsCutFromTheRunItIsHeldIn();
    void whatIsLeftOutIsCountedOnceWhenPositionsAreLaidOutAnew();
    void joinOwesNothingThatACutAttemptOwed();
    void joinIsNotCutAmongRowsInAnotherOrder();
    void owedHoleIsDrawnWhenNobodyReads();
    void leftByHandKeepsItsHole();
    void emptyArchiveIsItsOwnBeginning();
    void pageForAnEndedMembershipIsNoLiveTail();
    void pageFromNowhereIsRefused();
    void archiveSettlesOwnMessages();
    void archiveSettlesWhatTheRoomHasUnderAnotherNickname();
    void failedMessageThatTurnsUpIsDelivered();
    void otherPersonsCopyOfOurIdSettlesNothing();
    void contradictingIdRaisesTheEpoch();
    void contradictingLiveIdAloneProvesNothing();
    void contradictingLiveIdStandsOnceWhenThePageConfirmsIt_data();
    void contradictingLiveIdStandsOnceWhenThePageConfirmsIt();
    void rowsWithoutAnyIdAreAdoptedOnceEach();
    void newEpochTakesTheMembershipAlong();
    void laterCreationRaisesTheEpoch();
    void changedNicknameWithOccupantIdIsNoContradiction();
    void manyLateEntriesAtOnePlaceFindRoom();
};

void TestStoreGaps::gapNamesItsNeighboursAndReason()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    store.clock().advance(1000);
    const MembershipKey membership = store.begin();
    live(store, membership, u"x"_s);
    TempStore::get(store->setOlderEnd(store.room(), membership, GapReason::LoadFailed, true));
    const QList<TimelineGap> found = gaps(store);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().reason, GapReason::LoadFailed);
    QCOMPARE(found.first().afterKey, keyOf(store, u"b"_s));
    QCOMPARE(found.first().beforeKey, keyOf(store, u"x"_s));
    QCOMPARE(found.first().from.msecsTo(found.first().to), 1000);
    TempStore::get(store->setOlderEnd(store.room(), membership, std::nullopt, false));
    QCOMPARE(gaps(store).first().reason, GapReason::NotLoaded);
}

void TestStoreGaps::gapEqualsTheLineAmongTheItems()
{
    TempStore store;
    livedThrough(store, u"a"_s);
    livedThrough(store, u"b"_s);
    livedThrough(store, u"c"_s);
    QList<TimelineGap> lines;
    for (const TimelineItem &item : store.items()) {
        if (item.kind == TimelineItem::Kind::Gap)
            lines += item.gap;
    }
    QCOMPARE(lines.size(), 2);
    QCOMPARE(gaps(store), lines);
}

void TestStoreGaps::runningCatchUpHasNoOpenEnd()
{
    TempStore store;
    livedThrough(store, u"a"_s);
    livedThrough(store, u"b"_s);
    const MembershipKey membership = store.begin();
    live(store, membership, u"c"_s);
    QCOMPARE(gaps(store).size(), 2);
    const QList<TimelineGap> others = gaps(store, membership);
    QCOMPARE(others.size(), 1);
    QCOMPARE(others.first().beforeKey, keyOf(store, u"b"_s));
}

void TestStoreGaps::olderEndOfTheOldestIsAGapOnlyWhenAskedFor()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.page(pageOf(membership, u"ab"_s));
    QVERIFY(gaps(store).isEmpty());
    TempStore::get(store->setOlderEnd(store.room(), membership, GapReason::LoadFailed, true));
    QCOMPARE(store.timeline(), u"--LoadFailed-- | a | b"_s);
    QCOMPARE(gaps(store).size(), 1);
    QCOMPARE(gaps(store).first().afterKey, 0);
    QVERIFY(!gaps(store).first().from.isValid());
    // Reading further back takes the reason away.
    store.page(pageOf(membership, u"xy"_s, u'a'));
    QCOMPARE(store.timeline(), u"x | y | a | b"_s);
}

void TestStoreGaps::beginningOfTheArchiveIsRetention()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"xy"_s);
    page.olderWanted = true;
    page.reachedBeginning = true;
    const PageOutcome outcome = store.page(page);
    QVERIFY(outcome.atBeginning);
    QVERIFY(!outcome.olderWanted);
    QVERIFY(!outcome.epochRose);
    QCOMPARE(store.timeline(), u"a | b | --RetentionEnded-- | x | y"_s);
    // The archive begins with x, so there is nothing to read before a.
    QCOMPARE(TempStore::get(store->olderStart(store.room())).archiveId, QString());
}

void TestStoreGaps::beginningOfTheArchiveEndsTheHolesBelow()
{
    // Two rows came live in two memberships and never reached the archive: no load can fill the hole between them.
    TempStore store;
    livedThrough(store, u"a"_s);
    livedThrough(store, u"b"_s);
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"xyz"_s);
    page.olderWanted = true;
    page.reachedBeginning = true;
    QVERIFY(store.page(page).atBeginning);
    QCOMPARE(store.timeline(), u"a | --RetentionEnded-- | b | --RetentionEnded-- | x | y | z"_s);
}

void TestStoreGaps::newestEndUntilSomethingArrives()
{
    TempStore store;
    livedThrough(store, u"a"_s);
    TempStore::get(store->setNewestEnd(store.room(), 0, GapReason::NotPermitted));
    TempStore::get(store->enqueueOwn(store.room(), u"o"_s, u"mine"_s, u"alice"_s));
    QCOMPARE(store.timeline(), u"a | --NotPermitted-- | mine"_s);
    QCOMPARE(gaps(store).size(), 1);
    QCOMPARE(gaps(store).first().beforeKey, 0);
    QVERIFY(!gaps(store).first().to.isValid());
    const MembershipKey membership = store.begin();
    live(store, membership, u"b"_s);
    QCOMPARE(store.timeline(), u"a | --NotPermitted-- | b | mine"_s);
    // What this membership could not read lies before what has come since it began.
    TempStore::get(store->setNewestEnd(store.room(), membership, GapReason::LoadFailed));
    QCOMPARE(store.timeline(), u"a | --LoadFailed-- | b | mine"_s);
    const PageCommit page = pageOf(membership, u"ab"_s);
    store.page(page);
    QCOMPARE(store.timeline(), u"a | b | mine"_s);
    // Nothing is owed before it any more.
    TempStore::get(store->setNewestEnd(store.room(), membership, GapReason::LoadFailed));
    QCOMPARE(store.timeline(), u"a | b | mine"_s);
}

void TestStoreGaps::olderPageLeavesTheNewestEnd()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.page(pageOf(membership, u"mn"_s));
    store.end(membership);
    const MembershipKey next = store.begin();
    TempStore::get(store->setNewestEnd(store.room(), next, GapReason::LoadFailed));
    QCOMPARE(TempStore::get(store->gapStart(store.room(), 0)), (GapStart{GapStart::Kind::NewestEnd, {}, {}}));
    store.page(pageOf(next, u"kl"_s, u'm'));
    QCOMPARE(store.timeline(), u"k | l | m | n | --LoadFailed--"_s);
    store.page(pageOf(next, u"no"_s));
    QCOMPARE(store.timeline(), u"k | l | m | n | o"_s);
    QCOMPARE(TempStore::get(store->gapStart(store.room(), 0)), GapStart{});
}

void TestStoreGaps::reasonOfAGapGoesWithThePageThatFillsIt()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    live(store, membership, u"xy"_s);
    TempStore::get(store->setGapReason(store.room(), u"x"_s, GapReason::NotPermitted));
    QCOMPARE(store.timeline(), u"a | b | --NotPermitted-- | x | y"_s);
    store.page(pageOf(membership, u"uv"_s, u'x'));
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | u | v | x | y"_s);
    // The run that began at x has come to u: the reason stands where it stopped.
    TempStore::get(store->setGapReason(store.room(), u"x"_s, GapReason::LoadFailed));
    QCOMPARE(store.timeline(), u"a | b | --LoadFailed-- | u | v | x | y"_s);
    TempStore::get(store->setGapReason(store.room(), u"unknown"_s, GapReason::NotPermitted));
    QCOMPARE(store.timeline(), u"a | b | --LoadFailed-- | u | v | x | y"_s);
    store.page(pageOf(membership, u"bcd"_s, u'u'));
    QCOMPARE(store.timeline(), u"a | b | c | d | u | v | x | y"_s);
}

void TestStoreGaps::beginningOfTheArchiveKeepsItsReason()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"xy"_s);
    page.reachedBeginning = true;
    store.page(page);
    TempStore::get(store->setGapReason(store.room(), u"x"_s, GapReason::LoadFailed));
    QCOMPARE(store.timeline(), u"a | b | --RetentionEnded-- | x | y"_s);
}

void TestStoreGaps::pageFromElsewhereStoresNothing()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    live(store, membership, u"wxyz"_s);
    PageCommit newest = pageOf(membership, u"xyzn"_s, u'w');
    newest.beforeFromStore = true;
    QVERIFY(store.page(newest).elsewhere);
    PageCommit withAnchor = pageOf(membership, u"cdw"_s, u'w');
    withAnchor.beforeFromStore = true;
    QVERIFY(store.page(withAnchor).elsewhere);
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | w | x | y | z"_s);
    // Page order is law all the same: one that has strayed goes where the page says.
    PageCommit strayed = pageOf(membership, u"bcy"_s, u'w');
    strayed.beforeFromStore = true;
    const PageOutcome outcome = store.page(strayed);
    QVERIFY(!outcome.elsewhere);
    QCOMPARE(outcome.moved.size(), 1);
    QCOMPARE(store.timeline(), u"a | b | c | y | w | x | z"_s);
}

void TestStoreGaps::segmentsWithoutRowsMakeOneLine()
{
    TempStore store;
    livedThrough(store, u"a"_s);
    for (int i = 0; i < 3; ++i) {
        const MembershipKey membership = store.begin();
        store.live(membership, anEntry(QString::number(i)).kind(EntryKind::Reaction));
        store.end(membership);
        QCOMPARE(store.timeline(), u"a | --NotLoaded--"_s);
        QCOMPARE(gaps(store).size(), 1);
    }
    livedThrough(store, u"b"_s);
    QCOMPARE(store.timeline(), u"a | --NotLoaded-- | b"_s);
    QCOMPARE(gaps(store).size(), 1);
    // A room whose only entries are not shown has no line.
    TempStore other;
    const MembershipKey membership = other.begin();
    other.live(membership, anEntry(u"s"_s).kind(EntryKind::Subject));
    QCOMPARE(other.timeline(), QString());
}

void TestStoreGaps::loadingAGapFillsIt()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    live(store, membership, u"xy"_s);
    const MessageKey x = keyOf(store, u"x"_s);
    const auto before = [](const QString &id, const QStringList &next) {
        return GapStart{GapStart::Kind::Before, id, next};
    };
    QCOMPARE(TempStore::get(store->gapStart(store.room(), x)), before(u"x"_s, {u"y"_s}));
    QCOMPARE(TempStore::get(store->gapStart(store.room(), keyOf(store, u"y"_s))), GapStart{});
    const PageOutcome part = store.page(pageOf(membership, u"uv"_s, u'x'));
    QVERIFY(!part.metOlderSegment);
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | u | v | x | y"_s);
    QCOMPARE(TempStore::get(store->gapStart(store.room(), keyOf(store, u"u"_s))), before(u"u"_s, {u"v"_s, u"y"_s}));
    const PageOutcome rest = store.page(pageOf(membership, u"bcd"_s, u'u'));
    QVERIFY(rest.metOlderSegment);
    QCOMPARE(store.timeline(), u"a | b | c | d | u | v | x | y"_s);
}

void TestStoreGaps::joinWithoutHistoryShowsItsBorderOnlyWhenOlderIsRead()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    PageCommit border = pageOf(membership, u"p"_s);
    border.borderOnly = true;
    const PageOutcome outcome = store.page(border);
    QVERIFY(!outcome.entries.first().row.has_value());
    QCOMPARE(store.timeline(), QString());
    QCOMPARE(TempStore::get(store->rowCount(store.room())), 0);
    QCOMPARE(TempStore::get(store->newestArchiveId(store.room(), membership)), u"p"_s);
    live(store, membership, u"q"_s);
    QCOMPARE(store.timeline(), u"q"_s);
    QCOMPARE(TempStore::get(store->olderStart(store.room())).archiveId, u"p"_s);
    const PageOutcome older = store.page(pageOf(membership, u"no"_s, u'p'));
    QCOMPARE(older.revealed.size(), 1);
    QCOMPARE(older.revealed.first().body, u"p"_s);
    QCOMPARE(store.timeline(), u"n | o | p | q"_s);
}

void TestStoreGaps::whatNobodyAskedForIsNoHoleAboveTheFirstRow()
{
    // Twice a join with count -1: nobody has seen anything from before the second one, or from between them.
    TempStore store;
    joinedForNothing(store, u"m"_s);
    joinedForNothing(store, u"p"_s);
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"pqr"_s);
    page.olderWanted = true;
    store.page(page);
    QCOMPARE(store.timeline(), u"p | q | r"_s);
}

void TestStoreGaps::catchUpLeavesOutWhatIsOlderThanTheNewestBorder()
{
    TempStore store;
    joinedForNothing(store, u"m"_s);
    joinedForNothing(store, u"p"_s);
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"klmnopqr"_s);
    page.olderWanted = true;
    page.stopAtHeld = true;
    QCOMPARE(store.page(page).leftOut, 5);
    QCOMPARE(store.timeline(), u"q | r"_s);
}

void TestStoreGaps::nothingIsCutFromTheRunItIsHeldIn()
{
    TempStore store;
    livedThrough(store, u"abcd"_s);
    const MembershipKey membership = store.begin();
    // The archive took down c before a. The page has b and d without it, so what lies below is not proved.
    PageCommit page = pageOf(membership, u"bde"_s);
    page.olderWanted = true;
    page.stopAtHeld = true;
    QVERIFY(store.page(page).unprovenBelow);
    PageCommit older = pageOf(membership, u"xca"_s, u'b');
    older.olderWanted = true;
    older.stopAtHeld = true;
    const PageOutcome outcome = store.page(older);
    QCOMPARE(outcome.leftOut, 1);
    QCOMPARE(store.timeline(), u"c | a | b | d | e"_s);
    const auto items = store.items();
    QVERIFY(std::all_of(items.cbegin(), items.cend(), [](const TimelineItem &i) { return i.message.recorded; }));
}

void TestStoreGaps::whatIsLeftOutIsCountedOnceWhenPositionsAreLaidOutAnew()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    QString late;
    // Each comes between the same two, until there is no room left there.
    for (char16_t name = u'\u4e00'; name < u'\u4e00' + 60; ++name) {
        late.prepend(QChar(name));
        const MembershipKey membership = store.begin();
        PageCommit page = pageOf(membership, u"xy"_s + u'a' + late + u'b');
        page.olderWanted = true;
        page.stopAtHeld = true;
        QCOMPARE(store.page(page).leftOut, 2);
        store.end(membership);
    }
    QVERIFY(store.timeline().startsWith(u"a | "_s + late.first(1)));
    QVERIFY(gaps(store).isEmpty());
}

void TestStoreGaps::joinOwesNothingThatACutAttemptOwed()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    // An attempt to join by hand heard "x" and was cut before it had read anything.
    livedThrough(store, u"x"_s);
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"vwxy"_s);
    page.wantedRows = 4;
    store.page(page);
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | v | w | x | y"_s);
}

void TestStoreGaps::joinIsNotCutAmongRowsInAnotherOrder()
{
    TempStore store;
    livedThrough(store, u"abcdef"_s);
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"abcfdegh"_s);
    page.wantedRows = 4;
    store.page(page);
    QCOMPARE(store.timeline(), u"a | b | c | f | d | e | g | h"_s);
    for (const TimelineItem &item : store.items())
        QVERIFY2(item.message.recorded, qPrintable(item.message.body));
}

void TestStoreGaps::owedHoleIsDrawnWhenNobodyReads()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    TempStore::get(store->saveRoom([&] {
        RoomRecord record = TempStore::get(store->rooms(store.account())).first();
        record.held = true;
        return record;
    }()));
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"xy"_s);
    page.olderWanted = true;
    store.page(page);
    QCOMPARE(store.timeline(), u"a | b | x | y"_s);
    QVERIFY(TempStore::get(store->drawOwedHoles(store.room())));
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | x | y"_s);
    QVERIFY(!TempStore::get(store->drawOwedHoles(store.room())));
    // What is owed stays owed, and the line goes when it is read.
    PageCommit rest = pageOf(membership, u"bcd"_s, u'x');
    rest.olderWanted = true;
    QVERIFY(store.page(rest).metOlderSegment);
    QCOMPARE(store.timeline(), u"a | b | c | d | x | y"_s);
}

void TestStoreGaps::joinWithoutHistoryIsCaughtUpFromItsBorder()
{
    TempStore store;
    const MembershipKey first = store.begin();
    PageCommit border = pageOf(first, u"p"_s);
    border.borderOnly = true;
    store.page(border);
    store.end(first);
    const MembershipKey second = store.begin();
    PageCommit page = pageOf(second, u"pqr"_s);
    page.olderWanted = true;
    const PageOutcome outcome = store.page(page);
    QVERIFY(outcome.metOlderSegment);
    QVERIFY(!outcome.olderWanted);
    QCOMPARE(store.timeline(), u"p | q | r"_s);
    QVERIFY(gaps(store).isEmpty());
}

void TestStoreGaps::borderThatIsTheLastOfTheArchiveCanBeLoaded()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    joinedForNothing(store, u"p"_s);
    // Everything older has expired: nothing lies before p, but nobody has seen p itself.
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"p"_s);
    page.olderWanted = true;
    page.stopAtHeld = true;
    page.reachedBeginning = true;
    store.page(page);
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded--"_s);
    const GapStart start = TempStore::get(store->gapStart(store.room(), 0));
    QCOMPARE(start.archiveId, u"p"_s);
    PageCommit rest = pageOf(membership, {}, u'p');
    rest.reachedBeginning = true;
    QCOMPARE(store.page(rest).revealed.size(), 1);
    QCOMPARE(store.timeline(), u"a | b | --RetentionEnded-- | p"_s);
}

void TestStoreGaps::borderThatHasExpiredEndsTheHole()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    joinedForNothing(store, u"p"_s);
    const MembershipKey second = store.begin();
    PageCommit page = pageOf(second, u"p"_s);
    page.olderWanted = true;
    page.stopAtHeld = true;
    page.reachedBeginning = true;
    store.page(page);
    live(store, second, u"qr"_s);
    store.end(second);
    const MembershipKey third = store.begin();
    PageCommit later = pageOf(third, u"qr"_s);
    later.olderWanted = true;
    later.stopAtHeld = true;
    later.reachedBeginning = true;
    store.page(later);
    QCOMPARE(store.timeline(), u"a | b | --RetentionEnded-- | q | r"_s);
}

void TestStoreGaps::onlyMessageOfTheArchiveCanBeReadAfterAJoinForNothing()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    PageCommit border = pageOf(membership, u"p"_s);
    border.borderOnly = true;
    border.wantedRows = 0;
    border.reachedBeginning = true;
    store.page(border);
    QCOMPARE(store.timeline(), QString());
    QCOMPARE(TempStore::get(store->olderStart(store.room())).archiveId, u"p"_s);
    PageCommit rest = pageOf(membership, {}, u'p');
    rest.reachedBeginning = true;
    store.page(rest);
    QCOMPARE(store.timeline(), u"p"_s);
    QCOMPARE(TempStore::get(store->olderStart(store.room())).archiveId, QString());
}

void TestStoreGaps::archiveSettlesWhatTheRoomHasUnderAnotherNickname()
{
    TempStore store;
    const MembershipKey membership = TempStore::get(store->beginMembership(store.room(), u"occ-us"_s));
    const auto own = TempStore::get(store->enqueueOwn(store.room(), u"o1"_s, u"mine"_s, u"alice"_s));
    TempStore::get(store->setOwnState(own.key, DeliveryState::Checking));
    PageCommit page = pageOf(membership, u"a"_s);
    // Somebody else who has our nickname now and repeats our id, then what we said under the other one.
    page.entries += anEntry(u"L"_s, u"alice"_s).occupantId(u"occ-mallory"_s).messageId(u"o1"_s).body(u"mine"_s);
    page.entries += anEntry(u"M"_s, u"alicia"_s).occupantId(u"occ-us"_s).messageId(u"o1"_s).body(u"mine"_s);
    const PageOutcome outcome = store.page(page);
    QCOMPARE(outcome.entries.at(1).outcome, InsertOutcome::Inserted);
    QCOMPARE(outcome.entries.at(2).outcome, InsertOutcome::MergedWithOwn);
    QCOMPARE(outcome.entries.at(2).row->key, own.key);
}

void TestStoreGaps::leftByHandKeepsItsHole()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey joined = store.begin();
    live(store, joined, u"y"_s);
    const PageOutcome outcome = store.page(pageOf(joined, u"xy"_s));
    QVERIFY(!outcome.olderWanted);
    store.end(joined);
    // The next catch-up stops where that join began.
    const MembershipKey next = store.begin();
    PageCommit page = pageOf(next, u"xyz"_s);
    page.olderWanted = true;
    const PageOutcome caughtUp = store.page(page);
    QVERIFY(caughtUp.metOlderSegment);
    QVERIFY(!caughtUp.olderWanted);
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | x | y | z"_s);
}

void TestStoreGaps::emptyArchiveIsItsOwnBeginning()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u""_s);
    page.reachedBeginning = true;
    QVERIFY(store.page(page).atBeginning);
    live(store, membership, u"a"_s);
    QCOMPARE(store.timeline(), u"a"_s);
    QCOMPARE(TempStore::get(store->olderStart(store.room())).archiveId, QString());
}

void TestStoreGaps::pageForAnEndedMembershipIsNoLiveTail()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey first = store.begin();
    store.end(first);
    const MembershipKey second = store.begin();
    live(store, second, u"z"_s);
    // It shares an entry, so it is good for that segment; nothing says that z follows.
    store.page(pageOf(first, u"bcd"_s));
    QCOMPARE(store.timeline(), u"a | b | c | d | --NotLoaded-- | z"_s);
    QVERIFY(store.page(pageOf(first, u"uv"_s)).askAgain);
    QCOMPARE(store.timeline(), u"a | b | c | d | --NotLoaded-- | z"_s);
}

void TestStoreGaps::pageFromNowhereIsRefused()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    QVERIFY(store.page(pageOf(membership, u"xy"_s, u'?')).askAgain);
    QCOMPARE(store.timeline(), u"a | b"_s);
}

void TestStoreGaps::archiveSettlesOwnMessages()
{
    TempStore store;
    const MembershipKey first = store.begin();
    const auto own = TempStore::get(store->enqueueOwn(store.room(), u"o1"_s, u"mine"_s, u"alice"_s));
    TempStore::get(store->setOwnState(own.key, DeliveryState::Sent));
    live(store, first, u"a"_s);
    store.end(first);
    TempStore::get(store->setOwnState(own.key, DeliveryState::Checking));
    const MembershipKey second = store.begin();
    PageCommit page = pageOf(second, u"a"_s);
    page.storedBefore = TempStore::get(store->newestKey());
    TempStore::get(store->enqueueOwn(store.room(), u"o2"_s, u"said while away"_s, u"alice"_s));
    const QDateTime stamp(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    page.entries += anEntry(u"M"_s, u"alice"_s).messageId(u"o1"_s).body(u"mine"_s).stamp(stamp);
    page.entries += entry(u'b');
    page.entries += anEntry(u"N"_s, u"alice"_s).messageId(u"o2"_s).body(u"said while away"_s).stamp(stamp);
    const PageOutcome outcome = store.page(page);
    QCOMPARE(outcome.entries.at(1).outcome, InsertOutcome::MergedWithOwn);
    QCOMPARE(outcome.entries.at(1).row->key, own.key);
    QCOMPARE(outcome.entries.at(1).row->state, DeliveryState::Delivered);
    QCOMPARE(outcome.entries.at(1).row->sentAt, stamp);
    // The receipt counts rows that were there before the loss, whoever wrote them.
    QVERIFY(outcome.entries.at(1).alreadyHere);
    QCOMPARE(outcome.entries.at(3).outcome, InsertOutcome::MergedWithOwn);
    QVERIFY(!outcome.entries.at(3).alreadyHere);
    QCOMPARE(store.timeline(), u"a | mine | b | said while away"_s);
    QVERIFY(TempStore::get(store->unsettledOwn(store.room())).isEmpty());
    QCOMPARE(store.page(page).entries.at(1).outcome, InsertOutcome::Duplicate);
}

void TestStoreGaps::failedMessageThatTurnsUpIsDelivered()
{
    TempStore store;
    const MembershipKey first = store.begin();
    live(store, first, u"a"_s);
    const auto own = TempStore::get(store->enqueueOwn(store.room(), u"o1"_s, u"mine"_s, u"alice"_s));
    TempStore::get(store->setOwnState(own.key, DeliveryState::Failed, u"gone"_s));
    live(store, first, u"bc"_s);
    store.end(first);
    QCOMPARE(store.timeline(), u"a | mine | b | c"_s);
    PageCommit page = pageOf(store.begin(), u"abc"_s);
    page.entries.insert(2, anEntry(u"M"_s, u"alice"_s).messageId(u"o1"_s).body(u"mine"_s));
    const PageOutcome outcome = store.page(page);
    QCOMPARE(outcome.entries.at(2).row->state, DeliveryState::Delivered);
    QCOMPARE(outcome.entries.at(2).row->failure, QString());
    QCOMPARE(store.timeline(), u"a | b | mine | c"_s);
}

void TestStoreGaps::otherPersonsCopyOfOurIdSettlesNothing()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    // Our occupant id is known from here on.
    store.live(membership, anEntry(u"s"_s, u"alice"_s).self().body(u"s"_s));
    TempStore::get(store->enqueueOwn(store.room(), u"o1"_s, u"mine"_s, u"alice"_s));
    PageCommit page = pageOf(membership, u""_s);
    page.entries += anEntry(u"s"_s, u"alice"_s).body(u"s"_s);
    page.entries += anEntry(u"M"_s, u"alice"_s).occupantId(u"occ-mallory"_s).messageId(u"o1"_s).body(u"mine"_s);
    page.entries += anEntry(u"N"_s, u"bob"_s).messageId(u"o1"_s).body(u"mine"_s);
    store.page(page);
    QCOMPARE(store.timeline(), u"s | mine | mine | mine"_s);
    QCOMPARE(TempStore::get(store->unsettledOwn(store.room())).size(), 1);
}

void TestStoreGaps::contradictingIdRaisesTheEpoch()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    PageCommit page = pageOf(membership, u"b"_s);
    page.entries[0].messageId = u"another"_s;
    page.entries[0].body = u"B"_s;
    page.entries += entry(u'c');
    const PageOutcome outcome = store.page(page);
    QVERIFY(outcome.epochRose);
    QCOMPARE(epochOf(store), 1);
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | B | c"_s);
    QCOMPARE(store.items().first().message.epoch, 0);
    QCOMPARE(store.items().last().message.epoch, 1);
    live(store, membership, u"d"_s);
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | B | c | d"_s);
    // The beginning of the new archive: what the old one held cannot be read any more.
    PageCommit first = pageOf(membership, u""_s, u'b');
    first.reachedBeginning = true;
    store.page(first);
    QCOMPARE(store.timeline(), u"a | b | --RetentionEnded-- | B | c | d"_s);
}

void TestStoreGaps::contradictingLiveIdAloneProvesNothing()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    const StoredEntry stored = store.live(membership, anEntry(u"a"_s, u"carol"_s).messageId(u"new"_s).body(u"A"_s));
    QCOMPARE(stored.outcome, InsertOutcome::Inserted);
    QCOMPARE(stored.row->archiveId, QString());
    QCOMPARE(epochOf(store), 0);
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | A"_s);
    // What was forged is nowhere in the archive, and the next page goes on as if it had no id.
    PageCommit page = pageOf(membership, u"bc"_s);
    QVERIFY(!store.page(page).epochRose);
    QCOMPARE(epochOf(store), 0);
}

void TestStoreGaps::contradictingLiveIdStandsOnceWhenThePageConfirmsIt_data()
{
    QTest::addColumn<QString>("messageId");
    QTest::newRow("with the id of its sender") << u"new"_s;
    QTest::newRow("without any other id") << QString();
}

void TestStoreGaps::contradictingLiveIdStandsOnceWhenThePageConfirmsIt()
{
    QFETCH(QString, messageId);
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    store.live(membership, anEntry(u"a"_s, u"carol"_s).messageId(messageId).body(u"A"_s));
    PageCommit page;
    page.membership = membership;
    page.newest = true;
    page.reachedBeginning = true;
    page.entries = {anEntry(u"a"_s, u"carol"_s).messageId(messageId).body(u"A"_s)};
    QVERIFY(store.page(page).epochRose);
    QCOMPARE(epochOf(store), 1);
    QCOMPARE(store.timeline(), u"a | b | --RetentionEnded-- | A"_s);
}

void TestStoreGaps::rowsWithoutAnyIdAreAdoptedOnceEach()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    const auto nameless = [](const QString &archiveId) {
        return anEntry(archiveId, u"bob"_s).messageId({}).body(u"hi"_s);
    };
    store.live(membership, nameless({}));
    store.live(membership, nameless({}));
    PageCommit page;
    page.membership = membership;
    page.newest = true;
    page.reachedBeginning = true;
    page.entries = {nameless(u"a"_s), nameless(u"b"_s), nameless(u"c"_s),
                    anEntry(u"d"_s, u"carol"_s).messageId({}).body(u"hi"_s)};
    store.page(page);
    // What was said three times stands three times, and what another one says is another's.
    QCOMPARE(store.timeline(), u"hi | hi | hi | hi"_s);
}

void TestStoreGaps::newEpochTakesTheMembershipAlong()
{
    TempStore store;
    livedThrough(store, u"ab"_s);
    const MembershipKey membership = store.begin();
    live(store, membership, u"z"_s);
    PageCommit page = pageOf(membership, u"bz"_s);
    page.entries[0].messageId = u"another"_s;
    page.entries[0].body = u"B"_s;
    QVERIFY(store.page(page).epochRose);
    // z came from the new archive, so it is there once.
    QCOMPARE(store.timeline(), u"a | b | --NotLoaded-- | B | z"_s);
    QCOMPARE(store.items().last().message.epoch, 1);
}

void TestStoreGaps::laterCreationRaisesTheEpoch()
{
    TempStore store;
    RoomRecord record = TempStore::get(store->rooms(store.account())).first();
    record.createdAt = store.clock().now();
    TempStore::get(store->saveRoom(record));
    livedThrough(store, u"a"_s);
    TempStore::get(store->saveRoom(record));
    QCOMPARE(epochOf(store), 0);
    record.createdAt = record.createdAt.addDays(-1);
    TempStore::get(store->saveRoom(record));
    QCOMPARE(epochOf(store), 0);
    record.createdAt = record.createdAt.addDays(3);
    TempStore::get(store->saveRoom(record));
    QCOMPARE(epochOf(store), 1);
    const MembershipKey membership = store.begin();
    QCOMPARE(store.live(membership, entry(u'a')).row->epoch, 1);
    TempStore::get(store->raiseEpoch(store.room(), membership));
    QCOMPARE(store.live(membership, entry(u'a')).row->epoch, 2);
    QCOMPARE(store.timeline(), u"a | --RetentionEnded-- | a | --NotLoaded-- | a"_s);
}

void TestStoreGaps::changedNicknameWithOccupantIdIsNoContradiction()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.live(membership, anEntry(u"a"_s, u"bob"_s));
    QCOMPARE(store.live(membership, anEntry(u"a"_s, u"robert"_s).occupantId(u"occ-bob"_s)).outcome,
             InsertOutcome::Duplicate);
    QCOMPARE(store.live(membership, anEntry(u"a"_s, u"bob"_s).messageId({})).outcome, InsertOutcome::Duplicate);
    QCOMPARE(epochOf(store), 0);
    PageCommit page;
    page.membership = membership;
    page.newest = true;
    page.entries = {anEntry(u"a"_s, u"robert"_s).withoutOccupantId().occupantId({})};
    QVERIFY(store.page(page).epochRose);
}

void TestStoreGaps::manyLateEntriesAtOnePlaceFindRoom()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    live(store, membership, u"az"_s);
    QStringList between;
    for (int i = 0; i < 60; ++i) {
        PageCommit page = pageOf(membership, u"a"_s);
        between.prepend(u"x%1"_s.arg(i));
        for (const QString &id : std::as_const(between))
            page.entries += anEntry(id).body(id);
        page.entries += entry(u'z');
        store.page(page);
    }
    QCOMPARE(store.timeline(), QString(u"a | "_s + between.join(u" | "_s) + u" | z"_s));
    live(store, membership, u"!"_s);
    QVERIFY(store.timeline().endsWith(u"z | !"_s));
}

QTEST_GUILESS_MAIN(TestStoreGaps)
#include "tst_storegaps.moc"

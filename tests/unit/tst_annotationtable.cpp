#include "sql/database.h"
#include "support/builders.h"
#include "support/tempstore.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// What entries say about one another, through the whole store.
class TestAnnotationTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<TempStore>(); }
    void cleanup() { m_store.reset(); }

    void correctionGivesTheRowItsText();
    void lastCorrectionWinsAndTheOldTextsAreKept();
    void correctionStoredBeforeItsTargetIsFound();
    void correctionOfSomethingNotHeldIsNoRow();
    void correctionByAnotherOccupantIsNothing();
    void withoutOccupantIdsTheNicknameCountsWithinOneMembership();
    void correctionOfUnknownOriginStoredBeforeItsTargetIsShownWithIt();
    void correctionOfUnknownOriginIsRecognisedAgain();
    void whoTookTheNicknameOverChangesNothing();
    void whoCameAfterUsChangesNothingThatWasSaidBefore();
    void correctionWhoseTargetCannotBeLoadedIsAMessage();
    void correctionBecomesAMessageWhenTheBeginningIsRead();
    void correctionBelowWhatThePageProvesIsAMessageAtTheBeginning();
    void correctionThatBecameAMessageIsRecognisedOnAPage();
    void correctionIsAMessageWhereverItsPastIsLost_data();
    void correctionIsAMessageWhereverItsPastIsLost();
    void correctionIsAMessageWhereItsArchiveBeganAnew();
    void correctionInAJoinHistoryOfSomethingOlderIsAMessage();
    void correctionMeansTheNearestMessageOfThatId();
    void manyOfOneIdDoNotMultiply_data();
    void manyOfOneIdDoNotMultiply();
    void manyRowsOfOneIdHideNoReflection();
    void reactionsAreCountedByEmojiAndLastOneWins();
    void reactionsAreOrderedByPlaceNotByArrival();
    void ownRetractionTakesTheTextAway();
    void retractionByAnotherOccupantIsNothing();
    void moderatedRetractionComesFromTheRoomOnly();
    void correctionAfterARetractionStaysHidden();
    void tombstoneIsARowWithoutText();
    void replyNamesWhatItAnswers();
    void replyToSomethingNotHeldShowsItsQuotation();
    void whatNamesACorrectionMeansTheCorrectedMessage();
    void nobodyElsesCorrectionLendsItsName();
    void reactionMayNameAnIdOfTheAuthorsThatIsTheOnlyOne();
    void ownRetractionKnowsTheIdItsAuthorGave();
    void ownCorrectionOfAReplyKnowsWhatThatAnswers();
    void storedEntryNamesTheRowsItChanges();
    void annotationsAreNoRows();
    void ownActionWaitsShowsAndIsSettledByItsReflection();
    void ownActionFoundOnAPageIsSettled();
    void failedActionChangesNothing();
    void actionOutlivesAKillAndARestart();
    void oldEntriesAreReadOnce();
    void forgottenRoomTakesThemAlong();

private:
    StoredMessage row(int index = 0)
    {
        const QList<TimelineItem> items = m_store->items();
        return index < items.size() ? items.at(index).message : StoredMessage();
    }
    StoredEntry live(const MessageBuilder &entry) { return m_store->live(m_membership, entry); }
    void begin() { m_membership = m_store->begin(); }
    static MessageBuilder correction(const QString &archiveId, const QString &target, const QString &body)
    {
        return anEntry(archiveId).kind(EntryKind::Correction).about(target).body(body);
    }
    static MessageBuilder reaction(const QString &archiveId, const QString &by, const QString &target,
                                   const QString &emojis)
    {
        return anEntry(archiveId, by).kind(EntryKind::Reaction).about(target, emojis).body({});
    }
    static MessageBuilder retraction(const QString &archiveId, const QString &by, const QString &target)
    {
        return anEntry(archiveId, by).kind(EntryKind::Retraction).about(target).body({});
    }
    QString reactions(int index = 0)
    {
        QStringList parts;
        const StoredMessage message = row(index);
        for (const Reaction &reaction : message.reactions)
            parts += QString(reaction.emoji + u':' + reaction.nicknames.join(u','));
        return parts.join(u' ');
    }

    std::unique_ptr<TempStore> m_store;
    MembershipKey m_membership = 0;
};

void TestAnnotationTable::correctionGivesTheRowItsText()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s).body(u"helo"_s));
    live(correction(u"b"_s, u"m1"_s, u"hello"_s));
    QCOMPARE(m_store->timeline(), u"hello"_s);
    QVERIFY(row().edited);
    QCOMPARE(row().archiveId, u"a"_s);
}

void TestAnnotationTable::lastCorrectionWinsAndTheOldTextsAreKept()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s).body(u"one"_s));
    live(correction(u"b"_s, u"m1"_s, u"two"_s));
    live(correction(u"c"_s, u"m1"_s, u"three"_s));
    QCOMPARE(m_store->timeline(), u"three"_s);
    const auto versions = TempStore::get((*m_store)->versionsOf(row().key));
    QCOMPARE(versions.size(), 2);
    QCOMPARE(versions.at(0).body, u"one"_s);
    QCOMPARE(versions.at(1).body, u"two"_s);
}

void TestAnnotationTable::correctionStoredBeforeItsTargetIsFound()
{
    begin();
    PageCommit newest;
    newest.membership = m_membership;
    newest.newest = true;
    newest.entries = {correction(u"b"_s, u"m1"_s, u"hello"_s), anEntry(u"c"_s).body(u"later"_s)};
    m_store->page(newest);
    QCOMPARE(m_store->timeline(), u"later"_s);
    PageCommit older;
    older.membership = m_membership;
    older.beforeId = u"b"_s;
    older.entries = {anEntry(u"a"_s).messageId(u"m1"_s).body(u"helo"_s)};
    const PageOutcome outcome = m_store->page(older);
    QCOMPARE(outcome.entries.size(), 1);
    QCOMPARE(outcome.entries.first().row->body, u"hello"_s);
    QCOMPARE(m_store->timeline(), u"hello | later"_s);
}

void TestAnnotationTable::correctionOfSomethingNotHeldIsNoRow()
{
    begin();
    const StoredEntry stored = live(correction(u"b"_s, u"gone"_s, u"hello"_s));
    QVERIFY(!stored.row);
    QVERIFY(stored.changed.isEmpty());
    QCOMPARE(m_store->timeline(), QString());
    QCOMPARE(TempStore::get((*m_store)->rowCount(m_store->room())), 0);
}

void TestAnnotationTable::correctionByAnotherOccupantIsNothing()
{
    begin();
    live(anEntry(u"a"_s, u"bob"_s).messageId(u"m1"_s).body(u"mine"_s));
    live(anEntry(u"b"_s, u"carol"_s).kind(EntryKind::Correction).about(u"m1"_s).body(u"forged"_s));
    // The nickname changed hands; the occupant id did not.
    live(anEntry(u"c"_s, u"bob"_s).occupantId(u"other"_s).kind(EntryKind::Correction).about(u"m1"_s).body(u"too"_s));
    QCOMPARE(m_store->timeline(), u"mine"_s);
    QVERIFY(!row().edited);
}

void TestAnnotationTable::withoutOccupantIdsTheNicknameCountsWithinOneMembership()
{
    begin();
    live(anEntry(u"a"_s).withoutOccupantId().stay(3).messageId(u"m1"_s).body(u"one"_s));
    live(correction(u"b"_s, u"m1"_s, u"two"_s).withoutOccupantId().stay(3));
    QCOMPARE(m_store->timeline(), u"two"_s);
    m_store->end(m_membership);
    begin();
    const StoredEntry third = live(correction(u"c"_s, u"m1"_s, u"three"_s).withoutOccupantId().stay(3));
    QCOMPARE(row().body, u"two"_s);
    // Nothing tells whether it is the author's, but its text is not lost.
    QVERIFY(third.row && third.changed.isEmpty());
    QCOMPARE(third.row->body, u"three"_s);
    QVERIFY(!third.row->edited && !third.row->own);
    QCOMPARE(m_store->timeline(), u"two | --NotLoaded-- | three"_s);
    QCOMPARE(live(correction(u"c"_s, u"m1"_s, u"three"_s).withoutOccupantId()).outcome, InsertOutcome::Duplicate);
    QCOMPARE(m_store->timeline(), u"two | --NotLoaded-- | three"_s);
}

void TestAnnotationTable::correctionOfUnknownOriginStoredBeforeItsTargetIsShownWithIt()
{
    begin();
    QVERIFY(!live(correction(u"b"_s, u"m1"_s, u"two"_s).withoutOccupantId()).row);
    QCOMPARE(m_store->timeline(), QString());
    m_store->end(m_membership);
    begin();
    PageCommit page;
    page.membership = m_membership;
    page.newest = true;
    page.entries = {anEntry(u"a"_s).withoutOccupantId().messageId(u"m1"_s).body(u"one"_s),
                    correction(u"b"_s, u"m1"_s, u"two"_s).withoutOccupantId()};
    const PageOutcome outcome = m_store->page(page);
    QCOMPARE(outcome.entries.size(), 2);
    QCOMPARE(outcome.entries.at(0).appeared.size(), 1);
    QCOMPARE(outcome.entries.at(0).appeared.constFirst().body, u"two"_s);
    QCOMPARE(m_store->timeline(), u"one | two"_s);
}

void TestAnnotationTable::correctionOfUnknownOriginIsRecognisedAgain()
{
    begin();
    const MembershipKey first = m_membership;
    live(anEntry({}).withoutOccupantId().messageId(u"m1"_s).body(u"one"_s));
    m_store->end(first);
    begin();
    const auto again = correction({}, u"m1"_s, u"two"_s).withoutOccupantId().messageId(u"c1"_s);
    live(again);
    QCOMPARE(m_store->timeline(), u"one | --NotLoaded-- | two"_s);
    m_store->end(m_membership);
    // A room without archive brings it again with the history of a join.
    begin();
    const auto history = TempStore::get((*m_store)->commitHistory(
        m_store->room(), m_membership, {anEntry({}).withoutOccupantId().messageId(u"m1"_s).body(u"one"_s), again}));
    QCOMPARE(history.size(), 2);
    QCOMPARE(history.at(1).outcome, InsertOutcome::Duplicate);
    QCOMPARE(m_store->timeline(), u"one | two"_s);
}

void TestAnnotationTable::whoTookTheNicknameOverChangesNothing()
{
    begin();
    live(anEntry(u"a"_s).withoutOccupantId().stay(3).messageId(u"m1"_s).body(u"one"_s));
    live(correction(u"b"_s, u"m1"_s, u"two"_s).withoutOccupantId().stay(3));
    QCOMPARE(m_store->timeline(), u"two"_s);
    QVERIFY(live(correction(u"c"_s, u"m1"_s, u"three"_s).withoutOccupantId().stay(4)).changed.isEmpty());
    QVERIFY(live(retraction(u"d"_s, u"bob"_s, u"a"_s).withoutOccupantId().stay(4)).changed.isEmpty());
    QCOMPARE(m_store->timeline(), u"two | three"_s);
    QVERIFY(!row().retracted);
}

void TestAnnotationTable::whoCameAfterUsChangesNothingThatWasSaidBefore()
{
    begin();
    PageCommit page;
    page.membership = m_membership;
    page.newest = true;
    page.entries = {anEntry(u"a"_s).withoutOccupantId().messageId(u"m1"_s).body(u"one"_s)};
    m_store->page(page);
    QVERIFY(live(correction(u"b"_s, u"m1"_s, u"two"_s).withoutOccupantId().stay(3)).changed.isEmpty());
    QCOMPARE(live(correction(u"c"_s, u"m1"_s, u"three"_s).withoutOccupantId().stay(-2)).changed.size(), 1);
    QCOMPARE(m_store->timeline(), u"three | two"_s);
}

void TestAnnotationTable::correctionWhoseTargetCannotBeLoadedIsAMessage()
{
    begin();
    PageCommit page;
    page.membership = m_membership;
    page.newest = true;
    page.reachedBeginning = true;
    page.entries = {anEntry(u"a"_s).messageId(u"m1"_s).body(u"one"_s), correction(u"b"_s, u"expired"_s, u"read"_s)};
    m_store->page(page);
    QCOMPARE(m_store->timeline(), u"one | read"_s);
    const StoredEntry heard = live(correction(u"c"_s, u"expired"_s, u"heard"_s));
    QCOMPARE(heard.row.value_or(StoredMessage()).body, u"heard"_s);
    QCOMPARE(m_store->timeline(), u"one | read | heard"_s);
    // What names something of somebody else's is no message of its own but a forgery.
    live(anEntry(u"d"_s, u"carol"_s).kind(EntryKind::Correction).about(u"m1"_s).body(u"forged"_s));
    QCOMPARE(m_store->timeline(), u"one | read | heard"_s);
}

void TestAnnotationTable::correctionBecomesAMessageWhenTheBeginningIsRead()
{
    begin();
    PageCommit newest;
    newest.membership = m_membership;
    newest.newest = true;
    newest.entries = {correction(u"b"_s, u"m1"_s, u"two"_s), correction(u"c"_s, u"expired"_s, u"text"_s),
                      anEntry(u"d"_s).body(u"later"_s)};
    m_store->page(newest);
    QCOMPARE(m_store->timeline(), u"later"_s);
    PageCommit older;
    older.membership = m_membership;
    older.beforeId = u"b"_s;
    older.reachedBeginning = true;
    older.entries = {anEntry(u"a"_s).messageId(u"m1"_s).body(u"one"_s)};
    const PageOutcome outcome = m_store->page(older);
    QCOMPARE(m_store->timeline(), u"two | text | later"_s);
    QCOMPARE(outcome.revealed.size(), 1);
    QCOMPARE(outcome.revealed.first().body, u"text"_s);
    QVERIFY(m_store->page(older).revealed.isEmpty());
}

void TestAnnotationTable::correctionBelowWhatThePageProvesIsAMessageAtTheBeginning()
{
    begin();
    live(correction(u"c"_s, u"expired"_s, u"text"_s));
    live(anEntry(u"h"_s).body(u"one"_s));
    live(anEntry(u"i"_s).body(u"two"_s));
    QCOMPARE(m_store->timeline(), u"one | two"_s);
    // The archive begins with something else than what we hold before its second entry.
    PageCommit page;
    page.membership = m_store->begin();
    page.newest = true;
    page.reachedBeginning = true;
    page.entries = {anEntry(u"x"_s).body(u"new"_s), anEntry(u"i"_s).body(u"two"_s)};
    const PageOutcome outcome = m_store->page(page);
    QVERIFY(outcome.unprovenBelow);
    QCOMPARE(m_store->timeline(), u"text | one | --RetentionEnded-- | new | two"_s);
    QCOMPARE(outcome.revealed.size(), 1);
    QCOMPARE(outcome.revealed.constFirst().body, u"text"_s);
}

void TestAnnotationTable::correctionThatBecameAMessageIsRecognisedOnAPage()
{
    begin();
    PageCommit page;
    page.membership = m_membership;
    page.newest = true;
    page.reachedBeginning = true;
    page.entries = {anEntry(u"a"_s).body(u"one"_s)};
    m_store->page(page);
    // Some rooms tell the archive's id only in the archive.
    live(correction({}, u"expired"_s, u"x"_s).messageId(u"c1"_s));
    QCOMPARE(m_store->timeline(), u"one | x"_s);
    page.entries += correction(u"c"_s, u"expired"_s, u"x"_s).messageId(u"c1"_s);
    m_store->page(page);
    QCOMPARE(m_store->timeline(), u"one | x"_s);
    QCOMPARE(row(1).archiveId, u"c"_s);
}

void TestAnnotationTable::correctionIsAMessageWhereverItsPastIsLost_data()
{
    QTest::addColumn<bool>("byRejoin");
    QTest::newRow("a rejoin that does not meet it any more") << true;
    QTest::newRow("an archive that has nothing older") << false;
}

void TestAnnotationTable::correctionIsAMessageWhereverItsPastIsLost()
{
    QFETCH(bool, byRejoin);
    begin();
    PageCommit page;
    page.membership = m_membership;
    page.newest = true;
    page.entries = {correction(u"b"_s, u"old"_s, u"text"_s), anEntry(u"c"_s).body(u"x"_s)};
    m_store->page(page);
    QCOMPARE(m_store->timeline(), u"x"_s);
    if (!byRejoin) {
        TempStore::get((*m_store)->setGapReason(m_store->room(), u"b"_s, GapReason::RetentionEnded));
        QVERIFY2(m_store->timeline().endsWith(u"text | x"_s), qPrintable(m_store->timeline()));
        return;
    }
    m_store->end(m_membership);
    begin();
    page.membership = m_membership;
    page.reachedBeginning = true;
    page.entries = {anEntry(u"d"_s).body(u"y"_s)};
    const PageOutcome outcome = m_store->page(page);
    QCOMPARE(outcome.revealed.size(), 1);
    QVERIFY2(m_store->timeline().contains(u"text | x"_s), qPrintable(m_store->timeline()));
}

void TestAnnotationTable::correctionIsAMessageWhereItsArchiveBeganAnew()
{
    begin();
    PageCommit page;
    page.membership = m_membership;
    page.newest = true;
    page.olderWanted = true;
    page.entries = {anEntry(u"a"_s).body(u"early"_s)};
    m_store->page(page);
    m_store->end(m_membership);
    begin();
    page.membership = m_membership;
    page.entries = {correction(u"b"_s, u"old"_s, u"text"_s), anEntry(u"c"_s).body(u"x"_s)};
    m_store->page(page);
    QVERIFY2(!m_store->timeline().contains(u"text"_s), qPrintable(m_store->timeline()));
    m_store->end(m_membership);
    begin();
    TempStore::get((*m_store)->raiseEpoch(m_store->room(), m_membership));
    QVERIFY2(m_store->timeline().contains(u"text | x"_s), qPrintable(m_store->timeline()));
}

void TestAnnotationTable::correctionInAJoinHistoryOfSomethingOlderIsAMessage()
{
    begin();
    const auto history = TempStore::get((*m_store)->commitHistory(
        m_store->room(), m_membership,
        {correction({}, u"m0"_s, u"text"_s).messageId(u"c1"_s), anEntry({}).body(u"later"_s)}));
    QCOMPARE(history.size(), 2);
    QCOMPARE(m_store->timeline(), u"text | later"_s);
    QStringList told;
    for (const StoredEntry &entry : history) {
        for (const StoredMessage &appeared : entry.appeared)
            told += appeared.body;
        told += entry.row ? entry.row->body : QString();
    }
    QCOMPARE(told.count(u"text"_s), 1);
    QCOMPARE(live(correction({}, u"m00"_s, u"heard"_s).messageId(u"c2"_s)).row.value_or(StoredMessage()).body,
             u"heard"_s);
}

void TestAnnotationTable::manyOfOneIdDoNotMultiply_data()
{
    QTest::addColumn<QString>("corrector");
    QTest::newRow("of one author") << u"bob"_s;
    QTest::newRow("of somebody else") << u"carol"_s;
}

void TestAnnotationTable::manyOfOneIdDoNotMultiply()
{
    // Each correction once asked for each message about each other one: this took hours.
    constexpr int many = 200;
    QFETCH(QString, corrector);
    const bool isAuthor = corrector == "bob"_L1;
    begin();
    for (int i = 0; i < many; ++i)
        live(anEntry(u"a%1"_s.arg(i)).messageId(u"m"_s).body(u"one"_s));
    for (int i = 0; i < many; ++i)
        QCOMPARE(live(anEntry(u"b%1"_s.arg(i), corrector).kind(EntryKind::Correction).about(u"m"_s).body(u"two"_s))
                     .changed.size(),
                 isAuthor ? 1 : 0);
    for (int i = 0; i < many; ++i)
        live(reaction(u"c%1"_s.arg(i), u"carol"_s, u"b0"_s, i % 2 ? u"👍"_s : u"🎉"_s));
    const StoredMessage last = m_store->items().constLast().message;
    QCOMPARE(last.body, isAuthor ? u"two"_s : u"one"_s);
    QCOMPARE(last.reactions.size(), isAuthor ? 1 : 0);
    QCOMPARE(TempStore::get((*m_store)->versionsOf(last.key)).size(), isAuthor ? many : 0);
    QCOMPARE(TempStore::get((*m_store)->versionsOf(row(0).key)).size(), 0);
}

void TestAnnotationTable::manyRowsOfOneIdHideNoReflection()
{
    begin();
    for (int i = 0; i < 20; ++i)
        live(anEntry({}).messageId(u"o1"_s).originId(u"o1"_s).body(u"same"_s));
    RoomMessage own;
    own.originId = u"o1"_s;
    own.nickname = u"alice"_s;
    own.body = u"mine"_s;
    const StoredMessage sent = TempStore::get((*m_store)->enqueueOwn(m_store->room(), own));
    const StoredEntry back = live(anEntry({}, u"alice"_s).self().messageId(u"o1"_s).originId(u"o1"_s).body(u"mine"_s));
    QCOMPARE(back.outcome, InsertOutcome::MergedWithOwn);
    QCOMPARE(back.row.value_or(StoredMessage()).key, sent.key);
}

void TestAnnotationTable::correctionMeansTheNearestMessageOfThatId()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"1"_s).body(u"first"_s));
    live(anEntry(u"b"_s).messageId(u"1"_s).body(u"second"_s));
    live(correction(u"c"_s, u"1"_s, u"corrected"_s));
    live(anEntry(u"d"_s).messageId(u"1"_s).body(u"third"_s));
    QCOMPARE(m_store->timeline(), u"first | corrected | third"_s);
}

void TestAnnotationTable::reactionsAreCountedByEmojiAndLastOneWins()
{
    begin();
    live(anEntry(u"a"_s));
    live(reaction(u"b"_s, u"carol"_s, u"a"_s, u"👍\n🎉"_s));
    live(reaction(u"c"_s, u"dave"_s, u"a"_s, u"👍"_s));
    QCOMPARE(reactions(), u"👍:carol,dave 🎉:carol"_s);
    live(reaction(u"d"_s, u"carol"_s, u"a"_s, u"❤️"_s));
    QCOMPARE(reactions(), u"👍:dave ❤️:carol"_s);
    live(reaction(u"e"_s, u"dave"_s, u"a"_s, {}));
    QCOMPARE(reactions(), u"❤️:carol"_s);
}

void TestAnnotationTable::reactionsAreOrderedByPlaceNotByArrival()
{
    begin();
    PageCommit newest;
    newest.membership = m_membership;
    newest.newest = true;
    newest.entries = {reaction(u"d"_s, u"carol"_s, u"a"_s, u"❤️"_s)};
    m_store->page(newest);
    PageCommit older;
    older.membership = m_membership;
    older.beforeId = u"d"_s;
    older.entries = {anEntry(u"a"_s), reaction(u"b"_s, u"carol"_s, u"a"_s, u"👍"_s)};
    m_store->page(older);
    QCOMPARE(reactions(), u"❤️:carol"_s);
}

void TestAnnotationTable::ownRetractionTakesTheTextAway()
{
    begin();
    live(anEntry(u"a"_s).body(u"oops"_s));
    live(reaction(u"b"_s, u"carol"_s, u"a"_s, u"👍"_s));
    live(retraction(u"c"_s, u"bob"_s, u"a"_s));
    QVERIFY(row().retracted);
    QCOMPARE(row().body, QString());
    QCOMPARE(row().retractedBy, u"bob"_s);
    QVERIFY(row().reactions.isEmpty());
    QVERIFY(TempStore::get((*m_store)->versionsOf(row().key)).isEmpty());
}

void TestAnnotationTable::retractionByAnotherOccupantIsNothing()
{
    begin();
    live(anEntry(u"a"_s).body(u"stays"_s));
    live(retraction(u"b"_s, u"carol"_s, u"a"_s));
    QCOMPARE(m_store->timeline(), u"stays"_s);
}

void TestAnnotationTable::moderatedRetractionComesFromTheRoomOnly()
{
    begin();
    live(anEntry(u"a"_s).body(u"spam"_s));
    RoomMessage moderated = retraction(u"b"_s, {}, u"a"_s).withoutOccupantId();
    moderated.about = {u"a"_s, u"off topic"_s, u"erin"_s};
    moderated.nickname = u"carol"_s;
    m_store->live(m_membership, moderated);
    QVERIFY(!row().retracted);
    moderated.archiveId = u"c"_s;
    moderated.nickname.clear();
    m_store->live(m_membership, moderated);
    QVERIFY(row().retracted);
    QCOMPARE(row().retractedBy, u"erin"_s);
    QCOMPARE(row().retractReason, u"off topic"_s);
}

void TestAnnotationTable::correctionAfterARetractionStaysHidden()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s).body(u"oops"_s));
    live(retraction(u"b"_s, u"bob"_s, u"a"_s));
    live(correction(u"c"_s, u"m1"_s, u"again"_s));
    QVERIFY(row().retracted);
    QCOMPARE(row().body, QString());
}

void TestAnnotationTable::tombstoneIsARowWithoutText()
{
    begin();
    RoomMessage tombstone = anEntry(u"a"_s).body({});
    tombstone.retracted = true;
    tombstone.about = {{}, u"spam"_s, u"erin"_s};
    PageCommit page;
    page.membership = m_membership;
    page.newest = true;
    page.entries = {tombstone};
    m_store->page(page);
    QCOMPARE(m_store->items().size(), 1);
    QVERIFY(row().retracted);
    QCOMPARE(row().retractedBy, u"erin"_s);
    QCOMPARE(row().retractReason, u"spam"_s);
}

void TestAnnotationTable::replyNamesWhatItAnswers()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s).body(u"question"_s));
    live(anEntry(u"b"_s, u"carol"_s).about(u"a"_s, u"old words"_s, u"bob"_s).body(u"answer"_s));
    live(correction(u"c"_s, u"m1"_s, u"better question"_s));
    const StoredMessage answer = row(1);
    QVERIFY(answer.reply.has_value());
    QCOMPARE(answer.reply->key, row(0).key);
    QCOMPARE(answer.reply->nickname, u"bob"_s);
    QCOMPARE(answer.reply->excerpt, u"better question"_s);
}

void TestAnnotationTable::replyToSomethingNotHeldShowsItsQuotation()
{
    begin();
    live(anEntry(u"b"_s, u"carol"_s).about(u"gone"_s, u"old words"_s, u"bob"_s).body(u"answer"_s));
    QCOMPARE(row().reply.value(), (ReplyReference{u"gone"_s, 0, u"bob"_s, u"old words"_s}));
}

void TestAnnotationTable::whatNamesACorrectionMeansTheCorrectedMessage()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s).body(u"helo"_s));
    live(correction(u"b"_s, u"m1"_s, u"hello"_s));
    const StoredEntry reacted = live(reaction(u"c"_s, u"carol"_s, u"b"_s, u"👍"_s));
    QCOMPARE(reacted.changed.size(), 1);
    QCOMPARE(reactions(), u"👍:carol"_s);
    // Of what somebody says by either name the last one counts.
    live(reaction(u"d"_s, u"carol"_s, u"a"_s, u"🎉"_s));
    QCOMPARE(reactions(), u"🎉:carol"_s);
    live(anEntry(u"e"_s, u"carol"_s).about(u"b"_s, u"words"_s, u"bob"_s).body(u"answer"_s));
    QCOMPARE(row(1).reply->key, row(0).key);
    QCOMPARE(row(1).reply->excerpt, u"hello"_s);
    live(retraction(u"f"_s, u"carol"_s, u"b"_s));
    QVERIFY(!row().retracted);
    live(retraction(u"g"_s, u"bob"_s, u"b"_s));
    QVERIFY(row().retracted);
    QCOMPARE(row(1).reply->excerpt, QString());
}

void TestAnnotationTable::nobodyElsesCorrectionLendsItsName()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s).body(u"mine"_s));
    live(anEntry(u"b"_s, u"carol"_s).kind(EntryKind::Correction).about(u"m1"_s).body(u"forged"_s));
    QVERIFY(live(reaction(u"c"_s, u"dave"_s, u"b"_s, u"👍"_s)).changed.isEmpty());
    live(anEntry(u"d"_s, u"dave"_s).about(u"b"_s, u"forged"_s, u"carol"_s).body(u"answer"_s));
    QCOMPARE(reactions(), QString());
    QCOMPARE(row(1).reply->key, MessageKey(0));
}

void TestAnnotationTable::reactionMayNameAnIdOfTheAuthorsThatIsTheOnlyOne()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s));
    live(reaction(u"b"_s, u"carol"_s, u"m1"_s, u"👍"_s));
    QCOMPARE(reactions(), u"👍:carol"_s);
    live(anEntry(u"c"_s, u"dave"_s).messageId(u"m1"_s));
    QCOMPARE(reactions(0), QString());
    QCOMPARE(reactions(1), QString());
}

void TestAnnotationTable::ownRetractionKnowsTheIdItsAuthorGave()
{
    begin();
    live(anEntry(u"a"_s, u"alice"_s).self().messageId(u"m1"_s).body(u"oops"_s));
    RoomMessage own;
    own.kind = EntryKind::Retraction;
    own.originId = u"o1"_s;
    own.nickname = u"alice"_s;
    own.about.targetId = u"a"_s;
    QCOMPARE(TempStore::get((*m_store)->enqueueOwn(m_store->room(), own)).about, (Annotation{u"a"_s, {}, {}, u"m1"_s}));
    QCOMPARE(TempStore::get((*m_store)->unsettledOwn(m_store->room())).first().about.authorsId, u"m1"_s);
    QVERIFY(row().retracted);
}

void TestAnnotationTable::ownCorrectionOfAReplyKnowsWhatThatAnswers()
{
    begin();
    live(anEntry(u"a"_s).body(u"question"_s));
    live(anEntry(u"b"_s, u"alice"_s).self().messageId(u"m1"_s).about(u"a"_s, u"question"_s, u"bob"_s).body(u"answr"_s));
    RoomMessage own;
    own.kind = EntryKind::Correction;
    own.originId = u"o1"_s;
    own.nickname = u"alice"_s;
    own.body = u"answer"_s;
    own.about.targetId = u"m1"_s;
    const StoredMessage queued = TempStore::get((*m_store)->enqueueOwn(m_store->room(), own));
    QCOMPARE(queued.reply.value(), (ReplyReference{u"a"_s, 0, u"bob"_s, u"question"_s}));
    QCOMPARE(row(1).body, u"answer"_s);
    QCOMPARE(row(1).reply->excerpt, u"question"_s);
}

void TestAnnotationTable::storedEntryNamesTheRowsItChanges()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s).body(u"helo"_s));
    const StoredEntry corrected = live(correction(u"b"_s, u"m1"_s, u"hello"_s));
    QCOMPARE(corrected.changed.size(), 1);
    QCOMPARE(corrected.change, MessageChange::Corrected);
    QCOMPARE(corrected.changed.first().body, u"hello"_s);
    const StoredEntry forged =
        live(anEntry(u"c"_s, u"carol"_s).kind(EntryKind::Correction).about(u"m1"_s).body(u"forged"_s));
    QVERIFY(forged.changed.isEmpty());
}

void TestAnnotationTable::annotationsAreNoRows()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s));
    live(correction(u"b"_s, u"m1"_s, u"hello"_s));
    live(reaction(u"c"_s, u"carol"_s, u"a"_s, u"👍"_s));
    live(retraction(u"d"_s, u"carol"_s, u"a"_s));
    QCOMPARE(TempStore::get((*m_store)->rowCount(m_store->room())), 1);
    QCOMPARE(m_store->items().size(), 1);
    QCOMPARE(TempStore::get((*m_store)->newestArchiveId(m_store->room(), m_membership)), u"d"_s);
}

void TestAnnotationTable::ownActionWaitsShowsAndIsSettledByItsReflection()
{
    begin();
    live(anEntry(u"a"_s, u"alice"_s).self().messageId(u"m1"_s).body(u"helo"_s));
    RoomMessage own;
    own.kind = EntryKind::Correction;
    own.originId = u"o1"_s;
    own.nickname = u"alice"_s;
    own.body = u"hello"_s;
    own.about.targetId = u"m1"_s;
    const StoredMessage queued = TempStore::get((*m_store)->enqueueOwn(m_store->room(), own));
    QCOMPARE(queued.kind, EntryKind::Correction);
    QCOMPARE(queued.about.targetId, u"m1"_s);
    QCOMPARE(m_store->timeline(), u"hello"_s);
    const StoredEntry settled = live(anEntry(u"b"_s, u"alice"_s)
                                         .self()
                                         .kind(EntryKind::Correction)
                                         .messageId(u"o1"_s)
                                         .about(u"m1"_s)
                                         .body(u"hello"_s));
    QCOMPARE(settled.outcome, InsertOutcome::MergedWithOwn);
    QVERIFY(!settled.row);
    QCOMPARE(settled.action->state, DeliveryState::Delivered);
    QCOMPARE(settled.changed.size(), 1);
    QVERIFY(TempStore::get((*m_store)->unsettledOwn(m_store->room())).isEmpty());
    QCOMPARE(m_store->timeline(), u"hello"_s);
}

void TestAnnotationTable::ownActionFoundOnAPageIsSettled()
{
    begin();
    live(anEntry(u"a"_s, u"bob"_s));
    RoomMessage own;
    own.kind = EntryKind::Reaction;
    own.originId = u"o1"_s;
    own.nickname = u"alice"_s;
    own.about = {u"a"_s, u"👍"_s, {}};
    TempStore::get((*m_store)->enqueueOwn(m_store->room(), own));
    m_store->end(m_membership);
    begin();
    PageCommit page;
    page.membership = m_membership;
    page.newest = true;
    page.storedBefore = 1000;
    page.entries = {anEntry(u"a"_s, u"bob"_s), reaction(u"b"_s, u"alice"_s, u"a"_s, u"👍"_s).messageId(u"o1"_s)};
    const PageOutcome outcome = m_store->page(page);
    QCOMPARE(outcome.entries.at(1).outcome, InsertOutcome::MergedWithOwn);
    QVERIFY(!outcome.entries.at(1).alreadyHere);
    QVERIFY(TempStore::get((*m_store)->unsettledOwn(m_store->room())).isEmpty());
    QCOMPARE(reactions(), u"👍:alice"_s);
    QVERIFY(row().reactions.first().own);
}

void TestAnnotationTable::failedActionChangesNothing()
{
    begin();
    live(anEntry(u"a"_s, u"bob"_s));
    RoomMessage own;
    own.kind = EntryKind::Reaction;
    own.originId = u"o1"_s;
    own.nickname = u"alice"_s;
    own.about = {u"a"_s, u"👍"_s, {}};
    const StoredMessage queued = TempStore::get((*m_store)->enqueueOwn(m_store->room(), own));
    QCOMPARE(reactions(), u"👍:alice"_s);
    TempStore::get((*m_store)->setOwnState(queued.key, DeliveryState::Failed, u"no"_s));
    QCOMPARE(reactions(), QString());
    QCOMPARE(TempStore::get((*m_store)->targetsOf(queued.key)).size(), 1);
}

void TestAnnotationTable::actionOutlivesAKillAndARestart()
{
    RoomMessage own;
    own.kind = EntryKind::Reaction;
    own.originId = u"o1"_s;
    own.nickname = u"alice"_s;
    own.about = {u"a"_s, u"👍"_s, {}};
    TempStore::get((*m_store)->enqueueOwn(m_store->room(), own));
    m_store->killAndReopen();
    m_store->restart();
    const QList<StoredMessage> waiting = TempStore::get((*m_store)->unsettledOwn(m_store->room()));
    QCOMPARE(waiting.size(), 1);
    QCOMPARE(waiting.first().kind, EntryKind::Reaction);
    QCOMPARE(waiting.first().about, own.about);
}

void TestAnnotationTable::oldEntriesAreReadOnce()
{
    begin();
    live(anEntry(u"a"_s).messageId(u"m1"_s).body(u"helo"_s));
    RoomMessage raw = correction(u"b"_s, u"m1"_s, u"hello"_s);
    raw.raw = u"<message/>"_s;
    m_store->live(m_membership, raw);
    // As a version that did not understand it left it.
    {
        Database database;
        QVERIFY(database.open(m_store->fileName(), Database::Access::ReadWrite).isOk());
        database.run(u"INSERT INTO annotation_unread SELECT entry, room FROM annotation"_s);
        database.run(u"DELETE FROM annotation"_s);
        QVERIFY(!database.hasError());
    }
    QCOMPARE(m_store->timeline(), u"helo"_s);
    QList<RawEntry> unread = TempStore::get((*m_store)->unreadEntries(m_store->room(), 10));
    QCOMPARE(unread.size(), 1);
    QCOMPARE(unread.first().raw, u"<message/>"_s);
    unread.first().about.targetId = u"m1"_s;
    TempStore::get((*m_store)->noteRead(m_store->room(), unread));
    QCOMPARE(m_store->timeline(), u"hello"_s);
    QVERIFY(TempStore::get((*m_store)->unreadEntries(m_store->room(), 10)).isEmpty());
}

void TestAnnotationTable::forgottenRoomTakesThemAlong()
{
    begin();
    live(reaction(u"b"_s, u"carol"_s, u"a"_s, u"👍"_s));
    TempStore::get((*m_store)->forgetRoom(m_store->room()));
    Database database;
    QVERIFY(database.open(m_store->fileName(), Database::Access::ReadOnly).isOk());
    Query left = database.query(u"SELECT count(*) FROM annotation"_s);
    QVERIFY(left.next());
    QCOMPARE(left.number(0), 0);
}

QTEST_GUILESS_MAIN(TestAnnotationTable)
#include "tst_annotationtable.moc"

#include "gui/memoryroomsource.h"

#include "models/timelinemodel.h"

#include <QAbstractItemModelTester>
#include <QPromise>
#include <QSignalSpy>
#include <QTest>

#include <list>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

QDateTime at(int hour, int minute)
{
    return QDateTime(QDate(2026, 11, 23), QTime(hour, minute), Qt::UTC);
}

/// "bob: hi | carol: yes | -gap- | ..." with '+' before the first of a group and '*' below the *New* line.
QString textOf(const TimelineModel &model)
{
    QStringList rows;
    for (int i = 0; i < model.rowCount(); ++i) {
        const TimelineRow &row = model.row(i);
        if (row.isGap()) {
            rows += u"-gap-"_s;
            continue;
        }
        QString text = row.newLine ? u"*"_s : QString();
        text += row.startsGroup ? u"+"_s : QString();
        rows += text + row.item.message.nickname + u": "_s + row.item.message.body;
    }
    return rows.join(u" | "_s);
}

QList<TimelineItem> numbered(int from, int count)
{
    QList<TimelineItem> items;
    for (int i = from; i < from + count; ++i) {
        items.append(aRow(i, u"bob"_s, QString::number(i), at(12, 0).addSecs(i)));
    }
    return items;
}

struct Fixture {
    Fixture() : model(source, *RoomAddress::parse(u"tea@rooms.example"_s)) {}

    MemoryRoomSource source;
    TimelineModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

class TestTimelineModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storedRowsAppearInTheStoresOrder();
    void aReloadShowsRowsThatMovedAndGapsThatCameAndWent();
    void sendersGroupForFiveMinutes();
    void dayLinesStandWhereTheDayChanges();
    void theNewLineStandsBelowWhatWasRead();
    void pagingUpKeepsTheWindowSmall();
    void olderMessagesComeFromTheServerWhenTheStoreEnds();
    void showingMoreFromTheStoreNeverAsksTheServer();
    void aGapAtTheOldestEndIsNotLoadedByScrolling();
    void aFailedPageMayBeAskedAgainAfterAReload();
    void rowsArrivingWhileScrolledUpAreCounted();
    void anEmptyTimelineAsksTheServerWhenScrolled();
    void aChangedRowIsToldInPlace();
    void memoryStaysConstantInAFlood();
    void anAnswerThatComesTooLateIsDropped();
    void rowsThatCameWhileReadingAreReadAgain();
    void rowsStoredAtTheEndAreReadAlone();
    void rowsStoredElsewhereThanAtTheEndAreShownInTheirPlace();
    void rowsReadBeforeTheyWereToldAreNoReasonToReadAll();
    void anOwnRowUnderWayIsOvertaken();
    void aBusyRoomIsReadAtItsPace();
    void whatAQuoteShowsFollowsItsMessage();
    void olderPagesAreNotCountedBeforeTheFirstRead();
    void whatIsMissedIsCountedByTheRoomsClock();
    void whoGoesToTheEndDuringAReadIsNotHeldShortOfIt();
    void aJumpAlwaysEnds();
    void theLastOfTwoJumpsCounts();
};

void TestTimelineModel::storedRowsAppearInTheStoresOrder()
{
    Fixture f;
    f.source.items = {aRow(2, u"bob"_s, u"first"_s, at(14, 0)), aRow(1, u"carol"_s, u"second"_s, at(13, 0))};
    f.model.applyStored({f.source.items[1].message});
    QCOMPARE(textOf(f.model), u"+bob: first | +carol: second"_s);
    QVERIFY(f.model.isAtNewest());
    QCOMPARE(f.model.newest()->key, MessageKey(1));
}

void TestTimelineModel::aReloadShowsRowsThatMovedAndGapsThatCameAndWent()
{
    Fixture f;
    f.source.items = numbered(1, 4);
    f.model.reload();
    f.source.items.swapItemsAt(1, 2);
    f.source.items.insert(2, aGap(3, 2, GapReason::NotLoaded));
    f.model.reload();
    QCOMPARE(textOf(f.model), u"+bob: 1 | bob: 3 | -gap- | +bob: 2 | bob: 4"_s);
    f.source.items.removeAt(2);
    f.source.items.insert(2, aRow(9, u"bob"_s, u"found"_s, at(12, 0)));
    f.model.reload();
    QCOMPARE(textOf(f.model), u"+bob: 1 | bob: 3 | bob: found | bob: 2 | bob: 4"_s);
    QCOMPARE(f.model.items(), f.source.items);
}

void TestTimelineModel::sendersGroupForFiveMinutes()
{
    Fixture f;
    f.source.items = {aRow(1, u"bob"_s, u"a"_s, at(14, 0)), aRow(2, u"bob"_s, u"b"_s, at(14, 5)),
                      aRow(3, u"bob"_s, u"c"_s, at(14, 11)), aRow(4, u"carol"_s, u"d"_s, at(14, 11))};
    // The same nickname in another person's hands is another sender.
    f.source.items.append(aRow(5, u"carol"_s, u"e"_s, at(14, 11)));
    f.source.items.last().message.occupantId = u"someone else"_s;
    f.model.reload();
    QCOMPARE(textOf(f.model), u"+bob: a | bob: b | +bob: c | +carol: d | +carol: e"_s);
}

void TestTimelineModel::dayLinesStandWhereTheDayChanges()
{
    Fixture f;
    f.source.items = {aRow(1, u"bob"_s, u"a"_s, at(23, 59)), aGap(1, 2, GapReason::NotLoaded),
                      aRow(2, u"bob"_s, u"b"_s, at(23, 59).addSecs(90)),
                      aRow(3, u"bob"_s, u"c"_s, at(23, 59).addSecs(95))};
    f.model.reload();
    QCOMPARE(f.model.row(0).day, QDate(2026, 11, 23));
    QVERIFY(!f.model.row(1).day.isValid());
    QCOMPARE(f.model.row(2).day, QDate(2026, 11, 24));
    QVERIFY(!f.model.row(3).day.isValid());
}

void TestTimelineModel::theNewLineStandsBelowWhatWasRead()
{
    Fixture f;
    f.source.items = {aRow(1, u"bob"_s, u"a"_s, at(14, 0)), anOwnRow(2, u"b"_s, at(14, 0), DeliveryState::Delivered),
                      aRow(3, u"carol"_s, u"c"_s, at(14, 1)), aRow(4, u"carol"_s, u"d"_s, at(14, 1))};
    f.model.reload();
    f.model.setNewLineAfter(1);
    QCOMPARE(textOf(f.model), u"+bob: a | +alice: b | *+carol: c | carol: d"_s);
    f.model.setNewLineAfter(0);
    QCOMPARE(textOf(f.model), u"+bob: a | +alice: b | +carol: c | carol: d"_s);
}

void TestTimelineModel::pagingUpKeepsTheWindowSmall()
{
    Fixture f;
    f.source.items = numbered(1, 2000);
    f.model.reload();
    QCOMPARE(f.model.rowCount(), TimelineModel::pageSize);
    QCOMPARE(f.model.row(0).item.message.key, MessageKey(1941));
    f.model.setFollowing(false);
    for (int i = 0; i < 40; ++i) {
        f.model.fetchOlder();
        QVERIFY(f.model.rowCount() <= TimelineModel::windowLimit);
    }
    QCOMPARE(f.model.row(0).item.message.key, MessageKey(1));
    QVERIFY(!f.model.isAtNewest());
    QCOMPARE(f.model.older(), TimelineModel::Older::Beginning);
    // And all the way down again, without a hole.
    for (int i = 0; i < 40 && !f.model.isAtNewest(); ++i) {
        f.model.fetchNewer();
        QVERIFY(f.model.rowCount() <= TimelineModel::windowLimit);
        for (int row = 1; row < f.model.rowCount(); ++row) {
            QCOMPARE(f.model.row(row).item.message.key, f.model.row(row - 1).item.message.key + 1);
        }
    }
    QCOMPARE(f.model.newest()->key, MessageKey(2000));
}

void TestTimelineModel::olderMessagesComeFromTheServerWhenTheStoreEnds()
{
    Fixture f;
    f.source.items = numbered(100, 3);
    f.source.olderPage = numbered(98, 2);
    f.model.reload();
    f.model.fetchOlder();
    QCOMPARE(f.source.olderAsked, 1);
    QCOMPARE(f.model.rowCount(), 5);
    f.model.fetchOlder();
    QCOMPARE(f.model.older(), TimelineModel::Older::Beginning);
    const int asked = f.source.olderAsked;
    f.model.fetchOlder();
    QCOMPARE(f.source.olderAsked, asked);
}

void TestTimelineModel::showingMoreFromTheStoreNeverAsksTheServer()
{
    Fixture f;
    f.source.items = numbered(1, 70);
    f.source.olderPage = numbered(-5, 5);
    f.model.reload();
    for (int i = 0; i < 5; ++i) {
        f.model.fetchOlder(TimelineModel::From::Store);
    }
    QCOMPARE(f.model.rowCount(), 70);
    QCOMPARE(f.source.olderAsked, 0);
}

void TestTimelineModel::aGapAtTheOldestEndIsNotLoadedByScrolling()
{
    Fixture f;
    f.source.items = QList{aGap(0, 1, GapReason::LoadFailed)} + numbered(1, 100);
    f.model.reload();
    for (int i = 0; i < 4; ++i) {
        f.model.fetchOlder();
    }
    QVERIFY(f.model.row(0).isGap());
    QCOMPARE(f.source.olderAsked, 0);
    // It was filled meanwhile, while one is scrolled up.
    f.model.setFollowing(false);
    f.source.items.removeFirst();
    f.source.items.prepend(aRow(900, u"bob"_s, u"found"_s, at(11, 0)));
    f.model.reload();
    QVERIFY(!f.model.row(0).isGap());
    f.model.fetchOlder();
    QCOMPARE(f.model.items(), f.source.items);
}

void TestTimelineModel::aFailedPageMayBeAskedAgainAfterAReload()
{
    Fixture f;
    f.source.items = numbered(1, 3);
    f.source.olderError = Error::make(ErrorKind::TimedOut);
    f.model.reload();
    f.model.fetchOlder();
    QCOMPARE(f.model.older(), TimelineModel::Older::Failed);
    f.source.olderError.reset();
    f.source.olderPage = numbered(-1, 2);
    f.model.reload();
    f.model.fetchOlder();
    QCOMPARE(f.model.rowCount(), 5);
}

void TestTimelineModel::rowsArrivingWhileScrolledUpAreCounted()
{
    Fixture f;
    f.source.items = numbered(1, 100);
    f.model.reload();
    QSignalSpy counts(&f.model, &TimelineModel::newerCountChanged);
    f.model.setFollowing(false);
    const MessageKey first = f.model.row(0).item.message.key;
    for (int i = 101; i <= 600; ++i) {
        f.source.items += numbered(i, 1);
        f.model.applyStored({f.source.items.last().message});
    }
    QCOMPARE(f.model.newerCount(), 500);
    QCOMPARE(counts.size(), 500);
    QCOMPARE(f.model.row(0).item.message.key, first);
    QVERIFY(f.model.rowCount() <= TimelineModel::windowLimit);
    QVERIFY(!f.model.isAtNewest());
    f.model.showNewest();
    QCOMPARE(f.model.newerCount(), 0);
    QCOMPARE(f.model.newest()->key, MessageKey(600));
}

void TestTimelineModel::anEmptyTimelineAsksTheServerWhenScrolled()
{
    Fixture f;
    f.model.reload();
    f.source.olderPage = numbered(1, 2);
    f.model.fetchOlder();
    QCOMPARE(f.model.rowCount(), 2);
    Fixture empty;
    empty.model.reload();
    QSignalSpy changes(&empty.model, &TimelineModel::olderChanged);
    empty.model.fetchOlder();
    QCOMPARE(empty.model.older(), TimelineModel::Older::Beginning);
    QVERIFY(!changes.isEmpty());
}

void TestTimelineModel::aChangedRowIsToldInPlace()
{
    Fixture f;
    f.source.items = {anOwnRow(1, u"hi"_s, at(14, 0), DeliveryState::Queued)};
    f.model.reload();
    QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
    f.source.items[0].message.state = DeliveryState::Delivered;
    f.model.applyChanged(f.source.items[0].message);
    QVERIFY(!changed.isEmpty());
    QCOMPARE(f.model.index(0).data(TimelineModel::StateRole).toInt(), static_cast<int>(DeliveryState::Delivered));
}

void TestTimelineModel::memoryStaysConstantInAFlood()
{
    Fixture f;
    for (int i = 0; i < 50; ++i) {
        const auto batch = numbered(1 + i * 40, 40);
        f.source.items += batch;
        QList<StoredMessage> rows;
        for (const auto &item : batch) {
            rows.append(item.message);
        }
        f.model.applyStored(rows);
        QVERIFY(f.model.rowCount() <= TimelineModel::followedLimit);
    }
    QCOMPARE(f.model.newest()->key, MessageKey(2000));
}

namespace
{

/// Answers when the test says so.
class SlowSource : public MemoryRoomSource
{
public:
    QFuture<Result<QList<TimelineItem>>> itemsBefore(const RoomAddress &, MessageKey, int) override
    {
        waiting.emplace_back();
        waiting.back().start();
        return waiting.back().future();
    }
    void answer(const QList<TimelineItem> &rows)
    {
        QPromise<Result<QList<TimelineItem>>> promise = std::move(waiting.front());
        waiting.pop_front();
        promise.addResult(Result<QList<TimelineItem>>(rows));
        promise.finish();
        QCoreApplication::processEvents();
    }

    std::list<QPromise<Result<QList<TimelineItem>>>> waiting;
};

} // namespace

void TestTimelineModel::anAnswerThatComesTooLateIsDropped()
{
    SlowSource source;
    {
        TimelineModel model(source, *RoomAddress::parse(u"tea@rooms.example"_s));
        model.reload();
    }
    source.answer(numbered(1, 2));
    QVERIFY(source.waiting.empty());
}

void TestTimelineModel::rowsThatCameWhileReadingAreReadAgain()
{
    SlowSource source;
    TimelineModel model(source, *RoomAddress::parse(u"tea@rooms.example"_s));
    model.reload();
    model.applyStored({numbered(3, 1).first().message});
    model.applyStored({numbered(4, 1).first().message});
    QCOMPARE(source.waiting.size(), size_t(1));
    source.answer(numbered(1, 2));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(source.waiting.size(), size_t(1));
    source.answer(numbered(1, 4));
    QCOMPARE(model.rowCount(), 4);
    QVERIFY(source.waiting.empty());
}

void TestTimelineModel::rowsStoredAtTheEndAreReadAlone()
{
    Fixture f;
    f.source.items = numbered(1, 300);
    f.model.reload();
    f.model.showNewest();
    QSignalSpy removed(&f.model, &QAbstractItemModel::rowsRemoved);
    f.source.items += numbered(301, 150);
    QList<StoredMessage> rows;
    for (qsizetype i = 300; i < f.source.items.size(); ++i) {
        rows.append(f.source.items[i].message);
    }
    const int reads = f.source.reads;
    f.model.applyStored(rows);
    QCOMPARE(f.source.reads, reads + 1);
    QVERIFY(f.source.rowsRead <= 150);
    QCOMPARE(f.model.newest()->key, MessageKey(450));
    QVERIFY(f.model.rowCount() <= TimelineModel::followedLimit);
}

void TestTimelineModel::rowsStoredElsewhereThanAtTheEndAreShownInTheirPlace()
{
    Fixture f;
    f.source.items = numbered(1, 4);
    f.model.reload();
    f.source.items.insert(2, aRow(50, u"carol"_s, u"late"_s, at(12, 0).addSecs(2)));
    f.model.applyStored({f.source.items[2].message});
    QCOMPARE(textOf(f.model), u"+bob: 1 | bob: 2 | +carol: late | +bob: 3 | bob: 4"_s);
}

void TestTimelineModel::rowsReadBeforeTheyWereToldAreNoReasonToReadAll()
{
    Fixture f;
    f.source.items = numbered(1, 300);
    f.model.reload();
    f.source.items += numbered(301, 2);
    f.model.applyStored({f.source.items[300].message});
    QCOMPARE(f.model.newest()->key, MessageKey(302));
    const int reads = f.source.reads;
    f.model.applyStored({f.source.items[301].message});
    QCOMPARE(f.source.reads, reads + 1);
    QCOMPARE(f.source.rowsRead, 0);
}

void TestTimelineModel::anOwnRowUnderWayIsOvertaken()
{
    Fixture f;
    f.source.items = numbered(1, 2);
    f.source.items += anOwnRow(3, u"mine"_s, at(12, 1), DeliveryState::Queued);
    f.model.reload();
    f.source.items.insert(2, aRow(4, u"bob"_s, u"4"_s, at(12, 1)));
    f.model.applyStored({f.source.items[2].message});
    QCOMPARE(f.model.row(2).item.message.body, u"4"_s);
    QCOMPARE(f.model.row(3).item.message.body, u"mine"_s);
    QCOMPARE(f.model.rowCount(), 4);
}

void TestTimelineModel::aBusyRoomIsReadAtItsPace()
{
    Fixture f;
    f.source.items = numbered(1, 2);
    f.model.reload();
    f.model.setPace(50);
    const int reads = f.source.reads;
    for (int i = 3; i <= 10; ++i) {
        f.source.items += numbered(i, 1);
        f.model.applyStored({f.source.items.last().message});
        QCOMPARE(f.source.reads, reads + 1);
    }
    QCOMPARE(f.model.newest()->key, MessageKey(3));
    QTRY_COMPARE(f.model.newest()->key, MessageKey(10));
    QCOMPARE(f.source.reads, reads + 2);
}

void TestTimelineModel::whatAQuoteShowsFollowsItsMessage()
{
    Fixture f;
    f.source.items = numbered(1, 500);
    f.source.items.last().message.reply = ReplyReference{u"1"_s, 1, u"bob"_s, u"secret"_s};
    f.model.reload();
    QVERIFY(f.model.indexOf(2) < 0);
    StoredMessage &removed = f.source.items.first().message;
    removed.retracted = true;
    removed.body.clear();
    f.source.items.last().message.reply->excerpt.clear();
    f.model.applyChanged(removed);
    QCOMPARE(f.model.row(f.model.rowCount() - 1).item.message.reply->excerpt, QString());
}

void TestTimelineModel::olderPagesAreNotCountedBeforeTheFirstRead()
{
    Fixture f;
    // As at a start at the place of an earlier run.
    f.model.setFollowing(false);
    f.source.items = numbered(101, 50);
    f.model.reload();
    f.source.items = numbered(51, 50) + f.source.items;
    QList<StoredMessage> page;
    for (int i = 0; i < 50; ++i) {
        page.append(f.source.items[i].message);
    }
    f.model.applyStored(page);
    QCOMPARE(f.model.newerCount(), 0);
    f.source.items += numbered(151, 1);
    f.model.applyStored({f.source.items.last().message});
    QCOMPARE(f.model.newerCount(), 1);
}

void TestTimelineModel::whatIsMissedIsCountedByTheRoomsClock()
{
    Fixture f;
    f.source.items = numbered(1, 50);
    // By our clock, which is ahead.
    f.source.items.last().message.live = true;
    f.source.items.last().message.sentAt = f.source.items.last().message.sentAt.addSecs(300);
    f.model.reload();
    f.model.setFollowing(false);
    f.source.items += numbered(51, 1);
    f.model.applyStored({f.source.items.last().message});
    QCOMPARE(f.model.newerCount(), 1);
}

void TestTimelineModel::whoGoesToTheEndDuringAReadIsNotHeldShortOfIt()
{
    Fixture f;
    f.source.items = numbered(1, 100);
    f.model.reload();
    f.model.setFollowing(false);
    f.source.items += numbered(101, 900);
    f.source.holds = true;
    f.model.applyStored({f.source.items.last().message});
    f.model.setFollowing(true);
    f.source.release();
    QVERIFY(f.model.isAtNewest());
    QCOMPARE(f.model.newest()->key, MessageKey(1000));
}

void TestTimelineModel::aJumpAlwaysEnds()
{
    Fixture f;
    f.source.items = numbered(1, 1000);
    f.model.reload();
    QSignalSpy jumps(&f.model, &TimelineModel::jumped);
    QSignalSpy misses(&f.model, &TimelineModel::jumpMissed);
    // Who goes to the newest meanwhile.
    f.model.setFollowing(false);
    f.source.holds = true;
    f.model.showAround(100);
    f.model.setFollowing(true);
    f.source.release();
    QCOMPARE(misses.size(), 1);
    // Where the second of its reads fails.
    f.model.setFollowing(false);
    f.source.holds = true;
    f.model.showAround(100);
    f.source.readError = Error::make(ErrorKind::StoreFailed);
    f.source.release();
    QCOMPARE(misses.size(), 2);
    QCOMPARE(jumps.size(), 0);
}

void TestTimelineModel::theLastOfTwoJumpsCounts()
{
    Fixture f;
    f.source.items = numbered(1, 1000);
    f.model.reload();
    f.model.setFollowing(false);
    QSignalSpy jumps(&f.model, &TimelineModel::jumped);
    f.source.holds = true;
    f.model.showAround(100);
    f.model.showAround(990);
    f.source.release();
    QCOMPARE(jumps.size(), 1);
    QCOMPARE(jumps.constFirst().constFirst().value<MessageKey>(), MessageKey(990));
    QVERIFY(f.model.indexOf(990 * 2) >= 0);
}

QTEST_GUILESS_MAIN(TestTimelineModel)
#include "tst_timelinemodel.moc"

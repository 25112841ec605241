#include "gui/memoryroomsource.h"
#include "support/fakeclock.h"

#include "models/appstate.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

RoomAddress room(const QString &id)
{
    return *RoomAddress::parse(id + u"@rooms.example"_s);
}

JoinResult result(const QString &name)
{
    JoinResult made;
    made.name = name;
    made.nickname = u"alice"_s;
    made.memberCount = 3;
    return made;
}

struct Fixture {
    Fixture() { state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}}); }

    void arrive(const RoomAddress &address, MessageKey key, const QString &body)
    {
        clock.advance(1000);
        source.items.append(aRow(key, u"bob"_s, body, clock.now()));
        state.onMessagesStored(address, {source.items.last().message});
    }
    const RoomListEntry &entry(const RoomAddress &address) { return state.rooms().entry(state.rooms().rowOf(address)); }

    FakeClock clock;
    MemoryRoomSource source;
    AppState state{source, clock};
    RoomAddress tea = room(u"tea"_s);
    RoomAddress cake = room(u"cake"_s);
};

} // namespace

class TestAppState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinedRoomsAreListedAndTheFirstIsShown();
    void messagesAreUnreadUntilSomebodyLooks();
    void markingAllAsReadHoldsWhereverOneReads();
    void aMentionIsMarked();
    void whatWaitsToBeSentDoesNotMarkAsReadWhatIsStillToCome();
    void historyOfAJoinIsNotUnread();
    void olderPagesAreNotUnread();
    void clocksThatDifferHideNothingUnread_data();
    void clocksThatDifferHideNothingUnread();
    void aJoinThatFailsDoesNotEndAHeldRoom();
    void aFailedJoinOfAnUnknownRoomListsNothing();
    void anEndShowsWhyAndARejoinEndsIt();
    void aReplacedRoomNamesTheOtherOne();
    void theStatusLineFollowsTheRoom();
    void aRoomThatIsRemovedGivesItsPlaceToAnother();
    void aTypedIdGetsItsAddress();
    void theConnectionHasWords();
    void outagesEndInAReceiptAndANewLine();
    void aRoomThatIsLostAloneHasItsNewLine();
    void aSecondCutMovesTheNewLineNowhere();
    void whatWasRemovedStandsInNoPreview();
    void aStartWithHeldRoomsShowsWhatIsNew();
};

void TestAppState::joinedRoomsAreListedAndTheFirstIsShown()
{
    Fixture f;
    QSignalSpy shown(&f.state, &AppState::activeRoomChanged);
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.state.onJoined(f.cake, result(u"Cake"_s));
    QCOMPARE(f.state.rooms().rowCount(), 2);
    QCOMPARE(f.state.activePage()->name(), u"Tea"_s);
    QCOMPARE(shown.size(), 1);
    f.state.setActiveRoom(f.cake);
    QCOMPARE(f.state.activePage()->name(), u"Cake"_s);
    f.state.setActiveRoom(room(u"unknown"_s));
    QCOMPARE(f.state.activePage()->name(), u"Cake"_s);
}

void TestAppState::messagesAreUnreadUntilSomebodyLooks()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.state.onJoined(f.cake, result(u"Cake"_s));
    f.arrive(f.tea, 1, u"seen"_s);
    QCOMPARE(f.entry(f.tea).unread, 0);
    f.arrive(f.cake, 2, u"one"_s);
    f.arrive(f.cake, 3, u"two"_s);
    QCOMPARE(f.entry(f.cake).unread, 2);
    f.state.setActiveRoom(f.cake);
    QCOMPARE(f.entry(f.cake).unread, 0);
    f.state.setWindowActive(false);
    f.arrive(f.cake, 4, u"three"_s);
    QCOMPARE(f.entry(f.cake).unread, 1);
    f.state.setWindowActive(true);
    QCOMPARE(f.entry(f.cake).unread, 0);
    f.state.setFollowing(false);
    f.arrive(f.cake, 5, u"four"_s);
    QCOMPARE(f.entry(f.cake).unread, 1);
    QVERIFY(f.entry(f.cake).preview.contains(u"four"));
    // Deleted before we were there to read it.
    f.clock.advance(1000);
    StoredMessage deleted = aRow(6, u"bob"_s, {}, f.clock.now()).message;
    deleted.retracted = true;
    f.state.onMessagesStored(f.cake, {deleted});
    QCOMPARE(f.entry(f.cake).unread, 1);
}

void TestAppState::whatWaitsToBeSentDoesNotMarkAsReadWhatIsStillToCome()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.arrive(f.tea, 1, u"seen"_s);
    const QDateTime missedAt = f.clock.now().addSecs(600);
    f.clock.advance(1'200'000);
    // Written while there was no network, which lies behind all that comes.
    f.source.items.append(anOwnRow(2, u"on my way"_s, f.clock.now(), DeliveryState::Queued));
    f.state.onMessagesStored(f.tea, {f.source.items.last().message});
    QCOMPARE(f.entry(f.tea).unread, 0);
    f.state.setWindowActive(false);
    QCOMPARE(f.state.page(f.tea)->lastSeen(), MessageKey(1));
    QSignalSpy told(f.state.page(f.tea), &RoomPageState::unreadArrived);
    f.source.items.insert(1, aRow(3, u"bob"_s, u"where are you?"_s, missedAt));
    f.state.onMessagesStored(f.tea, {f.source.items[1].message});
    QCOMPARE(f.entry(f.tea).unread, 1);
    QCOMPARE(told.size(), 1);
}

void TestAppState::markingAllAsReadHoldsWhereverOneReads()
{
    Fixture f;
    for (MessageKey key = 1; key <= 3000; ++key)
        f.source.items.append(aRow(key, u"bob"_s, u"old"_s, f.clock.now()));
    f.state.onJoined(f.tea, result(u"Tea"_s));
    RoomPageState *page = f.state.page(f.tea);
    // Far above the newest.
    page->timeline().setFollowing(false);
    page->timeline().showAround(20);
    QTRY_VERIFY(!page->timeline().isAtNewest());
    f.state.setFollowing(false);
    f.arrive(f.tea, 3001, u"new"_s);
    f.source.items.append(anOwnRow(3002, u"waits"_s, f.clock.now(), DeliveryState::Queued));
    QCOMPARE(f.entry(f.tea).unread, 1);
    f.state.markAllRead();
    QCOMPARE(f.entry(f.tea).unread, 0);
    QTRY_COMPARE(page->lastSeen(), 3001);
}

void TestAppState::aMentionIsMarked()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.state.onJoined(f.cake, result(u"Cake"_s));
    f.arrive(f.cake, 1, u"malice"_s);
    QCOMPARE(f.entry(f.cake).mentions, 0);
    f.arrive(f.cake, 2, u"@alice?"_s);
    QCOMPARE(f.entry(f.cake).mentions, 1);
}

void TestAppState::historyOfAJoinIsNotUnread()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    RoomSummary cake;
    cake.address = f.cake;
    cake.state = RoomState::Joining;
    RoomSummary tea;
    tea.address = f.tea;
    tea.name = u"Tea"_s;
    tea.state = RoomState::Joined;
    f.state.setRooms({tea, cake});
    f.arrive(f.cake, 1, u"old"_s);
    f.state.onJoined(f.cake, result(u"Cake"_s));
    QCOMPARE(f.entry(f.cake).unread, 0);
    f.arrive(f.cake, 2, u"new"_s);
    QCOMPARE(f.entry(f.cake).unread, 1);
}

void TestAppState::olderPagesAreNotUnread()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.state.onJoined(f.cake, result(u"Cake"_s));
    f.state.setActiveRoom(f.cake);
    f.arrive(f.cake, 10, u"newest"_s);
    f.state.setActiveRoom(f.tea);
    const TimelineItem old = aRow(1, u"bob"_s, u"last year"_s, f.clock.now().addYears(-1));
    f.source.items.prepend(old);
    f.state.onMessagesStored(f.cake, {old.message});
    QCOMPARE(f.entry(f.cake).unread, 0);
    QVERIFY(f.entry(f.cake).preview.contains(u"newest"));
}

void TestAppState::clocksThatDifferHideNothingUnread_data()
{
    QTest::addColumn<int>("aheadMinutes");
    QTest::newRow("ours is behind the server's") << -10;
    QTest::newRow("ours is ahead") << 10;
}

void TestAppState::clocksThatDifferHideNothingUnread()
{
    QFETCH(int, aheadMinutes);
    Fixture f;
    const auto come = [&f](MessageKey key, const QString &body, bool live, int afterMinutes) {
        TimelineItem item = aRow(key, u"bob"_s, body, f.clock.now().addSecs(60 * afterMinutes));
        item.message.live = live;
        f.source.items.append(item);
        f.state.onMessagesStored(f.cake, {item.message});
    };
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.state.onJoined(f.cake, result(u"Cake"_s));
    f.state.setActiveRoom(f.cake);
    // From the archive by the server's clock, then live by ours; both read.
    come(1, u"archived"_s, false, -aheadMinutes);
    f.clock.advance(60000);
    come(2, u"live"_s, true, 0);
    f.state.setActiveRoom(f.tea);
    f.clock.advance(60000);
    come(3, u"live and missed"_s, true, 0);
    QCOMPARE(f.entry(f.cake).unread, 1);
    QVERIFY(f.entry(f.cake).preview.contains(u"live and missed"_s));
    f.state.onConnectionLost(Error::make(ErrorKind::ServerUnreachable));
    f.state.onRoomStateChanged(f.cake, RoomState::Rejoining);
    f.state.onRoomStateChanged(f.cake, RoomState::CatchingUp);
    f.clock.advance(60000);
    come(4, u"fetched"_s, false, -aheadMinutes);
    QCOMPARE(f.entry(f.cake).unread, 2);
    // What was there before is not new.
    come(5, u"older"_s, false, -aheadMinutes - 30);
    QCOMPARE(f.entry(f.cake).unread, 2);
}

void TestAppState::aJoinThatFailsDoesNotEndAHeldRoom()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.state.onJoinFailed(f.tea, Error::make(ErrorKind::ServerUnreachable));
    QVERIFY(!f.state.activePage()->isIdle());
    QVERIFY(!f.state.activePage()->left().isShown());
}

void TestAppState::aFailedJoinOfAnUnknownRoomListsNothing()
{
    Fixture f;
    f.state.onJoinFailed(f.tea, Error::make(ErrorKind::RoomDoesNotExist));
    QCOMPARE(f.state.rooms().rowCount(), 0);
    QVERIFY(f.state.activePage() == nullptr);
}

void TestAppState::anEndShowsWhyAndARejoinEndsIt()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.state.setWindowActive(false);
    f.arrive(f.tea, 5, u"out"_s);
    QCOMPARE(f.entry(f.tea).unread, 1);
    f.state.onLeft(f.tea, {LeaveReason::Kind::Kicked, u"bob"_s, {}, {}});
    // Nobody waits for an answer there.
    QCOMPARE(f.entry(f.tea).unread, 0);
    RoomPageState *page = f.state.activePage();
    QVERIFY(page->left().isShown());
    QVERIFY(page->isIdle());
    QCOMPARE(f.entry(f.tea).status, u"You were removed"_s);
    QVERIFY(!page->composer().canSend());
    f.state.onRoomStateChanged(f.tea, RoomState::Joining);
    QVERIFY(!page->left().isShown());
    f.state.onJoined(f.tea, result(u"Tea"_s));
    QVERIFY(page->composer().canSend());
    f.state.onRejoinFailed(f.tea, Error::make(ErrorKind::TimedOut), true);
    QVERIFY(!page->left().isShown());
    f.state.onRejoinFailed(f.tea, Error::make(ErrorKind::Banned), false);
    QVERIFY(page->left().isShown());
}

void TestAppState::aReplacedRoomNamesTheOtherOne()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.state.onJoined(f.cake, result(u"Cake & more"_s));
    using Kind = LeaveReason::Kind;
    f.state.onLeft(f.tea, {Kind::ReplacedByOtherRoom, {}, {}, f.cake.toString()});
    QCOMPARE(f.state.page(f.tea)->left().title(), u"Left when you joined \u2068Cake & more\u2069"_s);
    QCOMPARE(f.state.page(f.tea)->left().action(), LeftState::Action::Rejoin);
    QCOMPARE(f.entry(f.tea).status, u"Left when you joined \u2068Cake & more\u2069"_s);
    // Another client of ours went to a room that is not listed here.
    f.state.onLeft(f.cake, {Kind::ReplacedByOtherRoom, {}, {}, u"Launch@rooms.example"_s});
    QCOMPARE(f.state.page(f.cake)->left().title(), u"Left when you joined \u2068Launch\u2069"_s);
    f.state.onLeft(f.cake, {Kind::ReplacedByOtherRoom, {}, {}, {}});
    QCOMPARE(f.state.page(f.cake)->left().title(), u"Left when you joined another room"_s);
}

void TestAppState::theStatusLineFollowsTheRoom()
{
    Fixture f;
    f.clock.setNow(QDateTime(QDate(2026, 11, 23), QTime(14, 15), Qt::UTC));
    f.state.onJoined(f.tea, result(u"Tea"_s));
    RoomPageState *page = f.state.activePage();
    QCOMPARE(page->statusLine(), u"Live at 14:15 · 3 here"_s);
    OccupantDelta delta;
    delta.count = 1204;
    f.state.onOccupantsChanged(f.tea, delta);
    QVERIFY(page->statusLine().endsWith(u"here"));
    f.state.onConnectionStateChanged({ConnectionState::Kind::Waiting, 1, 1000, {}});
    QCOMPARE(page->statusLine(), u"Live at 14:15"_s);
    f.state.onRoomStateChanged(f.tea, RoomState::CatchingUp);
    QCOMPARE(page->statusLine(), u"Catching up…"_s);
    f.state.onLeft(f.tea, {});
    QCOMPARE(page->statusLine(), u"Not joined"_s);
}

void TestAppState::aRoomThatIsRemovedGivesItsPlaceToAnother()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.state.onJoined(f.cake, result(u"Cake"_s));
    RoomSummary cake;
    cake.address = f.cake;
    cake.name = u"Cake"_s;
    cake.state = RoomState::Joined;
    f.state.setRooms({cake});
    QCOMPARE(f.state.activePage()->name(), u"Cake"_s);
    QSignalSpy shown(&f.state, &AppState::activeRoomChanged);
    f.state.setRooms({});
    QVERIFY(f.state.activePage() == nullptr);
    QCOMPARE(shown.size(), 1);
}

void TestAppState::aTypedIdGetsItsAddress()
{
    Fixture f;
    RoomSummary typed;
    typed.address = *RoomAddress::parse(u"tea"_s);
    typed.state = RoomState::Joining;
    f.state.setRooms({typed});
    RoomPageState *before = f.state.activePage();
    typed.address = f.tea;
    f.state.setRooms({typed});
    QCOMPARE(f.state.rooms().rowCount(), 1);
    QCOMPARE(f.state.activePage(), before);
    QCOMPARE(f.entry(f.tea).address.toString(), u"tea@rooms.example"_s);
}

void TestAppState::theConnectionHasWords()
{
    FakeClock clock;
    MemoryRoomSource source;
    AppState state(source, clock);
    QCOMPARE(state.connectionText(), u"Not signed in"_s);
    state.setAccount(*Jid::parse(u"alice@example.org"));
    QCOMPARE(state.accountName(), u"alice"_s);
    state.onConnectionStateChanged({ConnectionState::Kind::Connecting, 1, 0, {}});
    QCOMPARE(state.connectionText(), u"Connecting…"_s);
    state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    QCOMPARE(state.connectionText(), u"Connected"_s);
    QCOMPARE(state.connectionTone(), AppState::Tone::Good);
    state.onConnectionStateChanged({ConnectionState::Kind::Waiting, 1, 1000, {}});
    QCOMPARE(state.connectionText(), u"Reconnecting…"_s);
    QCOMPARE(state.connectionTone(), AppState::Tone::Waiting);
}

void TestAppState::outagesEndInAReceiptAndANewLine()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.arrive(f.tea, 1, u"before"_s);
    f.state.onConnectionLost(Error::make(ErrorKind::TimedOut));
    f.state.onRoomStateChanged(f.tea, RoomState::Rejoining);
    f.state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    f.state.onRoomStateChanged(f.tea, RoomState::CatchingUp);
    f.arrive(f.tea, 2, u"missed"_s);
    f.state.onRejoined(f.tea, result(u"Tea"_s), {5000, 1, 1, 0, true, false});
    RoomPageState *page = f.state.activePage();
    QCOMPARE(page->banner().kind(), BannerState::Kind::Receipt);
    QVERIFY(page->timeline().row(1).newLine);
    // Coming back to the room, what was read is not new any more.
    f.state.onJoined(f.cake, result(u"Cake"_s));
    f.state.setActiveRoom(f.cake);
    f.state.setActiveRoom(f.tea);
    QVERIFY(!page->timeline().row(1).newLine);
}

void TestAppState::aRoomThatIsLostAloneHasItsNewLine()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.arrive(f.tea, 1, u"before"_s);
    const auto beLostAndBack = [&](MessageKey missed) {
        f.state.onRoomStateChanged(f.tea, RoomState::Rejoining);
        f.state.onRoomStateChanged(f.tea, RoomState::CatchingUp);
        f.arrive(f.tea, missed, u"missed"_s);
        f.state.onRejoined(f.tea, result(u"Tea"_s), {5000, 1, 1, 0, true, false});
    };
    beLostAndBack(2);
    const TimelineModel &timeline = f.state.activePage()->timeline();
    QVERIFY(timeline.row(1).newLine);
    // The next time it stands below what has been read since.
    f.arrive(f.tea, 3, u"read"_s);
    beLostAndBack(4);
    QVERIFY(!timeline.row(1).newLine);
    QVERIFY(timeline.row(3).newLine);
}

void TestAppState::aSecondCutMovesTheNewLineNowhere()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    f.arrive(f.tea, 1, u"before"_s);
    for (MessageKey missed = 2; missed <= 3; ++missed) {
        f.state.onConnectionLost(Error::make(ErrorKind::TimedOut));
        f.state.onRoomStateChanged(f.tea, RoomState::Rejoining);
        f.state.onRoomStateChanged(f.tea, RoomState::CatchingUp);
        f.arrive(f.tea, missed, u"missed"_s);
    }
    f.state.onRejoined(f.tea, result(u"Tea"_s), {5000, 2, 1, 0, true, false});
    QVERIFY(f.state.activePage()->timeline().row(1).newLine);
}

void TestAppState::whatWasRemovedStandsInNoPreview()
{
    Fixture f;
    f.state.onJoined(f.tea, result(u"Tea"_s));
    for (int i = 1; i <= 500; ++i) {
        f.source.items.append(aRow(i, u"bob"_s, u"old"_s, f.clock.now()));
    }
    f.arrive(f.tea, 501, u"secret"_s);
    QVERIFY(f.entry(f.tea).preview.contains(u"secret"_s));
    // One reads far above it.
    TimelineModel &timeline = f.state.activePage()->timeline();
    timeline.setFollowing(false);
    timeline.showAround(20);
    QVERIFY(!timeline.isAtNewest());
    StoredMessage &row = f.source.items.last().message;
    row.retracted = true;
    row.body.clear();
    f.state.onMessageChanged(f.tea, MessageChange::Retracted, row);
    QVERIFY2(!f.entry(f.tea).preview.contains(u"secret"_s), qPrintable(f.entry(f.tea).preview));
}

void TestAppState::aStartWithHeldRoomsShowsWhatIsNew()
{
    Fixture f;
    f.source.items = {aRow(1, u"bob"_s, u"yesterday"_s, f.clock.now().addDays(-1))};
    RoomSummary held;
    held.address = f.tea;
    held.state = RoomState::Rejoining;
    f.state.setRooms({held});
    f.arrive(f.tea, 2, u"missed"_s);
    f.state.onRejoined(f.tea, result(u"Tea"_s), {0, 1, 1, 0, true, false});
    RoomPageState *page = f.state.activePage();
    QVERIFY(!page->timeline().row(0).newLine);
    QVERIFY(page->timeline().row(1).newLine);
    QVERIFY(page->banner().text().startsWith(u"Back in the room."));
}

QTEST_GUILESS_MAIN(TestAppState)
#include "tst_appstate.moc"

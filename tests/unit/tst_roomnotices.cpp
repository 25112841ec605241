#include "models/roomnotices.h"

#include "gui/memoryroomsource.h"
#include "support/fakeclock.h"

#include "models/appstate.h"

#include <QSignalSpy>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

RoomAddress room(const QString &id)
{
    return RoomAddress::parse(id + u"@rooms.example"_s).value();
}

/// Alice, online and in some rooms, with the window in the background.
class Stage
{
public:
    explicit Stage(const QStringList &ids) : state(source, clock), notices(state)
    {
        state.setAccount(*Jid::parse(u"alice@example.org"));
        state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
        QObject::connect(&notices, &RoomNotices::raised, [this](const Notice &notice) { raised.append(notice); });
        QObject::connect(&notices, &RoomNotices::withdrawn, [this](const QString &gone) { withdrawn.append(gone); });
        for (const QString &id : ids) {
            state.onJoined(room(id), factsOf(id));
        }
        state.setActiveRoom(room(ids.first()));
        state.setWindowActive(false);
    }

    void say(const QString &id, const QString &nickname, const QString &body)
    {
        clock.advance(10);
        StoredMessage row = aRow(++key, nickname, body, clock.now()).message;
        row.own = nickname == u"alice"_s;
        state.onMessagesStored(room(id), {row});
    }
    JoinResult factsOf(const QString &id) const
    {
        JoinResult facts;
        facts.name = id;
        facts.nickname = u"alice"_s;
        facts.joinedAt = clock.now();
        return facts;
    }
    void lose()
    {
        notices.onConnectionLost();
        state.onConnectionLost(Error::make(ErrorKind::ServerUnreachable));
        for (int row = 0; row < state.rooms().rowCount(); ++row) {
            const RoomAddress lost = state.rooms().entry(row).address;
            notices.onRoomStateChanged(lost, RoomState::Rejoining);
            state.onRoomStateChanged(lost, RoomState::Rejoining);
        }
    }
    void rejoin(const QString &id)
    {
        notices.onRejoined(room(id));
        state.onRejoined(room(id), factsOf(id), {});
    }

    FakeClock clock;
    MemoryRoomSource source;
    AppState state;
    RoomNotices notices;
    QList<Notice> raised;
    QStringList withdrawn;
    MessageKey key = 0;
};

} // namespace

class TestRoomNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMentionIsTold();
    void aMentionAfterAJoinByHandIsTold();
    void theLevelOfTheRoomDecides_data();
    void theLevelOfTheRoomDecides();
    void nothingIsToldOfTheRoomOneLooksAt();
    void ownMessagesAreNotTold();
    void fastTalkChangesOneNoticeNowAndThen();
    void whatIsReadIsWithdrawn();
    void whatWasRemovedIsWithdrawnAndNotCounted();
    void fiveHundredMissedMessagesInFiveRoomsRaiseOneNotice();
    void aRoomSetToNeverIsInNoSummary();
    void aRoomThatStaysAwayDelaysNoSummary();
    void anOutageWithoutMessagesIsNotTold();
    void aRoomThatIsRemovedIsInNoSummary();
    void roomsOfAnotherAccountDelayNoSummary();
    void outsideTextIsOneTamedLine();
};

void TestRoomNotices::aMentionIsTold()
{
    Stage stage({u"tea"_s});
    stage.say(u"tea"_s, u"bob"_s, u"anybody here?"_s);
    QVERIFY(stage.raised.isEmpty());
    stage.say(u"tea"_s, u"bob"_s, u"@alice are you there?"_s);
    QCOMPARE(stage.raised.size(), 1);
    const Notice notice = stage.raised.first();
    QVERIFY(notice.title.contains(u"bob"_s) && notice.title.contains(u"tea"_s));
    QVERIFY(notice.body.contains(u"@alice are you there?"_s));
    QVERIFY(notice.mention);
    QCOMPARE(notice.room, room(u"tea"_s));
}

void TestRoomNotices::aMentionAfterAJoinByHandIsTold()
{
    Stage stage({u"tea"_s});
    for (const RoomState step : {RoomState::Joining, RoomState::CatchingUp, RoomState::Joined}) {
        stage.notices.onRoomStateChanged(room(u"tea"_s), step);
        stage.state.onRoomStateChanged(room(u"tea"_s), step);
    }
    stage.state.onJoined(room(u"tea"_s), stage.factsOf(u"tea"_s));
    stage.say(u"tea"_s, u"bob"_s, u"@alice are you there?"_s);
    QCOMPARE(stage.raised.size(), 1);
}

void TestRoomNotices::theLevelOfTheRoomDecides_data()
{
    QTest::addColumn<NoticeLevel>("level");
    QTest::addColumn<int>("plain");
    QTest::addColumn<int>("mention");
    QTest::newRow("all") << NoticeLevel::All << 1 << 1;
    QTest::newRow("mentions") << NoticeLevel::Mentions << 0 << 1;
    QTest::newRow("none") << NoticeLevel::None << 0 << 0;
}

void TestRoomNotices::theLevelOfTheRoomDecides()
{
    QFETCH(const NoticeLevel, level);
    Stage stage({u"tea"_s, u"cake"_s});
    stage.state.page(room(u"cake"_s))->setNoticeLevel(level);
    stage.state.page(room(u"tea"_s))->setNoticeLevel(level);
    stage.say(u"cake"_s, u"bob"_s, u"hello"_s);
    QTEST(static_cast<int>(stage.raised.size()), "plain");
    stage.raised.clear();
    stage.say(u"tea"_s, u"bob"_s, u"alice: hello"_s);
    QTEST(static_cast<int>(stage.raised.size()), "mention");
}

void TestRoomNotices::nothingIsToldOfTheRoomOneLooksAt()
{
    Stage stage({u"tea"_s, u"cake"_s});
    stage.state.setWindowActive(true);
    stage.say(u"tea"_s, u"bob"_s, u"alice: here"_s);
    QVERIFY(stage.raised.isEmpty());
    stage.say(u"cake"_s, u"bob"_s, u"alice: and here"_s);
    QCOMPARE(stage.raised.size(), 1);
    stage.state.setWindowActive(false);
    stage.say(u"tea"_s, u"bob"_s, u"alice: gone?"_s);
    QCOMPARE(stage.raised.size(), 2);
}

void TestRoomNotices::ownMessagesAreNotTold()
{
    Stage stage({u"tea"_s});
    stage.state.page(room(u"tea"_s))->setNoticeLevel(NoticeLevel::All);
    stage.say(u"tea"_s, u"alice"_s, u"alice speaking, from another device"_s);
    QVERIFY(stage.raised.isEmpty());
}

void TestRoomNotices::fastTalkChangesOneNoticeNowAndThen()
{
    Stage stage({u"tea"_s});
    stage.state.page(room(u"tea"_s))->setNoticeLevel(NoticeLevel::All);
    for (int i = 0; i < 100; ++i) {
        stage.say(u"tea"_s, u"bob"_s, u"number %1"_s.arg(i));
    }
    QCOMPARE(stage.raised.size(), 1);
    stage.clock.advance(RoomNotices::pauseMs);
    QCOMPARE(stage.raised.size(), 2);
    QCOMPARE(stage.raised[1].key, stage.raised[0].key);
    QVERIFY(stage.raised[1].body.contains(u"100"_s));
    QVERIFY(stage.raised[1].body.contains(u"number 99"_s));
    stage.clock.advance(RoomNotices::pauseMs * 10);
    QCOMPARE(stage.raised.size(), 2);
}

void TestRoomNotices::whatIsReadIsWithdrawn()
{
    Stage stage({u"tea"_s});
    stage.say(u"tea"_s, u"bob"_s, u"alice: look"_s);
    QVERIFY(stage.withdrawn.isEmpty());
    stage.state.setWindowActive(true);
    QCOMPARE(stage.withdrawn, QStringList{stage.raised.first().key});
    stage.state.setWindowActive(false);
    stage.say(u"tea"_s, u"bob"_s, u"alice: again"_s);
    QCOMPARE(stage.raised.size(), 2);
    QVERIFY(!stage.raised.last().body.contains(u"2"_s));
}

void TestRoomNotices::whatWasRemovedIsWithdrawnAndNotCounted()
{
    Stage stage({u"tea"_s});
    stage.say(u"tea"_s, u"bob"_s, u"hello"_s);
    stage.say(u"tea"_s, u"eve"_s, u"@alice spam"_s);
    QCOMPARE(stage.raised.size(), 1);
    const RoomPageState &page = *stage.state.page(room(u"tea"_s));
    QCOMPARE(std::pair(page.unread(), page.listEntry().mentions), std::pair(2, 1));
    StoredMessage removed = aRow(stage.key, u"eve"_s, QString(), stage.clock.now()).message;
    removed.retracted = true;
    for (int told = 0; told < 2; ++told) {
        stage.state.onMessageChanged(room(u"tea"_s), MessageChange::Retracted, removed);
        QCOMPARE(std::pair(page.unread(), page.listEntry().mentions), std::pair(1, 0));
        QCOMPARE(stage.withdrawn, QStringList(room(u"tea"_s).toString()));
    }
}

void TestRoomNotices::fiveHundredMissedMessagesInFiveRoomsRaiseOneNotice()
{
    const QStringList rooms{u"one"_s, u"two"_s, u"three"_s, u"four"_s, u"five"_s};
    Stage stage(rooms);
    for (const QString &id : rooms) {
        stage.state.page(room(id))->setNoticeLevel(NoticeLevel::All);
    }
    stage.lose();
    for (const QString &id : rooms) {
        for (int i = 0; i < 100; ++i) {
            stage.say(id, u"bob"_s, id == u"three"_s && i == 50 ? u"alice?"_s : u"missed"_s);
        }
        QVERIFY(stage.raised.isEmpty());
        stage.rejoin(id);
    }
    stage.clock.advance(60000);
    QCOMPARE(stage.raised.size(), 1);
    const Notice notice = stage.raised.first();
    QVERIFY(notice.title.contains(u"500"_s));
    QCOMPARE(notice.room, room(u"three"_s));
    QVERIFY(notice.mention);
    for (const QString &id : rooms) {
        stage.state.setActiveRoom(room(id));
        stage.state.setWindowActive(true);
    }
    QCOMPARE(stage.withdrawn, QStringList{notice.key});
}

void TestRoomNotices::aRoomSetToNeverIsInNoSummary()
{
    Stage stage({u"tea"_s, u"cake"_s});
    stage.state.page(room(u"cake"_s))->setNoticeLevel(NoticeLevel::None);
    stage.lose();
    stage.say(u"tea"_s, u"bob"_s, u"missed"_s);
    stage.say(u"cake"_s, u"bob"_s, u"alice: missed"_s);
    stage.rejoin(u"tea"_s);
    stage.rejoin(u"cake"_s);
    QCOMPARE(stage.raised.size(), 1);
    QVERIFY(!stage.raised.first().body.contains(u"cake"_s));
}

void TestRoomNotices::aRoomThatStaysAwayDelaysNoSummary()
{
    Stage stage({u"tea"_s, u"cake"_s});
    stage.lose();
    stage.say(u"tea"_s, u"bob"_s, u"missed"_s);
    stage.rejoin(u"tea"_s);
    QVERIFY(stage.raised.isEmpty());
    stage.notices.onRejoinFailed(room(u"cake"_s));
    QCOMPARE(stage.raised.size(), 1);
}

void TestRoomNotices::anOutageWithoutMessagesIsNotTold()
{
    Stage stage({u"tea"_s});
    stage.lose();
    stage.rejoin(u"tea"_s);
    QVERIFY(stage.raised.isEmpty());
}

void TestRoomNotices::aRoomThatIsRemovedIsInNoSummary()
{
    Stage stage({u"tea"_s, u"cake"_s, u"jam"_s});
    stage.lose();
    stage.say(u"cake"_s, u"bob"_s, u"@alice missed"_s);
    stage.say(u"jam"_s, u"bob"_s, u"@alice missed too"_s);
    stage.rejoin(u"cake"_s);
    stage.rejoin(u"jam"_s);
    // Left, and removed from the list, while the other room is still on its way.
    stage.state.onLeft(room(u"cake"_s), {LeaveReason::Kind::ByUser, {}, {}, {}});
    RoomSummary tea;
    tea.address = room(u"tea"_s);
    tea.state = RoomState::Rejoining;
    RoomSummary jam;
    jam.address = room(u"jam"_s);
    jam.name = u"jam"_s;
    jam.state = RoomState::Joined;
    stage.state.setRooms({tea, jam});
    stage.rejoin(u"tea"_s);
    QCOMPARE(stage.raised.size(), 1);
    QVERIFY(stage.raised.first().body.contains(u"jam"_s));
    QVERIFY(!stage.raised.first().body.contains(u"cake"_s));
}

void TestRoomNotices::roomsOfAnotherAccountDelayNoSummary()
{
    Stage stage({u"tea"_s, u"cake"_s});
    stage.lose();
    // Signed in as somebody else, who has other rooms.
    stage.state.setRooms({});
    stage.state.onJoined(room(u"jam"_s), stage.factsOf(u"jam"_s));
    stage.lose();
    stage.say(u"jam"_s, u"bob"_s, u"@alice missed"_s);
    stage.rejoin(u"jam"_s);
    QCOMPARE(stage.raised.size(), 1);
}

void TestRoomNotices::outsideTextIsOneTamedLine()
{
    Stage stage({u"tea"_s});
    stage.say(u"tea"_s, u"b\u202Eob"_s, u"alice\nsecond line <b>bold</b>"_s + QString(5000, u'x'));
    QCOMPARE(stage.raised.size(), 1);
    const Notice notice = stage.raised.first();
    QVERIFY(!notice.title.contains(QChar(0x202E)));
    QVERIFY(!notice.body.contains(u'\n'));
    QVERIFY(notice.body.contains(u"<b>bold</b>"_s));
    QVERIFY(notice.body.size() < 400);
}

QTEST_GUILESS_MAIN(TestRoomNotices)
#include "tst_roomnotices.moc"

#include "models/bannerstate.h"

#include "support/fakeclock.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// A catch-up that takes long says how far it is.
class TestCatchUpBanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shortCatchUpIsNotShown();
    void longCatchUpCountsItsPages();
    void receiptTakesItsPlace();
    void cutTakesItAway();
    void eachCatchUpCountsFromTheStart();
    void sleepCountsInTheLossOfTheConnection();
    void aReceiptTellsOnlyOfItsOwnLoss();
    void whatCannotBeStoredIsTold();
    void whyTheRoomDoesNotLetOneInIsTold();
};

void TestCatchUpBanner::shortCatchUpIsNotShown()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.roomStateChanged(RoomState::CatchingUp);
    banner.catchUpProgressed({100, 90});
    clock.advance(1999);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
    banner.roomStateChanged(RoomState::Joined);
    clock.advance(60000);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
}

void TestCatchUpBanner::longCatchUpCountsItsPages()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.roomStateChanged(RoomState::CatchingUp);
    clock.advance(2000);
    QCOMPARE(banner.kind(), BannerState::Kind::CatchingUp);
    QCOMPARE(banner.text(), u"Catching up: waiting for the room’s history…"_s);
    banner.catchUpProgressed({1210, 1204});
    QCOMPARE(banner.text(), u"Catching up: %1 entries of the history read, %2 new messages so far."_s.arg(
                                QLocale().toString(1210), QLocale().toString(1204)));
}

void TestCatchUpBanner::receiptTakesItsPlace()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.roomStateChanged(RoomState::CatchingUp);
    clock.advance(2000);
    banner.roomStateChanged(RoomState::Joined);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
    banner.rejoined({1500000, 37, 10, 0, true, false});
    QCOMPARE(banner.kind(), BannerState::Kind::Receipt);
    banner.catchUpProgressed({1, 1});
    clock.advance(60000);
    QCOMPARE(banner.kind(), BannerState::Kind::Receipt);
}

void TestCatchUpBanner::cutTakesItAway()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    banner.roomStateChanged(RoomState::CatchingUp);
    clock.advance(5000);
    banner.connectionLost(Error::make(ErrorKind::TimedOut));
    banner.roomStateChanged(RoomState::Rejoining);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
    clock.advance(3000);
    QCOMPARE(banner.kind(), BannerState::Kind::Offline);
}

void TestCatchUpBanner::eachCatchUpCountsFromTheStart()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.roomStateChanged(RoomState::CatchingUp);
    banner.catchUpProgressed({1000, 1000});
    banner.roomStateChanged(RoomState::Joined);
    banner.roomStateChanged(RoomState::CatchingUp);
    clock.advance(2000);
    QCOMPARE(banner.text(), u"Catching up: waiting for the room’s history…"_s);
}

void TestCatchUpBanner::sleepCountsInTheLossOfTheConnection()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    banner.connectionLost(Error::make(ErrorKind::TimedOut));
    clock.sleep(2 * 3600 * 1000);
    clock.advance(3000);
    QVERIFY2(banner.text().startsWith(u"Connection lost 2 h ago"_s), qPrintable(banner.text()));
}

void TestCatchUpBanner::aReceiptTellsOnlyOfItsOwnLoss()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    banner.connectionLost(Error::make(ErrorKind::TimedOut));
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    banner.rejoined({60000, 3, 0, 0, true, false});
    QVERIFY2(banner.details().contains(u"connection was lost"_s), qPrintable(banner.details()));
    // The room alone had dropped us.
    clock.advance(5 * 3600 * 1000);
    banner.rejoined({60000, 3, 0, 0, true, false});
    QVERIFY2(!banner.details().contains(u"lost"_s), qPrintable(banner.details()));
    QVERIFY2(!banner.details().contains(u"session"_s), qPrintable(banner.details()));
}

void TestCatchUpBanner::whatCannotBeStoredIsTold()
{
    FakeClock clock;
    BannerState banner(clock);
    // A write that fails once is tried again before anybody reads of it.
    banner.storesChanged(false);
    clock.advance(2000);
    banner.storesChanged(true);
    clock.advance(60000);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
    banner.storesChanged(false);
    clock.advance(3000);
    QCOMPARE(banner.kind(), BannerState::Kind::NotStored);
    QVERIFY(banner.text().startsWith(u"New messages cannot be saved"_s));
    banner.roomStateChanged(RoomState::CatchingUp);
    clock.advance(2000);
    QCOMPARE(banner.kind(), BannerState::Kind::NotStored);
    // Without a connection nothing arrives that could be stored.
    banner.connectionLost(Error::make(ErrorKind::ServerUnreachable));
    clock.advance(3000);
    QCOMPARE(banner.kind(), BannerState::Kind::Offline);
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    QCOMPARE(banner.kind(), BannerState::Kind::NotStored);
    banner.storesChanged(true);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
}

void TestCatchUpBanner::whyTheRoomDoesNotLetOneInIsTold()
{
    FakeClock clock;
    BannerState banner(clock);
    const Error taken = Error::make(ErrorKind::NicknameInUse, u"alice"_s);
    banner.roomStateChanged(RoomState::Rejoining);
    banner.rejoinRefused(taken);
    clock.advance(2000);
    // One's own ghost is gone soon.
    banner.roomStateChanged(RoomState::CatchingUp);
    banner.roomStateChanged(RoomState::Joined);
    clock.advance(60000);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
    banner.rejoinRefused(taken);
    clock.advance(2000);
    banner.roomStateChanged(RoomState::Rejoining);
    banner.rejoinRefused(taken);
    clock.advance(1000);
    QCOMPARE(banner.kind(), BannerState::Kind::NotLetIn);
    QVERIFY2(banner.text().contains(taken.text), qPrintable(banner.text()));
    QVERIFY(banner.asksForNickname());
    banner.rejoinRefused(Error::make(ErrorKind::RoomFull));
    QVERIFY2(banner.text().contains(Error::make(ErrorKind::RoomFull).text), qPrintable(banner.text()));
    QVERIFY(!banner.asksForNickname());
    banner.rejoinRefused(taken);
    QVERIFY(banner.asksForNickname());
    banner.roomStateChanged(RoomState::CatchingUp);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
    QVERIFY(!banner.asksForNickname());
}

QTEST_GUILESS_MAIN(TestCatchUpBanner)
#include "tst_catchupbanner.moc"

#include "gui/memoryroomsource.h"
#include "support/fakeclock.h"

#include "app/placekeeper.h"
#include "models/appstate.h"
#include "store/usersettings.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

/// One run of the program on a profile whose room holds \a count messages of bob, one a minute.
struct Run {
    enum class Looking { No, Yes };
    explicit Run(const QTemporaryDir &profile, int count = 10, Looking looking = Looking::Yes)
        : settings(profile.filePath(u"user.sqlite"_s))
    {
        if (!settings.open()) {
            qFatal("no settings");
        }
        for (int key = 1; key <= count; ++key) {
            source.items.append(aRow(key, u"bob"_s, u"m%1"_s.arg(key), clock.now().addSecs(60 * key)));
        }
        keeper.setAccount(*Jid::parse(u"alice@example.org"));
        state.setAccount(*Jid::parse(u"alice@example.org"));
        state.setWindowActive(looking == Looking::Yes);
        RoomSummary summary;
        summary.address = tea;
        summary.nickname = u"alice"_s;
        summary.state = RoomState::Rejoining;
        state.setRooms({summary});
    }
    RoomPageState &page() { return *state.page(tea); }
    void rejoin() { state.onRejoined(tea, {}, {}); }
    void arrive(int key)
    {
        source.items.append(aRow(key, u"bob"_s, u"m%1"_s.arg(key), clock.now().addSecs(60 * key)));
        state.onMessagesStored(tea, {source.items.last().message});
    }

    FakeClock clock;
    UserSettings settings;
    MemoryRoomSource source;
    AppState state{source, clock};
    PlaceKeeper keeper{state, settings, clock};
    RoomAddress tea = *RoomAddress::parse(u"tea@rooms.example"_s);
};

MessageKey lineAbove(Run &run)
{
    return run.page().timeline().firstUnread();
}

} // namespace

class TestPlaceKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placeOutlivesTheProgram();
    void placeIsWrittenSoonAfterItChanged();
    void theNewestEndIsNoPlace();
    void whatWasUnreadIsUnreadAgain();
    void whatWasReadStaysRead();
    void whatIsMissedBetweenTwoRunsIsUnread();
    void roomOneLooksAtIsReadButKeepsItsLine();
    void removedRoomLeavesNoPlace();
    void anotherAccountHasItsOwnPlaces();
};

void TestPlaceKeeper::placeOutlivesTheProgram()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.page().timeline().setPlace({4, -17});
        run.keeper.flush();
    }
    Run again(profile);
    QCOMPARE(again.page().timeline().takeWantedPlace(), (ReadingPlace{4, -17}));
    // Going there is no change that would be written.
    QCOMPARE(again.page().timeline().place(), (ReadingPlace{4, -17}));
}

void TestPlaceKeeper::placeIsWrittenSoonAfterItChanged()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.page().timeline().setPlace({4, 0});
        run.clock.advance(2000);
        run.page().timeline().setPlace({5, 0});
        run.clock.advance(1000);
    }
    Run again(profile);
    QCOMPARE(again.page().timeline().place().key, MessageKey(5));
}

void TestPlaceKeeper::theNewestEndIsNoPlace()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.page().timeline().setPlace({4, 0});
        run.keeper.flush();
        run.page().timeline().setPlace({});
        run.keeper.flush();
    }
    Run again(profile);
    QCOMPARE(again.page().timeline().takeWantedPlace().key, MessageKey(0));
}

void TestPlaceKeeper::whatWasUnreadIsUnreadAgain()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.rejoin();
        run.state.setWindowActive(false);
        run.arrive(11);
        run.arrive(12);
        QCOMPARE(run.page().unread(), 2);
        run.keeper.flush();
    }
    Run again(profile, 12, Run::Looking::No);
    QCOMPARE(again.page().unread(), 2);
    QCOMPARE(again.page().lastSeen(), MessageKey(10));
    QCOMPARE(lineAbove(again), MessageKey(11));
    again.rejoin();
    QCOMPARE(again.page().unread(), 2);
    QCOMPARE(again.page().lastSeen(), MessageKey(10));
    QCOMPARE(lineAbove(again), MessageKey(11));
}

void TestPlaceKeeper::whatWasReadStaysRead()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.rejoin();
        run.keeper.flush();
    }
    Run again(profile, 10, Run::Looking::No);
    again.rejoin();
    QCOMPARE(again.page().unread(), 0);
    QCOMPARE(lineAbove(again), MessageKey(0));
}

void TestPlaceKeeper::whatIsMissedBetweenTwoRunsIsUnread()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.rejoin();
        run.keeper.flush();
    }
    Run again(profile, 10, Run::Looking::No);
    again.arrive(11);
    again.arrive(12);
    again.rejoin();
    QCOMPARE(again.page().unread(), 2);
    QCOMPARE(lineAbove(again), MessageKey(11));
    // Looking at it reads it.
    again.state.setWindowActive(true);
    QCOMPARE(again.page().unread(), 0);
    QCOMPARE(again.page().lastSeen(), MessageKey(12));
}

void TestPlaceKeeper::roomOneLooksAtIsReadButKeepsItsLine()
{
    const QTemporaryDir profile;
    {
        Run run(profile, 8);
        run.rejoin();
        run.keeper.flush();
    }
    Run again(profile);
    QCOMPARE(again.page().unread(), 0);
    QCOMPARE(lineAbove(again), MessageKey(9));
}

void TestPlaceKeeper::removedRoomLeavesNoPlace()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.page().timeline().setPlace({4, 0});
        run.keeper.flush();
        run.page().timeline().setPlace({5, 0});
        run.keeper.forget(run.tea);
        run.state.setRooms({});
        run.keeper.flush();
    }
    Run again(profile);
    QCOMPARE(again.page().timeline().place(), ReadingPlace());
}

void TestPlaceKeeper::anotherAccountHasItsOwnPlaces()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.page().timeline().setPlace({4, 0});
        run.keeper.setAccount(*Jid::parse(u"bob@example.org"));
    }
    Run again(profile);
    QCOMPARE(again.page().timeline().place().key, MessageKey(4));
    again.keeper.setAccount(*Jid::parse(u"bob@example.org"));
    QVERIFY(again.settings.value(u"place/bob@example.org/tea@rooms.example"_s).isEmpty());
}

QTEST_GUILESS_MAIN(TestPlaceKeeper)
#include "tst_placekeeper.moc"

#include "gui/windowstage.h"

#include "app/windowkeeper.h"
#include "store/usersettings.h"

#include <QScreen>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

/// One run of the program on a profile.
class Run
{
public:
    explicit Run(const QTemporaryDir &profile) : settings(profile.filePath(u"user.sqlite"_s))
    {
        if (!settings.open()) {
            qFatal("no settings");
        }
        stage.state.onConnectionStateChanged({ConnectionState::Kind::Connecting, 0, 0, {}});
    }
    void list(const QList<RoomAddress> &rooms)
    {
        QList<RoomSummary> summaries;
        for (const RoomAddress &room : rooms) {
            RoomSummary summary;
            summary.address = room;
            summary.state = RoomState::Rejoining;
            summaries.append(summary);
        }
        stage.state.setRooms(summaries);
        keeper.restoreRoom();
    }
    RoomAddress shown() const
    {
        const RoomPageState *page = stage.state.activePage();
        return page ? page->address() : RoomAddress();
    }

    WindowStage stage;
    UserSettings settings;
    WindowKeeper keeper{stage.state, settings, *stage.window};
};

} // namespace

class TestWindowKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aSmallScreenMakesTheWindowSmaller();
    void aLargeScreenLeavesItAsItIs();
    void theRoomShownLastIsShownAgain();
    void roomsListedLateTakeNobodyElsewhere();

private:
    void endWithTheSecondRoomShown()
    {
        Run run(*m_profile);
        run.list({run.stage.tea, run.stage.cake});
        run.stage.window->showRoom(run.stage.cake);
        run.keeper.keep();
    }

    std::unique_ptr<QTemporaryDir> m_profile;
};

void TestWindowKeeper::init()
{
    m_profile = std::make_unique<QTemporaryDir>();
}

void TestWindowKeeper::aSmallScreenMakesTheWindowSmaller()
{
    Run run(*m_profile);
    const QSize room = run.stage.window->screen()->availableSize();
    run.stage.window->resize(room + QSize(200, 200));
    run.keeper.fitScreen();
    QCOMPARE(run.stage.window->width(), room.width());
    // A title bar is to be seen too.
    QCOMPARE_LT(run.stage.window->height(), room.height() - 20);
    QCOMPARE_GT(run.stage.window->height(), room.height() - 60);
}

void TestWindowKeeper::aLargeScreenLeavesItAsItIs()
{
    Run run(*m_profile);
    run.stage.window->resize(600, 500);
    run.keeper.fitScreen();
    QCOMPARE(run.stage.window->size(), QSize(600, 500));
}

void TestWindowKeeper::theRoomShownLastIsShownAgain()
{
    endWithTheSecondRoomShown();
    Run run(*m_profile);
    run.keeper.restore();
    run.list({run.stage.tea});
    QVERIFY(run.shown() != run.stage.cake);
    run.list({run.stage.tea, run.stage.cake});
    QCOMPARE(run.shown(), run.stage.cake);
    run.stage.window->showRoom(run.stage.tea);
    run.list({run.stage.tea, run.stage.cake});
    QCOMPARE(run.shown(), run.stage.tea);
}

void TestWindowKeeper::roomsListedLateTakeNobodyElsewhere()
{
    endWithTheSecondRoomShown();
    Run run(*m_profile);
    run.keeper.restore();
    run.stage.state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    run.stage.join(run.stage.tea, u"Tea"_s);
    run.stage.window->showRoom(run.stage.tea);
    run.list({run.stage.tea, run.stage.cake});
    QCOMPARE(run.shown(), run.stage.tea);
}

QTEST_MAIN(TestWindowKeeper)
#include "tst_windowkeeper.moc"

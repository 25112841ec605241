#include "gui/windowstage.h"

#include "ui/rooms/undobar.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPaintEvent>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

/// What is painted of a widget.
class PaintedRegion : public QObject
{
public:
    explicit PaintedRegion(QWidget *widget) : QObject(widget) { widget->installEventFilter(this); }
    QRegion region;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            region += static_cast<QPaintEvent *>(event)->region();
        }
        return false;
    }
};

struct RoomsStage : WindowStage {
    RoomsStage()
    {
        join(tea, u"Tea"_s);
        join(cake, u"Cake"_s);
        list = find<QListView>(u"roomsListView"_s);
    }
    QModelIndex line(const QString &name) const
    {
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (list->model()->index(row, 0).data().toString() == name) {
                return list->model()->index(row, 0);
            }
        }
        return {};
    }
    /// Opens the context menu of a room; nullptr when none opens.
    QMenu *menuOf(const QString &name) const
    {
        const QPoint at = list->visualRect(line(name)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, list->viewport()->mapToGlobal(at));
        QApplication::sendEvent(list->viewport(), &event);
        return window->findChild<QMenu *>(u"roomListMenu"_s);
    }
    static QAction *action(QMenu *menu, const QString &name) { return menu->findChild<QAction *>(name); }
    void say(MessageKey key, const QString &body)
    {
        clock.advance(1000);
        source.items.append(aRow(key, u"bob"_s, body, clock.now()));
        state.onMessagesStored(cake, {source.items.last().message});
    }

    QListView *list;
};

} // namespace

class TestRoomsPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMenuOfAJoinedRoomLeavesIt();
    void theMenuOfALeftRoomRejoinsOrRemovesIt();
    void withoutTheLastRoomNothingOfRoomsStays();
    void favouritesStandFirst();
    void mentionsAreCountedApart();
    void aMessagePaintsNothingButItsRoomsLine();
    void leavingCanBeUndoneForTenSeconds();
    void whatIsUndoneElsewhereIsNotOffered_data();
    void whatIsUndoneElsewhereIsNotOffered();
    void beingRemovedOffersNoUndo();
    void aJoinThatIsGivenUpOffersNoUndo();
};

void TestRoomsPane::theMenuOfAJoinedRoomLeavesIt()
{
    RoomsStage stage;
    QSignalSpy left(stage.window.get(), &MainWindow::leaveRequested);
    QMenu *menu = stage.menuOf(u"Cake"_s);
    QVERIFY(menu != nullptr);
    QVERIFY(RoomsStage::action(menu, u"rejoinListedAction"_s) == nullptr);
    RoomsStage::action(menu, u"copyListedAddressAction"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"cake@rooms.example"_s);
    RoomsStage::action(menu, u"leaveListedAction"_s)->trigger();
    QCOMPARE(left.size(), 1);
    QCOMPARE(left[0][0].value<RoomAddress>(), stage.cake);
}

void TestRoomsPane::theMenuOfALeftRoomRejoinsOrRemovesIt()
{
    RoomsStage stage;
    stage.state.onLeft(stage.cake, {LeaveReason::Kind::Kicked, u"bob"_s, {}, {}});
    QSignalSpy rejoined(stage.window.get(), &MainWindow::rejoinRequested);
    QSignalSpy removed(stage.window.get(), &MainWindow::removeRequested);
    QMenu *menu = stage.menuOf(u"Cake"_s);
    QVERIFY(RoomsStage::action(menu, u"leaveListedAction"_s) == nullptr);
    RoomsStage::action(menu, u"rejoinListedAction"_s)->trigger();
    RoomsStage::action(menu, u"removeListedAction"_s)->trigger();
    QCOMPARE(rejoined.size(), 1);
    // Its messages here would go as well.
    QCOMPARE(removed.size(), 0);
    auto *question = stage.find<QDialog>(u"forgetQuestion"_s);
    QVERIFY(question->isVisible());
    QVERIFY(question->findChild<QLabel *>(u"questionTextLabel"_s)->text().contains(u"Cake"_s));
    stage.click(question->findChild<QPushButton *>(u"confirmForgetPushButton"_s));
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed[0][0].value<RoomAddress>(), stage.cake);
}

void TestRoomsPane::withoutTheLastRoomNothingOfRoomsStays()
{
    RoomsStage stage;
    QVERIFY(stage.find<QLineEdit>(u"filterLineEdit"_s)->isVisible());
    stage.state.setRooms({});
    QVERIFY(!stage.find<QLineEdit>(u"filterLineEdit"_s)->isVisible());
    QVERIFY(!stage.find<QLabel>(u"emptyRoomsLabel"_s)->isVisible());
    // What the page beside it says, and not that a filter finds nothing.
    QCOMPARE(stage.find<QLabel>(u"emptyRoomsLabel"_s)->text(), u"No rooms yet."_s);
}

void TestRoomsPane::favouritesStandFirst()
{
    RoomsStage stage;
    connect(stage.window.get(), &MainWindow::favouriteRequested, this,
            [&stage](const RoomAddress &room, bool favourite) { stage.state.page(room)->setFavourite(favourite); });
    QCOMPARE(stage.line(u"Cake"_s).row(), 1);
    RoomsStage::action(stage.menuOf(u"Cake"_s), u"favouriteAction"_s)->trigger();
    QCOMPARE(stage.line(u"Cake"_s).row(), 0);
    QVERIFY(stage.line(u"Cake"_s).data(RoomListModel::FavouriteRole).toBool());
    // A newer message elsewhere does not move it from there.
    stage.clock.advance(60'000);
    stage.state.onMessagesStored(stage.tea, {aRow(9, u"bob"_s, u"hi"_s, stage.clock.now()).message});
    QCOMPARE(stage.line(u"Cake"_s).row(), 0);
}

void TestRoomsPane::aMessagePaintsNothingButItsRoomsLine()
{
    RoomsStage stage;
    stage.window->show();
    QVERIFY(QTest::qWaitForWindowExposed(stage.window.get()));
    PaintedRegion painted(stage.list->viewport());
    MessageKey last = 0;
    const auto isOneLinePainted = [&] {
        painted.region = {};
        stage.say(++last, u"hello all"_s);
        return QTest::qWaitFor([&painted] { return !painted.region.isEmpty(); }) &&
               painted.region.boundingRect() == stage.list->visualRect(stage.line(u"Cake"_s));
    };
    // The first ones bring the room to its place, and show what else has changed until then.
    QVERIFY(QTest::qWaitFor(isOneLinePainted));
}

void TestRoomsPane::mentionsAreCountedApart()
{
    RoomsStage stage;
    stage.say(1, u"hello all"_s);
    stage.say(2, u"alice: look"_s);
    stage.say(3, u"malice aforethought"_s);
    QCOMPARE(stage.line(u"Cake"_s).data(RoomListModel::UnreadRole).toInt(), 3);
    QCOMPARE(stage.line(u"Cake"_s).data(RoomListModel::MentionsRole).toInt(), 1);
    stage.window->showRoom(stage.cake);
    QCOMPARE(stage.line(u"Cake"_s).data(RoomListModel::MentionsRole).toInt(), 0);
}

void TestRoomsPane::leavingCanBeUndoneForTenSeconds()
{
    RoomsStage stage;
    QSignalSpy rejoined(stage.window.get(), &MainWindow::rejoinRequested);
    auto *bar = stage.find<QFrame>(u"undoBar"_s);
    QVERIFY(!bar->isVisible());
    stage.state.onLeft(stage.cake, {LeaveReason::Kind::ByUser, {}, {}, {}});
    QVERIFY(bar->isVisible());
    QVERIFY(stage.find<QLabel>(u"undoLabel"_s)->accessibleName().contains(u"Cake"_s));
    QVERIFY(stage.find<QLabel>(u"undoLabel"_s)->text().contains(u"\u2068Cake"_s));
    stage.click(stage.find<QPushButton>(u"undoLeavePushButton"_s));
    QCOMPARE(rejoined.size(), 1);
    QCOMPARE(rejoined[0][0].value<RoomAddress>(), stage.cake);
    QVERIFY(!bar->isVisible());
    stage.join(stage.cake, u"Cake"_s);
    stage.state.onLeft(stage.cake, {LeaveReason::Kind::ByUser, {}, {}, {}});
    stage.clock.advance(UndoBar::shownForMs);
    QVERIFY(!bar->isVisible());
}

void TestRoomsPane::whatIsUndoneElsewhereIsNotOffered_data()
{
    QTest::addColumn<bool>("removed");
    QTest::newRow("entered") << false;
    QTest::newRow("removed from the list") << true;
}

void TestRoomsPane::whatIsUndoneElsewhereIsNotOffered()
{
    QFETCH(bool, removed);
    RoomsStage stage;
    stage.state.onLeft(stage.cake, {LeaveReason::Kind::ByUser, {}, {}, {}});
    auto *bar = stage.find<QFrame>(u"undoBar"_s);
    stage.state.onRoomStateChanged(stage.tea, RoomState::CatchingUp);
    QVERIFY(bar->isVisible());
    if (removed) {
        RoomSummary tea;
        tea.address = stage.tea;
        tea.state = RoomState::Joined;
        stage.state.setRooms({tea});
    } else {
        stage.state.onRoomStateChanged(stage.cake, RoomState::Joining);
    }
    QVERIFY(!bar->isVisible());
}

void TestRoomsPane::beingRemovedOffersNoUndo()
{
    RoomsStage stage;
    stage.state.onLeft(stage.cake, {LeaveReason::Kind::Kicked, u"bob"_s, {}, {}});
    QVERIFY(!stage.find<QFrame>(u"undoBar"_s)->isVisible());
}

void TestRoomsPane::aJoinThatIsGivenUpOffersNoUndo()
{
    RoomsStage stage;
    stage.state.onRoomStateChanged(stage.cake, RoomState::Joining);
    stage.state.onLeft(stage.cake, {LeaveReason::Kind::ByUser, {}, {}, {}});
    QVERIFY(!stage.find<QFrame>(u"undoBar"_s)->isVisible());
}

QTEST_MAIN(TestRoomsPane)
#include "tst_roomspane.moc"

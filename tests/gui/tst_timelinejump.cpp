// Going to a message anywhere in the room, and what assistive technology is told of the rows.
#include "gui/windowstage.h"

#include <QAccessible>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestTimelineJump : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aJumpShowsTheRowWithNeighbours_data();
    void aJumpShowsTheRowWithNeighbours();
    void aJumpToWhatIsNotHeldGoesNowhere();
    void oneComesBackToTheNewest();
    void theFirstUnreadIsOfferedUntilSeen();
    void aPageThatStopsBeforeAGapIsNotTheEnd();
    void placeOfAnEarlierRunIsTakenUp_data();
    void placeOfAnEarlierRunIsTakenUp();
    void placeOfAnEarlierRunReadsNothingBelowIt();
    void placeThatIsGoneLeadsToTheNewest();
    void placeIsKeptByWhoLooksElsewhereOnTheWay();
    void jumpThatEndsElsewhereLeadsBackToThePlace();
    void rowsAreAccessibleItems();
    void arrowKeysMoveTheAccessibleFocus();
    void accessibleActionsDoWhatKeysDo();

private:
    QList<TimelineItem> numbered(int from, int count) const
    {
        QList<TimelineItem> items;
        for (int i = from; i < from + count; ++i) {
            items.append(aRow(i, i % 3 == 0 ? u"bob"_s : u"carol"_s, u"Message number %1"_s.arg(i), stage->at(i)));
        }
        return items;
    }
    QAccessibleInterface *list() const { return QAccessible::queryAccessibleInterface(view); }

    std::unique_ptr<WindowStage> stage;
    TimelineView *view = nullptr;
};

void TestTimelineJump::init()
{
    stage = std::make_unique<WindowStage>();
    stage->join(stage->tea, u"Tea"_s);
    view = stage->timeline();
}

void TestTimelineJump::cleanup()
{
    stage.reset();
}

void TestTimelineJump::aJumpShowsTheRowWithNeighbours_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("far up") << 1000;
    QTest::newRow("the first") << 1;
    QTest::newRow("in the window") << 1990;
    QTest::newRow("near the end") << 1930;
    QTest::newRow("the last") << 2000;
}

void TestTimelineJump::aJumpShowsTheRowWithNeighbours()
{
    QFETCH(int, key);
    stage->show(numbered(1, 2000));
    view->jumpTo(key);
    QTest::qWait(0);
    const int row = view->model()->indexOf(key * 2);
    QVERIFY(row >= 0);
    QVERIFY(!view->visualRect(row).isEmpty());
    QCOMPARE(view->currentRow(), row);
    QVERIFY(key == 1 || view->model()->row(row - 1).item.message.key == key - 1);
    QVERIFY(key == 2000 || view->model()->row(row + 1).item.message.key == key + 1);
    // From there one reads on in both directions.
    view->scrollByPixels(600);
    QTest::qWait(0);
    view->scrollByPixels(-1200);
    QTest::qWait(0);
    QVERIFY(view->model()->rowCount() >= 30);
}

void TestTimelineJump::aJumpToWhatIsNotHeldGoesNowhere()
{
    stage->show(numbered(1, 200));
    const int first = view->firstVisibleRow();
    view->jumpTo(5000);
    QTest::qWait(0);
    QCOMPARE(view->firstVisibleRow(), first);
    QVERIFY(view->currentRow() < 0);
    QVERIFY(view->isFollowing());
}

void TestTimelineJump::oneComesBackToTheNewest()
{
    stage->show(numbered(1, 2000));
    view->jumpTo(500);
    QVERIFY(!view->isFollowing());
    QVERIFY(!view->model()->isAtNewest());
    stage->click(stage->find<QPushButton>(u"newerPushButton"_s));
    QTest::qWait(0);
    QVERIFY(view->isFollowing());
    QCOMPARE(view->model()->newest()->key, MessageKey(2000));
}

void TestTimelineJump::theFirstUnreadIsOfferedUntilSeen()
{
    stage->show(numbered(1, 300));
    auto *pill = stage->find<QPushButton>(u"firstUnreadPushButton"_s);
    QVERIFY(!pill->isVisible());
    view->model()->setNewLineAfter(100);
    stage->state.onTimelineChanged(stage->tea);
    QTest::qWait(0);
    QVERIFY(pill->isVisible());
    stage->click(pill);
    QTest::qWait(0);
    const int row = view->model()->indexOf(101 * 2);
    QVERIFY(row >= 0 && view->model()->row(row).newLine);
    QVERIFY(!view->visualRect(row).isEmpty());
    QVERIFY(!pill->isVisible());
    view->scrollToNewest();
    QTest::qWait(0);
    QVERIFY(!pill->isVisible());
    // Where it is in sight at once, nothing is offered.
    view->model()->setNewLineAfter(298);
    QTest::qWait(0);
    QVERIFY(!pill->isVisible());
}

void TestTimelineJump::aPageThatStopsBeforeAGapIsNotTheEnd()
{
    stage->show(numbered(1, 1000));
    view->jumpTo(300);
    QVERIFY(!view->model()->isAtNewest());
    // The source's page is one short of its size, because a gap line and its message no longer fit.
    stage->source.shortBy = 1;
    view->model()->fetchNewer();
    QVERIFY(!view->model()->isAtNewest());
}

void TestTimelineJump::placeOfAnEarlierRunIsTakenUp_data()
{
    QTest::addColumn<bool>("shown");
    QTest::newRow("in a room that is shown already") << true;
    QTest::newRow("when the room is shown for the first time") << false;
}

void TestTimelineJump::placeOfAnEarlierRunIsTakenUp()
{
    QFETCH(bool, shown);
    stage->join(stage->cake, u"Cake"_s);
    if (!shown) {
        stage->state.setActiveRoom(stage->tea);
    }
    stage->source.items = numbered(1, 2000);
    stage->state.onTimelineChanged(stage->cake);
    TimelineModel &cake = stage->state.page(stage->cake)->timeline();
    if (shown) {
        stage->state.setActiveRoom(stage->cake);
    }
    cake.restorePlace({700, -12});
    stage->state.setActiveRoom(stage->cake);
    QTest::qWait(0);
    const int row = cake.indexOf(1400);
    QVERIFY(row >= 0);
    QCOMPARE(view->visualRect(row).top(), -12);
    QVERIFY(!view->isFollowing());
    // It is where one was, not something to be pointed at.
    QCOMPARE(view->currentRow(), -1);
    QCOMPARE(cake.place(), (ReadingPlace{700, -12}));

    // What comes meanwhile moves nothing, and a visit elsewhere neither.
    stage->source.items.append(aRow(2001, u"bob"_s, u"new"_s, stage->at(2001)));
    stage->state.onMessagesStored(stage->cake, {stage->source.items.last().message});
    stage->state.setActiveRoom(stage->tea);
    stage->state.setActiveRoom(stage->cake);
    QTest::qWait(0);
    QCOMPARE(view->visualRect(cake.indexOf(1400)).top(), -12);
    view->scrollToNewest();
    QTest::qWait(0);
    QCOMPARE(cake.place(), ReadingPlace());
}

void TestTimelineJump::placeOfAnEarlierRunReadsNothingBelowIt()
{
    stage->join(stage->cake, u"Cake"_s);
    stage->state.setActiveRoom(stage->tea);
    stage->source.items = numbered(1, 2000);
    stage->state.onTimelineChanged(stage->cake);
    RoomPageState &cake = *stage->state.page(stage->cake);
    stage->source.items.append(aRow(2001, u"bob"_s, u"new"_s, stage->at(2001)));
    stage->state.onMessagesStored(stage->cake, {stage->source.items.last().message});
    QCOMPARE(cake.unread(), 1);
    const MessageKey seen = cake.lastSeen();
    cake.timeline().restorePlace({700, -12});
    stage->state.setActiveRoom(stage->cake);
    QTest::qWait(0);
    QVERIFY(!view->isFollowing());
    QCOMPARE(view->visualRect(cake.timeline().indexOf(1400)).top(), -12);
    QCOMPARE(cake.unread(), 1);
    QCOMPARE(cake.lastSeen(), seen);
    view->scrollToNewest();
    QTest::qWait(0);
    QCOMPARE(cake.unread(), 0);
}

void TestTimelineJump::placeThatIsGoneLeadsToTheNewest()
{
    stage->show(numbered(1, 2000));
    view->model()->restorePlace({99999, 0});
    QTest::qWait(0);
    QVERIFY(view->isFollowing());
    QVERIFY(!view->visualRect(view->model()->rowCount() - 1).isEmpty());
    QCOMPARE(view->model()->place(), ReadingPlace());
}

void TestTimelineJump::placeIsKeptByWhoLooksElsewhereOnTheWay()
{
    stage->join(stage->cake, u"Cake"_s);
    stage->source.items = numbered(1, 2000);
    stage->state.onTimelineChanged(stage->cake);
    stage->state.onTimelineChanged(stage->tea);
    TimelineModel &cake = stage->state.page(stage->cake)->timeline();
    stage->state.setActiveRoom(stage->tea);
    cake.restorePlace({700, -12});
    stage->source.holds = true;
    stage->state.setActiveRoom(stage->cake);
    stage->state.setActiveRoom(stage->tea);
    stage->source.release();
    QTest::qWait(0);
    stage->state.setActiveRoom(stage->cake);
    QTest::qWait(0);
    const int row = cake.indexOf(1400);
    QVERIFY(row >= 0);
    QCOMPARE(view->visualRect(row).top(), -12);
    QCOMPARE(cake.place(), (ReadingPlace{700, -12}));
}

void TestTimelineJump::jumpThatEndsElsewhereLeadsBackToThePlace()
{
    stage->join(stage->cake, u"Cake"_s);
    stage->source.items = numbered(1, 2000);
    stage->state.onTimelineChanged(stage->cake);
    stage->state.onTimelineChanged(stage->tea);
    stage->state.setActiveRoom(stage->cake);
    TimelineModel &cake = stage->state.page(stage->cake)->timeline();
    view->scrollByPixels(-800);
    QTest::qWait(0);
    const ReadingPlace place = cake.place();
    QVERIFY(place.key != 0);
    stage->source.holds = true;
    view->jumpTo(300);
    stage->state.setActiveRoom(stage->tea);
    stage->source.release();
    QTest::qWait(0);
    QVERIFY(cake.indexOf(place.key * 2) < 0);
    stage->state.setActiveRoom(stage->cake);
    QTest::qWait(0);
    QCOMPARE(cake.place(), place);
    QVERIFY(cake.indexOf(place.key * 2) >= 0);
    QCOMPARE(view->visualRect(cake.indexOf(place.key * 2)).top(), place.top);
}

void TestTimelineJump::rowsAreAccessibleItems()
{
    auto items = numbered(1, 3);
    items.insert(2, aGap(2, 3, GapReason::LoadFailed, stage->at(2), stage->at(3)));
    stage->show(items);
    QCOMPARE(list()->role(), QAccessible::List);
    QCOMPARE(list()->childCount(), 4);
    QAccessibleInterface *first = list()->child(0);
    QCOMPARE(first->role(), QAccessible::ListItem);
    QVERIFY2(first->text(QAccessible::Name).startsWith(u"carol, "_s), qPrintable(first->text(QAccessible::Name)));
    QVERIFY(first->text(QAccessible::Name).endsWith(u"Message number 1"_s));
    QVERIFY(list()->child(2)->text(QAccessible::Name).contains(u"could not be loaded"_s));
    QCOMPARE(first->parent(), list());
    QCOMPARE(list()->indexOfChild(list()->child(3)), 3);
    const QRect shown = view->visualRect(1);
    QCOMPARE(list()->child(1)->rect(), QRect(view->viewport()->mapToGlobal(shown.topLeft()), shown.size()));
    const QPoint inside = view->viewport()->mapToGlobal(shown.center());
    QCOMPARE(list()->childAt(inside.x(), inside.y()), list()->child(1));
    QVERIFY(first->state().selectable && first->state().focusable && !first->state().offscreen);
    QVERIFY(list()->child(4) == nullptr);
    // A row that is gone is told as such.
    stage->show(numbered(10, 3));
    QVERIFY(!first->isValid() || first->text(QAccessible::Name).contains(u"number"_s));
    QCOMPARE(list()->childCount(), 3);
}

void TestTimelineJump::arrowKeysMoveTheAccessibleFocus()
{
    stage->show(numbered(1, 5));
    view->setFocus();
    QVERIFY(list()->focusChild() == nullptr);
    QTest::keyClick(view, Qt::Key_Up);
    QTest::keyClick(view, Qt::Key_Up);
    QCOMPARE(list()->focusChild(), list()->child(3));
    QVERIFY(list()->child(3)->state().focused);
    QVERIFY(!list()->child(4)->state().focused);
    QTest::keyClick(view, Qt::Key_Up, Qt::ShiftModifier);
    QVERIFY(list()->child(2)->state().selected && list()->child(3)->state().selected);
}

void TestTimelineJump::accessibleActionsDoWhatKeysDo()
{
    auto items = numbered(1, 3);
    items.insert(2, aGap(2, 3, GapReason::LoadFailed, stage->at(2), stage->at(3)));
    stage->show(items);
    QSignalSpy loads(stage->window.get(), &MainWindow::loadGapRequested);
    auto *actions = list()->child(2)->actionInterface();
    QVERIFY(actions != nullptr);
    actions->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(loads.size(), 1);
    QCOMPARE(view->currentRow(), 2);
}

QTEST_MAIN(TestTimelineJump)
#include "tst_timelinejump.moc"

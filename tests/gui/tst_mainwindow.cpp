#include "gui/windowstage.h"
#include "ui/appmenu.h"
#include "ui/firstframe.h"

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enterSendsAndShiftEnterBreaks();
    void nothingIsSentTwiceOrEmpty();
    void aRefusedMessageIsBackInTheComposer();
    void richPasteComesAsText();
    void draftsStayWithTheirRooms();
    void theComposerGrowsToSixLines();
    void aMutedComposerIsLockedWithItsReason();
    void theBannerOffersARetry();
    void theReceiptHasDetailsAndGoesAway();
    void aNicknameThatIsTakenLeadsToTheJoinDialog();
    void aLongCatchUpIsALineWithoutButtons();
    void aRemovedPersonMayRejoin();
    void theCursorGoesToRejoinAndBack();
    void aFailureThatNeedsAnotherNameLeadsToTheJoinDialog();
    void roomsAreChosenAndFiltered();
    void unreadStandsInTheTitle();
    void theRoomMenuLeavesAndCopies();
    void emptyStatesSpeak();
    void whoIsSignedOutIsAskedToSignInFirst();
    void crowdComingAndGoingLeavesThePeopleListWhereItIs();
    void narrowWindowsFoldTheirPanes();
    void panesAreRemembered();
    void hostileTextIsShownAsItIs_data();
    void hostileTextIsShownAsItIs();
    void theMenuLeadsElsewhere();
    void everythingInteractiveHasNames();
    void whatCanWaitComesAfterTheFirstFrame();
    void whatWaitsForAFrameThatNeverComesIsDoneAnyway();
    void nothingComesOnceNobodyWaitsForTheFrame();
};

namespace
{

class PaintCounter : public QWidget
{
public:
    int painted = 0;

protected:
    void paintEvent(QPaintEvent *) override { ++painted; }
};

} // namespace

void TestMainWindow::enterSendsAndShiftEnterBreaks()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    QVERIFY(edit->hasFocus());
    QTest::keyClicks(edit, u"hello"_s);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(edit, u"there"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent[0][0].value<RoomAddress>(), stage.tea);
    QCOMPARE(sent[0][1].toString(), u"hello\nthere"_s);
    QVERIFY(edit->toPlainText().isEmpty());
}

void TestMainWindow::nothingIsSentTwiceOrEmpty()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    auto *button = stage.find<QPushButton>(u"sendPushButton"_s);
    stage.click(button);
    QTest::keyClicks(edit, u"   "_s);
    stage.click(button);
    QCOMPARE(sent.size(), 0);
    QTest::keyClicks(edit, u"x"_s);
    stage.click(button);
    stage.click(button);
    QCOMPARE(sent.size(), 1);
}

void TestMainWindow::aRefusedMessageIsBackInTheComposer()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    connect(stage.window.get(), &MainWindow::sendRequested, this,
            [&stage](const RoomAddress &room, const QString &body) {
                stage.state.onSendRefused(room, body, Error::make(ErrorKind::StoreFailed));
            });
    QTest::keyClicks(edit, u"keep me"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(edit->toPlainText(), u"keep me"_s);
    QCOMPARE(stage.find<QLabel>(u"composerHintLabel"_s)->text(), Error::make(ErrorKind::StoreFailed).text);
}

void TestMainWindow::richPasteComesAsText()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    auto *mime = new QMimeData;
    mime->setHtml(u"<table><tr><td><b>bold</b><img src='http://127.0.0.1:9/x'></td></tr></table>"_s);
    mime->setText(u"plain"_s);
    QGuiApplication::clipboard()->setMimeData(mime);
    edit->paste();
    QCOMPARE(edit->toPlainText(), u"plain"_s);
}

void TestMainWindow::draftsStayWithTheirRooms()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    QTest::keyClicks(edit, u"for tea"_s);
    stage.window->showRoom(stage.cake);
    QVERIFY(edit->toPlainText().isEmpty());
    QTest::keyClicks(edit, u"for cake"_s);
    stage.window->showRoom(stage.tea);
    QCOMPARE(edit->toPlainText(), u"for tea"_s);
}

void TestMainWindow::theComposerGrowsToSixLines()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    const int one = edit->height();
    edit->setPlainText(u"1\n2\n3\n4\n5\n6"_s);
    QTRY_VERIFY(edit->height() > 4 * one);
    const int six = edit->height();
    edit->setPlainText(u"x\n"_s.repeated(40));
    QTest::qWait(0);
    QTRY_COMPARE(edit->height(), six);
    edit->clear();
    QTRY_COMPARE(edit->height(), one);
}

void TestMainWindow::aMutedComposerIsLockedWithItsReason()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    QTest::keyClicks(edit, u"half"_s);
    MuteState mute;
    mute.canSpeak = false;
    mute.userMutedHere = true;
    mute.by = u"bob"_s;
    stage.state.onMuteStateChanged(stage.tea, mute);
    QVERIFY(!edit->isVisible());
    QVERIFY(!stage.find<QPushButton>(u"sendPushButton"_s)->isVisible());
    auto *reason = stage.find<QLabel>(u"lockReasonLabel"_s);
    QVERIFY(reason->isVisible());
    QCOMPARE(reason->text(), u"You are muted in this room by \u2068bob\u2069."_s);
    QVERIFY(stage.timeline()->hasFocus());
    stage.state.onMuteStateChanged(stage.tea, {});
    QVERIFY(edit->isVisible());
    QVERIFY(edit->hasFocus());
    QCOMPARE(edit->toPlainText(), u"half"_s);
}

void TestMainWindow::theBannerOffersARetry()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QSignalSpy retries(stage.window.get(), &MainWindow::retryNowRequested);
    auto *text = stage.find<QLabel>(u"bannerLabel"_s);
    stage.state.onConnectionLost(Error::make(ErrorKind::ServerUnreachable));
    stage.state.onConnectionStateChanged({ConnectionState::Kind::Waiting, 1, 9000, {}});
    QVERIFY(!text->isVisible());
    stage.clock.advance(3000);
    QVERIFY(text->isVisible());
    QCOMPARE(text->text(), u"Connection lost 3 s ago: the server cannot be reached. Next try in 6 s."_s);
    stage.click(stage.find<QPushButton>(u"bannerActionPushButton"_s));
    QCOMPARE(retries.size(), 1);
    QCOMPARE(stage.find<QLabel>(u"connectionLabel"_s)->text(), u"Reconnecting…"_s);
    stage.state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    QVERIFY(!text->isVisible());
}

void TestMainWindow::aNicknameThatIsTakenLeadsToTheJoinDialog()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QSignalSpy joins(stage.window.get(), &MainWindow::joinAgainRequested);
    stage.state.onRoomStateChanged(stage.tea, RoomState::Rejoining);
    stage.state.onRejoinFailed(stage.tea, Error::make(ErrorKind::NicknameInUse, u"alice"_s), true);
    stage.clock.advance(3000);
    auto *action = stage.find<QPushButton>(u"bannerActionPushButton"_s);
    QVERIFY(action->isVisible());
    QCOMPARE(action->text(), u"Other nickname…"_s);
    stage.click(action);
    QCOMPARE(joins.size(), 1);
    QCOMPARE(joins.constFirst().constFirst().value<RoomAddress>(), stage.tea);
    stage.state.onRejoinFailed(stage.tea, Error::make(ErrorKind::RoomFull), true);
    QVERIFY(!action->isVisible());
}

void TestMainWindow::aLongCatchUpIsALineWithoutButtons()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.state.onRoomStateChanged(stage.tea, RoomState::CatchingUp);
    stage.clock.advance(2000);
    stage.state.onCatchUpProgressed(stage.tea, {310, 300});
    QVERIFY(stage.find<QWidget>(u"bannerBar"_s)->isVisible());
    QVERIFY(stage.find<QLabel>(u"bannerLabel"_s)->text().startsWith(u"Catching up: 310 entries"_s));
    QVERIFY(!stage.find<QPushButton>(u"bannerActionPushButton"_s)->isVisible());
    QVERIFY(!stage.find<QPushButton>(u"bannerClosePushButton"_s)->isVisible());
    QCoreApplication::processEvents();
    const int height = stage.find<QWidget>(u"bannerBar"_s)->height();
    stage.state.onRejoined(stage.tea, {}, {60000, 300, 10, 0, true, false});
    QVERIFY(stage.find<QPushButton>(u"bannerActionPushButton"_s)->isVisible());
    QCoreApplication::processEvents();
    // What one reads stays where it is when the buttons come.
    QCOMPARE(stage.find<QWidget>(u"bannerBar"_s)->height(), height);
}

void TestMainWindow::theReceiptHasDetailsAndGoesAway()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.state.onRejoined(stage.tea, {}, {25 * 60 * 1000, 37, 10, 0, true, false});
    auto *text = stage.find<QLabel>(u"bannerLabel"_s);
    QCOMPARE(text->text(), u"Back online after 25 min. Caught up: 37 new, 10 already here, none missing."_s);
    stage.click(stage.find<QPushButton>(u"bannerActionPushButton"_s));
    QVERIFY(text->text().contains(u"\nThe room was joined again"));
    stage.click(stage.find<QPushButton>(u"bannerClosePushButton"_s));
    QVERIFY(!text->isVisible());
}

void TestMainWindow::aRemovedPersonMayRejoin()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.state.onLeft(stage.tea, {LeaveReason::Kind::Kicked, u"bob"_s, u"off topic"_s, {}});
    QSignalSpy rejoins(stage.window.get(), &MainWindow::rejoinRequested);
    QSignalSpy removals(stage.window.get(), &MainWindow::removeRequested);
    QCOMPARE(stage.find<QLabel>(u"leftTitleLabel"_s)->text(), u"\u2068bob\u2069 removed you from this room"_s);
    QVERIFY(!stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s)->isVisible());
    QVERIFY(!stage.find<QListView>(u"peopleListView"_s)->isVisible());
    stage.click(stage.find<QPushButton>(u"rejoinPushButton"_s));
    QCOMPARE(rejoins.size(), 1);
    QCOMPARE(rejoins[0][0].value<RoomAddress>(), stage.tea);
    stage.click(stage.find<QPushButton>(u"removePushButton"_s));
    QCOMPARE(removals.size(), 0);
    stage.click(stage.find<QPushButton>(u"confirmForgetPushButton"_s));
    QCOMPARE(removals.size(), 1);
    stage.join(stage.tea, u"Tea"_s);
    QVERIFY(stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s)->isVisible());
    QVERIFY(!stage.find<QLabel>(u"leftTitleLabel"_s)->isVisible());
}

void TestMainWindow::theCursorGoesToRejoinAndBack()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    stage.window->showRoom(stage.cake);
    const auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    const auto *rejoin = stage.find<QPushButton>(u"rejoinPushButton"_s);
    stage.state.onLeft(stage.tea, {LeaveReason::Kind::Kicked, u"bob"_s, u"off topic"_s, {}});
    QVERIFY(edit->hasFocus());
    stage.window->showRoom(stage.tea);
    QVERIFY(rejoin->hasFocus());
    stage.window->showRoom(stage.cake);
    QVERIFY(edit->hasFocus());
    stage.window->showRoom(stage.tea);
    stage.join(stage.tea, u"Tea"_s);
    QVERIFY(edit->hasFocus());
    // Put out while one is typing, one is told where one is; the next space must not press the button.
    QSignalSpy rejoins(stage.window.get(), &MainWindow::rejoinRequested);
    const auto *panel = stage.find<QWidget>(u"leftPanel"_s);
    stage.state.onLeft(stage.tea, {LeaveReason::Kind::Kicked, u"bob"_s, u"off topic"_s, {}});
    QVERIFY(panel->hasFocus());
    QVERIFY(panel->accessibleName().contains(u"removed you"_s));
    QTest::keyClicks(stage.window->focusWidget(), u"so there"_s);
    QCOMPARE(rejoins.size(), 0);
    QTest::keyClick(stage.window->focusWidget(), Qt::Key_Tab);
    QVERIFY(rejoin->hasFocus());
    stage.join(stage.tea, u"Tea"_s);
    QVERIFY(edit->hasFocus());
    stage.state.onLeft(stage.tea, {LeaveReason::Kind::Kicked, u"bob"_s, u"off topic"_s, {}});
    QVERIFY(panel->hasFocus());
    stage.join(stage.tea, u"Tea"_s);
    QVERIFY(edit->hasFocus());
}

void TestMainWindow::aFailureThatNeedsAnotherNameLeadsToTheJoinDialog()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.state.onRejoinFailed(stage.tea, Error::make(ErrorKind::NicknameInUse), false);
    QSignalSpy again(stage.window.get(), &MainWindow::joinAgainRequested);
    auto *button = stage.find<QPushButton>(u"rejoinPushButton"_s);
    QCOMPARE(button->text(), u"Choose another name…"_s);
    stage.click(button);
    QCOMPARE(again.size(), 1);
}

void TestMainWindow::roomsAreChosenAndFiltered()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    QSignalSpy activated(stage.window.get(), &MainWindow::roomActivated);
    auto *list = stage.find<QListView>(u"roomsListView"_s);
    QCOMPARE(list->currentIndex().data().toString(), u"Tea"_s);
    const QModelIndex cake = list->model()->index(1, 0);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(cake).center());
    QCOMPARE(activated.size(), 1);
    QCOMPARE(stage.find<QLabel>(u"roomNameLabel"_s)->text(), u"Cake"_s);
    auto *filter = stage.find<QLineEdit>(u"filterLineEdit"_s);
    QTest::keyClicks(filter, u"te"_s);
    QCOMPARE(list->model()->rowCount(), 1);
    filter->clear();
    QCOMPARE(list->model()->rowCount(), 2);
    QSignalSpy joins(stage.window.get(), &MainWindow::joinDialogRequested);
    stage.click(stage.find<QPushButton>(u"joinRoomPushButton"_s));
    QTest::keyClick(stage.window.get(), Qt::Key_J, Qt::ControlModifier);
    QCOMPARE(joins.size(), 2);
}

void TestMainWindow::unreadStandsInTheTitle()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QCOMPARE(stage.window->windowTitle(), u"Tea – Foyer"_s);
    stage.join(stage.cake, u"Cake"_s);
    stage.clock.advance(1000);
    stage.state.onMessagesStored(stage.cake, {aRow(1, u"bob"_s, u"hi"_s, stage.at(0)).message});
    QCOMPARE(stage.window->windowTitle(), u"(1) Tea – Foyer"_s);
    stage.window->showRoom(stage.cake);
    QCOMPARE(stage.window->windowTitle(), u"Cake – Foyer"_s);
}

void TestMainWindow::theRoomMenuLeavesAndCopies()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QSignalSpy leaves(stage.window.get(), &MainWindow::leaveRequested);
    stage.find<QAction>(u"copyAddressAction"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"tea@rooms.example"_s);
    stage.find<QAction>(u"leaveAction"_s)->trigger();
    QCOMPARE(leaves.size(), 1);
    QVERIFY(!stage.find<QAction>(u"removeAction"_s)->isVisible());
}

void TestMainWindow::whoIsSignedOutIsAskedToSignInFirst()
{
    WindowStage stage;
    QSignalSpy signIns(stage.window.get(), &MainWindow::signInRequested);
    QSignalSpy joins(stage.window.get(), &MainWindow::joinDialogRequested);
    auto *button = stage.find<QPushButton>(u"emptyActionPushButton"_s);
    // As after a password that was refused and a form that was cancelled.
    stage.state.onConnectionStateChanged({ConnectionState::Kind::Offline, 0, 0, {}});
    QCOMPARE(stage.find<QLabel>(u"emptyTitleLabel"_s)->text(), u"Where are your rooms?"_s);
    QCOMPARE(button->text(), u"Get started…"_s);
    stage.click(button);
    QCOMPARE(signIns.size(), 1);
    // Whoever waits for a network need not.
    stage.state.onConnectionStateChanged({ConnectionState::Kind::Waiting, 1, 1000, {}});
    QCOMPARE(stage.find<QLabel>(u"emptyTitleLabel"_s)->text(), u"No rooms yet"_s);
    stage.click(button);
    QCOMPARE(joins.size(), 1);
    QCOMPARE(signIns.size(), 1);
}

void TestMainWindow::emptyStatesSpeak()
{
    WindowStage stage;
    auto *title = stage.find<QLabel>(u"emptyTitleLabel"_s);
    QVERIFY(title->isVisible());
    QCOMPARE(title->text(), u"No rooms yet"_s);
    // Said once, and with one accent.
    auto *join = stage.find<QPushButton>(u"joinRoomPushButton"_s);
    QVERIFY(!stage.find<QLabel>(u"emptyRoomsLabel"_s)->isVisible());
    QVERIFY(!stage.find<QLineEdit>(u"filterLineEdit"_s)->isVisible());
    QCOMPARE(join->property("look").toString(), QString());
    stage.window->resize(500, 700);
    QVERIFY(!title->isVisible());
    QVERIFY(stage.find<QLabel>(u"emptyRoomsLabel"_s)->isVisible());
    QCOMPARE(join->property("look").toString(), u"primary"_s);
    stage.window->resize(1240, 760);
    QSignalSpy joins(stage.window.get(), &MainWindow::joinDialogRequested);
    stage.click(stage.find<QPushButton>(u"emptyActionPushButton"_s));
    QCOMPARE(joins.size(), 1);
    stage.join(stage.tea, u"Tea"_s);
    QVERIFY(!title->isVisible());
    auto *empty = stage.find<QLabel>(u"emptyTimelineLabel"_s);
    QVERIFY(empty->isVisible());
    QVERIFY(empty->text().contains(u"Write the first one"_s));
    MuteState mute;
    mute.canSpeak = false;
    stage.state.onMuteStateChanged(stage.tea, mute);
    QCOMPARE(empty->text(), u"No messages yet."_s);
    stage.show({aRow(1, u"bob"_s, u"hi"_s, stage.at(0))});
    QVERIFY(!empty->isVisible());
}

void TestMainWindow::crowdComingAndGoingLeavesThePeopleListWhereItIs()
{
    const auto crowd = [](const QString &prefix, int count) {
        QList<Occupant> people;
        for (int i = 0; i < count; ++i) {
            Occupant person;
            person.nickname = prefix + QString::number(1000 + i);
            person.role = foyer::Role::Participant;
            people.append(person);
        }
        return people;
    };
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    OccupantDelta delta;
    delta.joined = crowd(u"anna"_s, 1000);
    stage.state.onOccupantsChanged(stage.tea, delta);
    auto *bar = stage.find<QListView>(u"peopleListView"_s)->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 20000);
    bar->setValue(15000);
    delta.joined = crowd(u"zoe"_s, 300);
    stage.state.onOccupantsChanged(stage.tea, delta);
    QTRY_VERIFY(bar->maximum() > 30000);
    QCOMPARE(bar->value(), 15000);
}

void TestMainWindow::narrowWindowsFoldTheirPanes()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto *people = stage.find<QListView>(u"peopleListView"_s);
    auto *rooms = stage.find<QListView>(u"roomsListView"_s);
    auto *page = stage.find<QWidget>(u"roomPage"_s);
    QVERIFY(people->isVisible() && rooms->isVisible());
    stage.click(stage.find<QToolButton>(u"peopleToolButton"_s));
    QVERIFY(!people->isVisible());
    stage.click(stage.find<QToolButton>(u"peopleToolButton"_s));
    QVERIFY(people->isVisible());
    stage.window->resize(880, 600);
    QTRY_VERIFY(!people->isVisible());
    QVERIFY(rooms->isVisible());
    stage.click(stage.find<QToolButton>(u"peopleToolButton"_s));
    QVERIFY(people->isVisible());
    stage.window->resize(600, 600);
    QTRY_VERIFY(!rooms->isVisible());
    auto *roomsButton = stage.find<QToolButton>(u"roomsToolButton"_s);
    QVERIFY(roomsButton->isVisible());
    stage.click(roomsButton);
    QVERIFY(rooms->isVisible());
    QVERIFY(!page->isVisible());
    // What comes while the list covers the room is not read.
    const auto say = [&stage](MessageKey key) {
        stage.source.items += aRow(key, u"bob"_s, u"hello alice"_s, stage.at(static_cast<int>(key)));
        stage.state.onMessagesStored(stage.tea, {stage.source.items.last().message});
    };
    say(1);
    QCOMPARE(stage.state.rooms().totalUnread(), 1);
    QTest::mouseClick(rooms->viewport(), Qt::LeftButton, {}, rooms->visualRect(rooms->model()->index(0, 0)).center());
    QVERIFY(page->isVisible());
    QVERIFY(!rooms->isVisible());
    QTRY_COMPARE(stage.state.rooms().totalUnread(), 0);
    say(2);
    QCOMPARE(stage.state.rooms().totalUnread(), 0);
    // The list is no wider than the window, however large the text is.
    stage.theme.setZoom(300);
    stage.window->resize(stage.window->minimumSize());
    stage.click(roomsButton);
    QTRY_VERIFY(rooms->isVisible());
    const auto *menu = stage.find<QToolButton>(u"menuToolButton"_s);
    const QRect place(menu->mapTo(stage.window.get(), QPoint(0, 0)), menu->size());
    QVERIFY2(stage.window->rect().contains(place), qPrintable(QString::number(place.right())));
    stage.theme.setZoom(100);
    stage.window->resize(1240, 760);
    QTRY_VERIFY(rooms->isVisible() && people->isVisible());
}

void TestMainWindow::panesAreRemembered()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.click(stage.find<QToolButton>(u"peopleToolButton"_s));
    const QByteArray saved = stage.window->paneState();
    WindowStage later;
    later.join(later.tea, u"Tea"_s);
    later.window->restorePanes("nonsense");
    QVERIFY(later.find<QListView>(u"peopleListView"_s)->isVisible());
    later.window->restorePanes(saved);
    QVERIFY(!later.find<QListView>(u"peopleListView"_s)->isVisible());
}

void TestMainWindow::hostileTextIsShownAsItIs_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("bold") << u"<b>x</b>"_s;
    QTest::newRow("image") << u"a <img src='http://127.0.0.1:9/x.png'>"_s;
    QTest::newRow("table") << u"<table><tr><td>"_s.repeated(10);
    QTest::newRow("entity") << u"&lt;b&gt;"_s;
    QTest::newRow("link") << u"<a href='file:///etc/passwd'>click</a>"_s;
    QTest::newRow("html") << u"<!DOCTYPE html><html><body>"_s;
    QTest::newRow("shortcut") << u"R&D"_s;
}

void TestMainWindow::hostileTextIsShownAsItIs()
{
    QFETCH(QString, text);
    WindowStage stage;
    stage.join(stage.tea, text);
    stage.state.onSubjectChanged(stage.tea, text, {}, {});
    TimelineItem item = aRow(1, text, text, stage.at(0));
    stage.show({item});
    MuteState mute;
    mute.canSpeak = false;
    mute.reason = text;
    stage.state.onMuteStateChanged(stage.tea, mute);
    for (QLabel *label : stage.window->findChildren<QLabel *>()) {
        QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty() || !Qt::mightBeRichText(label->text()),
                 qPrintable(label->objectName()));
    }
    QVERIFY(stage.find<QLabel>(u"lockReasonLabel"_s)->text().contains(text));
    stage.state.onLeft(stage.tea, {LeaveReason::Kind::Destroyed, text, text, text});
    QVERIFY(stage.find<QLabel>(u"leftExplanationLabel"_s)->text().contains(text));
    QString shown = stage.find<QPushButton>(u"rejoinPushButton"_s)->text();
    QVERIFY(shown.replace(u"&&"_s, u"&"_s).contains(text.left(100)));
    // Painting it must neither hang nor fetch.
    QVERIFY(!stage.window->grab().isNull());
}

void TestMainWindow::theMenuLeadsElsewhere()
{
    WindowStage stage;
    auto *menu = stage.find<QMenu>(u"appMenu"_s);
    const auto action = [menu](const QString &name) { return menu->findChild<QAction *>(name); };
    QVERIFY(!action(u"serverSettingsAction"_s)->isVisible());
    stage.window->menu().setServerSettingsShown(true);
    QVERIFY(action(u"serverSettingsAction"_s)->isVisible());
    const QList<std::pair<QString, void (MainWindow::*)()>> wishes{
        {u"joinAction"_s, &MainWindow::joinDialogRequested},
        {u"serverSettingsAction"_s, &MainWindow::serverSettingsRequested},
        {u"startAction"_s, &MainWindow::startDialogRequested},
        {u"quitAction"_s, &MainWindow::quitRequested}};
    for (const auto &[name, signal] : wishes) {
        QSignalSpy told(stage.window.get(), signal);
        action(name)->trigger();
        QCOMPARE(told.size(), 1);
    }
    auto *several = action(u"severalRoomsAction"_s);
    QVERIFY(several->isChecked());
    QSignalSpy chosen(&stage.window->menu(), &AppMenu::severalRoomsChosen);
    several->trigger();
    QCOMPARE(chosen.constFirst().constFirst().toBool(), false);
    stage.window->menu().setSeveralRoomsShown(false);
    QVERIFY(!several->isVisible());
    // Help is there when somebody has something to offer in it.
    QVERIFY(!menu->findChild<QMenu *>(u"helpMenu"_s)->menuAction()->isVisible());
    stage.window->menu().help()->addAction(u"Fault lab"_s);
    QTest::keyClick(stage.window.get(), Qt::Key_F10);
    QTRY_VERIFY(menu->isVisible());
    QVERIFY(menu->findChild<QMenu *>(u"helpMenu"_s)->menuAction()->isVisible());
    menu->close();
}

void TestMainWindow::everythingInteractiveHasNames()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    int seen = 0;
    for (QWidget *widget : stage.window->findChildren<QWidget *>()) {
        const bool interactive = widget->inherits("QAbstractButton") || widget->inherits("QLineEdit") ||
                                 widget->inherits("QPlainTextEdit") || widget->inherits("QAbstractItemView") ||
                                 widget->inherits("foyer::TimelineView");
        // Qt's own parts, such as a line edit's clear button, follow Qt's rules.
        if (!interactive || widget->objectName().startsWith(u"qt_") || widget->inherits("QLineEditIconButton")) {
            continue;
        }
        ++seen;
        QString ending = QString::fromLatin1(widget->metaObject()->className()).section(u"::"_s, -1);
        if (widget->inherits("QPlainTextEdit")) {
            ending = u"PlainTextEdit"_s;
        }
        ending = ending.startsWith(u'Q') ? ending.mid(1) : ending;
        QVERIFY2(widget->objectName().endsWith(ending, Qt::CaseInsensitive),
                 qPrintable(QString(widget->objectName() + u" is a "_s + ending)));
        QVERIFY2(!widget->accessibleName().isEmpty() || !qobject_cast<QAbstractButton *>(widget)->text().isEmpty(),
                 qPrintable(widget->objectName()));
    }
    QVERIFY(seen >= 10);
}

void TestMainWindow::whatCanWaitComesAfterTheFirstFrame()
{
    FakeClock clock;
    PaintCounter window;
    QList<int> paintedBefore;
    const FirstFrame frame(window, clock, [&] { paintedBefore.append(window.painted); });
    window.show();
    QVERIFY(frame.isAwaited());
    QTRY_COMPARE(paintedBefore.size(), 1);
    QVERIFY(paintedBefore.first() > 0);
    QVERIFY(!frame.isAwaited());
    window.repaint();
    clock.advance(60000);
    QCoreApplication::processEvents();
    QCOMPARE(paintedBefore.size(), 1);
}

void TestMainWindow::whatWaitsForAFrameThatNeverComesIsDoneAnyway()
{
    FakeClock clock;
    PaintCounter window;
    int called = 0;
    const FirstFrame frame(window, clock, [&called] { ++called; });
    clock.advance(499);
    QCOMPARE(called, 0);
    clock.advance(1);
    QCOMPARE(called, 1);
    QCOMPARE(window.painted, 0);
}

void TestMainWindow::nothingComesOnceNobodyWaitsForTheFrame()
{
    FakeClock clock;
    PaintCounter window;
    int called = 0;
    {
        const FirstFrame frame(window, clock, [&called] { ++called; });
    }
    window.show();
    QTRY_VERIFY(window.painted > 0);
    clock.advance(60000);
    QCoreApplication::processEvents();
    QCOMPARE(called, 0);
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"

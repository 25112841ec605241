#include "gui/windowstage.h"
#include "ui/room/longtextdialog.h"

#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>

#include <ctime>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

QList<TimelineItem> numbered(const WindowStage &stage, int from, int count)
{
    QList<TimelineItem> items;
    for (int i = from; i < from + count; ++i) {
        items.append(aRow(i, i % 3 == 0 ? u"bob"_s : u"carol"_s, u"Message number %1"_s.arg(i), stage.at(i)));
    }
    return items;
}

} // namespace

class TestTimelineView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shortTimelinesStandAtTheTopAndLongOnesAtTheEnd();
    void newMessagesAreFollowedAtTheEnd();
    void newMessagesNeverMoveWhatIsRead();
    void scrollingUpReadsOlderMessagesWithoutAJump();
    void aWheelThatIsFasterThanTheLayoutJumpsNowhere();
    void whatIsClickedIsThereThoughRowsHaveMoved();
    void whatChangedOutOfSightIsLaidOutAnew();
    void aPageOfTheServerIsShownWithoutScrollingAgain();
    void thePillCountsAndLeadsBack();
    void eachRoomKeepsItsPlace();
    void aGapCanBeLoaded();
    void aGapIsLoadedOnlyWithAConnection();
    void aGapExplainsItself();
    void timesAreWrittenAnewAtMidnight();
    void timesAreWrittenAnewInAnotherTimeZone();
    void aFailedMessageCanBeSentAgain();
    void ownColourStaysWhenAMessageArrives();
    void onlyRealLinksAreFollowed();
    void longMessagesAreCutAndShownWhole();
    void aLongLineIsShownInPiecesAndCopiedWhole();
    void keysMoveAndCopy();
    void theRowOfTheKeysComesIntoSight();
    void returnDoesNothingToARowOutOfSight();
    void hostileBodiesAreDrawn_data();
    void hostileBodiesAreDrawn();
    void aLargeTimelineKeepsASmallWindow();
};

void TestTimelineView::shortTimelinesStandAtTheTopAndLongOnesAtTheEnd()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 2));
    TimelineView *view = stage.timeline();
    QCOMPARE(view->firstVisibleRow(), 0);
    QVERIFY(view->visualRect(0).top() < 20);
    QVERIFY(view->isFollowing());
    stage.show(numbered(stage, 1, 60));
    const QRect last = view->visualRect(59);
    QVERIFY(!last.isEmpty());
    QVERIFY(last.bottom() <= view->viewport()->height());
    QVERIFY(last.bottom() > view->viewport()->height() - 30);
}

void TestTimelineView::newMessagesAreFollowedAtTheEnd()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 50));
    for (int i = 51; i < 80; ++i) {
        stage.source.items += numbered(stage, i, 1);
        stage.state.onMessagesStored(stage.tea, {stage.source.items.last().message});
    }
    QTest::qWait(0);
    const TimelineModel *model = stage.timeline()->model();
    QCOMPARE(model->row(model->rowCount() - 1).item.message.key, MessageKey(79));
    QVERIFY(!stage.timeline()->visualRect(model->rowCount() - 1).isEmpty());
    QVERIFY(stage.timeline()->isFollowing());
}

void TestTimelineView::newMessagesNeverMoveWhatIsRead()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 60));
    TimelineView *view = stage.timeline();
    view->scrollByPixels(-500);
    QVERIFY(!view->isFollowing());
    const int row = view->firstVisibleRow() + 1;
    const MessageKey key = view->model()->row(row).item.message.key;
    const int top = view->visualRect(row).top();
    stage.source.items += numbered(stage, 61, 100);
    stage.state.onMessagesStored(stage.tea, {stage.source.items.last().message});
    // And older ones appear above, too.
    stage.source.items = numbered(stage, -40, 40) + stage.source.items;
    view->model()->fetchOlder();
    QTest::qWait(0);
    const int now = view->model()->indexOf(key * 2);
    QVERIFY(now >= 0);
    QCOMPARE(view->visualRect(now).top(), top);
}

void TestTimelineView::scrollingUpReadsOlderMessagesWithoutAJump()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 1000));
    TimelineView *view = stage.timeline();
    stage.source.olderPage = numbered(stage, -20, 20);
    MessageKey top = view->model()->row(view->firstVisibleRow()).item.message.key;
    for (int i = 0; i < 300 && top != -20; ++i) {
        QTest::keyClick(view, Qt::Key_PageUp);
        QTest::qWait(0);
        const MessageKey now = view->model()->row(view->firstVisibleRow()).item.message.key;
        // Overlapping pages: nothing is skipped on the way.
        QVERIFY2(now <= top && top - now < 40, qPrintable(u"%1 after %2"_s.arg(now).arg(top)));
        top = now;
    }
    QCOMPARE(top, MessageKey(-20));
    QVERIFY(view->model()->rowCount() <= TimelineModel::windowLimit);
    QTest::keyClick(view, Qt::Key_End);
    QTest::qWait(0);
    QVERIFY(view->isFollowing());
    QCOMPARE(view->model()->newest()->key, MessageKey(1000));
}

void TestTimelineView::aWheelThatIsFasterThanTheLayoutJumpsNowhere()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 1000));
    TimelineView *view = stage.timeline();
    const auto firstKey = [view] { return view->model()->row(view->firstVisibleRow()).item.message.key; };
    const auto scroll = [&](int pixels, int most, int times) {
        MessageKey before = firstKey();
        for (int i = 0; i < times; ++i) {
            view->scrollByPixels(pixels);
            // What was asked for is there, and no timer has run yet.
            QCoreApplication::sendPostedEvents();
            view->scrollByPixels(pixels);
            const MessageKey now = firstKey();
            QVERIFY2(std::abs(now - before) <= most, qPrintable(u"%1 after %2"_s.arg(now).arg(before)));
            before = now;
        }
    };
    scroll(-200, 25, 60);
    QVERIFY(firstKey() < 700);
    const MessageKey turned = firstKey();
    scroll(200, 25, 20);
    QVERIFY(firstKey() > turned + 100);
}

void TestTimelineView::whatIsClickedIsThereThoughRowsHaveMoved()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 100));
    TimelineView *view = stage.timeline();
    const int row = view->model()->rowCount() - 2;
    const MessageKey key = view->model()->row(row).item.message.key;
    const QPoint point = view->visualRect(row).center();
    // Until the window lets go of its beginning; nothing is laid out yet.
    const auto shownAt = [view, key] { return view->model()->indexOf(key * 2); };
    for (int next = 101; next < 1000 && shownAt() == row; ++next) {
        stage.source.items += numbered(stage, next, 1);
        stage.state.onMessagesStored(stage.tea, {stage.source.items.last().message});
        QCoreApplication::sendPostedEvents();
    }
    QVERIFY2(shownAt() >= 0 && shownAt() != row, qPrintable(QString::number(shownAt())));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(view->currentRow(), view->model()->indexOf(key * 2));
}

void TestTimelineView::whatChangedOutOfSightIsLaidOutAnew()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QList<TimelineItem> items = numbered(stage, 1, 60);
    items.last().message.body = QStringList(12, u"line"_s).join(u'\n');
    stage.show(items);
    TimelineView *view = stage.timeline();
    const int tall = view->visualRect(59).height();
    stage.show(stage.source.items + numbered(stage, 61, 240));
    QVERIFY(view->model()->indexOf(60 * 2) < 0);
    StoredMessage &row = stage.source.items[59].message;
    row.retracted = true;
    row.body.clear();
    stage.state.onMessageChanged(stage.tea, MessageChange::Retracted, row);
    view->jumpTo(60);
    QTest::qWait(0);
    const int now = view->visualRect(view->model()->indexOf(60 * 2)).height();
    QVERIFY2(now < tall / 2, qPrintable(u"%1 of %2"_s.arg(now).arg(tall)));
}

void TestTimelineView::aPageOfTheServerIsShownWithoutScrollingAgain()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 101, 30));
    TimelineView *view = stage.timeline();
    stage.source.olderPage = numbered(stage, 51, 50);
    stage.source.onLoadOlder = [&stage] {
        // The page is told of, and being read, when the question for it is answered.
        stage.source.holds = true;
        stage.state.onMessagesStored(stage.tea, {stage.source.olderPage.last().message});
    };
    view->scrollByPixels(-5000);
    QTest::qWait(0);
    QCOMPARE(stage.source.olderAsked, 1);
    stage.source.onLoadOlder = nullptr;
    stage.source.release();
    QTest::qWait(0);
    QTRY_VERIFY(view->model()->indexOf(100 * 2) >= 0);
}

void TestTimelineView::thePillCountsAndLeadsBack()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 60));
    auto *pill = stage.find<QPushButton>(u"newerPushButton"_s);
    QVERIFY(!pill->isVisible());
    stage.timeline()->scrollByPixels(-600);
    QVERIFY(pill->isVisible());
    const auto news = numbered(stage, 61, 214);
    stage.source.items += news;
    QList<StoredMessage> rows;
    for (const auto &item : news) {
        rows.append(item.message);
    }
    stage.state.onMessagesStored(stage.tea, rows);
    QCOMPARE(pill->text(), u"214 new"_s);
    // A page of older ones is not new.
    stage.state.onMessagesStored(stage.tea, {numbered(stage, -5, 1).first().message});
    QCOMPARE(pill->text(), u"214 new"_s);
    stage.click(pill);
    QVERIFY(!pill->isVisible());
    QVERIFY(stage.timeline()->isFollowing());
    QCOMPARE(stage.timeline()->model()->newest()->key, MessageKey(274));
}

void TestTimelineView::eachRoomKeepsItsPlace()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 60));
    stage.join(stage.cake, u"Cake"_s);
    TimelineView *view = stage.timeline();
    view->scrollByPixels(-700);
    const int row = view->firstVisibleRow();
    const QRect rect = view->visualRect(row);
    stage.window->showRoom(stage.cake);
    QVERIFY(view->isFollowing());
    stage.window->showRoom(stage.tea);
    QVERIFY(!view->isFollowing());
    QCOMPARE(view->firstVisibleRow(), row);
    QCOMPARE(view->visualRect(row), rect);
}

void TestTimelineView::aGapCanBeLoaded()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto items = numbered(stage, 1, 4);
    items.insert(2, aGap(2, 3, GapReason::LoadFailed, stage.at(2), stage.at(3)));
    stage.show(items);
    QSignalSpy loads(stage.window.get(), &MainWindow::loadGapRequested);
    TimelineView *view = stage.timeline();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(2).center());
    QCOMPARE(loads.size(), 1);
    QCOMPARE(loads[0][0].value<RoomAddress>(), stage.tea);
    QCOMPARE(loads[0][1].value<MessageKey>(), MessageKey(3));
    // Beside the word nothing happens.
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(2).topLeft() + QPoint(40, 20));
    QCOMPARE(loads.size(), 1);
}

void TestTimelineView::aGapIsLoadedOnlyWithAConnection()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto items = numbered(stage, 1, 4);
    items.insert(2, aGap(2, 3, GapReason::NotLoaded, stage.at(2), stage.at(3)));
    stage.show(items);
    QSignalSpy loads(stage.window.get(), &MainWindow::loadGapRequested);
    TimelineView *view = stage.timeline();
    stage.state.onConnectionLost(Error::make(ErrorKind::ServerUnreachable));
    stage.state.onConnectionStateChanged({ConnectionState::Kind::Waiting, 1, 1000, {}});
    QTest::qWait(0);
    const int height = view->visualRect(2).height();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(2).center());
    QCOMPARE(loads.size(), 0);
    // It says why instead.
    QVERIFY(view->visualRect(2).height() > height + 10);
    stage.state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    stage.join(stage.tea, u"Tea"_s);
    QTest::qWait(0);
    QCOMPARE(view->visualRect(2).height(), height);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(2).center());
    QCOMPARE(loads.size(), 1);
}

void TestTimelineView::aGapExplainsItself()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto items = numbered(stage, 1, 4);
    items.insert(2, aGap(2, 3, GapReason::RetentionEnded, stage.at(2), stage.at(3)));
    stage.show(items);
    TimelineView *view = stage.timeline();
    const int height = view->visualRect(2).height();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(2).center());
    QVERIFY(view->visualRect(2).height() > height + 10);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(2).center());
    QCOMPARE(view->visualRect(2).height(), height);
}

void TestTimelineView::timesAreWrittenAnewAtMidnight()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto items = numbered(stage, 1, 4);
    items.insert(2, aGap(2, 3, GapReason::RetentionEnded, stage.at(2), stage.at(3)));
    stage.show(items);
    const TimelineView *view = stage.timeline();
    const auto status = [&stage] { return stage.find<QLabel>(u"roomStatusLabel"_s)->text(); };
    const QImage today = view->viewport()->grab().toImage();
    const QString liveToday = status();
    QSignalSpy rooms(&stage.state.rooms(), &RoomListModel::dataChanged);
    const QDateTime now = stage.clock.now().toLocalTime();
    const qint64 midnight = now.msecsTo(now.date().addDays(1).startOfDay());
    stage.clock.advance(midnight - 1);
    QTest::qWait(0);
    QCOMPARE(view->viewport()->grab().toImage(), today);
    QCOMPARE(rooms.size(), 0);
    stage.clock.advance(1);
    QTest::qWait(0);
    const QImage yesterday = view->viewport()->grab().toImage();
    QVERIFY(yesterday != today);
    QVERIFY(status() != liveToday);
    QCOMPARE(rooms.size(), 1);
    // As it would be were it laid out anew for another reason.
    stage.theme.setMode(Theme::Mode::Dark);
    stage.theme.setMode(Theme::Mode::Light);
    QTest::qWait(0);
    QCOMPARE(view->viewport()->grab().toImage(), yesterday);
    // And the day after that.
    stage.clock.advance(24 * 60 * 60 * 1000);
    QCOMPARE(rooms.size(), 2);
}

void TestTimelineView::timesAreWrittenAnewInAnotherTimeZone()
{
    const QByteArray zone = qgetenv("TZ");
    const auto restore = qScopeGuard([&zone] {
        zone.isEmpty() ? qunsetenv("TZ") : qputenv("TZ", zone);
        tzset();
    });
    const auto travel = [](const char *to) {
        qputenv("TZ", to);
        tzset();
    };
    travel("UTC");
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 4));
    const QImage at = stage.timeline()->viewport()->grab().toImage();
    travel("UTC-5");
    stage.clock.advance(60 * 1000);
    QTest::qWait(0);
    QVERIFY(stage.timeline()->viewport()->grab().toImage() != at);
    QVERIFY(stage.find<QLabel>(u"roomStatusLabel"_s)->text().contains(u"17:00"_s));
}

void TestTimelineView::aFailedMessageCanBeSentAgain()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto failed = anOwnRow(7, u"lost"_s, stage.at(1), DeliveryState::Failed);
    failed.message.failure = u"The server did not answer."_s;
    stage.show({aRow(1, u"bob"_s, u"hi"_s, stage.at(0)), failed});
    QSignalSpy resends(stage.window.get(), &MainWindow::resendRequested);
    TimelineView *view = stage.timeline();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(1).center());
    QCOMPARE(resends.size(), 1);
    QCOMPARE(resends[0][1].value<MessageKey>(), MessageKey(7));
    // And with the keyboard.
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Up);
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(resends.size(), 2);
}

void TestTimelineView::ownColourStaysWhenAMessageArrives()
{
    WindowStage stage;
    const auto before = aRow(1, u"bob"_s, u"hi"_s, stage.at(0));
    stage.source.people = {{u"alice"_s, Role::Participant, Affiliation::None, u"id-of-alice"_s, {}, {}}};
    stage.join(stage.tea, u"Tea"_s);
    const auto colour = [&stage] {
        const TimelineView *view = stage.timeline();
        const QRect row = view->visualRect(view->model()->rowCount() - 1);
        // Inside the avatar, beside its letter.
        return view->viewport()->grab().toImage().pixelColor(metrics::timelineSide + 4, row.center().y());
    };
    auto own = anOwnRow(7, u"hello"_s, stage.at(1), DeliveryState::Queued);
    own.message.occupantId.clear();
    stage.show({before, own});
    const QColor queued = colour();
    QVERIFY(queued != stage.theme.tokens().background);
    own.message.state = DeliveryState::Delivered;
    own.message.occupantId = u"id-of-alice"_s;
    stage.show({before, own});
    QCOMPARE(colour(), queued);
    // Also where only an earlier message tells who we are, as after a start without a network.
    stage.source.people.clear();
    stage.join(stage.cake, u"Cake"_s);
    stage.state.setActiveRoom(stage.cake);
    auto next = anOwnRow(8, u"and more"_s, stage.at(90), DeliveryState::Queued);
    next.message.occupantId.clear();
    stage.source.items = {before, own, next};
    stage.state.onTimelineChanged(stage.cake);
    QTest::qWait(0);
    QCOMPARE(colour(), queued);
}

void TestTimelineView::onlyRealLinksAreFollowed()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show({aRow(1, u"bob"_s, u"https://example.org/a"_s, stage.at(0)),
                aRow(2, u"bob"_s, u"javascript:alert(1)"_s, stage.at(0))});
    QSignalSpy links(stage.window.get(), &MainWindow::linkActivated);
    TimelineView *view = stage.timeline();
    const auto clickBody = [view](int row) {
        const QRect rect = view->visualRect(row);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, QPoint(80, rect.bottom() - 10));
    };
    clickBody(0);
    QCOMPARE(links.size(), 1);
    QCOMPARE(links[0][0].toUrl(), QUrl(u"https://example.org/a"_s));
    clickBody(1);
    QCOMPARE(links.size(), 1);
}

void TestTimelineView::longMessagesAreCutAndShownWhole()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show({aRow(1, u"bob"_s, u"line\n"_s.repeated(1000), stage.at(0))});
    TimelineView *view = stage.timeline();
    const QRect action = view->actionRect(0);
    QVERIFY(!action.isEmpty());
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, action.center());
    auto *whole = stage.find<QPlainTextEdit>(u"longTextPlainTextEdit"_s);
    QTRY_VERIFY(whole->isVisible());
    QCOMPARE(whole->document()->blockCount(), 1001);
    stage.click(stage.find<QPushButton>(u"closePushButton"_s));
}

void TestTimelineView::aLongLineIsShownInPiecesAndCopiedWhole()
{
    const QString line = u"0123456789"_s.repeated(350);
    const QString body = u"first\n"_s + line + u"\n\nlast"_s;
    LongTextDialog dialog(body);
    auto *text = dialog.findChild<QPlainTextEdit *>();
    QCOMPARE(text->document()->blockCount(), 7);
    text->selectAll();
    text->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), body);
    QTextCursor cursor = text->textCursor();
    // From within the first piece to within the last: two breaks that are ours lie between.
    cursor.setPosition(6 + 990);
    cursor.setPosition(6 + 2002 + 50, QTextCursor::KeepAnchor);
    text->setTextCursor(cursor);
    text->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), line.mid(990, 1060));
}

void TestTimelineView::keysMoveAndCopy()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 5));
    TimelineView *view = stage.timeline();
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Up);
    QTest::keyClick(view, Qt::Key_Up);
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"Message number 4"_s);
}

void TestTimelineView::theRowOfTheKeysComesIntoSight()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 100));
    TimelineView *view = stage.timeline();
    view->setFocus();
    const auto isInSight = [view] { return view->viewport()->rect().contains(view->visualRect(view->currentRow())); };
    QTest::keyClick(view, Qt::Key_Up);
    QTest::keyClick(view, Qt::Key_PageUp);
    QTest::keyClick(view, Qt::Key_PageUp);
    QVERIFY(!isInSight());
    QTest::keyClick(view, Qt::Key_Up);
    QVERIFY(isInSight());
    view->scrollToNewest();
    QTest::keyClick(view, Qt::Key_PageUp);
    const MessageKey chosen = view->model()->row(view->currentRow()).item.message.key;
    view->scrollByPixels(-2000);
    QTest::keyClick(view, Qt::Key_Down);
    QVERIFY(isInSight());
    QCOMPARE(view->model()->row(view->currentRow()).item.message.key, chosen + 1);
    QVERIFY(!view->isFollowing());
}

void TestTimelineView::returnDoesNothingToARowOutOfSight()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QList<TimelineItem> items = numbered(stage, 1, 100);
    items.last() = anOwnRow(100, u"lost"_s, stage.at(100), DeliveryState::Failed);
    stage.show(items);
    QSignalSpy resends(stage.window.get(), &MainWindow::resendRequested);
    TimelineView *view = stage.timeline();
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Up);
    QTest::keyClick(view, Qt::Key_PageUp);
    QTest::keyClick(view, Qt::Key_PageUp);
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(resends.size(), 0);
    QVERIFY(!view->visualRect(view->currentRow()).isEmpty());
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(resends.size(), 1);
}

void TestTimelineView::hostileBodiesAreDrawn_data()
{
    QTest::addColumn<QString>("body");
    QTest::newRow("tables") << u"<table><tr><td>"_s.repeated(8000);
    QTest::newRow("one word") << QString(131'000, u'x');
    QTest::newRow("marks") << QString(u"e"_s + QString(100'000, QChar(0x0301)));
    QTest::newRow("breaks") << QString(100'000, u'\n');
    QTest::newRow("links") << u"https://a.example/ "_s.repeated(6000);
    QTest::newRow("faces") << u"🎉"_s.repeated(30'000);
    QTest::newRow("directions") << QString(QString(QChar(0x202E)) + u"א1"_s).repeated(30'000);
    QTest::newRow("mentions") << u"alice "_s.repeated(20'000);
}

void TestTimelineView::hostileBodiesAreDrawn()
{
    QFETCH(QString, body);
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    // What grows faster than the text takes minutes and runs into the test's time-out; figures: bench_timeline.
    stage.show({aRow(1, u"bob"_s, body, stage.at(0))});
    QVERIFY(!stage.window->grab().isNull());
    QVERIFY(!stage.timeline()->visualRect(0).isEmpty());
}

void TestTimelineView::aLargeTimelineKeepsASmallWindow()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show(numbered(stage, 1, 100'000));
    TimelineView *view = stage.timeline();
    view->viewport()->grab();
    constexpr int frames = 100;
    for (int i = 0; i < frames; ++i) {
        view->scrollByPixels(-40);
        view->viewport()->grab();
    }
    QVERIFY(view->model()->rowCount() <= TimelineModel::windowLimit);
}

QTEST_MAIN(TestTimelineView)
#include "tst_timelineview.moc"

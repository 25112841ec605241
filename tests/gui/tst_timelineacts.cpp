// Selecting, copying and acting on messages in the timeline, with the mouse and the keyboard.
#include "gui/windowstage.h"

#include "ui/timeline/messagetoolbar.h"
#include "ui/timeline/reactionpopup.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestTimelineActs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void draggingAcrossMessagesSelectsThemWhole();
    void draggingInsideAMessageSelectsItsText();
    void selectedWordsAreCopiedFromOutOfSight();
    void doubleClickSelectsAWord();
    void shiftArrowsSelectAndEscapeLetsGo();
    void draggingFromBelowTheRowsSelectsNothing();
    void controlASelectsWhatIsLoaded();
    void shiftClickExtends();
    void aSelectionSurvivesTheWindowMovingOn();
    void draggingBeyondTheEdgeScrolls();
    void theToolbarFollowsThePointerAndReplies();
    void reactingOffersTheUsualOnes();
    void moreReactionsAreFoundInThePicker();
    void pickersCloseWithTheirRoom();
    void theMenuOffersOnlyWhatCanWork();
    void theMenuOfASelectionCopiesIt();
    void linksAreStillClicked();
    void whatHasMovedUnderThePointerIsNotClicked();
    void slidingOffCancelsAClick();
    void theKeyboardOpensEveryLink();
    void anAddressInTheMenuShowsWhoseItIs_data();
    void anAddressInTheMenuShowsWhoseItIs();
    void theKeyboardReachesWhatARowOffers();
    void theKeyboardGoesToTheAnsweredMessage();
    void theKeyboardTakesAReactionBack();

private:
    QPoint onText(int row) const
    {
        const QRect rect = view->visualRect(row);
        return {textLeft + 4, rect.bottom() - 8};
    }
    void hover(const QPoint &point) const
    {
        QMouseEvent move(QEvent::MouseMove, point, view->viewport()->mapToGlobal(point), Qt::NoButton, {}, {});
        QApplication::sendEvent(view->viewport(), &move);
    }
    void drag(const QPoint &from, const QPoint &to) const
    {
        QTest::mousePress(view->viewport(), Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, view->viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(view->viewport(), &move);
    }
    void drop(const QPoint &at) const { QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, at); }
    QStringList menuAt(int row) const
    {
        const QPoint point = onText(row);
        QContextMenuEvent ask(QContextMenuEvent::Mouse, point, view->viewport()->mapToGlobal(point));
        QApplication::sendEvent(view->viewport(), &ask);
        QStringList names;
        const auto menu = view->findChild<QMenu *>(u"messageMenu"_s);
        if (menu != nullptr) {
            for (const QAction *action : menu->actions()) {
                if (!action->isSeparator()) {
                    names += action->objectName();
                }
            }
        }
        return names;
    }
    /// The menu of the row that the arrows have chosen, by the key that opens menus.
    QStringList menuByKey(int row) const
    {
        view->setFocus();
        while (view->currentRow() != row) {
            QTest::keyClick(view, view->currentRow() < 0 || view->currentRow() > row ? Qt::Key_Up : Qt::Key_Down);
        }
        QContextMenuEvent ask(QContextMenuEvent::Keyboard, {}, view->mapToGlobal(QPoint()));
        QApplication::sendEvent(view, &ask);
        QStringList names;
        const auto *menu = view->findChild<QMenu *>(u"messageMenu"_s);
        for (const QAction *action : menu == nullptr ? QList<QAction *>() : menu->actions()) {
            names += action->objectName();
        }
        return names;
    }
    QString wordsOf(const QString &action) const
    {
        const auto *menu = view->findChild<QMenu *>(u"messageMenu"_s);
        const auto *found = menu == nullptr ? nullptr : menu->findChild<QAction *>(action);
        return found == nullptr ? QString() : found->text();
    }
    void choose(const QString &action) const
    {
        auto *menu = view->findChild<QMenu *>(u"messageMenu"_s);
        QVERIFY(menu != nullptr);
        auto *chosen = menu->findChild<QAction *>(action);
        QVERIFY2(chosen != nullptr, qPrintable(action));
        chosen->trigger();
        closeMenu();
    }
    void closeMenu() const { delete view->findChild<QMenu *>(u"messageMenu"_s); }
    static QString clipboard() { return QGuiApplication::clipboard()->text(); }

    static constexpr int textLeft = metrics::timelineSide + metrics::largeAvatar + 12;
    std::unique_ptr<WindowStage> stage;
    TimelineView *view = nullptr;
};

void TestTimelineActs::init()
{
    stage = std::make_unique<WindowStage>();
    stage->join(stage->tea, u"Tea"_s, {u"urn:xmpp:message-moderate:1"_s});
    auto items = QList<TimelineItem>{aRow(1, u"bob"_s, u"first words here"_s, stage->at(0)),
                                     aRow(2, u"carol"_s, u"second"_s, stage->at(1)),
                                     anOwnRow(3, u"third"_s, stage->at(2), DeliveryState::Delivered),
                                     aRow(4, u"bob"_s, u"https://example.org/a"_s, stage->at(3))};
    for (auto &item : items) {
        item.message.archiveId = u"id-%1"_s.arg(item.message.key);
    }
    stage->show(items);
    view = stage->timelineWithActs();
    QGuiApplication::clipboard()->clear();
}

void TestTimelineActs::cleanup()
{
    stage.reset();
}

void TestTimelineActs::draggingAcrossMessagesSelectsThemWhole()
{
    drag(onText(0), onText(2));
    drop(onText(2));
    QCOMPARE(view->selection().items(*view->model()).size(), 3);
    view->setFocus();
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = clipboard().split(u'\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines[0].endsWith(u"] bob: first words here"_s), qPrintable(lines[0]));
    QVERIFY2(lines[2].endsWith(u"] alice: third"_s), qPrintable(lines[2]));
    // A click lets go.
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, onText(1));
    QVERIFY(view->selection().isEmpty());
}

void TestTimelineActs::draggingInsideAMessageSelectsItsText()
{
    const QPoint start(textLeft, onText(0).y());
    drag(start, start + QPoint(600, 0));
    drop(start + QPoint(600, 0));
    QCOMPARE(view->copiedText(), u"first words here"_s);
    // In the space between two words nothing but the ground is seen.
    const int space = QFontMetrics(stage->theme.bodyFont()).horizontalAdvance(u"first"_s) + 2;
    const QImage shown = view->viewport()->grab().toImage();
    QCOMPARE(shown.pixelColor(start + QPoint(space, -4)), stage->theme.tokens().accent);
}

void TestTimelineActs::selectedWordsAreCopiedFromOutOfSight()
{
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, onText(0));
    QList<TimelineItem> items = stage->source.items;
    for (int key = 5; key <= 60; ++key) {
        items.append(aRow(key, u"bob"_s, u"n%1"_s.arg(key), stage->at(key)));
    }
    stage->show(items);
    view->scrollToNewest();
    QVERIFY(view->visualRect(0).isEmpty());
    view->setFocus();
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), u"first"_s);
}

void TestTimelineActs::doubleClickSelectsAWord()
{
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, onText(0));
    QCOMPARE(view->copiedText(), u"first"_s);
}

void TestTimelineActs::shiftArrowsSelectAndEscapeLetsGo()
{
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Up);
    QTest::keyClick(view, Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClick(view, Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(view->selection().items(*view->model()).size(), 3);
    QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(view->selection().items(*view->model()).size(), 2);
    QTest::keyClick(view, Qt::Key_Escape);
    QVERIFY(view->selection().isEmpty());
    // One message alone is copied as it is.
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), u"third"_s);
}

void TestTimelineActs::draggingFromBelowTheRowsSelectsNothing()
{
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, onText(0));
    QVERIFY(view->selection().hasBegun());
    const QPoint below(200, view->viewport()->height() - 5);
    QVERIFY(below.y() > view->visualRect(2).bottom());
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, below);
    for (const QPoint &to : {below - QPoint(0, 20), onText(2)}) {
        QMouseEvent move(QEvent::MouseMove, to, view->viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(view->viewport(), &move);
    }
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, onText(2));
    QVERIFY(view->selection().isEmpty());
}

void TestTimelineActs::controlASelectsWhatIsLoaded()
{
    view->setFocus();
    QTest::keyClick(view, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard().count(u'\n'), 3);
}

void TestTimelineActs::shiftClickExtends()
{
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, onText(0));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ShiftModifier, onText(2));
    QCOMPARE(view->selection().items(*view->model()).size(), 3);
}

void TestTimelineActs::aSelectionSurvivesTheWindowMovingOn()
{
    QList<TimelineItem> many;
    for (int i = 1; i <= 1000; ++i) {
        many.append(aRow(i, u"bob"_s, u"n%1"_s.arg(i), stage->at(i)));
    }
    stage->show(many);
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Up);
    for (int i = 0; i < 500; ++i) {
        QTest::keyClick(view, Qt::Key_Up, Qt::ShiftModifier);
        QTest::qWait(0);
    }
    const auto items = view->selection().items(*view->model());
    QCOMPARE(items.size(), 501);
    QCOMPARE(items.first().message.key, MessageKey(500));
    QCOMPARE(items.last().message.key, MessageKey(1000));
    QVERIFY(view->model()->rowCount() <= TimelineModel::windowLimit);
}

void TestTimelineActs::draggingBeyondTheEdgeScrolls()
{
    QList<TimelineItem> many;
    for (int i = 1; i <= 100; ++i) {
        many.append(aRow(i, u"bob"_s, u"n%1"_s.arg(i), stage->at(i)));
    }
    stage->show(many);
    const int first = view->firstVisibleRow();
    drag(onText(view->model()->rowCount() - 1), QPoint(textLeft, -20));
    QTRY_VERIFY(view->firstVisibleRow() < first - 3);
    drop(QPoint(textLeft, -20));
    QVERIFY(view->selection().items(*view->model()).size() > 20);
}

void TestTimelineActs::theToolbarFollowsThePointerAndReplies()
{
    auto *bar = stage->find<MessageToolbar>(u"messageToolbar"_s);
    QVERIFY(!bar->isVisible());
    hover(onText(1));
    QVERIFY(bar->isVisible());
    QVERIFY(qAbs(bar->geometry().center().y() - view->visualRect(1).top()) < 30);
    QSignalSpy replies(view, &TimelineView::replyRequested);
    stage->click(stage->find<QToolButton>(u"replyMessageToolButton"_s));
    QCOMPARE(replies.size(), 1);
    QCOMPARE(replies[0][0].value<StoredMessage>().key, MessageKey(2));
    // A message that the room has not got an id for can be copied only.
    auto items = stage->source.items;
    items[1].message.archiveId.clear();
    stage->show(items);
    QVERIFY(!stage->find<QToolButton>(u"replyMessageToolButton"_s)->isVisible());
    QVERIFY(stage->find<QToolButton>(u"moreMessageToolButton"_s)->isVisible());
    hover(QPoint(20, view->viewport()->height() - 2));
    QVERIFY(!bar->isVisible());
}

void TestTimelineActs::reactingOffersTheUsualOnes()
{
    hover(onText(0));
    QSignalSpy reactions(view, &TimelineView::reactRequested);
    stage->click(stage->find<QToolButton>(u"reactMessageToolButton"_s));
    auto *popup = view->findChild<ReactionPopup *>(u"reactionPopup"_s);
    QVERIFY(popup != nullptr && popup->isVisible());
    for (const QToolButton *button : popup->findChildren<QToolButton *>()) {
        // Text fonts own some of these characters too, small and without colour.
        QCOMPARE(QFontInfo(button->font()).family(), u"Noto Color Emoji"_s);
    }
    QCOMPARE(popup->focusWidget()->objectName(), u"👍ToolButton"_s);
    stage->click(popup->findChild<QToolButton *>(u"🎉ToolButton"_s));
    QCOMPARE(reactions.size(), 1);
    QCOMPARE(reactions[0][0].value<StoredMessage>().key, MessageKey(1));
    QCOMPARE(reactions[0][1].toString(), u"🎉"_s);
}

void TestTimelineActs::moreReactionsAreFoundInThePicker()
{
    QSignalSpy reactions(view, &TimelineView::reactRequested);
    const auto open = [this] {
        hover(onText(0));
        stage->click(stage->find<QToolButton>(u"reactMessageToolButton"_s));
        stage->click(stage->find<QToolButton>(u"moreReactionsToolButton"_s));
        QTest::qWait(0);
        return stage->find<QLineEdit>(u"emojiSearchLineEdit"_s);
    };
    QLineEdit *search = open();
    QVERIFY(search->isVisible());
    QVERIFY(view->findChild<ReactionPopup *>(u"reactionPopup"_s) == nullptr);
    QTest::keyClicks(search, u"hedgehog"_s);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(reactions.size(), 1);
    QCOMPARE(reactions[0][0].value<StoredMessage>().key, MessageKey(1));
    QCOMPARE(reactions[0][1].toString(), u"🦔"_s);
    QVERIFY(!search->isVisible());
    // Given already: choosing it here keeps it.
    auto items = stage->source.items;
    items[0].message.reactions = {{u"🦔"_s, {u"alice"_s}, true}};
    stage->show(items);
    search = open();
    QTest::keyClicks(search, u"hedgehog"_s);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(reactions.size(), 1);
    search = open();
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(stage->window->focusWidget(), view);
    QCOMPARE(reactions.size(), 1);
}

void TestTimelineActs::pickersCloseWithTheirRoom()
{
    stage->join(stage->cake, u"Cake"_s);
    QSignalSpy reactions(view, &TimelineView::reactRequested);
    const auto open = [this] {
        hover(onText(0));
        stage->click(stage->find<QToolButton>(u"reactMessageToolButton"_s));
    };
    open();
    stage->click(stage->find<QToolButton>(u"moreReactionsToolButton"_s));
    QTest::qWait(0);
    auto *search = stage->find<QLineEdit>(u"emojiSearchLineEdit"_s);
    QVERIFY(search->isVisible());
    stage->state.setActiveRoom(stage->cake);
    QVERIFY(!search->isVisible());
    stage->state.setActiveRoom(stage->tea);
    QTest::qWait(0);
    open();
    const QPointer<ReactionPopup> popup = view->findChild<ReactionPopup *>(u"reactionPopup"_s);
    QVERIFY(popup && popup->isVisible());
    stage->state.setActiveRoom(stage->cake);
    QVERIFY(!popup || !popup->isVisible());
    QCOMPARE(reactions.size(), 0);
}

void TestTimelineActs::theMenuOffersOnlyWhatCanWork()
{
    QCOMPARE(menuAt(0), (QStringList{u"copyMessageAction"_s, u"replyAction"_s, u"reactAction"_s}));
    closeMenu();
    QCOMPARE(menuAt(2), (QStringList{u"copyMessageAction"_s, u"replyAction"_s, u"reactAction"_s, u"editAction"_s,
                                     u"retractAction"_s}));
    QSignalSpy edits(view, &TimelineView::editRequested);
    choose(u"editAction"_s);
    QCOMPARE(edits.size(), 1);
    QCOMPARE(menuAt(3).mid(0, 2), (QStringList{u"copyMessageAction"_s, u"copyLinkAction"_s}));
    choose(u"copyLinkAction"_s);
    QCOMPARE(clipboard(), u"https://example.org/a"_s);
    // As a moderator one may remove what others wrote.
    OccupantDelta delta;
    stage->source.people = {{u"alice"_s, Role::Moderator, Affiliation::Owner, u"alice"_s, {}, {}}};
    stage->state.page(stage->tea)->setOccupants(stage->source.people);
    QVERIFY(menuAt(0).contains(u"moderateAction"_s));
    QSignalSpy removals(view, &TimelineView::moderateRequested);
    choose(u"moderateAction"_s);
    QCOMPARE(removals.size(), 1);
    QVERIFY(!menuAt(2).contains(u"moderateAction"_s));
    closeMenu();
}

void TestTimelineActs::theMenuOfASelectionCopiesIt()
{
    drag(onText(0), onText(1));
    drop(onText(1));
    QCOMPARE(menuAt(1), QStringList{u"copySelectionAction"_s});
    choose(u"copySelectionAction"_s);
    QCOMPARE(clipboard().count(u'\n'), 1);
    // Beside the selection it is about the message under the pointer.
    QVERIFY(menuAt(2).contains(u"replyAction"_s));
    closeMenu();
}

void TestTimelineActs::linksAreStillClicked()
{
    QSignalSpy links(stage->window.get(), &MainWindow::linkActivated);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, onText(3));
    QCOMPARE(links.size(), 1);
    // Selecting over a link follows nothing.
    drag(onText(3), onText(3) + QPoint(60, 0));
    drop(onText(3) + QPoint(60, 0));
    QCOMPARE(links.size(), 1);
}

void TestTimelineActs::whatHasMovedUnderThePointerIsNotClicked()
{
    QList<TimelineItem> items;
    const auto add = [this, &items] {
        const int key = static_cast<int>(items.size()) + 1;
        items.append(aRow(key, u"bob"_s, u"https://example.org/%1"_s.arg(key, 3, 10, QChar(u'0')), stage->at(0)));
        items.last().message.archiveId = u"id-%1"_s.arg(key);
        items.last().message.reactions = {{u"🦔"_s, {u"bob"_s}, false}};
    };
    for (int i = 0; i < 60; ++i) {
        add();
    }
    stage->show(items);
    QSignalSpy links(view, &TimelineView::linkActivated);
    QSignalSpy reactions(view, &TimelineView::reactRequested);
    const auto pressAndLetOneArrive = [&](const QPoint &point) {
        QTest::mousePress(view->viewport(), Qt::LeftButton, {}, point);
        const int top = view->visualRect(50).top();
        add();
        stage->source.items = items;
        stage->state.onMessagesStored(stage->tea, {items.last().message});
        QTRY_VERIFY(view->visualRect(50).top() < top);
        QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, point);
    };
    const QPoint link(textLeft + 4, view->visualRect(56).top() + 10);
    const QPoint chip(textLeft + 10, view->visualRect(56).bottom() - 10);
    pressAndLetOneArrive(link);
    QCOMPARE(links.size(), 0);
    pressAndLetOneArrive(chip);
    QCOMPARE(reactions.size(), 0);
    // Both are what they are taken for.
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, link);
    QCOMPARE(links.size(), 1);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, chip);
    QCOMPARE(reactions.size(), 1);
}

void TestTimelineActs::slidingOffCancelsAClick()
{
    auto items = stage->source.items;
    items[0].message.edited = true;
    items[2].message.body = u"https://example.org/b"_s;
    stage->show(items);
    QSignalSpy links(view, &TimelineView::linkActivated);
    QSignalSpy history(view, &TimelineView::historyRequested);
    const QPoint words = view->actionRect(0).center();
    const auto move = [this](const QPoint &to) {
        QMouseEvent moved(QEvent::MouseMove, to, view->viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(view->viewport(), &moved);
    };
    // Also when something was selected before, which stays as it was.
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, onText(1));
    const QString selected = view->copiedText();
    QVERIFY(!selected.isEmpty());
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, words);
    move(onText(3));
    drop(onText(3));
    QCOMPARE(links.size(), 0);
    QCOMPARE(view->copiedText(), selected);
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, onText(2));
    drop(onText(3));
    QCOMPARE(links.size(), 0);
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, onText(3));
    drop(words);
    QCOMPARE(history.size(), 0);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, words);
    QCOMPARE(history.size(), 1);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, onText(3));
    QCOMPARE(links.size(), 1);
}

void TestTimelineActs::theKeyboardOpensEveryLink()
{
    auto items = stage->source.items;
    QString body = u"https://exаmple.org/odd"_s;
    for (int i = 2; i < 8; ++i) {
        body += u" https://example.org/%1 https://example.org/%1"_s.arg(i);
    }
    items[3] = aRow(4, u"bob"_s, body, stage->at(3));
    items[3].message.edited = true;
    stage->show(items);
    QSignalSpy links(stage->window.get(), &MainWindow::linkActivated);
    QVERIFY(menuByKey(3).contains(u"openLink2Action"_s));
    QCOMPARE(wordsOf(u"openLink2Action"_s), u"Open \u2066example.org/2\u2069"_s);
    choose(u"openLink2Action"_s);
    QCOMPARE(links.size(), 1);
    QCOMPARE(links[0][0].toUrl(), QUrl(u"https://example.org/2"_s));
    // Each once, and what is too much for a menu in one of its own.
    const QStringList names = menuByKey(3);
    QVERIFY(names.contains(u"openLink5Action"_s) && !names.contains(u"openLink6Action"_s));
    QVERIFY(!names.contains(u"copyLinkAction"_s));
    QCOMPARE(view->findChild<QMenu *>(u"moreLinksMenu"_s)->actions().size(), 2);
    choose(u"openLink7Action"_s);
    QCOMPARE(links.size(), 2);
    // An odd one is asked about first, as when it is clicked.
    menuByKey(3);
    choose(u"openLink1Action"_s);
    QCOMPARE(links.size(), 2);
    stage->click(stage->find<QPushButton>(u"openLinkPushButton"_s));
    QCOMPARE(links.size(), 3);
    // The only one can be copied too.
    items[3] = aRow(4, u"bob"_s, u"see https://example.org/a"_s, stage->at(3));
    stage->show(items);
    QVERIFY(menuByKey(3).contains(u"copyLinkAction"_s));
    choose(u"copyLinkAction"_s);
    QCOMPARE(clipboard(), u"https://example.org/a"_s);
}

void TestTimelineActs::anAddressInTheMenuShowsWhoseItIs_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("shown");
    const QString many(60, u'a');
    QTest::newRow("host only") << u"https://example.org/"_s << u"example.org"_s;
    QTest::newRow("ampersand") << u"https://example.org/?a=1&b=2"_s << u"example.org/?a=1&&b=2"_s;
    QTest::newRow("long path") << u"https://example.org/"_s + many << u"example.org/"_s + QString(36, u'a') + u'…';
    QTest::newRow("other scripts") << u"https://exаmple.org/"_s << u"xn--exmple-4nf.org"_s;
    QTest::newRow("long host") << u"https://bank.example."_s + many + u".evil.example/x"_s
                               << u'…' + QString(35, u'a') + u".evil.example"_s;
    QTest::newRow("mail") << u"mailto:bob@example.org"_s << u"mailto:bob@example.org"_s;
}

void TestTimelineActs::anAddressInTheMenuShowsWhoseItIs()
{
    QFETCH(const QString, link);
    QFETCH(const QString, shown);
    auto items = stage->source.items;
    items[3] = aRow(4, u"bob"_s, link, stage->at(3));
    stage->show(items);
    menuByKey(3);
    QCOMPARE(wordsOf(u"openLink1Action"_s), u"Open \u2066%1\u2069"_s.arg(shown));
    closeMenu();
}

void TestTimelineActs::theKeyboardReachesWhatARowOffers()
{
    auto items = stage->source.items;
    items[3] = aRow(4, u"bob"_s, u"line\n"_s.repeated(1000), stage->at(3));
    items[3].message.edited = true;
    stage->show(items);
    QSignalSpy all(view, &TimelineView::showAllRequested);
    QSignalSpy history(view, &TimelineView::historyRequested);
    QVERIFY(menuByKey(3).contains(u"showAllAction"_s));
    choose(u"showAllAction"_s);
    QCOMPARE(all.size(), 1);
    QVERIFY(menuByKey(3).contains(u"showHistoryAction"_s));
    choose(u"showHistoryAction"_s);
    QCOMPARE(history.size(), 1);
    QCOMPARE(history[0][0].value<MessageKey>(), MessageKey(4));
    // Of a deleted one nothing is left to be reached.
    items[3].message.retracted = true;
    stage->show(items);
    QCOMPARE(menuByKey(3), QStringList());
}

void TestTimelineActs::theKeyboardGoesToTheAnsweredMessage()
{
    auto items = stage->source.items;
    items[3].message.reply = ReplyReference{u"id-1"_s, 1, u"bob"_s, u"first words here"_s};
    stage->show(items);
    QVERIFY(!menuByKey(2).contains(u"goToAnsweredAction"_s));
    closeMenu();
    QVERIFY(menuByKey(3).contains(u"goToAnsweredAction"_s));
    choose(u"goToAnsweredAction"_s);
    QTRY_COMPARE(view->currentRow(), 0);
    QVERIFY(!view->visualRect(0).isEmpty());
}

void TestTimelineActs::theKeyboardTakesAReactionBack()
{
    auto items = stage->source.items;
    items[0].message.reactions = {{u"🦔"_s, {u"alice"_s, u"bob"_s}, true}, {u"🎉"_s, {u"bob"_s}, false}};
    stage->show(items);
    QSignalSpy reactions(view, &TimelineView::reactRequested);
    QCOMPARE(menuByKey(0).count(u"takeBackReactionAction"_s), 1);
    choose(u"takeBackReactionAction"_s);
    QCOMPARE(reactions.size(), 1);
    QCOMPARE(reactions[0][1].toString(), u"🦔"_s);
}

QTEST_MAIN(TestTimelineActs)
#include "tst_timelineacts.moc"

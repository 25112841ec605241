#include "gui/windowstage.h"
#include "ui/rooms/quickswitcher.h"
#include "ui/shortcutsdialog.h"
#include "ui/windowkeys.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QScopeGuard>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QShortcut>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestKeyboard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noKeyMeansTwoThings();
    void theOverlayListsEveryShortcut_data();
    void theOverlayListsEveryShortcut();
    void theOverlayStaysOnTheScreen();
    void aFewLettersLeadToARoom();
    void escapeLeavesTheSwitcherAsItWas();
    void arrowsGoThroughTheRooms_data();
    void arrowsGoThroughTheRooms();
    void numbersNameARoom();
    void unreadRoomsAreVisited();
    void allRoomsAreMarkedRead();
    void f6GoesRoundTheAreas();
    void f6ComesBackToWhereItWas();
    void textGrowsAndShrinks();
    void controlWLeavesTheRoom();

private:
    static void press(const WindowStage &stage, Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        QTest::keyClick(stage.window.get(), key, modifiers);
    }
    static QString shown(const WindowStage &stage) { return stage.state.activePage()->name(); }
};

void TestKeyboard::noKeyMeansTwoThings()
{
    QSet<QString> seen;
    for (const KeyEntry &entry : WindowKeys::table()) {
        QVERIFY2(!entry.text.isEmpty(), "a shortcut without words");
        for (const QKeySequence &keys : entry.keys) {
            const QString name = keys.toString();
            QVERIFY2(!seen.contains(name), qPrintable(name));
            seen.insert(name);
        }
    }
}

void TestKeyboard::theOverlayListsEveryShortcut_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::newRow("Ctrl+/") << Qt::Key_Slash << Qt::KeyboardModifiers(Qt::ControlModifier);
    QTest::newRow("F1") << Qt::Key_F1 << Qt::KeyboardModifiers();
}

void TestKeyboard::theOverlayListsEveryShortcut()
{
    QFETCH(const Qt::Key, key);
    QFETCH(const Qt::KeyboardModifiers, modifiers);
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    press(stage, key, modifiers);
    auto *dialog = stage.find<ShortcutsDialog>(u"shortcutsDialog"_s);
    QVERIFY(dialog->isVisible());
    // At the edge where every dialog's words begin and its buttons end.
    const auto *head = dialog->findChild<QLabel *>(u"groupLabel"_s);
    const auto *close = dialog->findChild<QPushButton *>(u"closePushButton"_s);
    QCOMPARE(head->mapTo(dialog, QPoint()), QPoint(24, 24));
    QCOMPARE(dialog->width() - close->geometry().right() - 1, 24);
    QStringList words;
    for (const QLabel *label : dialog->findChildren<QLabel *>()) {
        words.append(label->text());
    }
    for (const KeyEntry &entry : WindowKeys::table()) {
        QVERIFY2(words.contains(entry.text), qPrintable(entry.text));
        QVERIFY2(words.contains(WindowKeys::wordsFor(entry)), qPrintable(WindowKeys::wordsFor(entry)));
    }
    // Whatever the window answers to stands in the table.
    QStringList listed;
    for (const KeyEntry &entry : WindowKeys::table()) {
        for (const QKeySequence &keys : entry.keys) {
            listed.append(keys.toString());
        }
    }
    for (const QShortcut *shortcut : stage.window->findChildren<QShortcut *>(QString(), Qt::FindDirectChildrenOnly)) {
        QVERIFY2(listed.contains(shortcut->key().toString()), qPrintable(shortcut->key().toString()));
    }
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(stage.window->findChild<ShortcutsDialog *>() == nullptr);
}

void TestKeyboard::theOverlayStaysOnTheScreen()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.theme.setZoom(300);
    const auto usual = qScopeGuard([&stage] { stage.theme.setZoom(100); });
    press(stage, Qt::Key_F1, {});
    auto *dialog = stage.find<ShortcutsDialog>(u"shortcutsDialog"_s);
    const QSize room = dialog->screen()->availableSize();
    QCOMPARE_LE(dialog->width(), room.width());
    QCOMPARE_LE(dialog->minimumSizeHint().width(), room.width());
    QCOMPARE_LT(dialog->height(), room.height());
    // All words can be read, by wrapping or by scrolling.
    QCoreApplication::processEvents();
    auto *scroll = dialog->findChild<QScrollArea *>(u"shortcutsScrollArea"_s);
    const QWidget *table = scroll->widget();
    const auto labels = table->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        QVERIFY2(table->rect().contains(label->geometry()), qPrintable(label->text()));
        QVERIFY2(label->width() >= label->minimumSizeHint().width() &&
                     label->height() >= label->heightForWidth(label->width()),
                 qPrintable(label->text()));
    }
    QCOMPARE(scroll->horizontalScrollBar()->maximum(), std::max(0, table->width() - scroll->viewport()->width()));
    QVERIFY(scroll->horizontalScrollBarPolicy() == Qt::ScrollBarAsNeeded);
}

void TestKeyboard::aFewLettersLeadToARoom()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake and jam"_s);
    press(stage, Qt::Key_K, Qt::ControlModifier);
    auto *edit = stage.find<QLineEdit>(u"switcherLineEdit"_s);
    QTest::keyClicks(edit, u"cj"_s);
    QCOMPARE(stage.find<QListView>(u"switcherListView"_s)->model()->rowCount(), 1);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(shown(stage), u"Cake and jam"_s);
    QTRY_VERIFY(stage.window->findChild<QuickSwitcher *>() == nullptr);
}

void TestKeyboard::escapeLeavesTheSwitcherAsItWas()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    press(stage, Qt::Key_K, Qt::ControlModifier);
    auto *edit = stage.find<QLineEdit>(u"switcherLineEdit"_s);
    QTest::keyClicks(edit, u"nothing like this"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(stage.find<QuickSwitcher>(u"quickSwitcher"_s)->isVisible());
    edit->clear();
    auto *list = stage.find<QListView>(u"switcherListView"_s);
    QTest::keyClick(edit, Qt::Key_Down);
    QCOMPARE(list->currentIndex().row(), 1);
    QTest::keyClick(edit, Qt::Key_Escape);
    QCOMPARE(shown(stage), u"Tea"_s);
}

void TestKeyboard::arrowsGoThroughTheRooms_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::newRow("Alt+Down") << Qt::Key_Down << Qt::KeyboardModifiers(Qt::AltModifier);
    QTest::newRow("Alt+Up") << Qt::Key_Up << Qt::KeyboardModifiers(Qt::AltModifier);
    QTest::newRow("Ctrl+PgDown") << Qt::Key_PageDown << Qt::KeyboardModifiers(Qt::ControlModifier);
    QTest::newRow("Ctrl+Tab") << Qt::Key_Tab << Qt::KeyboardModifiers(Qt::ControlModifier);
}

void TestKeyboard::arrowsGoThroughTheRooms()
{
    QFETCH(const Qt::Key, key);
    QFETCH(const Qt::KeyboardModifiers, modifiers);
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    QVERIFY(stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s)->hasFocus());
    press(stage, key, modifiers);
    QCOMPARE(shown(stage), u"Cake"_s);
    press(stage, key, modifiers);
    QCOMPARE(shown(stage), u"Tea"_s);
}

void TestKeyboard::numbersNameARoom()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    const QString second = stage.state.rooms().entry(1).name;
    press(stage, Qt::Key_2, Qt::AltModifier);
    QCOMPARE(shown(stage), second);
    press(stage, Qt::Key_9, Qt::AltModifier);
    QCOMPARE(shown(stage), second);
}

void TestKeyboard::unreadRoomsAreVisited()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    press(stage, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(shown(stage), u"Tea"_s);
    stage.state.onMessagesStored(stage.cake, {aRow(1, u"bob"_s, u"hello"_s, stage.at(1)).message});
    press(stage, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(shown(stage), u"Cake"_s);
}

void TestKeyboard::allRoomsAreMarkedRead()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    stage.state.onMessagesStored(stage.cake, {aRow(1, u"bob"_s, u"hello alice"_s, stage.at(1)).message});
    QCOMPARE(stage.state.rooms().totalUnread(), 1);
    press(stage, Qt::Key_Escape, Qt::ShiftModifier);
    QCOMPARE(stage.state.rooms().totalUnread(), 0);
}

void TestKeyboard::f6GoesRoundTheAreas()
{
    WindowStage stage;
    stage.source.people = {Occupant{}};
    stage.join(stage.tea, u"Tea"_s);
    QStringList visited;
    for (int i = 0; i < 4; ++i) {
        press(stage, Qt::Key_F6, {});
        visited.append(stage.window->focusWidget()->objectName());
    }
    QCOMPARE(visited,
             (QStringList{u"peopleListView"_s, u"roomsListView"_s, u"timelineView"_s, u"messagePlainTextEdit"_s}));
    press(stage, Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(stage.window->focusWidget()->objectName(), u"timelineView"_s);
}

void TestKeyboard::f6ComesBackToWhereItWas()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.find<QWidget>(u"filterLineEdit"_s)->setFocus();
    press(stage, Qt::Key_F6, {});
    press(stage, Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(stage.window->focusWidget()->objectName(), u"filterLineEdit"_s);
}

void TestKeyboard::textGrowsAndShrinks()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    const qreal usual = edit->fontInfo().pixelSize();
    QSignalSpy zoomed(&stage.theme, &Theme::zoomChanged);
    press(stage, Qt::Key_Plus, Qt::ControlModifier);
    press(stage, Qt::Key_Equal, Qt::ControlModifier);
    QCOMPARE(stage.theme.zoom(), 125);
    QVERIFY(edit->fontInfo().pixelSize() > usual);
    press(stage, Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(stage.theme.zoom(), 100);
    QCOMPARE(edit->fontInfo().pixelSize(), usual);
    press(stage, Qt::Key_Minus, Qt::ControlModifier);
    QCOMPARE(stage.theme.zoom(), 90);
    QCOMPARE(zoomed.size(), 4);
    for (int i = 0; i < 20; ++i) {
        press(stage, Qt::Key_Plus, Qt::ControlModifier);
    }
    QCOMPARE(stage.theme.zoom(), Theme::largestZoom);
    stage.theme.setZoom(Theme::usualZoom);
}

void TestKeyboard::controlWLeavesTheRoom()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QSignalSpy left(stage.window.get(), &MainWindow::leaveRequested);
    press(stage, Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(left.size(), 1);
    stage.state.onLeft(stage.tea, {});
    press(stage, Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(left.size(), 1);
}

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"

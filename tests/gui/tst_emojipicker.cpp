#include "gui/windowstage.h"

#include "models/emojimodel.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

struct PickerStage : WindowStage {
    PickerStage()
    {
        join(tea, u"Tea"_s);
        edit = find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
        click(find<QToolButton>(u"emojiToolButton"_s));
    }
    QWidget *picker() const { return find<QWidget>(u"emojiPicker"_s); }
    QLineEdit *search() const { return find<QLineEdit>(u"emojiSearchLineEdit"_s); }

    QPlainTextEdit *edit;
};

} // namespace

class TestEmojiPicker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSearchedAndTakenStandsInTheText();
    void arrowsMoveWhileOneTypes();
    void escapeGoesBackToTheText();
    void anotherPlaceInTheWindowClosesIt();
    void theRecentOnesComeFirst();
    void nothingFoundIsSaid();
    void itClosesWithItsRoom();
    void itClosesWhereOneMayNotWrite();
    void itFitsIntoTheWindow_data();
    void itFitsIntoTheWindow();
};

void TestEmojiPicker::itClosesWithItsRoom()
{
    PickerStage stage;
    stage.join(stage.cake, u"Cake"_s);
    // Also where no field takes the cursor away from it.
    stage.state.onRoomStateChanged(stage.cake, RoomState::Joining);
    QVERIFY(stage.picker()->isVisible());
    stage.state.setActiveRoom(stage.cake);
    QVERIFY(!stage.picker()->isVisible());
    stage.state.setActiveRoom(stage.tea);
    stage.click(stage.find<QToolButton>(u"emojiToolButton"_s));
    QVERIFY(stage.picker()->isVisible());
    stage.state.onRoomStateChanged(stage.cake, RoomState::Joined);
    stage.state.setActiveRoom(stage.cake);
    QVERIFY(!stage.picker()->isVisible());
    QVERIFY(stage.edit->hasFocus());
}

void TestEmojiPicker::itClosesWhereOneMayNotWrite()
{
    PickerStage stage;
    QVERIFY(stage.picker()->isVisible());
    MuteState mute;
    mute.canSpeak = false;
    stage.state.onMuteStateChanged(stage.tea, mute);
    QVERIFY(!stage.picker()->isVisible());
    QVERIFY(stage.timeline()->hasFocus());
}

void TestEmojiPicker::itFitsIntoTheWindow_data()
{
    QTest::addColumn<QSize>("window");
    QTest::addColumn<int>("zoom");
    QTest::newRow("large") << QSize(1240, 760) << 100;
    QTest::newRow("small") << QSize(380, 360) << 100;
    QTest::newRow("large text") << QSize(640, 400) << 200;
    QTest::newRow("the largest text in the smallest window") << QSize(380, 360) << 300;
}

void TestEmojiPicker::itFitsIntoTheWindow()
{
    QFETCH(QSize, window);
    QFETCH(int, zoom);
    PickerStage stage;
    stage.theme.setZoom(zoom);
    QTest::keyClick(stage.search(), Qt::Key_Escape);
    QVERIFY(!stage.picker()->isVisible());
    stage.window->resize(window);
    QCoreApplication::processEvents();
    // The first and the second time.
    for (int i = 0; i < 2; ++i) {
        stage.click(stage.find<QToolButton>(u"emojiToolButton"_s));
        const QWidget *picker = stage.picker();
        const auto *list = stage.find<QListView>(u"emojiListView"_s);
        const auto text = [picker] {
            const QRect at = picker->geometry();
            return u"%1,%2 %3x%4"_s.arg(at.x()).arg(at.y()).arg(at.width()).arg(at.height());
        };
        QVERIFY(picker->isVisible());
        QVERIFY2(stage.window->rect().contains(picker->geometry()), qPrintable(text()));
        QVERIFY2(picker->rect().contains(list->geometry()), qPrintable(text()));
        // Two rows at least are whole.
        const QModelIndex inSecondRow = list->model()->index(list->viewport()->width() / list->gridSize().width(), 0);
        QVERIFY(list->viewport()->rect().contains(list->visualRect(inSecondRow)));
        QTest::keyClick(stage.search(), Qt::Key_Escape);
    }
}

void TestEmojiPicker::whatIsSearchedAndTakenStandsInTheText()
{
    PickerStage stage;
    QVERIFY(stage.picker()->isVisible());
    QVERIFY(stage.search()->hasFocus());
    QTest::keyClicks(stage.search(), u"rocket"_s);
    QCOMPARE(stage.find<QLabel>(u"emojiNameLabel"_s)->text(), u"rocket"_s);
    QTest::keyClick(stage.search(), Qt::Key_Return);
    QCOMPARE(stage.edit->toPlainText(), u"🚀"_s);
    QVERIFY(!stage.picker()->isVisible());
    QVERIFY(stage.edit->hasFocus());
}

void TestEmojiPicker::arrowsMoveWhileOneTypes()
{
    PickerStage stage;
    auto *list = stage.find<QListView>(u"emojiListView"_s);
    QCOMPARE(list->currentIndex().row(), 0);
    QTest::keyClick(stage.search(), Qt::Key_Right);
    QCOMPARE(list->currentIndex().row(), 1);
    QTest::keyClick(stage.search(), Qt::Key_Down);
    const int below = list->currentIndex().row();
    QVERIFY(below > 2);
    // Really below: the same column, one row further down.
    QCOMPARE(list->visualRect(list->currentIndex()).x(), list->visualRect(list->model()->index(1, 0)).x());
    QTest::keyClick(stage.search(), Qt::Key_Up);
    QCOMPARE(list->currentIndex().row(), 1);
}

void TestEmojiPicker::escapeGoesBackToTheText()
{
    PickerStage stage;
    QTest::keyClick(stage.search(), Qt::Key_Escape);
    QVERIFY(!stage.picker()->isVisible());
    QVERIFY(stage.edit->hasFocus());
    QVERIFY(stage.edit->toPlainText().isEmpty());
}

void TestEmojiPicker::anotherPlaceInTheWindowClosesIt()
{
    PickerStage stage;
    stage.find<QLineEdit>(u"filterLineEdit"_s)->setFocus();
    QVERIFY(!stage.picker()->isVisible());
}

void TestEmojiPicker::theRecentOnesComeFirst()
{
    PickerStage stage;
    QTest::keyClicks(stage.search(), u"rocket"_s);
    QTest::keyClick(stage.search(), Qt::Key_Return);
    stage.click(stage.find<QToolButton>(u"emojiToolButton"_s));
    QVERIFY(stage.search()->text().isEmpty());
    QCOMPARE(stage.find<QListView>(u"emojiListView"_s)->model()->index(0, 0).data().toString(), u"🚀"_s);
    QCOMPARE(stage.state.emoji().recent(), QStringList{u"🚀"_s});
}

void TestEmojiPicker::nothingFoundIsSaid()
{
    PickerStage stage;
    QTest::keyClicks(stage.search(), u"nosuchthing"_s);
    QCOMPARE(stage.find<QLabel>(u"emojiNameLabel"_s)->text(), u"No emoji has this name."_s);
    QTest::keyClick(stage.search(), Qt::Key_Return);
    QVERIFY(stage.picker()->isVisible());
}

QTEST_MAIN(TestEmojiPicker)
#include "tst_emojipicker.moc"

#include "gui/windowstage.h"

#include <QMenu>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestNoticeMenu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itChoosesForTheRoomThatIsShown();
    void itShowsWhatWasChosen();
};

void TestNoticeMenu::itChoosesForTheRoomThatIsShown()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QSignalSpy chosen(stage.window.get(), &MainWindow::noticeLevelChosen);
    stage.find<QAction>(u"noticeNoneAction"_s)->trigger();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].value<RoomAddress>(), stage.tea);
    QCOMPARE(chosen[0][1].value<NoticeLevel>(), NoticeLevel::None);
}

void TestNoticeMenu::itShowsWhatWasChosen()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    QVERIFY(stage.find<QAction>(u"noticeMentionsAction"_s)->isChecked());
    stage.state.page(stage.cake)->setNoticeLevel(NoticeLevel::All);
    QVERIFY(stage.find<QAction>(u"noticeMentionsAction"_s)->isChecked());
    stage.window->showRoom(stage.cake);
    QVERIFY(stage.find<QAction>(u"noticeAllAction"_s)->isChecked());
    QVERIFY(!stage.find<QAction>(u"noticeMentionsAction"_s)->isChecked());
}

QTEST_MAIN(TestNoticeMenu)
#include "tst_noticemenu.moc"

#include "app/quitflow.h"

#include "gui/windowstage.h"

#include <QAction>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

struct QuitStage : WindowStage {
    explicit QuitStage(bool isDriven = false)
        : flow({state, *window, theme, isDriven, [this] { return staysInTray; }}),
          confirmed(&flow, &QuitFlow::confirmed),
          closed(window.get(), &MainWindow::closed)
    {
        join(tea, u"Tea"_s);
        join(cake, u"Cake"_s);
    }
    AttachmentId attach(const RoomAddress &room, const QString &name)
    {
        AttachmentList &files = state.page(room)->composer().attachments();
        files.setOffer({UploadOffer::State::Yes, 1024});
        const auto added = files.add({name, {}, "hello"}, 5);
        return added ? added.value() : 0;
    }
    void quit() const { find<QAction>(u"quitAction"_s)->trigger(); }
    QDialog *question() const
    {
        // One that was answered goes with the next events.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return window->findChild<QDialog *>(u"quitQuestion"_s);
    }
    QString text(const QString &label) const { return question()->findChild<QLabel *>(label)->text(); }
    void answer(const QString &button) const { question()->findChild<QPushButton *>(button)->click(); }

    bool staysInTray = false;
    QuitFlow flow;
    QSignalSpy confirmed;
    QSignalSpy closed;
};

} // namespace

class TestQuitFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutFilesNothingIsAsked();
    void filesOnTheirWayAreAskedAbout();
    void attachedFilesAreAskedAbout();
    void closingTheWindowAsksToo();
    void closingIntoTheTrayAsksNothing();
    void nobodyIsAskedWhereNobodyIs();
    void theEndOfTheSessionIsNotHeldUp();
    void theEndOfTheSessionQuitsInTheTrayToo_data();
    void theEndOfTheSessionQuitsInTheTrayToo();
};

void TestQuitFlow::withoutFilesNothingIsAsked()
{
    QuitStage stage;
    stage.quit();
    QCOMPARE(stage.confirmed.size(), 1);
    // That it failed is said where it is.
    AttachmentList &files = stage.state.page(stage.tea)->composer().attachments();
    files.setFailed(stage.attach(stage.tea, u"a.txt"_s), u"The server does not answer."_s);
    stage.quit();
    QCOMPARE(stage.confirmed.size(), 2);
    stage.window->close();
    QCOMPARE(stage.closed.size(), 1);
}

void TestQuitFlow::filesOnTheirWayAreAskedAbout()
{
    QuitStage stage;
    stage.state.page(stage.tea)->composer().attachments().send(stage.attach(stage.tea, u"a.txt"_s));
    stage.attach(stage.cake, u"b.txt"_s);
    stage.quit();
    QCOMPARE(stage.confirmed.size(), 0);
    QVERIFY(stage.question() != nullptr && stage.question()->isVisible());
    QVERIFY2(stage.text(u"questionTextLabel"_s).contains(u"still being sent"_s),
             qPrintable(stage.text(u"questionTextLabel"_s)));
    QVERIFY(stage.text(u"questionDetailLabel"_s).contains(u"a.txt"_s));
    QVERIFY(stage.text(u"questionDetailLabel"_s).contains(u"b.txt"_s));
    // Asked once, and Enter keeps the program.
    stage.quit();
    QCOMPARE(stage.window->findChildren<QDialog *>(u"quitQuestion"_s).size(), 1);
    QTest::keyClick(stage.question(), Qt::Key_Return);
    QVERIFY(stage.question() == nullptr);
    QCOMPARE(stage.confirmed.size(), 0);
    stage.quit();
    stage.answer(u"confirmQuitPushButton"_s);
    QCOMPARE(stage.confirmed.size(), 1);
}

void TestQuitFlow::attachedFilesAreAskedAbout()
{
    QuitStage stage;
    for (int i = 0; i < 7; ++i) {
        stage.attach(stage.cake, u"%1.txt"_s.arg(i));
    }
    // In the tray, from whose menu one quits as well.
    stage.window->hide();
    stage.flow.ask();
    QVERIFY(stage.window->isVisible());
    QVERIFY(stage.question()->isVisible());
    QVERIFY2(stage.text(u"questionTextLabel"_s).contains(u"not sent"_s),
             qPrintable(stage.text(u"questionTextLabel"_s)));
    QVERIFY(stage.text(u"questionDetailLabel"_s).contains(u"2 more"_s));
    stage.answer(u"cancelPushButton"_s);
    QCOMPARE(stage.confirmed.size(), 0);
}

void TestQuitFlow::closingTheWindowAsksToo()
{
    QuitStage stage;
    stage.attach(stage.tea, u"a.txt"_s);
    QVERIFY(!stage.window->close());
    QVERIFY(stage.window->isVisible());
    QCOMPARE(stage.closed.size(), 0);
    stage.answer(u"confirmQuitPushButton"_s);
    QCOMPARE(stage.confirmed.size(), 1);
}

void TestQuitFlow::closingIntoTheTrayAsksNothing()
{
    QuitStage stage;
    stage.attach(stage.tea, u"a.txt"_s);
    stage.staysInTray = true;
    QVERIFY(stage.window->close());
    QVERIFY(stage.question() == nullptr);
    QCOMPARE(stage.closed.size(), 1);
}

void TestQuitFlow::nobodyIsAskedWhereNobodyIs()
{
    QuitStage stage(true);
    stage.attach(stage.tea, u"a.txt"_s);
    stage.quit();
    QCOMPARE(stage.confirmed.size(), 1);
    QVERIFY(stage.window->close());
}

void TestQuitFlow::theEndOfTheSessionIsNotHeldUp()
{
    QuitStage stage;
    stage.attach(stage.tea, u"a.txt"_s);
    QEvent quit(QEvent::Quit);
    QApplication::sendEvent(qApp, &quit);
    QVERIFY(!stage.window->isVisible());
    QCOMPARE(stage.closed.size(), 1);
    QVERIFY(stage.question() == nullptr);
}

void TestQuitFlow::theEndOfTheSessionQuitsInTheTrayToo_data()
{
    QTest::addColumn<bool>("isHidden");
    QTest::newRow("window shown") << false;
    QTest::newRow("only in the tray") << true;
}

void TestQuitFlow::theEndOfTheSessionQuitsInTheTrayToo()
{
    QFETCH(bool, isHidden);
    QuitStage stage;
    stage.staysInTray = true;
    stage.window->setVisible(!isHidden);
    QEvent quit(QEvent::Quit);
    QApplication::sendEvent(qApp, &quit);
    // Closing would only have hidden the window, and what is kept at the end would be lost.
    QCOMPARE(stage.confirmed.size(), 1);
}

QTEST_MAIN(TestQuitFlow)
#include "tst_quitflow.moc"

#include "gui/windowstage.h"
#include "support/person.h"

#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include "ui/room/roompage.h"

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

struct ComposerStage : WindowStage {
    ComposerStage()
    {
        source.people = {person(u"alice"_s), person(u"bob"_s), person(u"Bobby Tables"_s), person(u"carol"_s)};
        join(tea, u"Tea"_s);
        edit = find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    }
    QListView *list() const { return window->findChild<QListView *>(u"completionListView"_s); }
    bool isOffering() const { return list() != nullptr && list()->isVisible(); }
    QStringList offered() const
    {
        QStringList words;
        for (int row = 0; isOffering() && row < list()->model()->rowCount(); ++row) {
            words.append(list()->model()->index(row, 0).data().toString());
        }
        return words;
    }
    QString hint() const { return find<QLabel>(u"composerHintLabel"_s)->text(); }
    RoomPage *page() const { return find<RoomPage>(u"roomPage"_s); }

    QPlainTextEdit *edit;
};

} // namespace

class TestComposer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAtSignOpensTheListAndEnterTakesANickname();
    void escapeClosesTheListAndKeepsTheText();
    void tabCompletesTheOnlyNicknameAtOnce();
    void tabInAnEmptyFieldMovesOn();
    void aClickTakesANickname();
    void aLongReasonOfAMuteIsWrappedAndShownWhole();
    void aCommandIsCompletedAndRun();
    void anUnknownCommandIsSaidInPlaceAndTheTextStays();
    void helpListsTheCommands();
    void aSlashCanBeSent();
    void aReplyIsShownAndCanBeDropped();
    void aReplyGoesOutWithItsMessage();
    void editingPutsTheTextInAndTheDraftWaits();
    void whatIsSavedUnchangedIsNotSent();
    void aRefusedCorrectionIsACorrectionAgain();
};

void TestComposer::anAtSignOpensTheListAndEnterTakesANickname()
{
    ComposerStage stage;
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    QTest::keyClicks(stage.edit, u"hi @bo"_s);
    QCOMPARE(stage.offered(), (QStringList{u"bob"_s, u"Bobby Tables"_s}));
    QTest::keyClick(stage.edit, Qt::Key_Down);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(stage.edit->toPlainText(), u"hi @Bobby Tables "_s);
    QVERIFY(!stage.isOffering());
    QCOMPARE(sent.size(), 0);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
}

void TestComposer::escapeClosesTheListAndKeepsTheText()
{
    ComposerStage stage;
    QTest::keyClicks(stage.edit, u"@b"_s);
    QVERIFY(stage.isOffering());
    QTest::keyClick(stage.edit, Qt::Key_Escape);
    QVERIFY(!stage.isOffering());
    QCOMPARE(stage.edit->toPlainText(), u"@b"_s);
}

void TestComposer::tabCompletesTheOnlyNicknameAtOnce()
{
    ComposerStage stage;
    QTest::keyClicks(stage.edit, u"ca"_s);
    QVERIFY(!stage.isOffering());
    QTest::keyClick(stage.edit, Qt::Key_Tab);
    QCOMPARE(stage.edit->toPlainText(), u"carol: "_s);
    QVERIFY(stage.edit->hasFocus());
    QVERIFY(!stage.isOffering());
}

void TestComposer::tabInAnEmptyFieldMovesOn()
{
    ComposerStage stage;
    QTest::keyClick(stage.edit, Qt::Key_Tab);
    QVERIFY(!stage.edit->hasFocus());
}

void TestComposer::aClickTakesANickname()
{
    ComposerStage stage;
    QTest::keyClicks(stage.edit, u"@"_s);
    QCOMPARE(stage.offered().size(), 3);
    const QRect row = stage.list()->visualRect(stage.list()->model()->index(2, 0));
    QTest::mouseClick(stage.list()->viewport(), Qt::LeftButton, {}, row.center());
    QCOMPARE(stage.edit->toPlainText(), u"@carol "_s);
    QVERIFY(stage.edit->hasFocus());
}

void TestComposer::aLongReasonOfAMuteIsWrappedAndShownWhole()
{
    ComposerStage stage;
    MuteState mute;
    mute.canSpeak = false;
    mute.userMutedHere = true;
    mute.by = u"bob"_s;
    mute.reason = u"off topic, and at such a length that nobody could follow what the room is for"_s;
    stage.state.onMuteStateChanged(stage.tea, mute);
    const auto *label = stage.find<QLabel>(u"lockReasonLabel"_s);
    for (int width = 1240; width > 480; width -= 7) {
        stage.window->resize(width, 700);
        QCoreApplication::processEvents();
        QVERIFY2(
            label->height() >= label->heightForWidth(label->width()),
            qPrintable(
                u"%1 px of %2 at %3"_s.arg(label->height()).arg(label->heightForWidth(label->width())).arg(width)));
        QVERIFY(label->window()->rect().contains(QRect(label->mapTo(label->window(), QPoint()), label->size())));
    }
}

void TestComposer::aCommandIsCompletedAndRun()
{
    ComposerStage stage;
    QSignalSpy asked(stage.window.get(), &MainWindow::commandRequested);
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    QTest::keyClicks(stage.edit, u"/lea"_s);
    QCOMPARE(stage.offered(), QStringList{u"/leave"_s});
    QTest::keyClick(stage.edit, Qt::Key_Tab);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].value<RoomAddress>(), stage.tea);
    QCOMPARE(asked[0][1].value<SlashCommand>().kind, SlashCommand::Kind::Leave);
    QCOMPARE(sent.size(), 0);
    QVERIFY(stage.edit->toPlainText().isEmpty());
}

void TestComposer::anUnknownCommandIsSaidInPlaceAndTheTextStays()
{
    ComposerStage stage;
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    QTest::keyClicks(stage.edit, u"/leaev"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(stage.edit->toPlainText(), u"/leaev"_s);
    QVERIFY(stage.hint().contains(u"/leaev"_s));
    QCOMPARE(sent.size(), 0);
    QTest::keyClick(stage.edit, Qt::Key_Backspace);
    QVERIFY(stage.hint().isEmpty());
}

void TestComposer::helpListsTheCommands()
{
    ComposerStage stage;
    QTest::keyClicks(stage.edit, u"/help"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(stage.offered().size(), slashcommands::all().size());
}

void TestComposer::aSlashCanBeSent()
{
    ComposerStage stage;
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    QTest::keyClicks(stage.edit, u"//etc"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent[0][1].toString(), u"/etc"_s);
}

void TestComposer::aReplyIsShownAndCanBeDropped()
{
    ComposerStage stage;
    stage.show({aRow(1, u"bob"_s, u"<b>who</b>\nis there?"_s, stage.at(0))});
    stage.page()->beginReply(1);
    auto *bar = stage.find<QFrame>(u"aimBar"_s);
    QVERIFY(bar->isVisible());
    QVERIFY(stage.find<QLabel>(u"aimTitleLabel"_s)->text().contains(u"bob"_s));
    QCOMPARE(stage.find<QLabel>(u"aimExcerptLabel"_s)->text(), u"<b>who</b> is there?"_s);
    QTest::keyClick(stage.edit, Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    stage.page()->beginReply(1);
    QVERIFY(bar->isVisible());
    stage.click(stage.find<QToolButton>(u"dropAimToolButton"_s));
    QVERIFY(!bar->isVisible());
    QVERIFY(stage.edit->hasFocus());
}

void TestComposer::aReplyGoesOutWithItsMessage()
{
    ComposerStage stage;
    stage.show({aRow(1, u"bob"_s, u"who is there?"_s, stage.at(0))});
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    stage.page()->beginReply(1);
    QTest::keyClicks(stage.edit, u"me"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QTest::keyClicks(stage.edit, u"again"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 2);
    QCOMPARE(sent[0][2].value<MessageKey>(), 1);
    QCOMPARE(sent[1][2].value<MessageKey>(), 0);
}

void TestComposer::editingPutsTheTextInAndTheDraftWaits()
{
    ComposerStage stage;
    stage.show({anOwnRow(1, u"teh cat"_s, stage.at(0), DeliveryState::Delivered)});
    QSignalSpy corrected(stage.window.get(), &MainWindow::correctRequested);
    QTest::keyClicks(stage.edit, u"next"_s);
    stage.page()->beginEdit(1);
    QCOMPARE(stage.edit->toPlainText(), u"teh cat"_s);
    QCOMPARE(stage.find<QPushButton>(u"sendPushButton"_s)->text(), u"Save"_s);
    stage.edit->setPlainText(u"the cat"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(corrected.size(), 1);
    QCOMPARE(corrected[0][1].value<MessageKey>(), 1);
    QCOMPARE(corrected[0][2].toString(), u"the cat"_s);
    QCOMPARE(stage.edit->toPlainText(), u"next"_s);
    QCOMPARE(stage.find<QPushButton>(u"sendPushButton"_s)->text(), u"Send"_s);
}

void TestComposer::whatIsSavedUnchangedIsNotSent()
{
    ComposerStage stage;
    stage.show({anOwnRow(1, u"/quoted"_s, stage.at(0), DeliveryState::Delivered)});
    QSignalSpy corrected(stage.window.get(), &MainWindow::correctRequested);
    stage.page()->beginEdit(1);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(corrected.size(), 0);
    QVERIFY(stage.edit->toPlainText().isEmpty());
}

void TestComposer::aRefusedCorrectionIsACorrectionAgain()
{
    ComposerStage stage;
    stage.show({anOwnRow(1, u"teh cat"_s, stage.at(0), DeliveryState::Delivered)});
    stage.page()->beginEdit(1);
    stage.edit->setPlainText(u"the cat"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    stage.state.onSendRefused(stage.tea, u"the cat"_s, Error::make(ErrorKind::NotConnected));
    QCOMPARE(stage.edit->toPlainText(), u"the cat"_s);
    QVERIFY(stage.find<QFrame>(u"aimBar"_s)->isVisible());
    QCOMPARE(stage.hint(), Error::make(ErrorKind::NotConnected).text);
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"

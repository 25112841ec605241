#include "gui/windowstage.h"
#include "support/person.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFrame>
#include <QImage>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
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

    AttachmentList &files() { return state.page(tea)->composer().attachments(); }
    void offer(UploadOffer::State offered = UploadOffer::State::Yes, qint64 limit = 1024 * 1024)
    {
        files().setOffer({offered, limit});
    }
    QFrame *row() const { return window->findChild<QFrame *>(u"attachmentRow"_s); }
    QString detail() const { return find<QLabel>(u"attachmentDetailLabel"_s)->text(); }
    static QImage picture()
    {
        QImage image(64, 32, QImage::Format_RGB32);
        image.fill(Qt::blue);
        return image;
    }
    QString file(const QString &name, const QByteArray &content) const
    {
        QFile out(folder.filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size()) {
            qFatal("no file");
        }
        return out.fileName();
    }
    /// Drops \a data on the timeline; false when it is not taken.
    bool drop(const QMimeData &data, QWidget *target = nullptr)
    {
        QWidget *const on = target == nullptr ? page() : target;
        QDragEnterEvent enter(on->rect().center(), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, {});
        enter.setDropAction(Qt::MoveAction);
        enter.ignore();
        QApplication::sendEvent(on, &enter);
        if (!enter.isAccepted()) {
            return false;
        }
        QDropEvent dropped(on->rect().center(), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, {});
        dropped.setDropAction(Qt::MoveAction);
        QApplication::sendEvent(on, &dropped);
        return dropped.dropAction() == Qt::CopyAction;
    }
    bool dropFiles(const QStringList &paths, QWidget *target = nullptr)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &path : paths) {
            urls.append(QUrl::fromLocalFile(path));
        }
        data.setUrls(urls);
        return drop(data, target);
    }

    QTemporaryDir folder;

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
    void losingVoiceMovesNothingAbove();
    void aCommandIsCompletedAndRun();
    void anUnknownCommandIsSaidInPlaceAndTheTextStays();
    void helpListsTheCommands();
    void aSlashCanBeSent();
    void aReplyIsShownAndCanBeDropped();
    void theFieldsNameTellsWhatIsWritten();
    void aReplyGoesOutWithItsMessage();
    void editingPutsTheTextInAndTheDraftWaits();
    void anEmptiedMessageCannotBeSaved();
    void whatIsSavedUnchangedIsNotSent();
    void aRefusedCorrectionIsACorrectionAgain();
    void whereTheServerTakesNoFilesTheButtonSaysSo();
    void chosenFilesAreAttached();
    void filesChosenForOneRoomAreNotAttachedInAnother();
    void filesDoNotGoWithoutTheTextThatSlowModeKeeps();
    void aPastedPictureIsAttachedAsAPng();
    void pastedTextStaysTextAlsoBesideAPicture();
    void filesDroppedOnTheTimelineAreAttached();
    void filesDroppedOnTheTextAreAttached();
    void droppedTextIsPutIn();
    void whatIsTooLongForAMessageIsNotPutIn();
    void aVeryLongWordIsWrappedAnywhere();
    void nothingIsDroppedWhereOneMayNotWrite();
    void whatCannotBeAttachedIsSaidAndNothingIsLost();
    void threeFilesAreWholeWhateverIsSaidOfThem();
    void theTextGoesFirstAndTheFileAfterIt();
    void textCanBeSentWhileAFileIsOnItsWay();
    void aFileOnItsWayShowsHowFarAndCanBeCancelled();
    void aFileThatDidNotArriveCanBeTriedAgainOrRemoved();
    void aCorrectionLeavesFilesAlone();
    void attachmentsStayInTheirRoom();
    void thePromptEndsWithAnEllipsisWhereItHasNoRoom();
    void theFrameShowsThatTheCursorIsInIt();
    void listsOpenWhereOneBeginsToRead();
    void slowModeCountsDownAndKeepsTheText();
    void slowModeIsSaidWhileNobodyWaits();
    void commandsDoNotWaitForSlowMode();
    void whatIsWrittenIsNoted();
    void whoWritesStandsBelowTheField();
    void theFieldDoesNotJumpWhenSomebodyWrites();
    void whoWritesStandsBesideAHintWhereThereIsRoom();
    void theTimelineReachesTheComposer();
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

void TestComposer::thePromptEndsWithAnEllipsisWhereItHasNoRoom()
{
    ComposerStage stage;
    QCOMPARE(stage.edit->placeholderText(), u"Message \u2068Tea\u2069"_s);
    const auto fits = [&stage] {
        return stage.edit->fontMetrics().horizontalAdvance(stage.edit->placeholderText()) <=
               stage.edit->viewport()->width();
    };
    stage.state.page(stage.tea)->setName(QString(190, u'W'));
    // The panes find their places first.
    QCoreApplication::processEvents();
    const QString wide = stage.edit->placeholderText();
    QVERIFY2(wide.startsWith(u"Message \u2068W"_s) && wide.endsWith(u"W…\u2069"_s), qPrintable(wide));
    QVERIFY(fits());
    stage.window->resize(stage.window->width() - 100, stage.window->height());
    QTRY_VERIFY(stage.edit->placeholderText().size() < wide.size());
    QVERIFY(fits());
    stage.window->resize(stage.window->width() + 100, stage.window->height());
    QTRY_COMPARE(stage.edit->placeholderText(), wide);
    stage.state.page(stage.tea)->setName(u"Tea"_s);
    QCOMPARE(stage.edit->placeholderText(), u"Message \u2068Tea\u2069"_s);
}

void TestComposer::theFrameShowsThatTheCursorIsInIt()
{
    ComposerStage stage;
    const auto *frame = stage.find<QFrame>(u"composerFrame"_s);
    stage.edit->setFocus();
    QVERIFY(frame->property("focused").toBool());
    stage.find<QListView>(u"roomsListView"_s)->setFocus();
    QVERIFY(!frame->property("focused").toBool());
}

void TestComposer::listsOpenWhereOneBeginsToRead()
{
    ComposerStage stage;
    stage.window->setLayoutDirection(Qt::RightToLeft);
    stage.edit->setFocus();
    QTest::keyClicks(stage.edit, u"@b"_s);
    QVERIFY(stage.isOffering());
    const auto *frame = stage.find<QFrame>(u"composerFrame"_s);
    const QWidget *popup = stage.list()->parentWidget();
    QCOMPARE(popup->geometry().right(), frame->mapTo(stage.window.get(), frame->rect().topRight()).x());
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

void TestComposer::losingVoiceMovesNothingAbove()
{
    ComposerStage stage;
    const auto *frame = stage.find<QFrame>(u"composerFrame"_s);
    QCoreApplication::processEvents();
    const QRect open = frame->geometry();
    MuteState mute;
    mute.canSpeak = false;
    stage.state.onMuteStateChanged(stage.tea, mute);
    QCoreApplication::processEvents();
    QVERIFY(stage.find<QLabel>(u"lockReasonLabel"_s)->isVisible());
    QCOMPARE(frame->geometry(), open);
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
    // All but the four of moderators.
    QCOMPARE(stage.offered().size(), slashcommands::all().size() - 4);
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
    QVERIFY(stage.find<QLabel>(u"aimTitleLabel"_s)->text().contains(u"\u2068bob\u2069"_s));
    QCOMPARE(stage.find<QLabel>(u"aimExcerptLabel"_s)->text(), u"<b>who</b> is there?"_s);
    QTest::keyClick(stage.edit, Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    stage.page()->beginReply(1);
    QVERIFY(bar->isVisible());
    stage.click(stage.find<QToolButton>(u"dropAimToolButton"_s));
    QVERIFY(!bar->isVisible());
    QVERIFY(stage.edit->hasFocus());
}

void TestComposer::theFieldsNameTellsWhatIsWritten()
{
    ComposerStage stage;
    stage.show({aRow(1, u"bob"_s, u"who is there?"_s, stage.at(0)),
                anOwnRow(2, u"teh cat"_s, stage.at(1), DeliveryState::Delivered)});
    QCOMPARE(stage.edit->accessibleName(), u"Message to Tea"_s);
    stage.page()->beginReply(1);
    QCOMPARE(stage.edit->accessibleName(), u"Answer to bob, message to Tea"_s);
    stage.page()->beginEdit(2);
    QCOMPARE(stage.edit->accessibleName(), u"Correction of your message"_s);
    QTest::keyClick(stage.edit, Qt::Key_Escape);
    QCOMPARE(stage.edit->accessibleName(), u"Answer to bob, message to Tea"_s);
    QTest::keyClick(stage.edit, Qt::Key_Escape);
    QCOMPARE(stage.edit->accessibleName(), u"Message to Tea"_s);
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

void TestComposer::anEmptiedMessageCannotBeSaved()
{
    ComposerStage stage;
    stage.show({anOwnRow(1, u"teh cat"_s, stage.at(0), DeliveryState::Delivered)});
    auto *save = stage.find<QPushButton>(u"sendPushButton"_s);
    const QString placeholder = stage.edit->placeholderText();
    stage.page()->beginEdit(1);
    QVERIFY(save->isEnabled());
    stage.edit->clear();
    QVERIFY(!save->isEnabled());
    QVERIFY(stage.edit->placeholderText() != placeholder);
    QTest::keyClicks(stage.edit, u"the cat"_s);
    QVERIFY(save->isEnabled());
    stage.edit->clear();
    QTest::keyClick(stage.edit, Qt::Key_Escape);
    QVERIFY(save->isEnabled());
    QCOMPARE(stage.edit->placeholderText(), placeholder);
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
    stage.state.onEditRefused(stage.tea, 1, u"teh cat"_s, u"the cat"_s, Error::make(ErrorKind::NotConnected));
    QCOMPARE(stage.edit->toPlainText(), u"the cat"_s);
    QVERIFY(stage.find<QFrame>(u"aimBar"_s)->isVisible());
    QCOMPARE(stage.hint(), Error::make(ErrorKind::NotConnected).text);
}

void TestComposer::whereTheServerTakesNoFilesTheButtonSaysSo()
{
    ComposerStage stage;
    auto *button = stage.find<QToolButton>(u"attachToolButton"_s);
    QVERIFY(button->isVisible() && !button->isEnabled());
    QVERIFY(button->toolTip().contains(u"once you are connected"_s));
    stage.offer(UploadOffer::State::No);
    QVERIFY(!button->isEnabled());
    QVERIFY(button->toolTip().contains(u"does not take files"_s));
    QGuiApplication::clipboard()->setImage(ComposerStage::picture());
    QTest::keyClick(stage.edit, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(stage.hint(), button->toolTip());
    QVERIFY(stage.row() == nullptr && stage.edit->toPlainText().isEmpty());
    QVERIFY(stage.dropFiles({stage.file(u"a.txt"_s, "a")}));
    QCOMPARE(stage.hint(), button->toolTip());
    stage.offer();
    QVERIFY(button->isEnabled());
    QCOMPARE(button->toolTip(), u"Attach files of up to \u20681 MB\u2069"_s);
}

void TestComposer::chosenFilesAreAttached()
{
    ComposerStage stage;
    stage.offer();
    const QString path = stage.file(u"plan.txt"_s, "hello");
    stage.click(stage.find<QToolButton>(u"attachToolButton"_s));
    auto *dialog = stage.find<QFileDialog>(u"attachFileDialog"_s);
    QVERIFY(dialog->isVisible());
    dialog->setDirectory(stage.folder.path());
    dialog->selectFile(path);
    static_cast<QDialog *>(dialog)->accept();
    QCOMPARE(stage.files().attachments().size(), 1);
    QCOMPARE(stage.find<QLabel>(u"attachmentNameLabel"_s)->text(), u"plan.txt"_s);
    QCOMPARE(stage.detail(), u"\u20685 bytes\u2069"_s);
    QVERIFY(stage.row()->isVisible());
}

void TestComposer::filesChosenForOneRoomAreNotAttachedInAnother()
{
    ComposerStage stage;
    stage.offer();
    const QString path = stage.file(u"plan.txt"_s, "hello");
    AttachmentList &tea = stage.files();
    stage.click(stage.find<QToolButton>(u"attachToolButton"_s));
    auto *dialog = stage.find<QFileDialog>(u"attachFileDialog"_s);
    dialog->setDirectory(stage.folder.path());
    dialog->selectFile(path);
    stage.join(stage.cake, u"Cake"_s);
    stage.window->showRoom(stage.cake);
    static_cast<QDialog *>(dialog)->accept();
    QCOMPARE(tea.attachments().size(), 1);
    QVERIFY(stage.state.page(stage.cake)->composer().attachments().isEmpty());
}

void TestComposer::filesDoNotGoWithoutTheTextThatSlowModeKeeps()
{
    ComposerStage stage;
    stage.offer();
    stage.state.onSlowModeChanged(stage.tea, 20);
    QTest::keyClicks(stage.edit, u"one"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    stage.dropFiles({stage.file(u"a.txt"_s, "a")});
    QSignalSpy files(&stage.files(), &AttachmentList::sendRequested);
    QTest::keyClicks(stage.edit, u"here it is"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(stage.edit->toPlainText(), u"here it is"_s);
    QCOMPARE(files.size(), 0);
    stage.clock.advance(20000);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QVERIFY(stage.edit->toPlainText().isEmpty());
    QCOMPARE(files.size(), 1);
}

void TestComposer::aPastedPictureIsAttachedAsAPng()
{
    ComposerStage stage;
    stage.offer();
    QGuiApplication::clipboard()->setImage(ComposerStage::picture());
    QTest::keyClick(stage.edit, Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(stage.files().attachments().size(), 1);
    const Attachment attached = stage.files().attachments().first();
    QCOMPARE(attached.file.name, u"picture.png"_s);
    QCOMPARE(QImage::fromData(attached.file.content, "PNG").size(), QSize(64, 32));
    QCOMPARE(attached.bytes, attached.file.content.size());
    QVERIFY(stage.edit->toPlainText().isEmpty());
    QVERIFY(stage.row()->grab().toImage().convertToFormat(QImage::Format_RGB32).pixelColor(28, 25) == Qt::blue);
}

void TestComposer::pastedTextStaysTextAlsoBesideAPicture()
{
    ComposerStage stage;
    stage.offer();
    auto *data = new QMimeData;
    data->setText(u"<b>cells</b>"_s);
    data->setHtml(u"<table><tr><td>cells</td></tr></table>"_s);
    data->setImageData(ComposerStage::picture());
    QGuiApplication::clipboard()->setMimeData(data);
    QTest::keyClick(stage.edit, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(stage.edit->toPlainText(), u"<b>cells</b>"_s);
    QVERIFY(stage.files().isEmpty());
}

void TestComposer::filesDroppedOnTheTimelineAreAttached()
{
    ComposerStage stage;
    stage.offer();
    QVERIFY(stage.dropFiles({stage.file(u"a.txt"_s, "a"), stage.file(u"b.txt"_s, "bb")}));
    QCOMPARE(stage.files().ready().size(), 2);
    QVERIFY(stage.edit->hasFocus());
}

void TestComposer::filesDroppedOnTheTextAreAttached()
{
    ComposerStage stage;
    stage.offer();
    QVERIFY(stage.dropFiles({stage.file(u"a.txt"_s, "a")}, stage.edit->viewport()));
    QCOMPARE(stage.files().ready().size(), 1);
    QVERIFY(stage.edit->toPlainText().isEmpty());
}

void TestComposer::droppedTextIsPutIn()
{
    ComposerStage stage;
    stage.offer();
    QTest::keyClicks(stage.edit, u"see "_s);
    QMimeData text;
    text.setText(u"<i>this</i>"_s);
    QVERIFY(stage.drop(text));
    QCOMPARE(stage.edit->toPlainText(), u"see <i>this</i>"_s);
    QMimeData link;
    link.setUrls({QUrl(u"https://example.org/"_s)});
    QVERIFY(stage.drop(link));
    QVERIFY(stage.edit->toPlainText().endsWith(u"https://example.org/"_s));
    QVERIFY(stage.files().isEmpty());
}

void TestComposer::whatIsTooLongForAMessageIsNotPutIn()
{
    ComposerStage stage;
    stage.edit->setPlainText(u"look: that"_s);
    // Over the last word.
    stage.edit->moveCursor(QTextCursor::End);
    stage.edit->moveCursor(QTextCursor::PreviousWord, QTextCursor::KeepAnchor);
    QGuiApplication::clipboard()->setText(QString(400'000, u'x'));
    stage.edit->paste();
    QCOMPARE(stage.edit->toPlainText(), u"look: that"_s);
    QVERIFY2(stage.hint().contains(u"too long"_s), qPrintable(stage.hint()));
    QMimeData data;
    data.setText(QString(400'000, u'x'));
    QVERIFY(stage.drop(data));
    QCOMPARE(stage.edit->toPlainText(), u"look: that"_s);
    QGuiApplication::clipboard()->setText(u"this"_s);
    stage.edit->paste();
    QCOMPARE(stage.edit->toPlainText(), u"look: this"_s);
    QCOMPARE(stage.hint(), QString());
    // Just as much as goes into one.
    QGuiApplication::clipboard()->setText(QString(131'072 - 6, u'x'));
    stage.edit->undo();
    stage.edit->moveCursor(QTextCursor::End);
    stage.edit->moveCursor(QTextCursor::PreviousWord, QTextCursor::KeepAnchor);
    stage.edit->paste();
    QCOMPARE(stage.edit->toPlainText().size(), 131'072);
    QCOMPARE(stage.hint(), QString());
}

void TestComposer::aVeryLongWordIsWrappedAnywhere()
{
    // To look for its end at every line of it takes a second a key.
    ComposerStage stage;
    const auto mode = [&stage] { return stage.edit->wordWrapMode(); };
    QCOMPARE(mode(), QTextOption::WrapAtWordBoundaryOrAnywhere);
    stage.edit->insertPlainText(QString(100'000, u'x'));
    QCOMPARE(mode(), QTextOption::WrapAnywhere);
    QTest::keyClick(stage.edit, Qt::Key_A);
    QCOMPARE(mode(), QTextOption::WrapAnywhere);
    stage.edit->clear();
    QCOMPARE(mode(), QTextOption::WrapAtWordBoundaryOrAnywhere);
    stage.state.page(stage.tea)->composer().setDraft(QString(100'000, u'x'));
    QCOMPARE(mode(), QTextOption::WrapAnywhere);
    stage.state.page(stage.tea)->composer().setDraft(u"word "_s.repeated(20'000));
    QCOMPARE(mode(), QTextOption::WrapAtWordBoundaryOrAnywhere);
}

void TestComposer::nothingIsDroppedWhereOneMayNotWrite()
{
    ComposerStage stage;
    stage.offer();
    MuteState mute;
    mute.canSpeak = false;
    stage.state.onMuteStateChanged(stage.tea, mute);
    QVERIFY(!stage.dropFiles({stage.file(u"a.txt"_s, "a")}));
    QVERIFY(stage.files().isEmpty());
}

void TestComposer::whatCannotBeAttachedIsSaidAndNothingIsLost()
{
    ComposerStage stage;
    stage.offer(UploadOffer::State::Yes, 1024);
    QTest::keyClicks(stage.edit, u"look"_s);
    stage.dropFiles({stage.file(u"large.bin"_s, QByteArray(1025, 'x'))});
    QVERIFY2(stage.hint().contains(u"\u20681 kB\u2069"_s), qPrintable(stage.hint()));
    stage.dropFiles({stage.folder.path()});
    QVERIFY2(stage.hint().contains(u"is a folder"_s), qPrintable(stage.hint()));
    stage.dropFiles({stage.file(u"empty.txt"_s, {})});
    QVERIFY2(stage.hint().contains(u"is empty"_s), qPrintable(stage.hint()));
    stage.dropFiles({stage.folder.filePath(u"missing"_s)});
    QVERIFY2(stage.hint().contains(u"cannot be read"_s), qPrintable(stage.hint()));
    QVERIFY(stage.files().isEmpty());
    stage.dropFiles({stage.file(u"good.txt"_s, "x")});
    QVERIFY2(stage.hint().isEmpty(), qPrintable(stage.hint()));
    QStringList many;
    for (int i = 0; i < 12; ++i) {
        many.append(stage.file(u"%1.txt"_s.arg(i), "x"));
    }
    stage.dropFiles(many);
    QCOMPARE(stage.files().attachments().size(), 10);
    QVERIFY2(stage.hint().contains(u"10"_s), qPrintable(stage.hint()));
    QCOMPARE(stage.edit->toPlainText(), u"look"_s);
    // So many scroll, and leave the room its place.
    QVERIFY(stage.find<QWidget>(u"attachmentStrip"_s)->height() < 200);
}

void TestComposer::threeFilesAreWholeWhateverIsSaidOfThem()
{
    ComposerStage stage;
    stage.offer();
    stage.dropFiles({stage.file(u"a.txt"_s, "a"), stage.file(u"b.txt"_s, "b"), stage.file(u"c.txt"_s, "c")});
    const auto *strip = stage.find<QScrollArea>(u"attachmentStrip"_s);
    const int before = strip->height();
    const AttachmentId last = stage.files().attachments().last().id;
    stage.files().setFailed(last,
                            u"The connection was lost on the way, and nobody knows how far it came. "_s.repeated(2));
    stage.window->resize(480, 700);
    QTRY_VERIFY(strip->height() > before);
    QTRY_COMPARE(strip->verticalScrollBar()->maximum(), 0);
    const auto rows = strip->findChildren<QWidget *>(u"attachmentRow"_s);
    QCOMPARE(rows.size(), 3);
    QVERIFY(rows.last()->height() >= rows.last()->heightForWidth(rows.last()->width()));
    // A fourth scrolls.
    stage.dropFiles({stage.file(u"d.txt"_s, "d")});
    QTRY_VERIFY(strip->verticalScrollBar()->maximum() > 0);
    QCOMPARE(strip->height(), rows.last()->mapTo(strip->widget(), QPoint(0, rows.last()->height())).y());
}

void TestComposer::theTextGoesFirstAndTheFileAfterIt()
{
    ComposerStage stage;
    stage.offer();
    stage.dropFiles({stage.file(u"a.txt"_s, "a"), stage.file(u"b.txt"_s, "b")});
    QStringList order;
    connect(stage.window.get(), &MainWindow::sendRequested, this,
            [&order](const RoomAddress &, const QString &body) { order.append(body); });
    connect(&stage.files(), &AttachmentList::sendRequested, this,
            [&order, &stage](AttachmentId id) { order.append(stage.files().find(id)->file.name); });
    QTest::keyClicks(stage.edit, u"look"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(order, (QStringList{u"look"_s, u"a.txt"_s, u"b.txt"_s}));
    QVERIFY(stage.edit->toPlainText().isEmpty());
    // Once on their way they do not go with the next text.
    QTest::keyClicks(stage.edit, u"more"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(order.size(), 4);
}

void TestComposer::textCanBeSentWhileAFileIsOnItsWay()
{
    ComposerStage stage;
    stage.offer();
    stage.dropFiles({stage.file(u"a.txt"_s, "a")});
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    QSignalSpy files(&stage.files(), &AttachmentList::sendRequested);
    // Files alone need no text.
    stage.click(stage.find<QPushButton>(u"sendPushButton"_s));
    QCOMPARE(files.size(), 1);
    QCOMPARE(sent.size(), 0);
    QTest::keyClicks(stage.edit, u"one"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QTest::keyClicks(stage.edit, u"two"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 2);
    QCOMPARE(sent[1][1].toString(), u"two"_s);
    QTest::keyClicks(stage.edit, u"three"_s);
    stage.files().setFailed(stage.files().attachments().first().id, u"No."_s);
    QCOMPARE(stage.edit->toPlainText(), u"three"_s);
    QCOMPARE(files.size(), 1);
}

void TestComposer::aFileOnItsWayShowsHowFarAndCanBeCancelled()
{
    ComposerStage stage;
    stage.offer();
    stage.dropFiles({stage.file(u"a.bin"_s, QByteArray(4096, 'x'))});
    auto *bar = stage.find<QProgressBar>(u"attachmentProgressBar"_s);
    QVERIFY(!bar->isVisible());
    QTest::keyClick(stage.edit, Qt::Key_Return);
    const AttachmentId id = stage.files().attachments().first().id;
    QVERIFY(bar->isVisible());
    stage.files().setSent(id, 1024);
    QCOMPARE(bar->value() * 4, bar->maximum());
    QCOMPARE(stage.detail(), u"Sending… \u20681 kB\u2069 of \u20684 kB\u2069"_s);
    stage.files().setSent(id, 0);
    QCOMPARE(bar->value() * 4, bar->maximum());
    QSignalSpy cancelled(&stage.files(), &AttachmentList::cancelRequested);
    stage.click(stage.find<QToolButton>(u"endAttachmentToolButton"_s));
    QCOMPARE(cancelled.size(), 1);
    QCOMPARE(cancelled[0][0].value<AttachmentId>(), id);
    stage.files().remove(id);
    QVERIFY(stage.row() == nullptr);
    QVERIFY(!stage.find<QWidget>(u"attachmentStrip"_s)->isVisible());
}

void TestComposer::aFileThatDidNotArriveCanBeTriedAgainOrRemoved()
{
    ComposerStage stage;
    stage.offer();
    stage.dropFiles({stage.file(u"a.txt"_s, "a")});
    QTest::keyClick(stage.edit, Qt::Key_Return);
    const AttachmentId id = stage.files().attachments().first().id;
    auto *retry = stage.find<QPushButton>(u"retryAttachmentPushButton"_s);
    QVERIFY(!retry->isVisible());
    stage.files().setFailed(id, u"The connection was lost on the way. Try again."_s);
    QVERIFY(retry->isVisible());
    QCOMPARE(stage.detail(), u"The connection was lost on the way. Try again."_s);
    // Only *Retry* sends it now.
    QSignalSpy sent(&stage.files(), &AttachmentList::sendRequested);
    QTest::keyClicks(stage.edit, u"hm"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    stage.click(retry);
    QCOMPARE(sent.size(), 1);
    QVERIFY(!retry->isVisible());
    stage.files().setFailed(id, u"No."_s);
    stage.click(stage.find<QToolButton>(u"endAttachmentToolButton"_s));
    QVERIFY(stage.files().isEmpty());
    QVERIFY(stage.row() == nullptr);
}

void TestComposer::aCorrectionLeavesFilesAlone()
{
    ComposerStage stage;
    stage.offer();
    stage.show({anOwnRow(1, u"teh cat"_s, stage.at(0), DeliveryState::Delivered)});
    stage.dropFiles({stage.file(u"a.txt"_s, "a")});
    stage.page()->beginEdit(1);
    stage.edit->setPlainText(u"the cat"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(stage.files().ready().size(), 1);
}

void TestComposer::attachmentsStayInTheirRoom()
{
    ComposerStage stage;
    stage.offer();
    stage.dropFiles({stage.file(u"a.txt"_s, "a")});
    stage.join(stage.cake, u"Cake"_s);
    stage.window->showRoom(stage.cake);
    QVERIFY(stage.row() == nullptr);
    stage.files().send(stage.files().attachments().first().id);
    stage.window->showRoom(stage.tea);
    QVERIFY(stage.row() != nullptr && stage.row()->isVisible());
    QVERIFY(stage.find<QProgressBar>(u"attachmentProgressBar"_s)->isVisible());
}

void TestComposer::slowModeCountsDownAndKeepsTheText()
{
    ComposerStage stage;
    stage.state.onSlowModeChanged(stage.tea, 20);
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    QTest::keyClicks(stage.edit, u"one"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(stage.hint(), u"Slow mode: you can send again in 20 s."_s);
    stage.clock.advance(5000);
    QCOMPARE(stage.hint(), u"Slow mode: you can send again in 15 s."_s);
    // Its arrival counts, not its departure.
    StoredMessage arrived = anOwnRow(1, u"one"_s, stage.at(0), DeliveryState::Delivered).message;
    stage.state.onMessageChanged(stage.tea, MessageChange::State, arrived);
    QCOMPARE(stage.hint(), u"Slow mode: you can send again in 20 s."_s);
    QTest::keyClicks(stage.edit, u"two"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(stage.edit->toPlainText(), u"two"_s);
    QVERIFY(stage.edit->isVisible());
    QCOMPARE(stage.hint(), u"Slow mode: wait 20 s more, then send it."_s);
    stage.clock.advance(19500);
    QCOMPARE(stage.hint(), u"Slow mode: wait 1 s more, then send it."_s);
    stage.clock.advance(500);
    QCOMPARE(stage.hint(), u"Slow mode: one message every 20 s."_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 2);
}

void TestComposer::slowModeIsSaidWhileNobodyWaits()
{
    ComposerStage stage;
    QCOMPARE(stage.hint(), QString());
    stage.state.onSlowModeChanged(stage.tea, 90);
    QCOMPARE(stage.hint(), u"Slow mode: one message every 1 min."_s);
    QTest::keyClicks(stage.edit, u"one"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    // A moderator does not wait.
    stage.state.onSlowModeChanged(stage.tea, 0);
    QCOMPARE(stage.hint(), QString());
    QSignalSpy sent(stage.window.get(), &MainWindow::sendRequested);
    QTest::keyClicks(stage.edit, u"two"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
}

void TestComposer::commandsDoNotWaitForSlowMode()
{
    ComposerStage stage;
    stage.state.onSlowModeChanged(stage.tea, 20);
    QSignalSpy commands(stage.window.get(), &MainWindow::commandRequested);
    for (int i = 1; i <= 2; ++i) {
        stage.edit->setPlainText(u"/leave"_s);
        QTest::keyClick(stage.edit, Qt::Key_Return);
        QCOMPARE(commands.size(), i);
    }
    QCOMPARE(stage.hint(), u"Slow mode: one message every 20 s."_s);
}

void TestComposer::whatIsWrittenIsNoted()
{
    ComposerStage stage;
    QSignalSpy noted(&stage.state, &AppState::writingNoted);
    QTest::keyClicks(stage.edit, u"hi"_s);
    QCOMPARE(noted.size(), 2);
    QCOMPARE(noted.last().at(0).value<RoomAddress>(), stage.tea);
    QVERIFY(noted.last().at(1).toBool());
    // What goes out tells it by itself.
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(noted.size(), 2);
    QTest::keyClicks(stage.edit, u"x"_s);
    QTest::keyClick(stage.edit, Qt::Key_Backspace);
    QVERIFY(!noted.last().at(1).toBool());
    QTest::keyClicks(stage.edit, u"/help"_s);
    QVERIFY(!noted.last().at(1).toBool());
    // A draft that is put back is nobody writing.
    noted.clear();
    stage.join(stage.cake, u"Cake"_s);
    stage.window->showRoom(stage.cake);
    stage.window->showRoom(stage.tea);
    QCOMPARE(noted.size(), 0);
}

void TestComposer::whoWritesStandsBelowTheField()
{
    ComposerStage stage;
    const auto *line = stage.find<QLabel>(u"typingLabel"_s);
    QVERIFY(line->isVisible());
    QCOMPARE(line->text(), QString());
    stage.state.onTypingChanged(stage.tea, {u"bob"_s});
    QCOMPARE(line->text(), u"\u2068bob\u2069 is typing…"_s);
    stage.state.onTypingChanged(stage.tea, {u"<b>bob</b>"_s, u"%1 \u202Ecarol"_s});
    QCOMPARE(line->text(), u"\u2068<b>bob</b>\u2069 and \u2068%1 carol\u2069 are typing…"_s);
    QCOMPARE(line->textFormat(), Qt::PlainText);
    stage.join(stage.cake, u"Cake"_s);
    stage.window->showRoom(stage.cake);
    QCOMPARE(line->text(), QString());
    stage.window->showRoom(stage.tea);
    stage.state.onTypingChanged(stage.tea, {u"a"_s, u"b"_s, u"c"_s});
    QCOMPARE(line->text(), u"Several people are typing…"_s);
    stage.state.onLeft(stage.tea, {});
    QVERIFY(!line->isVisible());
}

void TestComposer::theFieldDoesNotJumpWhenSomebodyWrites()
{
    ComposerStage stage;
    QTest::qWait(0);
    const int height = stage.timeline()->height();
    stage.state.onTypingChanged(stage.tea, {u"bob"_s});
    QTest::qWait(0);
    QCOMPARE(stage.timeline()->height(), height);
    // However long the name: the line is not wrapped, and says what it is about.
    stage.state.onTypingChanged(stage.tea, {QString(5000, u'w')});
    QTest::qWait(0);
    QCOMPARE(stage.timeline()->height(), height);
    QVERIFY(stage.find<QLabel>(u"typingLabel"_s)->text().endsWith(u"is typing…"_s));
}

void TestComposer::whoWritesStandsBesideAHintWhereThereIsRoom()
{
    ComposerStage stage;
    const auto *typing = stage.find<QLabel>(u"typingLabel"_s);
    const auto *hint = stage.find<QLabel>(u"composerHintLabel"_s);
    stage.state.onSlowModeChanged(stage.tea, 20);
    stage.state.onTypingChanged(stage.tea, {u"bob"_s});
    QTest::qWait(0);
    QVERIFY(hint->isVisible());
    QVERIFY(typing->width() >= typing->sizeHint().width());
    QVERIFY(hint->width() > hint->fontMetrics().horizontalAdvance(hint->text()));
    QVERIFY(typing->x() > hint->x());
    // In a narrow window the hint keeps its line.
    stage.state.onTypingChanged(stage.tea, {});
    stage.window->resize(480, 640);
    QTest::qWait(0);
    const int height = stage.timeline()->height();
    const int hintHeight = hint->height();
    stage.state.onTypingChanged(stage.tea, {QString(32, u'w'), QString(32, u'm')});
    QTest::qWait(0);
    QCOMPARE(stage.timeline()->height(), height);
    QCOMPARE(hint->height(), hintHeight);
    QCOMPARE(typing->width(), 0);
    stage.state.onSlowModeChanged(stage.tea, 0);
    QTest::qWait(0);
    QVERIFY(!hint->isVisible());
    QVERIFY(typing->width() > 400);
    QCOMPARE(stage.timeline()->height(), height);
}

void TestComposer::theTimelineReachesTheComposer()
{
    ComposerStage stage;
    QList<TimelineItem> items;
    for (int i = 1; i <= 60; ++i) {
        items.append(aRow(i, u"bob"_s, u"Message"_s, stage.at(i)));
    }
    stage.show(items);
    const QWidget *timeline = stage.timeline();
    const auto *composer = stage.find<QWidget>(u"composer"_s);
    QCOMPARE(timeline->mapTo(stage.window.get(), QPoint(0, timeline->height())).y(),
             composer->mapTo(stage.window.get(), QPoint()).y());
    // At the end the last message is whole, whoever is typing.
    for (const QStringList &writers : {QStringList(), QStringList{u"bob"_s}}) {
        stage.state.onTypingChanged(stage.tea, writers);
        QTest::qWait(0);
        const QRect last = stage.timeline()->visualRect(stage.timeline()->model()->rowCount() - 1);
        QVERIFY(!last.isEmpty());
        QVERIFY(last.bottom() < stage.timeline()->viewport()->height());
    }
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"

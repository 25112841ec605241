#include "app/joinflow.h"
#include "app/messageactions.h"
#include "app/talkflow.h"
#include "app/typingflow.h"
#include "models/servicelink.h"
#include "service/serviceharness.h"
#include "store/usersettings.h"
#include "ui/appmenu.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// The window on the whole service, which talks to a scripted room: alice is in "tea" with bob.
struct TalkStage {
    TalkStage() : theme(*qApp), source(*harness.service), state(source, harness.clock), settings(u":memory:"_s)
    {
        if (!settings.open())
            qFatal("no settings");
        linkAppState(*harness.service, state);
        window = std::make_unique<MainWindow>(MainWindowDeps{theme, state});
        join = std::make_unique<JoinFlow>(*harness.service, theme, window.get());
        actions = std::make_unique<MessageActions>(*harness.service, state, *window);
        talk = std::make_unique<TalkFlow>(TalkFlowDeps{*harness.service, state, settings, *window, theme, *join});
        typing = std::make_unique<TypingFlow>(*harness.service, state, settings, window->menu());
        window->resize(1240, 760);
        window->show();
        if (!QTest::qWaitForWindowActive(window.get()))
            qFatal("the window does not become active");
        harness.join();
        edit = window->findChild<QPlainTextEdit *>(u"messagePlainTextEdit"_s);
    }
    ~TalkStage()
    {
        talk->close();
        window.reset();
    }
    FakeRoom &room(const QString &roomId = QStringLiteral("tea")) { return harness.room(roomId); }
    void write(const QString &text)
    {
        edit->setFocus();
        QTest::keyClicks(edit, text);
        // Escape closes the list of commands, which would take the Enter.
        if (text.startsWith(u'/'))
            QTest::keyClick(edit, Qt::Key_Escape);
        QTest::keyClick(edit, Qt::Key_Return);
        harness.settle();
    }
    QString hint() const { return window->findChild<QLabel *>(u"composerHintLabel"_s)->text(); }
    QDialog *question() const { return window->findChild<QDialog *>(u"moderationDialog"_s); }
    void press(const QString &button) const { question()->findChild<QPushButton *>(button)->click(); }

    ServiceHarness harness;
    Theme theme;
    ServiceRoomSource source;
    AppState state;
    UserSettings settings;
    std::unique_ptr<MainWindow> window;
    std::unique_ptr<JoinFlow> join;
    std::unique_ptr<MessageActions> actions;
    std::unique_ptr<TalkFlow> talk;
    std::unique_ptr<TypingFlow> typing;
    QPlainTextEdit *edit = nullptr;
};

} // namespace

/// From the keys to the room and back, with everything in between.
class TestTalkFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRefusedCorrectionsTextIsInTheComposerAgain();
    void aRefusedCorrectionLeavesWhatIsWrittenMeanwhile();
    void everyRefusedCorrectionIsOneAgain();
    void upFindsTheLastOwnMessageWhereverOneReads();
    void upLeavesWhatIsWrittenMeanwhile();
    void loadingThatHasToWaitSaysSo();
    void nickAndSubjectReachTheRoom();
    void aRefusedCommandComesBackWithItsReason();
    void muteTakesMinutes();
    void voiceIsNotTakenFromAModerator_data();
    void voiceIsNotTakenFromAModerator();
    void aJoinProblemGoesWithItsCause();
    void aRoomIsAskedForAsBefore();
    void kickAndBanAskFirst();
    void whoTakesTheNicknameIsNotKickedForAnother();
    void cancellingTheJoinDialogKeepsARoomOneIsIn();
    void aRejoinThatFailsEndsTheDialogsJoin_data();
    void aRejoinThatFailsEndsTheDialogsJoin();
    void aRemovalDuringAJoinEndsTheDialog();
    void aLinkOpenedDuringAJoinWaitsForIt_data();
    void aLinkOpenedDuringAJoinWaitsForIt();
    void nobodyIsAskedAboutWhoIsNotHere();
    void typingIsToldUnlessOneHidesIt();
};

void TestTalkFlow::aRefusedCorrectionsTextIsInTheComposerAgain()
{
    TalkStage stage;
    stage.write(u"teh cat"_s);
    stage.room().messageRefusal = u"forbidden"_s;
    QTest::keyClick(stage.edit, Qt::Key_Up);
    QCOMPARE(stage.edit->toPlainText(), u"teh cat"_s);
    stage.edit->setPlainText(u"the cat"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QCOMPARE(stage.edit->toPlainText(), QString());
    stage.harness.settle();
    QCOMPARE(stage.edit->toPlainText(), u"the cat"_s);
    QVERIFY(!stage.hint().isEmpty());
    // It is a correction still, and goes out as one.
    stage.room().messageRefusal.clear();
    QTest::keyClick(stage.edit, Qt::Key_Return);
    stage.harness.settle();
    QCOMPARE(stage.harness.timeline(), u"the cat"_s);
}

void TestTalkFlow::aRefusedCorrectionLeavesWhatIsWrittenMeanwhile()
{
    TalkStage stage;
    stage.write(u"teh cat"_s);
    stage.room().messageRefusal = u"forbidden"_s;
    QTest::keyClick(stage.edit, Qt::Key_Up);
    stage.edit->setPlainText(u"the cat"_s);
    QTest::keyClick(stage.edit, Qt::Key_Return);
    QTest::keyClicks(stage.edit, u"and"_s);
    stage.harness.settle();
    // Under the fingers nothing changes; it is back once the field is free.
    QCOMPARE(stage.edit->toPlainText(), u"and"_s);
    QVERIFY(!stage.hint().isEmpty());
    stage.room().messageRefusal.clear();
    QTest::keyClick(stage.edit, Qt::Key_Return);
    stage.harness.settle();
    QCOMPARE(stage.edit->toPlainText(), u"the cat"_s);
    QVERIFY(!stage.hint().isEmpty());
    QTest::keyClick(stage.edit, Qt::Key_Return);
    stage.harness.settle();
    QCOMPARE(stage.harness.timeline(), u"the cat | and"_s);
}

void TestTalkFlow::everyRefusedCorrectionIsOneAgain()
{
    TalkStage stage;
    stage.write(u"teh cat"_s);
    stage.write(u"teh dog"_s);
    const auto items = stage.harness.items();
    stage.room().messageRefusal = u"forbidden"_s;
    const auto edit = [&stage](const StoredMessage &row, const QString &text) {
        ComposerState &composer = stage.state.activePage()->composer();
        composer.beginEdit(row.key, row.body);
        stage.edit->setPlainText(text);
        QTest::keyClick(stage.edit, Qt::Key_Return);
    };
    edit(items[0].message, u"the cat"_s);
    edit(items[1].message, u"the dog"_s);
    stage.harness.settle();
    stage.room().messageRefusal.clear();
    for (int i = 0; i < 2; ++i) {
        QTest::keyClick(stage.edit, Qt::Key_Return);
        stage.harness.settle();
    }
    QCOMPARE(stage.harness.timeline(), u"the cat | the dog"_s);
    QCOMPARE(stage.edit->toPlainText(), QString());
}

void TestTalkFlow::upFindsTheLastOwnMessageWhereverOneReads()
{
    TalkStage stage;
    stage.write(u"long ago"_s);
    for (int i = 0; i < 450; ++i)
        stage.room().say(u"bob"_s, u"b%1"_s.arg(i));
    stage.harness.settle();
    stage.write(u"just now"_s);
    for (int i = 0; i < 450; ++i)
        stage.room().say(u"bob"_s, u"c%1"_s.arg(i));
    stage.harness.settle();
    TimelineModel &timeline = stage.state.page(ServiceHarness::address())->timeline();
    const auto holds = [&timeline](const QString &body) {
        const auto items = timeline.items();
        return std::any_of(items.cbegin(), items.cend(),
                           [&body](const TimelineItem &item) { return item.message.body == body; });
    };
    // At the newest end, but further back than the window goes.
    QVERIFY(timeline.isAtNewest() && !holds(u"just now"_s));
    QTest::keyClick(stage.edit, Qt::Key_Up);
    stage.harness.settle();
    QTRY_COMPARE(stage.edit->toPlainText(), u"just now"_s);
    QTest::keyClick(stage.edit, Qt::Key_Escape);
    QCOMPARE(stage.edit->toPlainText(), QString());
    // Reading what is old, where an older one stands.
    timeline.setFollowing(false);
    timeline.showAround(stage.harness.items().constFirst().message.key);
    stage.harness.settle();
    QTRY_VERIFY(!timeline.isAtNewest() && holds(u"long ago"_s));
    QTest::keyClick(stage.edit, Qt::Key_Up);
    stage.harness.settle();
    QTRY_COMPARE(stage.edit->toPlainText(), u"just now"_s);
}

void TestTalkFlow::upLeavesWhatIsWrittenMeanwhile()
{
    TalkStage stage;
    stage.write(u"long ago"_s);
    for (int i = 0; i < 300; ++i)
        stage.room().say(u"bob"_s, u"b%1"_s.arg(i));
    stage.harness.settle();
    QTest::keyClick(stage.edit, Qt::Key_Up);
    stage.edit->setPlainText(u"hello"_s);
    stage.harness.settle();
    QTest::qWait(0);
    QCOMPARE(stage.edit->toPlainText(), u"hello"_s);
}

void TestTalkFlow::loadingThatHasToWaitSaysSo()
{
    TalkStage stage;
    const RoomAddress tea = ServiceHarness::address();
    stage.harness.service->loadOlder(tea);
    Q_EMIT stage.window->loadGapRequested(tea, 1);
    QCoreApplication::processEvents();
    QVERIFY2(stage.hint().contains(u"are being read already"_s), qPrintable(stage.hint()));
}

void TestTalkFlow::nickAndSubjectReachTheRoom()
{
    TalkStage stage;
    stage.write(u"/nick alicia"_s);
    QCOMPARE(stage.room().nickname, u"alicia"_s);
    QCOMPARE(stage.state.activePage()->nickname(), u"alicia"_s);
    stage.write(u"/subject tea <i>time</i>"_s);
    QCOMPARE(stage.room().subject, u"tea <i>time</i>"_s);
    QVERIFY(stage.window->findChild<QLabel *>(u"roomStatusLabel"_s)->text().contains(u"tea <i>time</i>"_s));
    QCOMPARE(stage.edit->toPlainText(), QString());
    QCOMPARE(stage.room().received, QStringList());
}

void TestTalkFlow::aRefusedCommandComesBackWithItsReason()
{
    TalkStage stage;
    stage.room().nicknameRefusal = u"conflict"_s;
    stage.write(u"/nick bob"_s);
    QCOMPARE(stage.edit->toPlainText(), u"/nick bob"_s);
    QVERIFY2(stage.hint().contains(u"bob"_s), qPrintable(stage.hint()));
    QCOMPARE(stage.room().nickname, u"alice"_s);
}

void TestTalkFlow::muteTakesMinutes()
{
    TalkStage stage;
    stage.room().timedMutes = true;
    stage.room().configurationChanges();
    stage.harness.settle();
    stage.write(u"/mute bob soon"_s);
    QCOMPARE(stage.room().orders, QStringList());
    QCOMPARE(stage.edit->toPlainText(), u"/mute bob soon"_s);
    QVERIFY2(stage.hint().contains(u"minutes"_s), qPrintable(stage.hint()));
    stage.edit->clear();
    stage.write(u"/mute bob 10"_s);
    QCOMPARE(stage.room().orders.size(), 1);
    QVERIFY2(stage.room().orders.first().contains(u"10"_s), qPrintable(stage.room().orders.first()));
    QCOMPARE(stage.edit->toPlainText(), QString());
}

void TestTalkFlow::voiceIsNotTakenFromAModerator_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("why");
    QTest::newRow("voice") << u"/voice bob"_s << u"bob\u2069 is a moderator"_s;
    QTest::newRow("mute") << u"/mute bob"_s << u"bob\u2069 is a moderator"_s;
    QTest::newRow("nobody") << u"/mute nobody"_s << u"nobody named \u2068nobody"_s;
}

void TestTalkFlow::voiceIsNotTakenFromAModerator()
{
    QFETCH(QString, command);
    QFETCH(QString, why);
    TalkStage stage;
    Occupant bob;
    bob.nickname = u"bob"_s;
    bob.role = Role::Moderator;
    stage.state.onOccupantsChanged(ServiceHarness::address(), {{}, {}, {bob}, 2});
    stage.write(command);
    QCOMPARE(stage.room().orders, QStringList());
    QCOMPARE(stage.edit->toPlainText(), command);
    QVERIFY2(stage.hint().contains(why), qPrintable(stage.hint()));
    // Of a participant it is asked as ever.
    stage.edit->clear();
    bob.role = Role::Visitor;
    stage.state.onOccupantsChanged(ServiceHarness::address(), {{}, {}, {bob}, 2});
    stage.write(u"/voice bob"_s);
    QCOMPARE(stage.room().orders.size(), 1);
}

void TestTalkFlow::aRoomIsAskedForAsBefore()
{
    TalkStage stage;
    JoinOptions options;
    options.nickname = u"Carol"_s;
    options.extra = u"camera two"_s;
    options.historyCount = 25;
    options.password = u"sesame"_s;
    stage.room(u"bar"_s).password = u"sesame"_s;
    const RoomAddress bar = ServiceHarness::address(u"bar"_s);
    stage.harness.service->joinExistingChatroom(bar, options);
    stage.harness.settle();
    QCOMPARE(stage.harness.service->roomSummary(bar).state, RoomState::Joined);
    stage.join->open(bar, {}, Error::make(ErrorKind::PasswordWrong));
    auto *dialog = stage.window->findChild<JoinDialog *>();
    const auto typed = [dialog](const QString &name) { return dialog->findChild<QLineEdit *>(name)->text(); };
    QCOMPARE(typed(u"nicknameLineEdit"_s), u"Carol"_s);
    QCOMPARE(typed(u"extraLineEdit"_s), u"camera two"_s);
    QCOMPARE(typed(u"passwordLineEdit"_s), QString());
    auto *password = dialog->findChild<QLineEdit *>(u"passwordLineEdit"_s);
    QVERIFY(password->isVisible());
    QCOMPARE(dialog->focusWidget(), password);
    password->setText(u"sesame"_s);
    stage.harness.service->leaveChatroom(bar);
    stage.harness.settle();
    dialog->findChild<QPushButton *>(u"joinButton"_s)->click();
    stage.harness.settle();
    QCOMPARE(stage.room(u"bar"_s).nickname, u"Carol"_s);
    QCOMPARE(stage.room(u"bar"_s).lastExtra, u"camera two"_s);
}

void TestTalkFlow::aJoinProblemGoesWithItsCause()
{
    TalkStage stage;
    stage.join->open();
    auto *dialog = stage.window->findChild<JoinDialog *>();
    const auto problem = [dialog] { return dialog->findChild<QLabel *>(u"generalErrorLabel"_s); };
    dialog->showError(Error::make(ErrorKind::NotConnected));
    QVERIFY(problem()->isVisible());
    Q_EMIT stage.harness.service->connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    QVERIFY(!problem()->isVisible());
    // Nor is one of another time still there.
    dialog->showError(Error::make(ErrorKind::TooFast));
    dialog->reject();
    stage.join->open();
    QVERIFY(dialog->isVisible());
    QVERIFY(!problem()->isVisible());
}

void TestTalkFlow::cancellingTheJoinDialogKeepsARoomOneIsIn()
{
    TalkStage stage;
    QSignalSpy left(stage.harness.service.get(), &ChatroomService::left);
    stage.harness.cut();
    stage.harness.settle();
    QCOMPARE(stage.harness.service->roomSummary(ServiceHarness::address()).state, RoomState::Rejoining);
    stage.join->open(ServiceHarness::address());
    auto *dialog = stage.window->findChild<JoinDialog *>();
    dialog->findChild<QPushButton *>(u"joinButton"_s)->click();
    QVERIFY(dialog->isBusy());
    dialog->reject();
    stage.harness.settle();
    QCOMPARE(left.size(), 0);
    QVERIFY(stage.harness.service->roomSummary(ServiceHarness::address()).state != RoomState::Left);
}

void TestTalkFlow::aRejoinThatFailsEndsTheDialogsJoin_data()
{
    QTest::addColumn<QString>("refusal");
    QTest::newRow("for good") << u"forbidden"_s;
    QTest::newRow("for the nickname") << u"conflict"_s;
}

void TestTalkFlow::aRejoinThatFailsEndsTheDialogsJoin()
{
    QFETCH(QString, refusal);
    TalkStage stage;
    stage.harness.cut();
    stage.harness.settle();
    stage.join->open(ServiceHarness::address());
    auto *dialog = stage.window->findChild<JoinDialog *>();
    dialog->findChild<QPushButton *>(u"joinButton"_s)->click();
    QVERIFY(dialog->isBusy());
    stage.room().joinRefusal = refusal;
    stage.harness.comeBack();
    stage.harness.settle();
    QVERIFY(!dialog->isBusy());
}

void TestTalkFlow::aRemovalDuringAJoinEndsTheDialog()
{
    TalkStage stage;
    FakeRoom &milk = stage.room(u"milk"_s);
    milk.fill(u"m"_s, 3);
    milk.holdsPages = true;
    stage.join->open(ServiceHarness::address(u"milk"_s));
    QPointer<JoinDialog> dialog = stage.window->findChild<JoinDialog *>();
    dialog->findChild<QPushButton *>(u"joinButton"_s)->click();
    stage.harness.settle();
    QVERIFY(milk.inside && dialog->isBusy());
    milk.throwOut(u"<status code='307'/>"_s);
    stage.harness.settle();
    QTRY_VERIFY(!dialog);
    QCOMPARE(stage.harness.service->roomSummary(ServiceHarness::address(u"milk"_s)).state, RoomState::Left);
}

void TestTalkFlow::aLinkOpenedDuringAJoinWaitsForIt_data()
{
    QTest::addColumn<QString>("refusal");
    QTest::newRow("joined") << QString();
    QTest::newRow("refused") << u"forbidden"_s;
}

void TestTalkFlow::aLinkOpenedDuringAJoinWaitsForIt()
{
    QFETCH(QString, refusal);
    TalkStage stage;
    stage.room(u"milk"_s).joinRefusal = refusal;
    QSignalSpy joined(stage.join.get(), &JoinFlow::joined);
    stage.join->open(ServiceHarness::address(u"milk"_s));
    const auto dialog = [&stage] { return stage.window->findChild<JoinDialog *>(); };
    const auto room = [&dialog] { return dialog()->findChild<QLineEdit *>(u"roomLineEdit"_s)->text(); };
    dialog()->findChild<QPushButton *>(u"joinButton"_s)->click();
    stage.join->open(ServiceHarness::address(u"cake"_s));
    // The dialog once more, for no room.
    stage.join->open();
    QCOMPARE(room(), ServiceHarness::address(u"milk"_s).toString());
    QVERIFY(dialog()->isBusy());
    stage.harness.settle();
    if (refusal.isEmpty()) {
        QCOMPARE(joined.size(), 1);
    } else {
        QVERIFY(!dialog()->isBusy());
        QCOMPARE(room(), ServiceHarness::address(u"milk"_s).toString());
        dialog()->reject();
    }
    QTRY_VERIFY(dialog() && room() == ServiceHarness::address(u"cake"_s).toString());
    QVERIFY(dialog()->isVisible());
}

void TestTalkFlow::kickAndBanAskFirst()
{
    TalkStage stage;
    stage.write(u"/kick bob too loud"_s);
    QVERIFY(stage.question());
    QCOMPARE(stage.question()->findChild<QLineEdit *>(u"moderationReasonLineEdit"_s)->text(), u"too loud"_s);
    stage.press(u"cancelModerationPushButton"_s);
    QCOMPARE(stage.room().orders, QStringList());
    QCOMPARE(stage.edit->toPlainText(), u"/kick bob too loud"_s);
    QTRY_VERIFY(!stage.question());
    QTest::keyClick(stage.edit, Qt::Key_Return);
    stage.press(u"confirmModerationPushButton"_s);
    stage.harness.settle();
    QCOMPARE(stage.room().orders.size(), 1);
    QVERIFY2(stage.room().orders.first().contains(u"too loud"_s), qPrintable(stage.room().orders.first()));
    QCOMPARE(stage.edit->toPlainText(), QString());
}

void TestTalkFlow::whoTakesTheNicknameIsNotKickedForAnother()
{
    TalkStage stage;
    const RoomAddress room = ServiceHarness::address();
    Occupant bob = stage.state.page(room)->occupants().occupant(u"bob"_s).value();
    bob.occupantId = u"bob's"_s;
    Q_EMIT stage.harness.service->occupantsChanged(room, {{}, {}, {bob}, 2});
    stage.write(u"/kick bob too loud"_s);
    QVERIFY(stage.question());
    Occupant other = bob;
    other.occupantId = u"somebody else's"_s;
    Q_EMIT stage.harness.service->occupantsChanged(room, {{other}, {bob}, {}, 2});
    stage.press(u"confirmModerationPushButton"_s);
    stage.harness.settle();
    QCOMPARE(stage.room().orders, QStringList());
    QVERIFY2(stage.hint().contains(u"bob"_s), qPrintable(stage.hint()));
    QCOMPARE(stage.edit->toPlainText(), u"/kick bob too loud"_s);
}

void TestTalkFlow::nobodyIsAskedAboutWhoIsNotHere()
{
    TalkStage stage;
    stage.write(u"/ban dave"_s);
    QVERIFY(!stage.question());
    QCOMPARE(stage.edit->toPlainText(), u"/ban dave"_s);
    QVERIFY(stage.hint().contains(u"dave"_s));
}

void TestTalkFlow::typingIsToldUnlessOneHidesIt()
{
    TalkStage stage;
    auto *share = stage.window->menu().findChild<QAction *>(u"typingSharedAction"_s);
    QVERIFY(share && share->isChecked());
    QTest::keyClicks(stage.edit, u"hello"_s);
    stage.harness.settle();
    QCOMPARE(stage.room().chatStates, QStringList{u"composing"_s});
    share->trigger();
    stage.harness.settle();
    QCOMPARE(stage.room().chatStates, (QStringList{u"composing"_s, u"active"_s}));
    QCOMPARE(stage.settings.value(u"typing/hidden"_s), u"yes"_s);
    stage.harness.wait(20000);
    QTest::keyClicks(stage.edit, u" there"_s);
    stage.harness.settle();
    QCOMPARE(stage.room().chatStates.size(), 2);
    share->trigger();
    QCOMPARE(stage.settings.value(u"typing/hidden"_s), QString());
    stage.room().type(u"bob"_s, u"composing"_s);
    stage.harness.settle();
    QCOMPARE(stage.window->findChild<QLabel *>(u"typingLabel"_s)->text(), u"\u2068bob\u2069 is typing…"_s);
}

QTEST_MAIN(TestTalkFlow)
#include "tst_talkflow.moc"

#include "app/windowwiring.h"
#include "gui/dialogtest.h"
#include "server/embeddedserver.h"
#include "ui/dialogs/choicecard.h"
#include "ui/dialogs/connectiondialog.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// The whole program in this process, its room server included, driven by keys.
class TestFirstMinute : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsTypedButTheMessage();
    void nextStartNeedsNoKeyAtAll();
    void aRejoinTakesTheCursorFromNobody();
    void aWindowThatIsNotActivatedIsNotLookedAt();
    void removedFirstRoomDoesNotComeBack();
    void failureIsShownAndNothingElseIsTried();
    void optionDoesNotChangeWhatIsRemembered();
    void commandLineFailureEndsTheProgram();
    void drivenProgramGetsNoRoomOfItsOwn();
    void switchesOfTheServerAreSetInTheWindow();
    void oneRoomAtATimeCanBeChosenForServers();
    void placeAndRoomAreThereAgainAfterARestart();
    void aboutTellsTheVersionAndCopiesDiagnostics();
    void connectionIsOpenedFromTheMenu();
    void everyKeyOfTheServerHasAField();
    void damagedFilesAreToldInFrontOfTheStartDialog();
    void aRoomOfARefusedAccountLeadsToTheSignIn();
    void aCancelledSignInCanBeTriedAgain();
    void roomsOfTheCommandLineWaitForTheRightPassword();
    void roomsOfTheCommandLineAreAskedForOnce();
    void aChangeOfAccountThatFailsIsTakenBack();
};

namespace
{

constexpr int longestMs = 15'000;

/// One run of the program.
struct Run {
    explicit Run(const QString &folder, const CommandLine &line = {}, const QString &password = {})
        : backend(Profile(folder))
    {
        if (!backend.open(line)) {
            qFatal("the profile cannot be opened");
        }
        QObject::connect(&backend.service(), &ChatroomService::messageChanged, &backend,
                         [this](const RoomAddress &, MessageChange, const StoredMessage &row) {
                             states.append(row.body + u':' + nameOf(row.state));
                         });
        wiring = std::make_unique<WindowWiring>(*qApp, backend, line);
        if (!wiring->start(password)) {
            qFatal("the window cannot be opened");
        }
    }
    ~Run()
    {
        QSignalSpy done(&backend, &Backend::done);
        backend.close();
        // Not spy.wait(): the end of the program has ended every event loop to come.
        if (!QTest::qWaitFor([&done] { return !done.isEmpty(); }, longestMs)) {
            qFatal("the program does not end");
        }
    }

    MainWindow *window() const
    {
        for (QWidget *top : QApplication::topLevelWidgets()) {
            if (auto *found = qobject_cast<MainWindow *>(top)) {
                return found;
            }
        }
        qFatal("no window");
    }
    QDialog *startDialog() const
    {
        auto *card = window()->findChild<ChoiceCard *>(u"localCard"_s);
        return card && card->isVisible() ? qobject_cast<QDialog *>(card->window()) : nullptr;
    }
    QPlainTextEdit *composer() const { return window()->findChild<QPlainTextEdit *>(u"messagePlainTextEdit"_s); }
    SignInDialog *form() const
    {
        const auto forms = window()->findChildren<SignInDialog *>();
        const auto open =
            std::find_if(forms.cbegin(), forms.cend(), [](const SignInDialog *one) { return one->isVisible(); });
        return open == forms.cend() ? nullptr : *open;
    }
    /// From the start dialog to the form of an account.
    void chooseAccount() const
    {
        QDialog *start = startDialog();
        start->findChild<ChoiceCard *>(u"signInCard"_s)->setChecked(true);
        click(*start, "continueButton");
    }
    ConnectionState::Kind connection() { return backend.service().connectionState().kind; }
    RoomState stateOf(const QString &room)
    {
        return backend.service().roomSummary(RoomAddress::parse(room).value()).state;
    }
    RoomState lobby() { return backend.service().roomSummary(lobbyAddress()).state; }
    static RoomAddress lobbyAddress() { return RoomAddress::parse(u"lobby@conference.localhost"_s).value(); }

    Backend backend;
    QStringList states;
    std::unique_ptr<WindowWiring> wiring;
};

/// A server elsewhere, where alice has an account.
struct Elsewhere {
    Elsewhere()
    {
        settings.dataFolder = folder.filePath(u"server"_s);
        settings.port = 0;
        settings.apiPort = 0;
        server = std::make_unique<server::EmbeddedServer>(settings);
        const auto started = server->start();
        const auto made = server->setPassword(u"alice"_s, u"secret"_s);
        if (!QTest::qWaitFor([&] { return started.isFinished() && made.isFinished(); }, longestMs) ||
            !started.result() || !made.result()) {
            qFatal("no server");
        }
        url = started.result()->xmpp;
    }
    void signIn(const SignInDialog *form, const QString &account, const QString &password) const
    {
        type(*form, "addressLineEdit", account);
        type(*form, "passwordLineEdit", password);
        if (!part(*form, "serverUrlLineEdit")->isVisible()) {
            click(*form, "advancedToolButton");
        }
        type(*form, "serverUrlLineEdit", url.toString());
        click(*form, "signInButton");
    }

    QTemporaryDir folder;
    server::ServerSettings settings;
    std::unique_ptr<server::EmbeddedServer> server;
    QUrl url;
};

const QString launch = u"launch@conference.localhost"_s;

} // namespace

void TestFirstMinute::nothingIsTypedButTheMessage()
{
    QTemporaryDir folder;
    Run run(folder.path());
    QTRY_VERIFY(run.startDialog());
    QTRY_VERIFY(run.startDialog()->isActiveWindow());
    QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(run.composer()->isVisible() && run.window()->focusWidget() == run.composer(), longestMs);
    QVERIFY(!run.startDialog());
    auto *empty = run.window()->findChild<QLabel *>(u"emptyTimelineLabel"_s);
    QVERIFY(empty->isVisible() && !empty->text().isEmpty());
    QTest::keyClicks(run.composer(), u"hello"_s);
    QTest::keyClick(run.composer(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(run.states.contains(u"hello:Delivered"_s), longestMs);
    QVERIFY(run.window()->findChild<QAction *>(u"serverSettingsAction"_s)->isVisible());
}

void TestFirstMinute::nextStartNeedsNoKeyAtAll()
{
    QTemporaryDir folder;
    {
        Run run(folder.path());
        QTRY_VERIFY(run.startDialog());
        QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
    }
    Run run(folder.path());
    QVERIFY(!run.startDialog());
    QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
    QTRY_VERIFY(run.composer()->isVisible());
    QCOMPARE(run.backend.service().rooms().size(), 1);
}

void TestFirstMinute::aRejoinTakesTheCursorFromNobody()
{
    QTemporaryDir folder;
    Run run(folder.path());
    QTRY_VERIFY(run.startDialog());
    QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
    // The first join puts the cursor into the composer, and the composer stands there before it.
    QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
    QTRY_COMPARE_WITH_TIMEOUT(run.window()->focusWidget(), run.composer(), longestMs);
    auto *filter = run.window()->findChild<QLineEdit *>(u"filterLineEdit"_s);
    filter->setFocus();
    QTest::keyClicks(filter, u"lob"_s);
    Q_EMIT run.backend.service().rejoined(Run::lobbyAddress(), {}, {});
    QCoreApplication::processEvents();
    QCOMPARE(run.window()->focusWidget(), filter);
    QCOMPARE(filter->text(), u"lob"_s);
}

void TestFirstMinute::aWindowThatIsNotActivatedIsNotLookedAt()
{
    QTemporaryDir folder;
    CommandLine line;
    line.local = true;
    Run run(folder.path(), line);
    // Nothing has activated it yet.
    QVERIFY(!run.window()->isActiveWindow());
    QVERIFY(!run.wiring->state().isWindowActive());
    QTRY_VERIFY(run.window()->isActiveWindow());
    QVERIFY(run.wiring->state().isWindowActive());
}

void TestFirstMinute::removedFirstRoomDoesNotComeBack()
{
    QTemporaryDir folder;
    {
        Run run(folder.path());
        QTRY_VERIFY(run.startDialog());
        QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
        run.backend.service().leaveChatroom(Run::lobbyAddress());
        run.backend.service().removeRoom(Run::lobbyAddress());
        QVERIFY(run.backend.service().rooms().isEmpty());
    }
    Run run(folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(run.backend.service().connectionState().kind, ConnectionState::Kind::Online, longestMs);
    QVERIFY(run.backend.service().rooms().isEmpty());
    QVERIFY(run.window()->findChild<QLabel *>(u"emptyTitleLabel"_s)->isVisible());
}

void TestFirstMinute::failureIsShownAndNothingElseIsTried()
{
    QTemporaryDir folder;
    // A file stands where the server's folder should be.
    QFile file(folder.filePath(u"server"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    Run run(folder.path());
    QTRY_VERIFY(run.startDialog());
    QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
    auto *error = run.startDialog()->findChild<QLabel *>(u"errorLabel"_s);
    QTRY_VERIFY(error->isVisible());
    QVERIFY(error->text().contains(folder.path()));
    QCOMPARE(run.backend.service().connectionState().kind, ConnectionState::Kind::Offline);
    // The obstacle is gone: the same key goes on.
    QVERIFY(file.remove());
    QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
}

void TestFirstMinute::optionDoesNotChangeWhatIsRemembered()
{
    QTemporaryDir folder;
    {
        CommandLine line;
        line.local = true;
        Run run(folder.path(), line);
        QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
        QVERIFY(!run.startDialog());
    }
    Run run(folder.path());
    QTRY_VERIFY(run.startDialog());
}

void TestFirstMinute::commandLineFailureEndsTheProgram()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"server"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    CommandLine line;
    line.local = true;
    Backend backend{Profile(folder.path())};
    QVERIFY(backend.open(line).isOk());
    WindowWiring wiring(*qApp, backend, line);
    QSignalSpy failed(&wiring, &WindowWiring::failed);
    QSignalSpy done(&backend, &Backend::done);
    QVERIFY(wiring.start({}).isOk());
    QTRY_COMPARE(failed.size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, longestMs);
}

void TestFirstMinute::drivenProgramGetsNoRoomOfItsOwn()
{
    QTemporaryDir folder;
    CommandLine line;
    line.local = true;
    line.rooms = QStringList{u"Launch"_s};
    line.create = true;
    Run run(folder.path(), line);
    const auto launch = RoomAddress::parse(u"launch@conference.localhost"_s).value();
    QTRY_VERIFY_WITH_TIMEOUT(run.backend.service().roomSummary(launch).state == RoomState::Joined, longestMs);
    QCOMPARE(run.backend.service().rooms().size(), 1);
}

void TestFirstMinute::switchesOfTheServerAreSetInTheWindow()
{
    QTemporaryDir folder;
    CommandLine line;
    line.local = true;
    Run run(folder.path(), line);
    ChatroomService &service = run.backend.service();
    QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
    QVERIFY(!service.severalRoomsAllowed());
    run.window()->findChild<QAction *>(u"serverSettingsAction"_s)->trigger();
    auto *dialog = run.window()->findChild<ServerSettingsDialog *>();
    QTRY_VERIFY(dialog && dialog->isVisible());
    QCOMPARE(dialog->values().value(u"history_depth"_s), u"50"_s);
    QCOMPARE(dialog->values().value(u"app_key"_s), u"local"_s);

    // What cannot be is said under its field, and nothing is changed.
    auto *address = dialog->findChild<QLineEdit *>(u"callbackUrlLineEdit"_s);
    address->setText(u"ftp://example.org"_s);
    dialog->findChild<QCheckBox *>(u"severalRoomsCheckBox"_s)->setChecked(true);
    dialog->findChild<QPushButton *>(u"saveButton"_s)->click();
    QVERIFY(dialog->isVisible());
    QVERIFY(dialog->findChild<QLabel *>(u"callbackUrlErrorLabel"_s)->isVisible());
    QVERIFY(!run.backend.localServer().settings().rooms.singleUserMultipleRooms);

    address->clear();
    dialog->findChild<QPushButton *>(u"saveButton"_s)->click();
    QVERIFY(!dialog->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(service.severalRoomsAllowed(), longestMs);
    const auto tea = RoomAddress::parse(u"tea@conference.localhost"_s).value();
    service.joinChatroom(tea, {});
    QTRY_VERIFY_WITH_TIMEOUT(service.roomSummary(tea).state == RoomState::Joined, longestMs);
    QCOMPARE(run.lobby(), RoomState::Joined);
    // And kept.
    const auto kept = server::readSettingsFile(run.backend.localServer().settingsFile(), {});
    QVERIFY(kept.isOk() && kept->rooms.singleUserMultipleRooms);
}

void TestFirstMinute::oneRoomAtATimeCanBeChosenForServers()
{
    QTemporaryDir folder;
    {
        Run run(folder.path());
        QVERIFY(run.backend.service().severalRoomsAllowed());
        run.window()->findChild<QAction *>(u"severalRoomsAction"_s)->trigger();
        QVERIFY(!run.backend.service().severalRoomsAllowed());
    }
    Run run(folder.path());
    auto *action = run.window()->findChild<QAction *>(u"severalRoomsAction"_s);
    QVERIFY(action->isVisible() && !action->isChecked());
    QVERIFY(!run.backend.service().severalRoomsAllowed());
    // On this computer the server's own switch decides.
    QTRY_VERIFY(run.startDialog());
    QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
    QVERIFY(!action->isVisible());
}

void TestFirstMinute::placeAndRoomAreThereAgainAfterARestart()
{
    QTemporaryDir folder;
    const auto tea = RoomAddress::parse(u"tea@conference.localhost"_s).value();
    MessageKey top = 0;
    int distance = 0;
    const auto placed = [](Run &run) {
        auto *view = run.window()->findChild<TimelineView *>();
        const int row = view->firstVisibleRow();
        return row < 0 ? ReadingPlace()
                       : ReadingPlace{view->model()->row(row).item.message.key, view->visualRect(row).top()};
    };
    const auto allowSeveral = [](Run &run) {
        server::ServerSettings settings = run.backend.localServer().settings();
        settings.rooms.singleUserMultipleRooms = true;
        QVERIFY(run.backend.localServer().setSettings(settings));
        run.backend.service().refreshServerFacts();
    };
    {
        Run run(folder.path());
        QTRY_VERIFY(run.startDialog());
        QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
        allowSeveral(run);
        QTRY_VERIFY_WITH_TIMEOUT(run.backend.service().severalRoomsAllowed(), longestMs);
        run.backend.service().joinChatroom(tea, {});
        QTRY_VERIFY_WITH_TIMEOUT(run.backend.service().roomSummary(tea).state == RoomState::Joined, longestMs);
        for (int i = 1; i <= 80; ++i) {
            run.backend.service().sendMessage(tea, {u"line %1"_s.arg(i), 0});
        }
        QTRY_VERIFY_WITH_TIMEOUT(run.states.contains(u"line 80:Delivered"_s), longestMs);
        run.window()->showRoom(tea);
        auto *view = run.window()->findChild<TimelineView *>();
        QTRY_VERIFY(view->firstVisibleRow() > 0);
        view->scrollByPixels(-700);
        QTest::qWait(0);
        QVERIFY(!view->isFollowing());
        top = placed(run).key;
        distance = placed(run).top;
        QVERIFY(top > 0);
        run.window()->close();
    }
    Run run(folder.path());
    auto *view = run.window()->findChild<TimelineView *>();
    QTRY_VERIFY_WITH_TIMEOUT(run.backend.service().roomSummary(tea).state == RoomState::Joined, longestMs);
    QCOMPARE(run.wiring->state().activePage()->address(), tea);
    QTRY_COMPARE_WITH_TIMEOUT(placed(run), (ReadingPlace{top, distance}), longestMs);
    QVERIFY(!view->isFollowing());
}

void TestFirstMinute::aboutTellsTheVersionAndCopiesDiagnostics()
{
    QTemporaryDir folder;
    CommandLine line;
    line.local = true;
    Run run(folder.path(), line);
    QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
    run.window()->findChild<QAction *>(u"aboutAction"_s)->trigger();
    const QPointer<QDialog> about = run.window()->findChild<QDialog *>(u"aboutDialog"_s);
    QVERIFY(about && about->isVisible());
    QVERIFY(about->findChild<QLabel *>(u"versionLabel"_s)->text().startsWith(u"Foyer "_s));
    QVERIFY(about->findChild<QPushButton *>(u"copyPushButton"_s)->x() <
            about->findChild<QPushButton *>(u"closePushButton"_s)->x());
    QGuiApplication::clipboard()->setText(u"before"_s);
    QTest::mouseClick(about->findChild<QPushButton *>(u"copyPushButton"_s), Qt::LeftButton);
    QTRY_VERIFY(QGuiApplication::clipboard()->text() != u"before"_s);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.contains(QLatin1StringView(qVersion())), qPrintable(copied));
    QVERIFY(!about->findChild<QLabel *>(u"copiedLabel"_s)->text().isEmpty());
    QTest::mouseClick(about->findChild<QPushButton *>(u"closePushButton"_s), Qt::LeftButton);
    QTRY_VERIFY(!about);
}

void TestFirstMinute::connectionIsOpenedFromTheMenu()
{
    QTemporaryDir folder;
    CommandLine line;
    line.local = true;
    Run run(folder.path(), line);
    QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
    run.window()->findChild<QAction *>(u"connectionAction"_s)->trigger();
    auto *dialog = run.window()->findChild<ConnectionDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QTRY_COMPARE(dialog->findChild<QLabel *>(u"stateLabel"_s)->text(), u"Connected."_s);
}

void TestFirstMinute::everyKeyOfTheServerHasAField()
{
    Theme theme(*qApp);
    ServerSettingsDialog dialog(theme);
    const QStringList keys = dialog.keys();
    for (const QString &key : server::settingsKeys()) {
        // Folder and domain are the profile's: another one would lead away from the rooms there are.
        const bool fixed = key == "data"_L1 || key == "domain"_L1;
        QVERIFY2(keys.contains(key) != fixed, qPrintable(key));
    }
    // Whatever can be set there is allowed by the server.
    for (auto *box : dialog.findChildren<QSpinBox *>()) {
        const QString key = box->property("settingsKey").toString();
        server::ServerSettings settings;
        for (const int value : {box->minimum(), box->maximum()}) {
            QCOMPARE(server::applySetting(settings, key, QString::number(value)), QString());
        }
        const QString tooMuch = QString::number(qint64(box->maximum()) + 1);
        QVERIFY2(!server::applySetting(settings, key, tooMuch).isEmpty(), qPrintable(key));
    }
    server::ServerSettings settings;
    const auto usual = valuesOf(settings, keys);
    dialog.setValues(usual);
    QCOMPARE(dialog.values(), usual);
}

void TestFirstMinute::damagedFilesAreToldInFrontOfTheStartDialog()
{
    QTemporaryDir folder;
    for (const QString &name : {u"messages.sqlite"_s, u"user.sqlite"_s}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
    }
    Run run(folder.path());
    QTRY_VERIFY(run.startDialog());
    auto *told = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
    QVERIFY(told);
    QVERIFY2(told->text().contains(u"messages.sqlite.damaged-"_s), qPrintable(told->text()));
    QVERIFY2(told->text().contains(u"user.sqlite.damaged-"_s), qPrintable(told->text()));
    QTRY_VERIFY(told->isActiveWindow());
    told->button(QMessageBox::Ok)->click();
    // The start goes on as if nothing had happened.
    QTRY_COMPARE(QApplication::activeModalWidget(), run.startDialog());
    QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(run.lobby() == RoomState::Joined, longestMs);
}

void TestFirstMinute::aRoomOfARefusedAccountLeadsToTheSignIn()
{
    QTemporaryDir folder;
    const Elsewhere elsewhere;
    CommandLine line;
    line.account = Jid::parse(u"alice@localhost"_s).value();
    line.passwordFile = u"password"_s;
    line.servers = {elsewhere.url};
    line.rooms = QStringList{launch};
    line.create = true;
    {
        Run run(folder.path(), line, u"secret"_s);
        QTRY_COMPARE_WITH_TIMEOUT(run.stateOf(launch), RoomState::Joined, longestMs);
    }
    line.rooms.clear();
    Run run(folder.path(), line, u"wrong"_s);
    QTRY_COMPARE_WITH_TIMEOUT(run.stateOf(launch), RoomState::Failed, longestMs);
    run.window()->showRoom(RoomAddress::parse(launch).value());
    auto *again = run.window()->findChild<QPushButton *>(u"rejoinPushButton"_s);
    QTRY_VERIFY(again->isVisible());
    QCOMPARE(again->text(), u"Sign in…"_s);
    again->click();
    // There is no form to come back to: the password came from a file.
    QTRY_VERIFY(run.startDialog());
    run.startDialog()->reject();
    Q_EMIT run.window()->retryNowRequested();
    QTRY_VERIFY(run.startDialog());
    run.chooseAccount();
    QTRY_VERIFY(run.form());
    elsewhere.signIn(run.form(), u"alice@localhost"_s, u"secret"_s);
    QTRY_COMPARE_WITH_TIMEOUT(run.stateOf(launch), RoomState::Joined, longestMs);
}

void TestFirstMinute::aCancelledSignInCanBeTriedAgain()
{
    QTemporaryDir folder;
    const Elsewhere elsewhere;
    Run run(folder.path());
    QTRY_VERIFY(run.startDialog());
    run.chooseAccount();
    elsewhere.signIn(run.form(), u"alice@localhost"_s, u"wrong"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!shown(*run.form(), "passwordErrorLabel").isEmpty(), longestMs);
    run.form()->reject();
    QVERIFY(!run.form());
    QCOMPARE(run.connection(), ConnectionState::Kind::Offline);
    Q_EMIT run.window()->retryNowRequested();
    QTRY_VERIFY(run.form());
    QCOMPARE(textOf(*run.form(), "addressLineEdit"), u"alice@localhost"_s);
    elsewhere.signIn(run.form(), u"alice@localhost"_s, u"secret"_s);
    QTRY_COMPARE_WITH_TIMEOUT(run.connection(), ConnectionState::Kind::Online, longestMs);
}

void TestFirstMinute::roomsOfTheCommandLineWaitForTheRightPassword()
{
    QTemporaryDir folder;
    const Elsewhere elsewhere;
    // This computer was chosen, and cannot be used.
    UserSettings kept(Profile(folder.path()).userFile());
    QVERIFY(kept.open().isOk() && kept.setValue(u"signin/place"_s, u"local"_s).isOk());
    QFile file(folder.filePath(u"server"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    CommandLine line;
    line.rooms = QStringList{launch};
    line.create = true;
    Run run(folder.path(), line);
    QSignalSpy refusals(&run.backend.service(), &ChatroomService::joinFailed);
    QTRY_VERIFY_WITH_TIMEOUT(run.startDialog(), longestMs);
    run.chooseAccount();
    elsewhere.signIn(run.form(), u"alice@localhost"_s, u"wrong"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!shown(*run.form(), "passwordErrorLabel").isEmpty(), longestMs);
    elsewhere.signIn(run.form(), u"alice@localhost"_s, u"secret"_s);
    QTRY_COMPARE_WITH_TIMEOUT(run.connection(), ConnectionState::Kind::Online, longestMs);
    QTRY_COMPARE_WITH_TIMEOUT(run.stateOf(launch), RoomState::Joined, longestMs);
    QCOMPARE(refusals.size(), 0);
}

void TestFirstMinute::roomsOfTheCommandLineAreAskedForOnce()
{
    QTemporaryDir folder;
    const Elsewhere elsewhere;
    QFile file(folder.filePath(u"roompassword"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("tea\n") > 0);
    file.close();
    CommandLine line;
    line.local = true;
    line.rooms = QStringList{launch};
    line.create = true;
    line.roomPasswordFile = file.fileName();
    Run run(folder.path(), line);
    QSignalSpy failed(run.wiring.get(), &WindowWiring::failed);
    QTRY_COMPARE_WITH_TIMEOUT(run.stateOf(launch), RoomState::Joined, longestMs);
    QVERIFY(file.remove());
    Q_EMIT run.window()->startDialogRequested();
    QTRY_VERIFY(run.startDialog());
    run.chooseAccount();
    elsewhere.signIn(run.form(), u"alice@localhost"_s, u"secret"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.backend.service().account().local() == "alice"_L1 &&
                                 run.connection() == ConnectionState::Kind::Online,
                             longestMs);
    QCOMPARE(failed.size(), 0);
    QVERIFY(run.backend.service().rooms().isEmpty());
}

void TestFirstMinute::aChangeOfAccountThatFailsIsTakenBack()
{
    QTemporaryDir folder;
    const Elsewhere elsewhere;
    Run run(folder.path());
    QTRY_VERIFY(run.startDialog());
    QTest::keyClick(run.startDialog()->focusWidget(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(run.lobby(), RoomState::Joined, longestMs);
    Q_EMIT run.window()->startDialogRequested();
    QTRY_VERIFY(run.startDialog());
    run.chooseAccount();
    elsewhere.signIn(run.form(), u"bob@localhost"_s, u"wrong"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!shown(*run.form(), "passwordErrorLabel").isEmpty(), longestMs);
    QCOMPARE(run.connection(), ConnectionState::Kind::Offline);
    run.form()->reject();
    QTRY_COMPARE_WITH_TIMEOUT(run.lobby(), RoomState::Joined, longestMs);
    QVERIFY(!run.form() && !run.startDialog());
}

QTEST_MAIN(TestFirstMinute)
#include "tst_firstminute.moc"

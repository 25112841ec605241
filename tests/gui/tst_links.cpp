#include "app/windowwiring.h"
#include "desktop/instancelock.h"
#include "server/embeddedserver.h"
#include "ui/dialogs/joindialog.h"
#include "ui/dialogs/signindialog.h"
#include "ui/dialogs/startdialog.h"

#include "gui/dialogtest.h"

#include <QApplication>
#include <QMessageBox>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

constexpr int longestMs = 20'000;
const QString roomLink = u"xmpp:Launch@conference.localhost?join"_s;

/// The whole program in this process, put together as main() does it.
struct Program {
    explicit Program(const QString &folder, const CommandLine &commandLine = {})
        : line(commandLine), lock(folder, clock), backend(Profile(folder))
    {
        if (lock.acquire() != InstanceLock::Outcome::First) {
            qFatal("the profile is in use");
        }
    }
    ~Program()
    {
        if (wiring) {
            QSignalSpy done(&backend, &Backend::done);
            backend.close();
            if (!QTest::qWaitFor([&done] { return !done.isEmpty(); }, longestMs)) {
                qFatal("the program does not end");
            }
        }
    }
    Program &start()
    {
        if (!backend.open(line)) {
            qFatal("the profile cannot be opened");
        }
        wiring = std::make_unique<WindowWiring>(*qApp, backend, line);
        QObject::connect(&lock, &InstanceLock::raiseRequested, wiring.get(), &WindowWiring::raise);
        QObject::connect(&lock, &InstanceLock::openLinkRequested, wiring.get(), &WindowWiring::openLink);
        QObject::connect(&lock, &InstanceLock::linkRefused, wiring.get(), &WindowWiring::refuseLink);
        if (!wiring->start({})) {
            qFatal("the window cannot be opened");
        }
        return *this;
    }

    /// The dialog of this kind that is shown; null when none is.
    template <typename T>
    T *shownDialog() const
    {
        auto *dialog = wiring->window().findChild<T *>();
        return dialog && dialog->isVisible() ? dialog : nullptr;
    }
    QMessageBox *notice() const { return qobject_cast<QMessageBox *>(QApplication::activeModalWidget()); }

    CommandLine line;
    SystemClock clock;
    InstanceLock lock;
    Backend backend;
    std::unique_ptr<WindowWiring> wiring;
};

/// A second start of the program itself.
class SecondStart
{
public:
    SecondStart(const QString &profile, const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        // Qt says a line of its own where there is none.
        environment.insert(u"XDG_RUNTIME_DIR"_s, profile);
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(FOYER_PROGRAM), QStringList{u"--profile"_s, profile} + arguments);
    }
    /// Waits while this process answers.
    int exitCode()
    {
        (void)QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, longestMs);
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    QString said() { return QString::fromUtf8(m_process.readAllStandardError()); }

private:
    QProcess m_process;
};

} // namespace

/// Links to rooms, opened at the start, while running, by a second start; as a guest and with an account.
class TestLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_profile = std::make_unique<QTemporaryDir>(); }
    void guestEntersTheRoomOfALink_data();
    void guestEntersTheRoomOfALink();
    void roomElsewhereIsEnteredAsAGuest();
    void serverWithoutGuestsLeadsToTheSignIn();
    void secondStartRaisesTheWindow();
    void secondStartHandsItsLinkOver();
    void secondStartDuringTheFirstIsHeard();
    void linkWaitsForTheSignInUnderWay();
    void linkBeforeTheFirstFrameTakesThePlaceOfTheStart();
    void whatIsNoLinkGetsASentence_data();
    void whatIsNoLinkGetsASentence();
    void linkToNoRoomSaysSoInTheDialog();

private:
    void startServer(bool guests);

    std::unique_ptr<QTemporaryDir> m_profile;
    QTemporaryDir m_folder;
    std::unique_ptr<server::EmbeddedServer> m_server;
    QUrl m_address;
};

void TestLinks::initTestCase()
{
    QApplication::setQuitOnLastWindowClosed(false);
}

void TestLinks::startServer(bool guests)
{
    m_server.reset();
    if (guests && qEnvironmentVariableIsSet("FOYER_TEST_GUEST_URL")) {
        m_address = QUrl(qEnvironmentVariable("FOYER_TEST_GUEST_URL"));
        return;
    }
    server::ServerSettings settings;
    settings.dataFolder = m_folder.filePath(u"server"_s);
    settings.port = 0;
    settings.apiPort = 0;
    settings.anonymousLogin = guests;
    m_server = std::make_unique<server::EmbeddedServer>(settings);
    const auto started = m_server->start();
    QTRY_VERIFY_WITH_TIMEOUT(started.isFinished(), longestMs);
    QVERIFY(started.result().isOk());
    m_address = started.result()->xmpp;
}

void TestLinks::guestEntersTheRoomOfALink_data()
{
    QTest::addColumn<bool>("atStart");
    QTest::newRow("given at the start") << true;
    QTest::newRow("opened while signed out") << false;
}

void TestLinks::guestEntersTheRoomOfALink()
{
    QFETCH(bool, atStart);
    startServer(true);
    // Of another server than Foyer's own, for the scenarios.
    const QString link = qEnvironmentVariable("FOYER_TEST_GUEST_LINK", roomLink);
    CommandLine line;
    line.link = atStart ? link : QString();
    Program program(m_profile->path(), line);
    program.start();
    if (!atStart) {
        program.wiring->openLink(link);
    }
    QTRY_VERIFY(program.shownDialog<SignInDialog>());
    auto &signIn = *program.shownDialog<SignInDialog>();
    QCOMPARE(textOf(signIn, "linkLineEdit"), link);
    type(signIn, "nicknameLineEdit", u"carol"_s);
    click(signIn, "advancedToolButton");
    type(signIn, "serverUrlLineEdit", m_address.toString());
    click(signIn, "signInButton");

    // Inside the server, but in no room before it is confirmed.
    QTRY_VERIFY_WITH_TIMEOUT(program.shownDialog<JoinDialog>(), longestMs);
    auto &join = *program.shownDialog<JoinDialog>();
    QCOMPARE(textOf(join, "roomLineEdit"), RoomAddress::parse(link)->spelled());
    QCOMPARE(textOf(join, "nicknameLineEdit"), u"carol"_s);
    QVERIFY(program.backend.service().rooms().isEmpty());
    click(join, "joinButton");
    // The first guest finds no room and makes it.
    const auto room = RoomAddress::parse(link).value();
    if (atStart) {
        QTRY_VERIFY_WITH_TIMEOUT(!buttonText(join, "nextStepButton").isEmpty(), longestMs);
        click(join, "nextStepButton");
    }
    QTRY_COMPARE_WITH_TIMEOUT(program.backend.service().roomSummary(room).state, RoomState::Joined, longestMs);
    QCOMPARE(program.backend.service().roomSummary(room).nickname, u"carol"_s);
}

void TestLinks::roomElsewhereIsEnteredAsAGuest()
{
    CommandLine line;
    line.local = true;
    Program program(m_profile->path(), line);
    program.start();
    QTRY_COMPARE_WITH_TIMEOUT(program.backend.service().connectionState().kind, ConnectionState::Kind::Online,
                              longestMs);
    program.wiring->openLink(u"xmpp:caf%C3%A9@conference.example.org?join"_s);
    QTRY_VERIFY(program.shownDialog<JoinDialog>());
    auto &join = *program.shownDialog<JoinDialog>();
    click(join, "joinButton");
    QTRY_COMPARE_WITH_TIMEOUT(buttonText(join, "nextStepButton"), u"Join as a guest…"_s, longestMs);
    click(join, "nextStepButton");
    QTRY_VERIFY(program.shownDialog<SignInDialog>());
    QCOMPARE(textOf(*program.shownDialog<SignInDialog>(), "linkLineEdit"),
             u"xmpp:caf%C3%A9@conference.example.org?join"_s);
    // Still here: nothing has been given up yet.
    QCOMPARE(program.backend.service().connectionState().kind, ConnectionState::Kind::Online);
}

void TestLinks::serverWithoutGuestsLeadsToTheSignIn()
{
    startServer(false);
    const auto made = m_server->setPassword(u"alice"_s, u"secret"_s);
    QTRY_VERIFY_WITH_TIMEOUT(made.isFinished() && made.result().isOk(), longestMs);
    Program program(m_profile->path());
    program.start();
    // As a person does who has it from elsewhere.
    QTRY_VERIFY(program.shownDialog<StartDialog>());
    Q_EMIT program.shownDialog<StartDialog>()->linkRequested();
    QTRY_VERIFY(program.shownDialog<SignInDialog>());
    auto &signIn = *program.shownDialog<SignInDialog>();
    type(signIn, "linkLineEdit", roomLink);
    type(signIn, "nicknameLineEdit", u"carol"_s);
    click(signIn, "advancedToolButton");
    type(signIn, "serverUrlLineEdit", m_address.toString());
    click(signIn, "signInButton");
    QTRY_COMPARE_WITH_TIMEOUT(shown(signIn, "linkErrorLabel"),
                              u"This server lets no guests in. Sign in with an account."_s, longestMs);
    QCOMPARE(buttonText(signIn, "nextStepButton"), u"Use an account"_s);
    click(signIn, "nextStepButton");
    QVERIFY(part(signIn, "addressLineEdit")->isVisible());
    type(signIn, "addressLineEdit", u"alice@localhost"_s);
    type(signIn, "passwordLineEdit", u"secret"_s);
    click(signIn, "signInButton");
    // The way that the link began goes on.
    QTRY_VERIFY_WITH_TIMEOUT(program.shownDialog<JoinDialog>(), longestMs);
    QCOMPARE(program.backend.service().account().bare().toString(), u"alice@localhost"_s);
    QCOMPARE(textOf(*program.shownDialog<JoinDialog>(), "roomLineEdit"), u"Launch@conference.localhost"_s);
    QCOMPARE(textOf(*program.shownDialog<JoinDialog>(), "nicknameLineEdit"), u"carol"_s);
}

void TestLinks::secondStartRaisesTheWindow()
{
    Program program(m_profile->path());
    program.start();
    program.wiring->window().hide();
    SecondStart second(m_profile->path(), {});
    QCOMPARE(second.exitCode(), 0);
    QVERIFY(program.wiring->window().isVisible());
}

void TestLinks::secondStartHandsItsLinkOver()
{
    CommandLine line;
    line.local = true;
    Program program(m_profile->path(), line);
    program.start();
    QTRY_COMPARE_WITH_TIMEOUT(program.backend.service().connectionState().kind, ConnectionState::Kind::Online,
                              longestMs);
    SecondStart second(m_profile->path(), {roomLink});
    QCOMPARE(second.exitCode(), 0);
    QTRY_VERIFY(program.shownDialog<JoinDialog>());
    QCOMPARE(textOf(*program.shownDialog<JoinDialog>(), "roomLineEdit"), u"Launch@conference.localhost"_s);
    const auto rooms = program.backend.service().rooms();
    QVERIFY(std::none_of(rooms.cbegin(), rooms.cend(),
                         [](const RoomSummary &room) { return room.address.roomId() == "launch"_L1; }));
}

void TestLinks::secondStartDuringTheFirstIsHeard()
{
    Program program(m_profile->path());
    // The first has its profile, but no window yet.
    SecondStart second(m_profile->path(), {roomLink});
    program.start();
    QCOMPARE(second.exitCode(), 0);
    QTRY_VERIFY(program.shownDialog<SignInDialog>());
    QCOMPARE(textOf(*program.shownDialog<SignInDialog>(), "linkLineEdit"), roomLink);
}

void TestLinks::linkWaitsForTheSignInUnderWay()
{
    CommandLine line;
    line.local = true;
    Program program(m_profile->path(), line);
    program.start();
    QVERIFY(program.backend.service().account().isEmpty());
    program.wiring->openLink(roomLink);
    QVERIFY(!program.shownDialog<SignInDialog>());
    QTRY_VERIFY_WITH_TIMEOUT(program.shownDialog<JoinDialog>(), longestMs);
    QCOMPARE(textOf(*program.shownDialog<JoinDialog>(), "roomLineEdit"), u"Launch@conference.localhost"_s);
}

void TestLinks::linkBeforeTheFirstFrameTakesThePlaceOfTheStart()
{
    Program program(m_profile->path());
    program.start();
    program.wiring->openLink(roomLink);
    QTRY_VERIFY(program.shownDialog<SignInDialog>());
    QCOMPARE(textOf(*program.shownDialog<SignInDialog>(), "linkLineEdit"), roomLink);
    QVERIFY(!program.shownDialog<StartDialog>());
}

void TestLinks::whatIsNoLinkGetsASentence_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("scheme") << u"javascript:alert(1)"_s << 2;
    QTest::newRow("long") << QString(u"xmpp:"_s + QString(100'000, u'a') + u"@b?join"_s) << 1;
    QTest::newRow("newline") << u"xmpp:a@b?join\nraise"_s << 1;
    QTest::newRow("escape") << u"xmpp:a@b\x1b[2J?join"_s << 1;
}

void TestLinks::whatIsNoLinkGetsASentence()
{
    QFETCH(QString, argument);
    QFETCH(int, exitCode);
    {
        Program program(m_profile->path());
        program.start();
        SecondStart second(m_profile->path(), {argument});
        QCOMPARE(second.exitCode(), exitCode);
        const QString said = second.said();
        QVERIFY2(said.startsWith(u"foyer: "_s) && said.count(u'\n') == 1 && said.size() < 200, qPrintable(said));
        QVERIFY(!said.contains(u'\x1b'));
        // Nobody sees that line who has clicked a link.
        QCOMPARE(program.notice() != nullptr, exitCode == 1);
        if (program.notice()) {
            QCOMPARE(program.notice()->textFormat(), Qt::PlainText);
            QVERIFY(program.notice()->text().contains(u"leads to no room"_s));
            program.notice()->button(QMessageBox::Ok)->click();
        }
    }
    if (exitCode == 1) {
        // The same at the first start.
        CommandLine line;
        line.link = argument;
        Program program(m_profile->path(), line);
        program.start();
        QTRY_VERIFY(program.notice() && program.notice()->text().contains(u"leads to no room"_s));
        QVERIFY(!program.shownDialog<JoinDialog>());
        program.notice()->button(QMessageBox::Ok)->click();
    }
}

void TestLinks::linkToNoRoomSaysSoInTheDialog()
{
    CommandLine line;
    line.local = true;
    Program program(m_profile->path(), line);
    program.start();
    QTRY_COMPARE_WITH_TIMEOUT(program.backend.service().connectionState().kind, ConnectionState::Kind::Online,
                              longestMs);
    program.wiring->openLink(u"xmpp:conference.localhost?password=secret"_s);
    QTRY_VERIFY(program.shownDialog<JoinDialog>());
    const auto &join = *program.shownDialog<JoinDialog>();
    QCOMPARE(shown(join, "roomErrorLabel"), Error::make(ErrorKind::InvalidRoomId).text);
    QVERIFY(!join.isBusy());
}

QTEST_MAIN(TestLinks)
#include "tst_links.moc"

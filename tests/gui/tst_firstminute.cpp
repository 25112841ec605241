#include "app/windowwiring.h"
#include "ui/dialogs/choicecard.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
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
    void removedFirstRoomDoesNotComeBack();
    void failureIsShownAndNothingElseIsTried();
    void optionDoesNotChangeWhatIsRemembered();
    void commandLineFailureEndsTheProgram();
    void drivenProgramGetsNoRoomOfItsOwn();
};

namespace
{

constexpr int longestMs = 15'000;

/// One run of the program.
struct Run {
    explicit Run(const QString &folder, const CommandLine &line = {}) : backend(Profile(folder))
    {
        if (!backend.open(line)) {
            qFatal("the profile cannot be opened");
        }
        QObject::connect(&backend.service(), &ChatroomService::messageChanged, &backend,
                         [this](const RoomAddress &, MessageChange, const StoredMessage &row) {
                             states.append(row.body + u':' + nameOf(row.state));
                         });
        wiring = std::make_unique<WindowWiring>(*qApp, backend, line);
        if (!wiring->start({})) {
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
    RoomState lobby() { return backend.service().roomSummary(lobbyAddress()).state; }
    static RoomAddress lobbyAddress() { return RoomAddress::parse(u"lobby@conference.localhost"_s).value(); }

    Backend backend;
    QStringList states;
    std::unique_ptr<WindowWiring> wiring;
};

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

QTEST_MAIN(TestFirstMinute)
#include "tst_firstminute.moc"

#include "app/windowwiring.h"
#include "support/fakenotifications.h"
#include "support/faketrayhost.h"
#include "ui/trayicon.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// The whole program on a session bus of the test's own, whose tray comes and goes.
class TestTray : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void picturesTellTheStatesApart();
    void withoutATrayTheProgramEndsWithItsWindow();
    void closingEndsTheProgramUnlessItIsToStay();
    void windowStaysInTheTrayWhenThePersonWantsThat();
    void windowComesBackWhenTheTrayGoes();
    void startHiddenShowsNothingWithATray();
    void startHiddenWithoutATrayShowsTheWindow();
    void iconTellsWhatIsUnread();

private:
    void start(const CommandLine &line = {});
    QAction *action(const QString &name) const { return m_wiring->window().findChild<QAction *>(name); }
    TrayIcon *icon() const { return m_wiring->tray().icon(); }
    QAction *trayAction(const QString &name) const { return icon()->menu().findChild<QAction *>(name); }

    PrivateBus m_bus;
    std::unique_ptr<FakeTrayHost> m_desktop;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<WindowWiring> m_wiring;
    std::unique_ptr<QSignalSpy> m_done;
    int m_run = 0;
};

void TestTray::initTestCase()
{
    if (!m_bus.start()) {
        QSKIP("no dbus-daemon");
    }
    // Before anything asks for the session bus.
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.address().toUtf8());
    QVERIFY(QDBusConnection::sessionBus().isConnected());
    QApplication::setQuitOnLastWindowClosed(false);
}

void TestTray::init()
{
    m_desktop = std::make_unique<FakeTrayHost>();
    m_folder = std::make_unique<QTemporaryDir>();
    ++m_run;
}

void TestTray::cleanup()
{
    if (m_backend) {
        if (m_done->isEmpty()) {
            m_backend->close();
        }
        QTRY_VERIFY(!m_done->isEmpty());
    }
    m_wiring.reset();
    m_done.reset();
    m_backend.reset();
    m_desktop->stop();
}

void TestTray::start(const CommandLine &line)
{
    m_backend = std::make_unique<Backend>(Profile(m_folder->path()));
    QVERIFY(m_backend->open(line));
    m_done = std::make_unique<QSignalSpy>(m_backend.get(), &Backend::done);
    m_wiring = std::make_unique<WindowWiring>(*qApp, *m_backend, line);
    QVERIFY(m_wiring->start({}));
}

void TestTray::picturesTellTheStatesApart()
{
    const auto picture = [](TrayLook look) { return trayPicture(look, Tokens::light()).pixmap(32, 32).toImage(); };
    QList<QImage> seen;
    for (const bool offline : {false, true}) {
        for (const auto badge : {TrayLook::Badge::None, TrayLook::Badge::Unread, TrayLook::Badge::Mention}) {
            const QImage image = picture({badge, offline});
            QVERIFY(image.pixelColor(8, 16).alpha() > 0);
            QVERIFY(!seen.contains(image));
            seen.append(image);
        }
    }
}

void TestTray::withoutATrayTheProgramEndsWithItsWindow()
{
    start();
    QVERIFY(m_wiring->window().isVisible());
    QVERIFY(icon() == nullptr);
    QVERIFY(!action(u"keepRunningAction"_s)->isVisible());
    m_wiring->window().close();
    QTRY_COMPARE(m_done->size(), 1);
}

void TestTray::closingEndsTheProgramUnlessItIsToStay()
{
    QVERIFY(m_desktop->start(QDBusConnection::sessionBus()));
    start();
    QTRY_VERIFY(icon() != nullptr);
    if (QGuiApplication::platformName() == "xcb"_L1) {
        // Offscreen Qt has no tray of its own.
        QTRY_VERIFY(!m_desktop->icons.isEmpty());
    }
    QVERIFY(action(u"keepRunningAction"_s)->isVisible());
    QVERIFY(!action(u"keepRunningAction"_s)->isChecked());
    m_wiring->window().close();
    QTRY_COMPARE(m_done->size(), 1);
}

void TestTray::windowStaysInTheTrayWhenThePersonWantsThat()
{
    QVERIFY(m_desktop->start(QDBusConnection::sessionBus()));
    start();
    QTRY_VERIFY(icon() != nullptr);
    action(u"keepRunningAction"_s)->trigger();
    m_wiring->window().close();
    QVERIFY(!m_wiring->window().isVisible());
    QTRY_COMPARE(trayAction(u"trayToggleAction"_s)->text(), u"&Show Foyer"_s);
    trayAction(u"trayToggleAction"_s)->trigger();
    QVERIFY(m_wiring->window().isVisible());
    QTRY_COMPARE(trayAction(u"trayToggleAction"_s)->text(), u"&Hide Foyer"_s);
    m_wiring->window().showMinimized();
    QTRY_COMPARE(trayAction(u"trayToggleAction"_s)->text(), u"&Show Foyer"_s);
    trayAction(u"trayToggleAction"_s)->trigger();
    QVERIFY(!m_wiring->window().isMinimized());
    QTRY_COMPARE(trayAction(u"trayToggleAction"_s)->text(), u"&Hide Foyer"_s);
    QVERIFY(m_done->isEmpty());

    // It is remembered, and the tray's own entry ends the program.
    QVERIFY(m_wiring->tray().keepsRunning());
    trayAction(u"trayQuitAction"_s)->trigger();
    QTRY_COMPARE(m_done->size(), 1);
    m_wiring.reset();
    m_backend.reset();
    start();
    QTRY_VERIFY(icon() != nullptr);
    QVERIFY(action(u"keepRunningAction"_s)->isChecked());
}

void TestTray::windowComesBackWhenTheTrayGoes()
{
    QVERIFY(m_desktop->start(QDBusConnection::sessionBus()));
    start();
    QTRY_VERIFY(icon() != nullptr);
    action(u"keepRunningAction"_s)->trigger();
    m_wiring->window().close();
    QVERIFY(!m_wiring->window().isVisible());
    m_desktop->setHost(false);
    QTRY_VERIFY(m_wiring->window().isVisible());
    QVERIFY(icon() == nullptr);
    // And there is one again.
    m_desktop->setHost(true);
    QTRY_VERIFY(icon() != nullptr);
    QVERIFY(m_done->isEmpty());
}

void TestTray::startHiddenShowsNothingWithATray()
{
    QVERIFY(m_desktop->start(QDBusConnection::sessionBus()));
    CommandLine line;
    line.startHidden = true;
    start(line);
    QVERIFY(!m_wiring->window().isVisible());
    QTRY_VERIFY(icon() != nullptr);
    QVERIFY(!m_wiring->window().isVisible());
    m_wiring->raise();
    QVERIFY(m_wiring->window().isVisible());
}

void TestTray::startHiddenWithoutATrayShowsTheWindow()
{
    CommandLine line;
    line.startHidden = true;
    start(line);
    QTRY_VERIFY(m_wiring->window().isVisible());
    QVERIFY(icon() == nullptr);
}

void TestTray::iconTellsWhatIsUnread()
{
    const Theme theme(*qApp);
    TrayIcon icon(theme);
    QCOMPARE(icon.toolTip(), u"Foyer"_s);
    icon.setFacts(5, 0, false);
    QCOMPARE(icon.look(), (TrayLook{TrayLook::Badge::Unread, false}));
    icon.setFacts(5, 2, true);
    QCOMPARE(icon.look(), (TrayLook{TrayLook::Badge::Mention, true}));
    QCOMPARE(icon.toolTip().count(u" · "_s), 3);
    icon.setFacts(0, 0, false);
    QCOMPARE(icon.look(), TrayLook());
}

QTEST_MAIN(TestTray)
#include "tst_tray.moc"

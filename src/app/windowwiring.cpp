#include "app/windowwiring.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "app/noticebox.h"
#include "desktop/dbusnotifier.h"
#include "desktop/instancelock.h"
#include "models/servicelink.h"
#include "ui/appmenu.h"

#include <QDesktopServices>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
const auto zoomKey = "window/zoom"_L1;
const auto oneRoomKey = "rooms/onlyone"_L1;
/// A busy room is drawn so many milliseconds apart.
constexpr int busyRoomMs = 100;

std::unique_ptr<Notifier> makeNotifier()
{
    return std::make_unique<DBusNotifier>(QDBusConnection::sessionBus());
}

} // namespace

WindowWiring::WindowWiring(QApplication &application, Backend &backend, const CommandLine &line, QObject *parent)
    : QObject(parent),
      m_application(application),
      m_backend(backend),
      m_line(line),
      m_theme(application),
      m_state(backend.rooms(), backend.clock()),
      m_window({chosenTheme(), m_state}),
      m_signIn(backend, m_theme, &m_window),
      m_join(backend.service(), m_theme, &m_window),
      m_messageActions(backend.service(), m_state, m_window),
      m_talk({backend.service(), m_state, backend.settings(), m_window, m_theme, m_join}),
      m_typing(backend.service(), m_state, backend.settings(), m_window.menu()),
      m_keeper(m_state, backend.settings(), m_window),
      m_firstRoom(backend.service(), backend.settings()),
      m_serverSettings(backend.localServer(), backend.service(), m_theme, &m_window),
      m_connection(backend.service(), backend.clock(), m_theme, &m_window),
      m_about(backend.service(), backend.clock(), m_theme, m_window),
      m_notices({backend.service(), m_state, backend.settings(), m_window}, makeNotifier()),
      m_images({m_window.images(), backend.settings(), backend.clock(), [&backend] { return backend.tls(); },
                backend.profile().imagesFolder(), QCoreApplication::applicationFilePath()}),
      m_trayHost(QDBusConnection::sessionBus()),
      m_tray({m_state, backend.settings(), m_window, m_theme, m_trayHost}),
      m_quit({m_state, m_window, m_theme, m_line.isDriven(), [this] { return m_tray.keepsRunning(); }}),
      m_thumbnails(m_state, QCoreApplication::applicationFilePath()),
      m_screenshot(backend.service(), backend.clock(), &m_window)
{
    m_state.setPace(busyRoomMs);
    linkAppState(m_backend.service(), m_state);
    connectWindow();
    connectMessages();
    connectLocalServer();
    connect(&m_talk, &TalkFlow::uploaded, &m_images, &ImageFlow::onUploaded);
    const auto readAccount = [this] { m_images.setAccount(m_backend.service().account().bare().toString()); };
    connect(&m_state, &AppState::accountChanged, this, readAccount);
    readAccount();
    connect(&m_backend, &Backend::quitRequested, this, [this] { quit(); });
    connect(&m_backend, &Backend::done, this, [this] { QApplication::exit(m_exitCode); });
    connect(&m_screenshot, &Screenshot::taken, this, [this](int exitCode) { quit(exitCode); });
    connect(&m_signIn, &SignInFlow::signedIn, this, [this](const RoomAddress &guestRoom, const QString &nickname) {
        JoinOptions options;
        options.nickname = nickname;
        options.password = guestRoom.linkPassword();
        if (guestRoom.isResolved()) {
            m_wantedLink.clear();
            m_join.open(guestRoom, options);
        } else {
            openWanted();
        }
    });
    connect(&m_notices, &NoticeFlow::raiseRequested, this, &WindowWiring::raise);
    connect(&m_tray, &TrayFlow::raiseRequested, this, &WindowWiring::raise);
    connect(&m_tray, &TrayFlow::quitRequested, &m_quit, &QuitFlow::ask);
    connect(&m_join, &JoinFlow::joined, &m_window, &MainWindow::showRoom);
    connect(&m_join, &JoinFlow::signInRequested, &m_signIn, &SignInFlow::openStart);
    connect(&m_join, &JoinFlow::guestRequested, &m_signIn, &SignInFlow::openGuest);
    connect(&m_backend.service(), &ChatroomService::joined, this,
            [this](const RoomAddress &room) { showFirstRoom(room); });
    connect(&m_backend.service(), &ChatroomService::rejoined, this, [this](const RoomAddress &room) {
        // One that is shown stays as it is: somebody may be writing elsewhere.
        if (!m_state.activePage()) {
            m_window.showRoom(room);
        }
    });
}

WindowWiring::~WindowWiring() = default;

Theme &WindowWiring::chosenTheme()
{
    const QString zoom = m_backend.settings().value(zoomKey);
    if (!zoom.isEmpty() && m_line.screenshotFile.isEmpty()) {
        m_theme.setZoom(zoom.toInt());
    }
    connect(&m_theme, &Theme::zoomChanged, this, [this](int percent) {
        const QString kept = percent == Theme::usualZoom ? QString() : QString::number(percent);
        if (const auto stored = m_backend.settings().setValue(zoomKey, kept); !stored) {
            qCWarning(lcApp) << "the size of text could not be kept:" << stored.error();
        }
    });
    if (m_line.theme == "light"_L1) {
        m_theme.setMode(Theme::Mode::Light);
    } else if (m_line.theme == "dark"_L1) {
        m_theme.setMode(Theme::Mode::Dark);
    } else if (m_line.theme == "contrast"_L1) {
        m_theme.setMode(Theme::Mode::Contrast);
    } else {
        const auto follow = [this] {
            const ColourScheme::Wish wish = m_desktopWish.wish();
            m_theme.setDesktopPrefersDark(wish == ColourScheme::Wish::NoPreference
                                              ? std::nullopt
                                              : std::optional(wish == ColourScheme::Wish::Dark));
        };
        connect(&m_desktopWish, &ColourScheme::wishChanged, this, follow);
        follow();
        connect(&m_desktopWish, &ColourScheme::contrastChanged, &m_theme, &Theme::setDesktopWantsContrast);
        m_theme.setDesktopWantsContrast(m_desktopWish.wantsContrast());
    }
    connect(&m_desktopWish, &ColourScheme::lessMotionChanged, &m_theme, &Theme::setReducedMotion);
    m_theme.setReducedMotion(m_desktopWish.wantsLessMotion());
    return m_theme;
}

void WindowWiring::connectWindow()
{
    ChatroomService &service = m_backend.service();
    connect(&m_window, &MainWindow::joinDialogRequested, this, [this] { m_join.open(); });
    connect(&m_window, &MainWindow::joinAgainRequested, this, [this, &service](const RoomAddress &room) {
        // With what stands in the way, where that is to be mended.
        m_join.open(room, {}, service.roomSummary(room).error);
    });
    connect(&m_window, &MainWindow::alternativeRequested, this, [this](const QString &address) {
        if (const auto room = RoomAddress::parse(address)) {
            m_join.open(room.value());
        }
    });
    connect(&m_window, &MainWindow::signInRequested, &m_signIn, &SignInFlow::openStart);
    connect(&m_window, &MainWindow::startDialogRequested, &m_signIn, &SignInFlow::openStart);
    connect(&m_window, &MainWindow::roomActivated, &service, &ChatroomService::setVisibleRoom);
    connect(&m_window, &MainWindow::leaveRequested, &service, &ChatroomService::leaveChatroom);
    connect(&m_window, &MainWindow::rejoinRequested, this, [this, &service](const RoomAddress &room) {
        isSignedOut() ? signInAgain() : service.rejoinChatroom(room);
    });
    connect(&m_window, &MainWindow::removeRequested, &service, &ChatroomService::removeRoom);
    connect(&m_window, &MainWindow::retryNowRequested, this,
            [this, &service] { isSignedOut() ? signInAgain() : service.retryNow(); });
    connect(&m_window, &MainWindow::linkActivated, this, [this](const QUrl &link) {
        if (link.scheme() == "xmpp"_L1) {
            openLink(link.toString());
        } else {
            QDesktopServices::openUrl(link);
        }
    });
    QAction *connection = m_window.menu().help()->addAction(tr("&Connection…"));
    connection->setObjectName(u"connectionAction"_s);
    connect(connection, &QAction::triggered, &m_connection, &ConnectionFlow::open);
    connect(&m_quit, &QuitFlow::confirmed, this, [this] { quit(); });
    connect(&m_window, &MainWindow::closed, this, [this] {
        // With a tray and the wish to stay there, closing has only hidden the window.
        if (!m_tray.keepsRunning()) {
            quit();
        }
    });
}

bool WindowWiring::isSignedOut() const
{
    // After a final answer the same once more would be refused again, and without an account there is nothing to try.
    return m_backend.service().connectionState().kind == ConnectionState::Kind::Offline && !m_signIn.isUnderWay();
}

void WindowWiring::signInAgain()
{
    m_signIn.mayAskAgain() ? m_signIn.openAgain() : m_signIn.openStart();
}

void WindowWiring::connectMessages()
{
    ChatroomService &service = m_backend.service();
    connect(&m_window, &MainWindow::resendRequested, this, [this, &service](const RoomAddress &room, MessageKey key) {
        whenDone(service.resend(room, key), this, [this, room, key](const Result<MessageKey> &sent) {
            if (sent) {
                m_state.onSentAgain(room, key);
            } else {
                m_state.onSendRefused(room, {}, sent.error());
            }
        });
    });
}

void WindowWiring::connectLocalServer()
{
    connect(&m_backend.localServer(), &LocalServer::runningChanged, this, [this](bool running) {
        m_window.menu().setServerSettingsShown(running);
        applySeveralRooms();
    });
    connect(&m_window.menu(), &AppMenu::severalRoomsChosen, this, [this](bool allowed) {
        if (const auto kept = m_backend.settings().setValue(oneRoomKey, allowed ? QString() : u"yes"_s); !kept) {
            qCWarning(lcApp) << "the choice of several rooms could not be kept:" << kept.error();
        }
        applySeveralRooms();
    });
    applySeveralRooms();
    connect(&m_window, &MainWindow::serverSettingsRequested, &m_serverSettings, &ServerSettingsFlow::open);
    connect(&m_backend, &Backend::localServerReady, this, [this] {
        // Whoever was given a link, or drives the program, has a room to go to.
        if (m_wantedLink.isEmpty() && !m_line.isDriven()) {
            m_firstRoom.offer();
        }
    });
    connect(&m_signIn, &SignInFlow::localFailed, this, [this](const Error &error) {
        // One that is ending has itself stopped what was starting.
        if (m_line.local && !m_quitting) {
            Q_EMIT failed(error);
            quit(1);
        }
    });
}

void WindowWiring::applySeveralRooms()
{
    // On this computer the room server's own switch decides.
    const bool isLocal = m_backend.localServer().isRunning();
    const bool wanted = m_backend.settings().value(oneRoomKey).isEmpty();
    m_window.menu().setSeveralRoomsShown(!isLocal);
    m_window.menu().setSeveralRooms(wanted);
    m_backend.service().setSeveralRoomsAllowed(wanted || isLocal);
}

Result<Done> WindowWiring::start(const QString &password)
{
    constexpr QSize usualSize(1240, 760);
    m_window.resize(m_line.size.value_or(usualSize));
    if (m_line.screenshotFile.isEmpty()) {
        if (QGuiApplication::platformName() != "offscreen"_L1) {
            m_keeper.fitScreen();
        }
        m_keeper.restore();
        connect(&m_backend.service(), &ChatroomService::roomsChanged, &m_keeper, &WindowKeeper::restoreRoom);
    }
    if (m_line.startHidden && m_line.screenshotFile.isEmpty()) {
        // Nobody looks at a window that is not there.
        m_state.setWindowActive(false);
        m_tray.startHidden();
    } else {
        m_window.show();
        // Until it is activated nobody looks at it: it may come up behind another one, or minimised.
        m_state.setWindowActive(m_window.isActiveWindow());
    }
    const bool isLink = m_line.link.isEmpty() || InstanceLock::isAcceptableLink(m_line.link);
    m_wantedLink = isLink ? m_line.link : QString();
    if (!m_line.screenshotFile.isEmpty()) {
        m_screenshot.start(m_line.screenshotFile, m_line.rooms);
    }
    const bool asks = m_line.account.isEmpty() || m_line.passwordFile.isEmpty();
    const bool isLocal = m_line.local || (m_line.account.isEmpty() && m_signIn.isLocalKept());
    const bool joinsWait = isLocal || (asks && QGuiApplication::platformName() != "offscreen"_L1);
    if (joinsWait) {
        // Joins wait until somebody is in: a password that was mistyped would be the end of them.
        connect(&m_signIn, &SignInFlow::signedIn, this, &WindowWiring::joinOnce, Qt::SingleShotConnection);
    }
    if (m_line.allowPlain) {
        if (const auto allowed = m_backend.allowWeakSignIn(m_line.account); !allowed) {
            return allowed;
        }
    }
    if (m_line.local) {
        m_signIn.useThisComputer(SignInFlow::Remember::No);
    } else if (m_line.account.isEmpty() && (joinsWait || m_line.rooms.isEmpty())) {
        beginOnceSeen(isLink);
        return joinsWait ? Result<Done>(Done{}) : m_backend.joinFrom(m_line);
    } else if (m_line.account.isEmpty()) {
        m_signIn.begin(m_wantedLink);
    } else if (m_line.passwordFile.isEmpty()) {
        m_signIn.signInKept(m_line.account, m_line.servers, m_line.caFile, SignInFlow::Remember::No);
    } else if (const auto signedIn = m_backend.signIn(m_line.account, password, m_line.servers, m_line.caFile);
               !signedIn) {
        return signedIn;
    } else {
        openWanted();
    }
    showStartNotices(isLink);
    return joinsWait ? Result<Done>(Done{}) : m_backend.joinFrom(m_line);
}

void WindowWiring::beginOnceSeen(bool isLink)
{
    const auto begin = [this, isLink] {
        m_signIn.begin(m_wantedLink);
        showStartNotices(isLink);
    };
    if (m_window.isVisible() && m_line.screenshotFile.isEmpty()) {
        m_firstFrame = std::make_unique<FirstFrame>(m_window, m_backend.clock(), begin);
    } else {
        begin();
    }
}

void WindowWiring::showStartNotices(bool isLink)
{
    if (!m_backend.notice().isEmpty()) {
        showNotice(m_window, m_backend.notice());
    }
    if (!isLink) {
        refuseLink();
    }
}

void WindowWiring::joinOnce()
{
    if (const auto asked = m_backend.joinFrom(m_line); !asked) {
        Q_EMIT failed(asked.error());
        quit(1);
    }
    m_line.rooms.clear();
}

void WindowWiring::showFirstRoom(const RoomAddress &room)
{
    const RoomPageState *active = m_state.activePage();
    // Also when it is shown already: its composer has just opened, and one wants to write.
    if (!active || active->address() == room) {
        m_window.showRoom(room);
    }
}

void WindowWiring::quit(int exitCode)
{
    m_exitCode = std::max(m_exitCode, exitCode);
    if (std::exchange(m_quitting, true)) {
        return;
    }
    Q_EMIT ending();
    m_firstFrame.reset();
    if (m_line.screenshotFile.isEmpty()) {
        m_keeper.keep();
    }
    m_talk.close();
    // Should the tray go now, the window does not come back for it.
    disconnect(&m_trayHost, nullptr, &m_tray, nullptr);
    m_window.hide();
    m_backend.close();
}

} // namespace foyer

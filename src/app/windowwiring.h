#pragma once

#include "app/aboutflow.h"
#include "app/backend.h"
#include "app/commandline.h"
#include "app/connectionflow.h"
#include "app/firstroom.h"
#include "app/imageflow.h"
#include "app/joinflow.h"
#include "app/messageactions.h"
#include "app/noticeflow.h"
#include "app/quitflow.h"
#include "app/screenshot.h"
#include "app/serversettingsflow.h"
#include "app/signinflow.h"
#include "app/talkflow.h"
#include "app/thumbnailflow.h"
#include "app/trayflow.h"
#include "app/typingflow.h"
#include "app/windowkeeper.h"
#include "desktop/colourscheme.h"
#include "models/appstate.h"
#include "ui/firstframe.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"

#include <QApplication>
#include <QObject>

#include <memory>

namespace foyer
{

/// Builds the window on top of the backend and connects every wish of the interface to the service.
class WindowWiring : public QObject
{
    Q_OBJECT

public:
    WindowWiring(QApplication &application, Backend &backend, const CommandLine &line, QObject *parent = nullptr);
    ~WindowWiring() override;

    /// Signs in as the command line says, or shows the sign-in window. The error's text is for a person.
    Result<Done> start(const QString &password);

    MainWindow &window() { return m_window; }
    Theme &theme() { return m_theme; }
    TrayFlow &tray() { return m_tray; }
    const AppState &state() const { return m_state; }

    void raise();
    /// Opens the join dialog filled in from \a link; nothing is joined before the person confirms.
    void openLink(const QString &link);
    /// Says that a link leads to no room; whatever it was.
    void refuseLink();
    /// Closes in order and ends the program with \a exitCode; when it is ending already, with the higher of the codes.
    void quit(int exitCode = 0);

Q_SIGNALS:
    /// The program closes: nothing is to be asked of it any more.
    void ending();
    /// What was asked for on the command line cannot be done; the program ends with exit code 1.
    void failed(const foyer::Error &error);

private:
    /// The theme as the command line, the settings and the desktop want it. Before any window is made: changing it
    /// under one costs as much as making it.
    Theme &chosenTheme();
    void connectWindow();
    void connectMessages();
    void connectLocalServer();
    void applySeveralRooms();
    void showFirstRoom(const RoomAddress &room);
    void openWanted();
    void joinOnce();
    /// Whether nothing is tried by itself: a wish to be connected is one to sign in.
    bool isSignedOut() const;
    void signInAgain();
    /// What a start without an account on the command line opens, after the window itself.
    void beginOnceSeen(bool isLink);
    /// What the person is to be told, after the dialogs that a start may open, so that it stands in front of them.
    void showStartNotices(bool isLink);

    QApplication &m_application;
    Backend &m_backend;
    CommandLine m_line;
    Theme m_theme;
    ColourScheme m_desktopWish;
    AppState m_state;
    MainWindow m_window;
    SignInFlow m_signIn;
    JoinFlow m_join;
    MessageActions m_messageActions;
    TalkFlow m_talk;
    TypingFlow m_typing;
    WindowKeeper m_keeper;
    FirstRoom m_firstRoom;
    ServerSettingsFlow m_serverSettings;
    ConnectionFlow m_connection;
    AboutFlow m_about;
    NoticeFlow m_notices;
    ImageFlow m_images;
    TrayHost m_trayHost;
    TrayFlow m_tray;
    QuitFlow m_quit;
    ThumbnailFlow m_thumbnails;
    Screenshot m_screenshot;
    std::unique_ptr<FirstFrame> m_firstFrame;
    QString m_wantedLink;
    int m_exitCode = 0;
    bool m_quitting = false;
};

} // namespace foyer

#pragma once

#include "core/roomaddress.h"
#include "core/roommessage.h"
#include "models/noticelevel.h"
#include "models/moderation.h"
#include "models/slashcommand.h"
#include "ui/windowkeys.h"

#include <QMainWindow>

#include <functional>
#include <memory>

namespace foyer
{

namespace Ui
{
class MainWindow;
}

class Announcements;
class AppMenu;
class AppState;
class FocusAreas;
class ImageShelf;
class PeoplePane;
class RoomPage;
class Sidebar;
class Theme;

/// What the window is made of. All of it outlives the window.
struct MainWindowDeps {
    Theme &theme;
    AppState &state; ///< fed by linkAppState()
};

/// Rooms, timeline, people. Shows what AppState offers and says what the person wants; it calls no service:
///
///     MainWindow window({theme, state});
///     connect(&window, &MainWindow::sendRequested, ...)      -> sendMessage(); on an error AppState::onSendRefused()
///     leaveRequested, rejoinRequested, removeRequested       -> leaveChatroom(), rejoinChatroom(), removeRoom()
///     loadGapRequested, resendRequested, retryNowRequested   -> loadGap(), resend(), retryNow()
///     reactionsRequested, retractRequested, moderateRequested, historyRequested
///                                                            -> setReactions(), retractMessage(), ...
///     noticeLevelChosen                                      -> RoomPageState::setNoticeLevel(), and kept
///     roomActivated                                          -> setVisibleRoom()
///     joinDialogRequested, joinAgainRequested, alternativeRequested  -> the join dialog, empty or filled in
///     signInRequested, startDialogRequested                  -> the question where the rooms are
///     serverSettingsRequested                                -> the settings of the room server of this computer
///     linkActivated                                          -> the desktop's browser or mail program
///     quitRequested                                          -> an orderly end
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(const MainWindowDeps &deps, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// The program's menu, for further entries of its *Help*.
    AppMenu &menu() { return *m_menu; }
    /// The images of the timeline, for whoever fetches them.
    ImageShelf &images() const;
    /// Widths and visibility of the panes, for the settings.
    QByteArray paneState() const;
    void restorePanes(const QByteArray &state);

public Q_SLOTS:
    /// Shows a room that AppState lists.
    void showRoom(const foyer::RoomAddress &room);
    /// All shortcuts of the window, as Ctrl+/ shows them.
    void showShortcuts();

Q_SIGNALS:
    void joinDialogRequested();
    /// The room needs another nickname or a password.
    void joinAgainRequested(const foyer::RoomAddress &room);
    /// Join the room that \a address names instead of one that was closed.
    void alternativeRequested(const QString &address);
    void signInRequested();
    void startDialogRequested();
    void serverSettingsRequested();
    void roomActivated(const foyer::RoomAddress &room);
    /// \a replyTo: the row that is answered, 0 for none.
    void sendRequested(const foyer::RoomAddress &room, const QString &body, foyer::MessageKey replyTo);
    void correctRequested(const foyer::RoomAddress &room, foyer::MessageKey key, const QString &body);
    /// \a text is what was written, for AppState::onSendRefused() should the command fail.
    void commandRequested(const foyer::RoomAddress &room, const foyer::SlashCommand &command, const QString &text);
    void askToSpeakRequested(const foyer::RoomAddress &room);
    void moderationRequested(const foyer::RoomAddress &room, const foyer::Moderation &moderation);
    void leaveRequested(const foyer::RoomAddress &room);
    void favouriteRequested(const foyer::RoomAddress &room, bool favourite);
    void rejoinRequested(const foyer::RoomAddress &room);
    void removeRequested(const foyer::RoomAddress &room);
    void noticeLevelChosen(const foyer::RoomAddress &room, foyer::NoticeLevel level);
    /// \a beforeKey as in TimelineGap; 0 is the newest end.
    void loadGapRequested(const foyer::RoomAddress &room, foyer::MessageKey beforeKey);
    void resendRequested(const foyer::RoomAddress &room, foyer::MessageKey key);
    void reactionsRequested(const foyer::RoomAddress &room, foyer::MessageKey key, const QStringList &emojis);
    void retractRequested(const foyer::RoomAddress &room, foyer::MessageKey key);
    void moderateRequested(const foyer::RoomAddress &room, foyer::MessageKey key, const QString &reason);
    void historyRequested(const foyer::RoomAddress &room, foyer::MessageKey key);
    void retryNowRequested();
    /// http, https, mailto, or xmpp for a room to join.
    void linkActivated(const QUrl &link);
    void quitRequested();
    /// The window was closed by its frame.
    void closed();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void makePanes();
    void makeMenu();
    void makeAreas();
    void onKey(KeyAction action, int which);
    void stepRoom(int step, bool unreadOnly);
    void openSwitcher();
    void askToRemove(const RoomAddress &room);
    void connectPage();
    void connectMessageActs();
    void showActiveRoom();
    void updateEmptyPage();
    void updateTitle();
    /// Whether the window is too narrow for a pane beside the others, at the present size of text.
    bool foldsPeople() const;
    bool foldsRooms() const;
    void applyFolding();
    void forActiveRoom(const std::function<void(const RoomAddress &)> &tell) const;

    Theme &m_theme;
    AppState &m_state;
    const std::unique_ptr<Ui::MainWindow> m_ui;
    AppMenu *m_menu;
    Sidebar *m_sidebar;
    RoomPage *m_page;
    PeoplePane *m_people;
    std::unique_ptr<FocusAreas> m_areas;
    std::unique_ptr<Announcements> m_announcements;
    bool m_peopleWanted = true;    ///< in a window wide enough
    bool m_peopleUnfolded = false; ///< in a narrow one
    bool m_roomsUnfolded = false;
};

} // namespace foyer

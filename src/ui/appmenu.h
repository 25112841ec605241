#pragma once

#include <QMenu>

namespace foyer
{

/// The program's menu: what belongs to no room. *Help* is filled by whoever has something to offer there, and stays
/// hidden while nobody has.
class AppMenu : public QMenu
{
    Q_OBJECT

public:
    explicit AppMenu(QWidget *parent = nullptr);

    /// The submenu *Help*; add actions with an objectName.
    QMenu *help() const { return m_help; }
    /// Whether *Room server…* is offered: the rooms live on this computer.
    void setServerSettingsShown(bool shown);

    /// Whether *Be in several rooms at once* is ticked; hidden where the server decides it.
    void setSeveralRooms(bool allowed);
    void setSeveralRoomsShown(bool shown);

    /// Whether *Keep running in the tray* is ticked; offered only where there is a tray.
    void setKeepRunning(bool wanted);
    void setKeepRunningShown(bool shown);
    /// Whether *Let others see that I type* is ticked.
    void setTypingShared(bool shared);

Q_SIGNALS:
    void joinDialogRequested();
    void serverSettingsRequested();
    /// Another place for the rooms: this computer, a server, a link.
    void startDialogRequested();
    void quitRequested();
    void severalRoomsChosen(bool allowed);
    void keepRunningChosen(bool wanted);
    void typingSharedChosen(bool shared);

private:
    void updateHelp();

    QAction *m_serverSettings;
    QAction *m_severalRooms;
    QAction *m_keepRunning;
    QAction *m_typingShared;
    QMenu *m_help;
};

} // namespace foyer

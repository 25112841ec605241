#include "ui/appmenu.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace foyer
{

AppMenu::AppMenu(QWidget *parent) : QMenu(parent)
{
    setObjectName(u"appMenu"_s);
    const auto add = [this](const QString &text, const QString &name, void (AppMenu::*wish)()) {
        QAction *action = addAction(text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, wish);
        return action;
    };
    add(tr("&Join a room…"), u"joinAction"_s, &AppMenu::joinDialogRequested);
    m_serverSettings = add(tr("&Room server…"), u"serverSettingsAction"_s, &AppMenu::serverSettingsRequested);
    m_serverSettings->setVisible(false);
    add(tr("&Use other rooms…", "rooms of this computer, of another server, or of a link"), u"startAction"_s,
        &AppMenu::startDialogRequested);
    m_severalRooms = addAction(tr("&Be in several rooms at once"));
    m_severalRooms->setObjectName(u"severalRoomsAction"_s);
    m_severalRooms->setCheckable(true);
    m_severalRooms->setChecked(true);
    connect(m_severalRooms, &QAction::triggered, this, &AppMenu::severalRoomsChosen);
    m_keepRunning = addAction(tr("&Keep running in the tray"));
    m_keepRunning->setObjectName(u"keepRunningAction"_s);
    m_keepRunning->setCheckable(true);
    m_keepRunning->setVisible(false);
    connect(m_keepRunning, &QAction::triggered, this, &AppMenu::keepRunningChosen);
    m_typingShared = addAction(tr("Let others see that I &type"));
    m_typingShared->setObjectName(u"typingSharedAction"_s);
    m_typingShared->setCheckable(true);
    m_typingShared->setChecked(true);
    connect(m_typingShared, &QAction::triggered, this, &AppMenu::typingSharedChosen);
    addSeparator();
    m_help = addMenu(tr("&Help"));
    m_help->setObjectName(u"helpMenu"_s);
    connect(this, &QMenu::aboutToShow, this, &AppMenu::updateHelp);
    add(tr("&Quit"), u"quitAction"_s, &AppMenu::quitRequested);
    updateHelp();
}

void AppMenu::setServerSettingsShown(bool shown)
{
    m_serverSettings->setVisible(shown);
}

void AppMenu::setSeveralRooms(bool allowed)
{
    m_severalRooms->setChecked(allowed);
}

void AppMenu::setTypingShared(bool shared)
{
    m_typingShared->setChecked(shared);
}

void AppMenu::setSeveralRoomsShown(bool shown)
{
    m_severalRooms->setVisible(shown);
}

void AppMenu::setKeepRunning(bool wanted)
{
    m_keepRunning->setChecked(wanted);
}

void AppMenu::setKeepRunningShown(bool shown)
{
    m_keepRunning->setVisible(shown);
}

void AppMenu::updateHelp()
{
    m_help->menuAction()->setVisible(!m_help->isEmpty());
}

} // namespace foyer

#include "app/trayflow.h"

#include "core/logging.h"
#include "models/appstate.h"
#include "store/usersettings.h"
#include "ui/appmenu.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"
#include "ui/trayicon.h"

#include <QEvent>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
const auto keepKey = "tray/keeprunning"_L1;
}

TrayFlow::TrayFlow(const TrayFlowDeps &deps, QObject *parent) : QObject(parent), m_deps(deps)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &TrayFlow::tell);
    const auto tellSoon = [this] { m_soon.start(0); };
    const RoomListModel &rooms = deps.state.rooms();
    connect(&rooms, &QAbstractItemModel::dataChanged, this, tellSoon);
    connect(&rooms, &QAbstractItemModel::rowsInserted, this, tellSoon);
    connect(&rooms, &QAbstractItemModel::rowsRemoved, this, tellSoon);
    connect(&deps.state, &AppState::connectionChanged, this, tellSoon);
    AppMenu &menu = deps.window.menu();
    menu.setKeepRunning(!deps.settings.value(keepKey).isEmpty());
    connect(&menu, &AppMenu::keepRunningChosen, this, [this](bool wanted) {
        if (const auto kept = m_deps.settings.setValue(keepKey, wanted ? u"yes"_s : QString()); !kept) {
            qCWarning(lcApp) << "the choice of the tray could not be kept:" << kept.error();
        }
    });
    deps.window.installEventFilter(this);
    connect(&deps.host, &TrayHost::changed, this, &TrayFlow::onHost);
    onHost();
}

TrayFlow::~TrayFlow() = default;

void TrayFlow::startHidden()
{
    m_startsHidden = true;
    onHost();
}

bool TrayFlow::keepsRunning() const
{
    return m_icon && !m_deps.settings.value(keepKey).isEmpty();
}

void TrayFlow::onHost()
{
    const bool isThere = m_deps.host.state() == TrayHost::State::Present;
    m_deps.window.menu().setKeepRunningShown(isThere);
    if (isThere && !m_icon) {
        m_icon = std::make_unique<TrayIcon>(m_deps.theme);
        connect(m_icon.get(), &TrayIcon::toggleRequested, this, &TrayFlow::toggle);
        connect(m_icon.get(), &TrayIcon::quitRequested, this, &TrayFlow::quitRequested);
        tell();
    } else if (m_deps.host.state() == TrayHost::State::Missing) {
        const bool isOnlyThere = (m_icon || m_startsHidden) && !m_deps.window.isVisible();
        m_icon.reset();
        m_startsHidden = false;
        if (isOnlyThere) {
            Q_EMIT raiseRequested();
        }
    }
}

void TrayFlow::tell()
{
    if (!m_icon) {
        return;
    }
    int mentions = 0;
    const RoomListModel &rooms = m_deps.state.rooms();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        mentions += rooms.entry(row).mentions;
    }
    const bool isOffline = m_deps.state.hasAccount() && m_deps.state.connectionTone() != AppState::Tone::Good;
    m_icon->setFacts(rooms.totalUnread(), mentions, isOffline);
    m_icon->setWindowShown(isInFront());
}

bool TrayFlow::isInFront() const
{
    return m_deps.window.isVisible() && !m_deps.window.isMinimized();
}

void TrayFlow::toggle()
{
    if (isInFront()) {
        m_deps.window.hide();
    } else {
        Q_EMIT raiseRequested();
    }
}

bool TrayFlow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide || event->type() == QEvent::WindowStateChange) {
        m_soon.start(0);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace foyer

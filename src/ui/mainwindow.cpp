#include "ui/mainwindow.h"

#include "models/announcements.h"
#include "models/appstate.h"
#include "models/roomsteps.h"
#include "ui/announcer.h"
#include "ui/appmenu.h"
#include "ui/focusareas.h"
#include "ui/people/peoplepane.h"
#include "ui/room/roompage.h"
#include "ui/rooms/quickswitcher.h"
#include "ui/rooms/sidebar.h"
#include "ui/shortcutsdialog.h"
#include "ui/theme.h"
#include "ui/timeline/timelineview.h"
#include "ui_mainwindow.h"

#include <QCloseEvent>
#include <QDataStream>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int narrowestCentre = 280;
constexpr int narrowestSide = 180;
constexpr int widestSide = 420;
constexpr QSize firstSize(1240, 760);
constexpr QSize smallestSize(380, 360);

} // namespace

MainWindow::MainWindow(const MainWindowDeps &deps, QWidget *parent)
    : QMainWindow(parent),
      m_theme(deps.theme),
      m_state(deps.state),
      m_ui(std::make_unique<Ui::MainWindow>()),
      m_menu(new AppMenu(this)),
      m_sidebar(new Sidebar(deps.theme, deps.state, this)),
      m_page(new RoomPage(deps.theme, deps.state.clock(), this)),
      m_people(new PeoplePane(deps.theme, this))
{
    m_ui->setupUi(this);
    setObjectName(u"mainWindow"_s);
    makePanes();
    makeMenu();
    makeAreas();
    m_announcements = std::make_unique<Announcements>(m_state);
    auto *announcer = new Announcer(this);
    connect(m_announcements.get(), &Announcements::announced, announcer, &Announcer::announce);
    connect(m_page->timeline(), &TimelineView::announced, announcer, &Announcer::announce);
    connect(new WindowKeys(this), &WindowKeys::triggered, this, &MainWindow::onKey);
    connectPage();
    connect(m_sidebar, &Sidebar::roomChosen, this, &MainWindow::showRoom);
    connect(m_sidebar, &Sidebar::joinDialogRequested, this, &MainWindow::joinDialogRequested);
    connect(m_sidebar, &Sidebar::signInRequested, this, &MainWindow::signInRequested);
    connect(m_sidebar, &Sidebar::favouriteRequested, this, &MainWindow::favouriteRequested);
    connect(m_sidebar, &Sidebar::leaveRequested, this, &MainWindow::leaveRequested);
    connect(m_sidebar, &Sidebar::rejoinRequested, this, &MainWindow::rejoinRequested);
    connect(m_sidebar, &Sidebar::removeRequested, this, &MainWindow::askToRemove);
    connect(m_people, &PeoplePane::mentionRequested, m_page, &RoomPage::mention);
    connect(m_people, &PeoplePane::moderationRequested, this, &MainWindow::moderationRequested);
    connect(m_page, &RoomPage::moderationRequested, this, &MainWindow::moderationRequested);
    m_page->setEmoji(&deps.state.emoji());
    connect(&m_state, &AppState::activeRoomChanged, this, &MainWindow::showActiveRoom);
    connect(&m_state, &AppState::accountChanged, this, &MainWindow::updateEmptyPage);
    connect(&m_state, &AppState::connectionChanged, this, &MainWindow::updateEmptyPage);
    connect(&m_state.rooms(), &RoomListModel::totalUnreadChanged, this, &MainWindow::updateTitle);
    connect(m_ui->emptyActionPushButton, &QPushButton::clicked, this, [this] {
        if (m_state.isSignedOut()) {
            Q_EMIT signInRequested();
        } else {
            Q_EMIT joinDialogRequested();
        }
    });
    connect(&m_theme, &Theme::changed, this, &MainWindow::updateEmptyPage);
    connect(&m_theme, &Theme::changed, this, &MainWindow::applyFolding);
    // Smaller than the panes together ask for, because they fold.
    setMinimumSize(smallestSize);
    resize(firstSize);
    // From there the cursor goes into the composer as soon as one may write.
    m_page->timeline()->setFocus(Qt::OtherFocusReason);
    showActiveRoom();
}

MainWindow::~MainWindow()
{
    // Children outlive this class's members otherwise and would hear of their going.
    m_page->setRoom(nullptr);
    m_people->setModel(nullptr);
}

void MainWindow::makePanes()
{
    QSplitter *splitter = m_ui->paneSplitter;
    splitter->insertWidget(0, m_sidebar);
    splitter->addWidget(m_people);
    m_ui->centreStackedWidget->addWidget(m_page);
    m_ui->centreStackedWidget->setMinimumWidth(narrowestCentre);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setStretchFactor(2, 0);
    splitter->setSizes({metrics::roomsWidth - 1, firstSize.width() - metrics::roomsWidth - metrics::peopleWidth,
                        metrics::peopleWidth - 1});
    setGround(m_ui->emptyPage, Ground::Background);
    setLook(m_ui->emptyTitleLabel, Look::Title);
    setLook(m_ui->emptyHintLabel, Look::Quiet);
}

void MainWindow::makeMenu()
{
    m_sidebar->setMenu(m_menu);
    connect(m_menu, &AppMenu::joinDialogRequested, this, &MainWindow::joinDialogRequested);
    connect(m_menu, &AppMenu::serverSettingsRequested, this, &MainWindow::serverSettingsRequested);
    connect(m_menu, &AppMenu::startDialogRequested, this, &MainWindow::startDialogRequested);
    connect(m_menu, &AppMenu::quitRequested, this, &MainWindow::quitRequested);
}

void MainWindow::makeAreas()
{
    const auto target = [](QWidget *area, const QString &name) { return area->findChild<QWidget *>(name); };
    m_areas = std::make_unique<FocusAreas>(
        QList<FocusAreas::Area>{{m_sidebar, target(m_sidebar, u"roomsListView"_s)},
                                {m_page->timeline(), m_page->timeline()},
                                {target(m_page, u"composer"_s), target(m_page, u"messagePlainTextEdit"_s)},
                                {m_people, target(m_people, u"peopleListView"_s)}});
}

void MainWindow::onKey(KeyAction action, int which)
{
    switch (action) {
    case KeyAction::SwitchRoom:
        return openSwitcher();
    case KeyAction::JoinRoom:
        return joinDialogRequested();
    case KeyAction::PreviousRoom:
        return stepRoom(-1, false);
    case KeyAction::NextRoom:
        return stepRoom(1, false);
    case KeyAction::PreviousUnread:
        return stepRoom(-1, true);
    case KeyAction::NextUnread:
        return stepRoom(1, true);
    case KeyAction::NthRoom:
        if (which < m_state.rooms().rowCount()) {
            showRoom(m_state.rooms().entry(which).address);
        }
        return;
    case KeyAction::LeaveRoom:
        if (m_state.activePage() != nullptr && !m_state.activePage()->isIdle()) {
            Q_EMIT leaveRequested(m_state.activePage()->address());
        }
        return;
    case KeyAction::MarkAllRead:
        return m_state.markAllRead();
    case KeyAction::NextArea:
        return m_areas->move(focusWidget(), 1);
    case KeyAction::PreviousArea:
        return m_areas->move(focusWidget(), -1);
    case KeyAction::Menu:
        m_roomsUnfolded = true;
        applyFolding();
        return m_sidebar->openMenu();
    case KeyAction::Larger:
        return m_theme.zoomIn();
    case KeyAction::Smaller:
        return m_theme.zoomOut();
    case KeyAction::UsualSize:
        return m_theme.setZoom(Theme::usualZoom);
    case KeyAction::ShowKeys:
        return showShortcuts();
    case KeyAction::Quit:
        return quitRequested();
    case KeyAction::Elsewhere:
        return;
    }
}

void MainWindow::stepRoom(int step, bool unreadOnly)
{
    const RoomPageState *active = m_state.activePage();
    const auto room = roomsteps::beside(m_state.rooms(), active == nullptr ? RoomAddress() : active->address(), step,
                                        unreadOnly ? roomsteps::Which::Unread : roomsteps::Which::Any);
    if (room) {
        showRoom(*room);
    }
}

void MainWindow::openSwitcher()
{
    auto *switcher = new QuickSwitcher(m_theme, m_state.rooms(), this);
    switcher->setAttribute(Qt::WA_DeleteOnClose);
    connect(switcher, &QuickSwitcher::roomChosen, this, &MainWindow::showRoom);
    switcher->open();
}

void MainWindow::showShortcuts()
{
    auto *dialog = new ShortcutsDialog(m_theme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::connectMessageActs()
{
    connect(m_page, &RoomPage::reactionsRequested, this, [this](MessageKey key, const QStringList &emojis) {
        forActiveRoom([&](const RoomAddress &room) { Q_EMIT reactionsRequested(room, key, emojis); });
    });
    connect(m_page, &RoomPage::retractRequested, this, &MainWindow::retractRequested);
    connect(m_page, &RoomPage::moderateRequested, this, &MainWindow::moderateRequested);
    connect(m_page, &RoomPage::historyRequested, this, [this](MessageKey key) {
        forActiveRoom([&](const RoomAddress &room) { Q_EMIT historyRequested(room, key); });
    });
}

void MainWindow::connectPage()
{
    connectMessageActs();
    const auto forRoom = [this](auto signal) {
        return [this, signal] { forActiveRoom([this, signal](const RoomAddress &room) { (this->*signal)(room); }); };
    };
    connect(m_page, &RoomPage::askToSpeakRequested, this, forRoom(&MainWindow::askToSpeakRequested));
    connect(m_page, &RoomPage::leaveRequested, this, forRoom(&MainWindow::leaveRequested));
    connect(m_page, &RoomPage::rejoinRequested, this, forRoom(&MainWindow::rejoinRequested));
    connect(m_page, &RoomPage::joinAgainRequested, this, forRoom(&MainWindow::joinAgainRequested));
    connect(m_page, &RoomPage::removeRequested, this, forRoom(&MainWindow::askToRemove));
    connect(m_page, &RoomPage::noticeLevelChosen, this, [this](NoticeLevel level) {
        forActiveRoom([this, level](const RoomAddress &room) { Q_EMIT noticeLevelChosen(room, level); });
    });
    connect(m_page, &RoomPage::alternativeRequested, this, &MainWindow::alternativeRequested);
    connect(m_page, &RoomPage::retryNowRequested, this, &MainWindow::retryNowRequested);
    connect(m_page, &RoomPage::linkActivated, this, &MainWindow::linkActivated);
    connect(m_page, &RoomPage::sendRequested, this, [this](const QString &body, MessageKey replyTo) {
        forActiveRoom([&](const RoomAddress &room) { Q_EMIT sendRequested(room, body, replyTo); });
    });
    connect(m_page, &RoomPage::correctRequested, this, [this](MessageKey key, const QString &body) {
        forActiveRoom([&](const RoomAddress &room) { Q_EMIT correctRequested(room, key, body); });
    });
    connect(m_page, &RoomPage::commandRequested, this, [this](const SlashCommand &command, const QString &text) {
        forActiveRoom([&](const RoomAddress &room) { Q_EMIT commandRequested(room, command, text); });
    });
    connect(m_page, &RoomPage::loadGapRequested, this, [this](MessageKey beforeKey) {
        forActiveRoom([this, beforeKey](const RoomAddress &room) { Q_EMIT loadGapRequested(room, beforeKey); });
    });
    connect(m_page, &RoomPage::resendRequested, this, [this](MessageKey key) {
        forActiveRoom([this, key](const RoomAddress &room) { Q_EMIT resendRequested(room, key); });
    });
    connect(m_page, &RoomPage::followingChanged, &m_state, &AppState::setFollowing);
    connect(m_page, &RoomPage::roomsPaneRequested, this, [this] {
        m_roomsUnfolded = true;
        applyFolding();
    });
    connect(m_page, &RoomPage::peoplePaneRequested, this, [this](bool shown) {
        (foldsPeople() ? m_peopleUnfolded : m_peopleWanted) = shown;
        applyFolding();
    });
}

void MainWindow::forActiveRoom(const std::function<void(const RoomAddress &)> &tell) const
{
    if (const RoomPageState *active = m_state.activePage()) {
        tell(active->address());
    }
}

void MainWindow::showRoom(const RoomAddress &room)
{
    m_roomsUnfolded = false;
    m_state.setActiveRoom(room);
    applyFolding();
    m_page->focusComposer();
}

void MainWindow::showActiveRoom()
{
    RoomPageState *active = m_state.activePage();
    m_page->setRoom(active);
    m_people->setModel(active == nullptr ? nullptr : &active->occupants(),
                       active == nullptr ? RoomAddress() : active->address());
    m_ui->centreStackedWidget->setCurrentWidget(active == nullptr ? m_ui->emptyPage : static_cast<QWidget *>(m_page));
    if (active != nullptr) {
        connect(active, &RoomPageState::changed, this, &MainWindow::applyFolding, Qt::UniqueConnection);
        connect(active, &RoomPageState::changed, this, &MainWindow::updateTitle, Qt::UniqueConnection);
        m_page->focusComposer();
        Q_EMIT roomActivated(active->address());
    }
    updateEmptyPage();
    updateTitle();
    applyFolding();
}

void MainWindow::updateEmptyPage()
{
    m_ui->emptyTitleLabel->setFont(m_theme.titleFont());
    const bool known = !m_state.isSignedOut();
    m_ui->emptyTitleLabel->setText(known ? tr("No rooms yet") : tr("Where are your rooms?"));
    m_ui->emptyHintLabel->setText(known ? tr("Join one with the room ID you were given.")
                                        : tr("Use this computer, sign in to a server, or open a link."));
    m_ui->emptyActionPushButton->setText(known ? tr("Join a room…") : tr("Get started…"));
    m_ui->emptyActionPushButton->setAccessibleName(m_ui->emptyActionPushButton->text());
}

void MainWindow::updateTitle()
{
    const RoomPageState *active = m_state.activePage();
    const int unread = m_state.rooms().totalUnread();
    const QString name = active == nullptr ? u"Foyer"_s : tr("%1 – Foyer", "window title: room").arg(active->name());
    setWindowTitle(unread == 0 ? name : tr("(%1) %2", "window title: unread messages, room").arg(unread).arg(name));
}

bool MainWindow::foldsPeople() const
{
    return width() < m_theme.scaled(metrics::foldPeopleBelow);
}

bool MainWindow::foldsRooms() const
{
    return width() < m_theme.scaled(metrics::foldRoomsBelow);
}

void MainWindow::applyFolding()
{
    const RoomPageState *active = m_state.activePage();
    const bool hasPeople = active != nullptr && !active->isIdle();
    const bool people = hasPeople && (foldsPeople() ? m_peopleUnfolded : m_peopleWanted);
    // In a narrow window the list takes the room's place; without any room there is nothing but the list.
    const bool rooms = !foldsRooms() || m_roomsUnfolded || active == nullptr;
    const bool centre = !foldsRooms() || !rooms;
    m_people->setMaximumWidth(m_theme.scaled(widestSide));
    m_people->setMinimumWidth(m_theme.scaled(narrowestSide));
    // Alone it takes what the window has.
    m_sidebar->setMinimumWidth(foldsRooms() ? 0 : m_sidebar->leastWidth());
    m_sidebar->setAlone(!centre);
    m_sidebar->setMaximumWidth(foldsRooms() ? QWIDGETSIZE_MAX : m_theme.scaled(widestSide));
    m_sidebar->setVisible(rooms);
    m_ui->centreStackedWidget->setVisible(centre);
    m_state.setRoomCovered(!centre);
    m_people->setVisible(people && centre);
    m_page->setPeopleShown(people);
    m_page->setRoomsButtonShown(foldsRooms());
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (!foldsPeople()) {
        m_peopleUnfolded = false;
    }
    if (!foldsRooms()) {
        m_roomsUnfolded = false;
    }
    applyFolding();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange) {
        m_state.setWindowActive(isActiveWindow());
    } else if (event->type() == QEvent::LanguageChange) {
        updateEmptyPage();
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QMainWindow::closeEvent(event);
    Q_EMIT closed();
}

QByteArray MainWindow::paneState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << saveGeometry() << m_ui->paneSplitter->saveState() << m_peopleWanted;
    return state;
}

void MainWindow::restorePanes(const QByteArray &state)
{
    QDataStream stream(state);
    QByteArray geometry;
    QByteArray splitter;
    bool people = true;
    stream >> geometry >> splitter >> people;
    if (stream.status() == QDataStream::Ok && !state.isEmpty()) {
        restoreGeometry(geometry);
        m_ui->paneSplitter->restoreState(splitter);
        m_peopleWanted = people;
        applyFolding();
    }
}

} // namespace foyer

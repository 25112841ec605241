#include "ui/rooms/sidebar.h"

#include "models/appstate.h"
#include "ui/icons.h"
#include "ui/rooms/roomdelegate.h"
#include "ui/rooms/roomslistview.h"
#include "ui/rooms/roommenu.h"
#include "ui/rooms/undobar.h"
#include "ui/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/filterlineedit.h"
#include "ui/widgets/tonesign.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int side = 12;
/// The words for every state of the connection fit.
constexpr int usualLeastWidth = 200;
constexpr int usualIcon = 20;
constexpr int dotSize = 8;

QPixmap dot(ToneSign sign, const QColor &colour, qreal ratio)
{
    QPixmap pixmap(qRound(dotSize * ratio), qRound(dotSize * ratio));
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paintToneSign(painter, sign, colour, QRectF(0, 0, dotSize, dotSize));
    return pixmap;
}

} // namespace

Sidebar::Sidebar(const Theme &theme, AppState &state, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_state(state),
      m_head(new QWidget(this)),
      m_avatar(new AvatarWidget(this)),
      m_accountLabel(new ElidedLabel(this)),
      m_dotLabel(new QLabel(this)),
      m_connectionLabel(new ElidedLabel(this)),
      m_signInButton(new QPushButton(tr("Get started…"), this)),
      m_menuButton(new QToolButton(this)),
      m_filter(new FilterLineEdit(theme, this)),
      m_sectionLabel(new QLabel(tr("Rooms"), this)),
      m_emptyLabel(new QLabel(this)),
      m_list(new RoomsListView(this)),
      m_shown(new QSortFilterProxyModel(this)),
      m_undo(new UndoBar(theme, state.clock(), this)),
      m_joinButton(new QPushButton(tr("Join a room…"), this))
{
    setObjectName(u"sidebar"_s);
    setGround(this, Ground::Panel);
    makeList();
    m_filter->setObjectName(u"filterLineEdit"_s);
    m_filter->setAccessibleName(tr("Filter rooms"));
    m_filter->setPlaceholderText(tr("Filter rooms"));
    m_emptyLabel->setObjectName(u"emptyRoomsLabel"_s);
    m_emptyLabel->setTextFormat(Qt::PlainText);
    m_emptyLabel->setWordWrap(true);
    setLook(m_emptyLabel, Look::Quiet);
    m_joinButton->setObjectName(u"joinRoomPushButton"_s);
    m_joinButton->setAccessibleName(tr("Join a room"));
    setLook(m_sectionLabel, Look::Quiet);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, side);
    layout->setSpacing(0);
    layout->addWidget(makeAccount());
    const auto addAside = [layout](QWidget *widget, int left) {
        auto *row = new QHBoxLayout;
        // Spaces, because margins do not change sides with the writing direction.
        row->setContentsMargins(0, 0, 0, 0);
        row->addSpacing(left);
        row->addWidget(widget);
        row->addSpacing(side);
        layout->addLayout(row);
    };
    addAside(m_signInButton, side);
    addAside(m_filter, side);
    layout->addSpacing(16);
    addAside(m_sectionLabel, 16);
    layout->addSpacing(metrics::rowPadding);
    addAside(m_emptyLabel, 16);
    layout->addWidget(m_list, 1);
    layout->addSpacing(metrics::rowPadding);
    addAside(m_undo, side);
    addAside(m_joinButton, side);

    connect(m_joinButton, &QPushButton::clicked, this, &Sidebar::joinDialogRequested);
    connect(m_undo, &UndoBar::undoRequested, this, &Sidebar::rejoinRequested);
    connect(&m_state, &AppState::leftByUser, m_undo, &UndoBar::offer);
    const auto lookAtUndo = [this] { m_undo->look(m_state.rooms()); };
    connect(&m_state.rooms(), &QAbstractItemModel::dataChanged, m_undo, lookAtUndo);
    connect(&m_state.rooms(), &QAbstractItemModel::rowsRemoved, m_undo, lookAtUndo);
    connect(m_signInButton, &QPushButton::clicked, this, &Sidebar::signInRequested);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text.trimmed());
        updateEmptiness();
        updateSelection();
    });
    connect(&m_state, &AppState::accountChanged, this, &Sidebar::updateAccount);
    connect(&m_state, &AppState::connectionChanged, this, &Sidebar::updateAccount);
    connect(&m_state, &AppState::activeRoomChanged, this, &Sidebar::updateSelection);
    connect(&m_theme, &Theme::changed, this, &Sidebar::updateAccount);
    updateAccount();
    updateEmptiness();
}

QWidget *Sidebar::makeAccount()
{
    m_accountLabel->setObjectName(u"accountLabel"_s);
    m_connectionLabel->setObjectName(u"connectionLabel"_s);
    m_signInButton->setObjectName(u"signInPushButton"_s);
    m_signInButton->setAccessibleName(tr("Choose where your rooms are"));
    setLook(m_signInButton, Look::Primary);
    m_menuButton->setObjectName(u"menuToolButton"_s);
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setToolTip(tr("Menu (F10)"));
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setFocusPolicy(Qt::TabFocus);
    setLook(m_menuButton, Look::Icon);
    m_dotLabel->setFixedSize(dotSize, dotSize);
    auto *connection = new QHBoxLayout;
    connection->setSpacing(metrics::rowPadding);
    connection->addWidget(m_dotLabel);
    connection->addWidget(m_connectionLabel, 1);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch(1);
    // The name on the line of the room's beside it, which is larger.
    words->addSpacing(2);
    words->addWidget(m_accountLabel);
    words->addLayout(connection);
    words->addStretch(1);
    auto *layout = new QHBoxLayout(m_head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addSpacing(16);
    layout->addWidget(m_avatar);
    layout->addLayout(words, 1);
    layout->addWidget(m_menuButton);
    layout->addSpacing(side);
    return m_head;
}

void Sidebar::makeList()
{
    m_shown->setSourceModel(&m_state.rooms());
    m_shown->setFilterRole(RoomListModel::NameRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setObjectName(u"roomsListView"_s);
    m_list->setAccessibleName(tr("Rooms"));
    m_list->setModel(m_shown);
    m_list->setItemDelegate(new RoomDelegate(m_theme, m_list));
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(m_list, &RoomsListView::clicked, this, &Sidebar::choose);
    connect(m_list, &RoomsListView::activated, this, &Sidebar::choose);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QWidget::customContextMenuRequested, this, &Sidebar::openMenuAt);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(m_shown, signal, this, &Sidebar::updateEmptiness);
        connect(m_shown, signal, this, &Sidebar::updateSelection);
    }
    // What is shown loses a row before the rooms do.
    connect(&m_state.rooms(), &QAbstractItemModel::rowsRemoved, this, &Sidebar::updateEmptiness);
}

void Sidebar::setMenu(QMenu *menu)
{
    m_menuButton->setMenu(menu);
}

void Sidebar::openMenu()
{
    // Not showMenu(), which waits for the menu in an event loop of its own.
    QMenu *menu = m_menuButton->menu();
    if (menu != nullptr && m_menuButton->isVisible()) {
        menu->popup(m_menuButton->mapToGlobal(m_menuButton->rect().bottomLeft()));
    }
}

int Sidebar::leastWidth() const
{
    return m_theme.scaled(usualLeastWidth) + m_theme.avatarSize(metrics::largeAvatar) - metrics::largeAvatar +
           m_theme.iconSize(usualIcon) - usualIcon;
}

void Sidebar::setAlone(bool alone)
{
    if (m_alone != alone) {
        m_alone = alone;
        updateEmptiness();
    }
}

void Sidebar::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void Sidebar::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // The style sheet resets fonts when it polishes, which is when a widget is first shown.
    updateAccount();
}

void Sidebar::updateAccount()
{
    m_accountLabel->setFont(m_theme.nameFont());
    m_sectionLabel->setFont(m_theme.sectionFont());
    m_connectionLabel->setFont(m_theme.hintFont());
    m_emptyLabel->setFont(m_theme.hintFont());
    // In line with the head of the room beside it.
    m_head->setFixedHeight(m_theme.scaled(metrics::headerHeight));
    const bool known = m_state.hasAccount();
    m_accountLabel->setWords(known ? m_state.accountName() : tr("No account"));
    const int avatarSize = m_theme.avatarSize(metrics::largeAvatar);
    const int icon = m_theme.iconSize(usualIcon);
    m_avatar->setSize(avatarSize);
    m_avatar->setPerson(m_state.accountName(), m_state.accountName());
    updateEmptiness();
    m_connectionLabel->setWords(m_state.connectionText());
    const Tokens &tokens = m_theme.tokens();
    QColor colour = tokens.waiting.text;
    ToneSign sign = ToneSign::Ring;
    if (m_state.connectionTone() == AppState::Tone::Good) {
        colour = tokens.good.text;
        sign = ToneSign::Disc;
    } else if (m_state.connectionTone() == AppState::Tone::Bad) {
        colour = tokens.bad.text;
        sign = ToneSign::Square;
    }
    QPalette palette = m_connectionLabel->palette();
    palette.setColor(QPalette::WindowText, colour);
    m_connectionLabel->setPalette(palette);
    m_dotLabel->setPixmap(dot(sign, colour, devicePixelRatioF()));
    m_menuButton->setIconSize({icon, icon});
    m_menuButton->setIcon(Icons::icon(u"more"_s, tokens.quietText, icon));
}

void Sidebar::updateSelection()
{
    const RoomPageState *active = m_state.activePage();
    const int row = active == nullptr ? -1 : m_state.rooms().rowOf(active->address());
    m_list->setCurrentIndex(row < 0 ? QModelIndex() : m_shown->mapFromSource(m_state.rooms().index(row)));
}

void Sidebar::updateEmptiness()
{
    const bool known = m_state.hasAccount();
    const bool noRooms = m_state.rooms().rowCount() == 0;
    m_emptyLabel->setText(noRooms ? tr("No rooms yet.") : tr("No room has this name."));
    m_emptyLabel->setVisible(m_shown->rowCount() == 0 && known && (m_alone || !noRooms));
    m_filter->setVisible(!noRooms);
    m_sectionLabel->setVisible(!noRooms);
    m_signInButton->setVisible(!known && m_alone);
    m_joinButton->setVisible(known);
    // One accent a view: that of the empty page where it offers the same.
    setLook(m_joinButton, noRooms && !m_alone ? Look::Plain : Look::Primary);
}

void Sidebar::openMenuAt(const QPoint &point)
{
    // The menu key asks for no place: the current room's then.
    const QModelIndex under = m_list->indexAt(point);
    const int row = m_shown->mapToSource(under).row();
    if (row < 0) {
        return;
    }
    auto *menu = new RoomMenu(m_state.rooms().entry(row), this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu, &RoomMenu::favouriteRequested, this, &Sidebar::favouriteRequested);
    connect(menu, &RoomMenu::leaveRequested, this, &Sidebar::leaveRequested);
    connect(menu, &RoomMenu::rejoinRequested, this, &Sidebar::rejoinRequested);
    connect(menu, &RoomMenu::removeRequested, this, &Sidebar::removeRequested);
    // Pressing has marked the row, which is not the room on the screen for that.
    connect(menu, &QMenu::aboutToHide, this, &Sidebar::updateSelection);
    menu->popup(m_list->viewport()->mapToGlobal(point));
}

void Sidebar::choose(const QModelIndex &index)
{
    const int row = m_shown->mapToSource(index).row();
    if (row >= 0) {
        Q_EMIT roomChosen(m_state.rooms().entry(row).address);
    }
}

} // namespace foyer

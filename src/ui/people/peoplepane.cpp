#include "ui/people/peoplepane.h"

#include "models/occupantlistmodel.h"
#include "models/peoplefilter.h"
#include "ui/dialogs/moderationdialog.h"
#include "ui/people/peopledelegate.h"
#include "ui/people/personcard.h"
#include "ui/people/personmenu.h"
#include "ui/theme.h"
#include "ui/widgets/filterlineedit.h"

#include <QFocusEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int side = 12;

/// The person of a row of either model; nothing for a section line.
std::optional<Occupant> personOf(const OccupantListModel *model, const QModelIndex &index)
{
    return model == nullptr ? std::nullopt : model->occupant(index.data(OccupantListModel::NicknameRole).toString());
}

} // namespace

PeoplePane::PeoplePane(Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_shown(new PeopleFilter(this)),
      m_filter(new FilterLineEdit(theme, this)),
      m_empty(new QLabel(tr("Nobody has this name."), this)),
      m_list(new QListView(this))
{
    setObjectName(u"peoplePane"_s);
    setGround(this, Ground::Panel);
    m_filter->setObjectName(u"peopleFilterLineEdit"_s);
    m_filter->setAccessibleName(tr("Filter people"));
    m_filter->setPlaceholderText(tr("Filter people"));
    m_empty->setObjectName(u"nobodyLabel"_s);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setWordWrap(true);
    setLook(m_empty, Look::Quiet);
    m_empty->hide();
    m_list->setObjectName(u"peopleListView"_s);
    m_list->setAccessibleName(tr("People in this room"));
    m_list->setItemDelegate(new PeopleDelegate(theme, m_list));
    m_list->setMouseTracking(true);
    m_list->installEventFilter(this);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    // Rows have three heights, and a room may hold thousands: measured in batches, never all at once.
    m_list->setLayoutMode(QListView::Batched);
    m_list->setBatchSize(200);
    auto *inside = new QVBoxLayout;
    inside->setContentsMargins(side, 0, side, metrics::rowPadding);
    inside->addWidget(m_filter);
    inside->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, metrics::rowPadding);
    layout->setSpacing(0);
    layout->addLayout(inside);
    layout->addWidget(m_list, 1);
    connectParts();
}

void PeoplePane::connectParts()
{
    connect(m_filter, &QLineEdit::textChanged, this, &PeoplePane::filter);
    connect(m_list, &QListView::clicked, this, &PeoplePane::openCard);
    connect(m_list, &QListView::activated, this, &PeoplePane::openCard);
    connect(m_list, &QWidget::customContextMenuRequested, this, &PeoplePane::openMenu);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(m_shown, signal, this, &PeoplePane::updateEmptiness);
    }
    connect(m_shown, &QAbstractItemModel::modelReset, this, &PeoplePane::updateEmptiness);
    connect(&m_theme, &Theme::changed, m_list->viewport(), qOverload<>(&QWidget::update));
}

void PeoplePane::setModel(OccupantListModel *model, const RoomAddress &room)
{
    if (m_model) {
        disconnect(m_model, nullptr, this, nullptr);
    }
    m_model = model;
    m_room = room;
    if (model != nullptr) {
        // Later: who moves to another section is in none of them for a moment.
        connect(model, &QAbstractItemModel::dataChanged, this, &PeoplePane::followCard, Qt::QueuedConnection);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &PeoplePane::followCard, Qt::QueuedConnection);
        connect(model, &QAbstractItemModel::modelReset, this, &PeoplePane::followCard, Qt::QueuedConnection);
    }
    m_filter->clear();
    m_shown->setSourceModel(nullptr);
    m_list->setModel(model);
    if (m_card) {
        m_card->hide();
    }
}

void PeoplePane::filter(const QString &text)
{
    const QString wanted = text.trimmed();
    m_shown->setWanted(wanted);
    // Only who looks for somebody pays for looking: a crowd's changes go straight to the list otherwise.
    const bool filters = !wanted.isEmpty() && m_model;
    if (filters && m_shown->sourceModel() != m_model) {
        m_shown->setSourceModel(m_model);
    }
    QAbstractItemModel *const shown = filters ? static_cast<QAbstractItemModel *>(m_shown) : m_model.data();
    if (m_list->model() != shown) {
        m_list->setModel(shown);
    }
    if (!filters) {
        m_shown->setSourceModel(nullptr);
    }
    updateEmptiness();
}

void PeoplePane::updateEmptiness()
{
    m_empty->setVisible(m_list->model() == m_shown && m_shown->rowCount() == 0);
}

void PeoplePane::openCard(const QModelIndex &index)
{
    const auto person = personOf(m_model, index);
    if (!person) {
        return;
    }
    if (!m_card) {
        m_card = new PersonCard(m_theme, window());
        connect(m_card, &PersonCard::mentionRequested, this, &PeoplePane::mentionRequested);
    }
    // Beside the pane, over the messages.
    const QPoint corner =
        mapTo(window(), QPoint(isRightToLeft() ? width() + metrics::rowPadding : -metrics::rowPadding, 0));
    const QPoint row = m_list->viewport()->mapTo(window(), m_list->visualRect(index).topLeft());
    m_card->open(*person, person->nickname == m_model->ownNickname(), {corner.x(), row.y()});
}

void PeoplePane::followCard()
{
    if (m_card && m_card->isVisible() && m_model) {
        m_card->follow(m_model->occupant(m_card->nickname()));
    }
}

void PeoplePane::hideEvent(QHideEvent *event)
{
    // It tells of the people beside it.
    if (m_card && !event->spontaneous()) {
        m_card->hide();
    }
    QWidget::hideEvent(event);
}

void PeoplePane::openMenu(const QPoint &point)
{
    const QModelIndex index = m_list->indexAt(point);
    const auto person = personOf(m_model, index);
    if (!person) {
        return;
    }
    Occupant self;
    self.nickname = m_model->ownNickname();
    auto *menu =
        new PersonMenu(*person, m_model->occupant(self.nickname).value_or(self), m_model->hasTimedMutes(), this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu, &PersonMenu::cardRequested, this, [this, place = QPersistentModelIndex(index)] { openCard(place); });
    connect(menu, &PersonMenu::mentionRequested, this, &PeoplePane::mentionRequested);
    connect(menu, &PersonMenu::moderationChosen, this,
            [this, room = m_room, who = *person](Moderation::Kind kind, int minutes) {
                // Another room may have come to the front under the menu, and another person under the nickname.
                moderate(room, {kind, who.nickname, {}, minutes, moderation::identity(who)});
            });
    menu->popup(m_list->viewport()->mapToGlobal(point));
}

void PeoplePane::moderate(const RoomAddress &room, const Moderation &moderation)
{
    if (moderation.kind == Moderation::Kind::GiveVoice || moderation.kind == Moderation::Kind::TakeVoice) {
        // Undone as easily as done.
        Q_EMIT moderationRequested(room, moderation);
        return;
    }
    auto *dialog = new ModerationDialog(m_theme, moderation, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ModerationDialog::confirmed, this,
            [this, room](const Moderation &confirmed) { Q_EMIT moderationRequested(room, confirmed); });
    dialog->open();
}

bool PeoplePane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::FocusIn && m_list->model() != nullptr &&
        !m_list->currentIndex().isValid()) {
        // Without a row nobody sees where the cursor is. The first one is a section.
        for (int row = 0; row < m_list->model()->rowCount(); ++row) {
            const QModelIndex index = m_list->model()->index(row, 0);
            if (index.flags().testFlag(Qt::ItemIsSelectable)) {
                m_list->setCurrentIndex(index);
                break;
            }
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace foyer

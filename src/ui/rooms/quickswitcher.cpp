#include "ui/rooms/quickswitcher.h"

#include "models/roomlistmodel.h"
#include "models/switchermodel.h"
#include "ui/rooms/roomdelegate.h"
#include "ui/theme.h"
#include "ui/widgets/screenroom.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int side = 12;
constexpr QSize usualSize(440, 420);

} // namespace

QuickSwitcher::QuickSwitcher(const Theme &theme, RoomListModel &rooms, QWidget *parent)
    : QDialog(parent),
      m_rooms(rooms),
      m_model(new SwitcherModel(rooms, this)),
      m_edit(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_emptyLabel(new QLabel(tr("No room has this name."), this))
{
    setObjectName(u"quickSwitcher"_s);
    setWindowTitle(tr("Go to a room"));
    m_edit->setObjectName(u"switcherLineEdit"_s);
    m_edit->setAccessibleName(tr("A few letters of the room’s name"));
    m_edit->setPlaceholderText(tr("A few letters of the room’s name"));
    m_edit->installEventFilter(this);
    m_list->setObjectName(u"switcherListView"_s);
    m_list->setAccessibleName(tr("Rooms"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RoomDelegate(theme, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_emptyLabel->setTextFormat(Qt::PlainText);
    setLook(m_emptyLabel, Look::Quiet);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, side, 0, side);
    layout->setSpacing(metrics::rowPadding);
    // The rows of the list stand in its middle by themselves, wider than the field as in the sidebar.
    for (QWidget *widget : {static_cast<QWidget *>(m_edit), static_cast<QWidget *>(m_emptyLabel)}) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(side, 0, side, 0);
        row->addWidget(widget);
        layout->addLayout(row);
    }
    layout->addWidget(m_list, 1);
    const QSize wanted(theme.scaled(usualSize.width()), theme.scaled(usualSize.height()));
    resize(wanted.boundedTo(roomOnScreen(*this)));
    connect(m_edit, &QLineEdit::textChanged, this, &QuickSwitcher::showPattern);
    connect(m_edit, &QLineEdit::returnPressed, this, &QuickSwitcher::choose);
    connect(m_list, &QListView::clicked, this, &QuickSwitcher::choose);
    connect(m_list, &QListView::activated, this, &QuickSwitcher::choose);
    showPattern({});
    m_edit->setFocus();
}

QuickSwitcher::~QuickSwitcher() = default;

bool QuickSwitcher::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<const QKeyEvent *>(event);
        if (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down) {
            step(key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void QuickSwitcher::showPattern(const QString &pattern)
{
    m_model->setPattern(pattern.trimmed());
    m_list->setCurrentIndex(m_model->index(0, 0));
    m_list->scrollToTop();
    m_emptyLabel->setVisible(m_model->rowCount() == 0);
}

void QuickSwitcher::step(int rows)
{
    const int last = m_model->rowCount() - 1;
    if (last >= 0) {
        m_list->setCurrentIndex(m_model->index(std::clamp(m_list->currentIndex().row() + rows, 0, last), 0));
    }
}

void QuickSwitcher::choose()
{
    const QModelIndex index = m_model->mapToSource(m_list->currentIndex());
    if (index.isValid()) {
        const RoomAddress room = m_rooms.entry(index.row()).address;
        accept();
        Q_EMIT roomChosen(room);
    }
}

} // namespace foyer

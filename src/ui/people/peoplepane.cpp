#include "ui/people/peoplepane.h"

#include "models/occupantlistmodel.h"
#include "ui/people/peopledelegate.h"
#include "ui/theme.h"

#include <QFocusEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

PeoplePane::PeoplePane(const Theme &theme, QWidget *parent) : QWidget(parent), m_list(new QListView(this))
{
    setObjectName(u"peoplePane"_s);
    setGround(this, Ground::Panel);
    m_list->setObjectName(u"peopleListView"_s);
    m_list->setAccessibleName(tr("People in this room"));
    m_list->setItemDelegate(new PeopleDelegate(theme, m_list));
    m_list->setMouseTracking(true);
    m_list->installEventFilter(this);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    // Rows have three heights, and a room may hold thousands: measured in batches, never all at once.
    m_list->setLayoutMode(QListView::Batched);
    m_list->setBatchSize(200);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 14, 0, metrics::rowPadding);
    layout->addWidget(m_list);
    connect(&theme, &Theme::changed, m_list->viewport(), qOverload<>(&QWidget::update));
}

void PeoplePane::setModel(OccupantListModel *model)
{
    m_list->setModel(model);
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

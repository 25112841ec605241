#include "ui/rooms/roomslistview.h"

#include <utility>

namespace foyer
{

namespace
{
constexpr int pauseMs = 200;
}

RoomsListView::RoomsListView(QWidget *parent) : QListView(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &RoomsListView::showDue);
}

void RoomsListView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    if (!m_pause.isActive()) {
        QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
        m_pause.start();
        return;
    }
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        const QPersistentModelIndex line(topLeft.siblingAtRow(row));
        if (!m_due.contains(line)) {
            m_due.append(line);
        }
    }
}

void RoomsListView::showDue()
{
    const QList<QPersistentModelIndex> due = std::exchange(m_due, {});
    for (const QPersistentModelIndex &line : due) {
        if (line.isValid()) {
            QAbstractItemView::dataChanged(line, line);
        }
    }
    if (!due.isEmpty()) {
        m_pause.start();
    }
}

} // namespace foyer

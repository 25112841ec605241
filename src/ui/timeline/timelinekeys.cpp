// What the keyboard does in a TimelineView.
#include "ui/timeline/timelineview.h"

#include "models/spokentext.h"

#include <QAccessible>
#include <QKeyEvent>

#include <algorithm>

namespace foyer
{

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const auto select = event->modifiers().testFlag(Qt::ShiftModifier) ? Select::Rows : Select::No;
    switch (event->key()) {
    case Qt::Key_PageUp:
        scrollPages(-1);
        return;
    case Qt::Key_PageDown:
        scrollPages(1);
        return;
    case Qt::Key_Home:
        scrollPages(-100);
        return;
    case Qt::Key_End:
        scrollToNewest();
        return;
    case Qt::Key_Up:
        moveCurrent(-1, select);
        return;
    case Qt::Key_Down:
        moveCurrent(1, select);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activateCurrent();
        return;
    default:
        break;
    }
    if (!handleSelectionKey(event)) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool TimelineView::handleSelectionKey(QKeyEvent *event)
{
    if (m_model == nullptr) {
        return false;
    }
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        m_selection.selectAll(*m_model);
        viewport()->update();
        return true;
    }
    if (event->key() == Qt::Key_Escape && !m_selection.isEmpty()) {
        dropSelection();
        return true;
    }
    return false;
}

void TimelineView::moveCurrent(int rows, Select select)
{
    if (m_model == nullptr || m_placed.isEmpty()) {
        return;
    }
    const int before = m_model->indexOf(m_currentId);
    const int row = before < 0 ? m_placed.last().row : std::clamp(before + rows, 0, m_model->rowCount() - 1);
    if (select == Select::No) {
        m_selection.clear();
    } else {
        if (!m_selection.hasBegun() || m_selection.isEmpty()) {
            m_selection.begin(m_model->row(before < 0 ? row : before), -1);
        }
        m_selection.extendRowsTo(*m_model, row);
    }
    setCurrentRow(row);
}

void TimelineView::setCurrentRow(int row)
{
    m_currentId = m_model->row(row).id();
    m_byKey = true;
    showRow(row);
    announceCurrent();
    viewport()->update();
}

void TimelineView::announceCurrent()
{
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(currentRow());
    QAccessible::updateAccessibility(&event);
}

QString TimelineView::spokenRow(int row) const
{
    const QString words = spokentext::ofRow(m_model->row(row), m_clock.now());
    const QString image = spokenImage(row);
    return image.isEmpty() ? words : words + u' ' + image;
}

void TimelineView::showRow(int row)
{
    if (m_placed.isEmpty()) {
        return;
    }
    const QRect rect = visualRect(row);
    const int height = qCeil(layoutOf(row)->height);
    const bool isAbove = rect.isEmpty() ? row < m_placed.first().row : rect.top() < 0;
    int top = rect.isEmpty() ? (isAbove ? 0 : viewport()->height()) : rect.top();
    // Of one that has not the room, the beginning.
    top = std::max(0, std::min(top, viewport()->height() - height));
    if (!rect.isEmpty() && top == rect.top()) {
        return;
    }
    setFollowing(false);
    m_anchorId = m_model->row(row).id();
    m_anchorRow = row;
    m_anchorTop = top;
    layOut();
    if (isAtEnd()) {
        setFollowing(true);
        updatePill();
    }
    if (isAbove) {
        askForMore(TimelineModel::From::StoreThenServer);
    }
}

void TimelineView::activateCurrent()
{
    const int row = m_model == nullptr ? -1 : m_model->indexOf(m_currentId);
    if (row < 0) {
        return;
    }
    if (visualRect(row).isEmpty()) {
        // Nothing is done to what nobody sees.
        showRow(row);
        return;
    }
    const auto layout = layoutOf(row);
    if (!layout->actions.isEmpty()) {
        act(m_model->row(row), layout->actions.first().act);
    } else if (!layout->links.isEmpty()) {
        const auto &range = layout->links.first();
        Q_EMIT linkActivated(QUrl(layout->body->text().mid(range.start, range.length)));
    }
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace foyer

// What mouse and keyboard do in a TimelineView.
#include "ui/timeline/timelineview.h"

#include "models/displaytext.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int wheelStepPixels = 60;
constexpr int anglePerStep = 120;
constexpr int arrowPixels = 48;

} // namespace

void TimelineView::wheelEvent(QWheelEvent *event)
{
    const int pixels = event->pixelDelta().isNull() ? event->angleDelta().y() * wheelStepPixels / anglePerStep
                                                    : event->pixelDelta().y();
    if (pixels != 0) {
        scrollByPixels(-pixels);
    }
    event->accept();
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
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
        moveCurrent(-1);
        return;
    case Qt::Key_Down:
        moveCurrent(1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activateCurrent();
        return;
    default:
        break;
    }
    const int row = m_model == nullptr ? -1 : m_model->indexOf(m_currentId);
    if (event->matches(QKeySequence::Copy) && row >= 0) {
        copyRow(m_model->row(row));
        return;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void TimelineView::moveCurrent(int rows)
{
    if (m_model == nullptr || m_placed.isEmpty()) {
        return;
    }
    int row = m_model->indexOf(m_currentId);
    row = row < 0 ? m_placed.last().row : std::clamp(row + rows, 0, m_model->rowCount() - 1);
    m_currentId = m_model->row(row).id();
    const QRect rect = visualRect(row);
    if (rect.isEmpty()) {
        scrollByPixels(row < m_placed.first().row ? -arrowPixels : arrowPixels);
    } else if (rect.top() < 0) {
        scrollByPixels(rect.top());
    } else if (rect.bottom() > viewport()->height()) {
        scrollByPixels(rect.bottom() - viewport()->height());
    }
    viewport()->update();
}

void TimelineView::activateCurrent()
{
    const int row = m_model == nullptr ? -1 : m_model->indexOf(m_currentId);
    if (row < 0) {
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

const TimelineView::Placed *TimelineView::placedAt(const QPoint &point) const
{
    for (const Placed &placed : m_placed) {
        if (point.y() >= placed.top && point.y() < placed.bottom() && placed.row < m_model->rowCount()) {
            return &placed;
        }
    }
    return nullptr;
}

void TimelineView::updateHover(const QPoint &point)
{
    const Placed *placed = m_model == nullptr ? nullptr : placedAt(point);
    const qint64 id = placed == nullptr ? 0 : m_model->row(placed->row).id();
    if (id != m_hoveredId) {
        m_hoveredId = id;
        viewport()->update();
    }
    bool clickable = false;
    if (placed != nullptr) {
        const QPointF inside = point - QPoint(0, placed->top);
        clickable = placed->layout->actionAt(inside) != nullptr || !placed->layout->linkAt(inside).isEmpty();
    }
    viewport()->setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    updateHover(event->position().toPoint());
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    const Placed *placed = m_model == nullptr ? nullptr : placedAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || placed == nullptr) {
        return;
    }
    const QPointF inside = event->position() - QPointF(0, placed->top);
    // Copies: acting may lay out anew and take the row away.
    const TimelineRow row = m_model->row(placed->row);
    const auto layout = placed->layout;
    if (const auto *action = layout->actionAt(inside)) {
        act(row, action->act);
        return;
    }
    const QString link = layout->linkAt(inside);
    if (!link.isEmpty()) {
        Q_EMIT linkActivated(QUrl(link));
    }
}

void TimelineView::act(const TimelineRow &row, RowLayout::Act act)
{
    switch (act) {
    case RowLayout::Act::LoadGap:
        Q_EMIT loadGapRequested(row.item.gap.beforeKey);
        return;
    case RowLayout::Act::ExplainGap:
        if (!m_explained.remove(row.id())) {
            m_explained.insert(row.id());
        }
        m_layouts.remove(row.id());
        layOut();
        return;
    case RowLayout::Act::Resend:
        Q_EMIT resendRequested(row.item.message.key);
        return;
    case RowLayout::Act::ShowAll:
        Q_EMIT showAllRequested(row.item.message.body);
        return;
    }
}

void TimelineView::copyRow(const TimelineRow &row) const
{
    if (!row.isGap() && !row.item.message.retracted) {
        QGuiApplication::clipboard()->setText(row.item.message.body);
    }
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    const QPoint point = viewport()->mapFromGlobal(event->globalPos());
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int current = m_model == nullptr ? -1 : m_model->indexOf(m_currentId);
    const Placed *placed = m_model == nullptr ? nullptr : placedAt(point);
    const int at = byKey ? current : (placed == nullptr ? -1 : placed->row);
    if (at < 0 || m_model->row(at).isGap()) {
        return;
    }
    const TimelineRow row = m_model->row(at);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"messageMenu"_s);
    QAction *copy = menu->addAction(tr("&Copy message"));
    copy->setEnabled(!row.item.message.retracted);
    connect(copy, &QAction::triggered, this, [this, row] { copyRow(row); });
    const QString link =
        placed == nullptr || byKey ? QString() : placed->layout->linkAt(point - QPoint(0, placed->top));
    if (!link.isEmpty()) {
        connect(menu->addAction(tr("Copy &link")), &QAction::triggered, this,
                [link] { QGuiApplication::clipboard()->setText(link); });
    }
    if (row.item.message.state == DeliveryState::Failed) {
        connect(menu->addAction(tr("&Resend")), &QAction::triggered, this,
                [this, row] { Q_EMIT resendRequested(row.item.message.key); });
    }
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(at).center()) : event->globalPos());
}

namespace
{

QString wordsFor(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Received:
        return {};
    case DeliveryState::Queued:
        return TimelineView::tr("Waiting to be sent");
    case DeliveryState::Sent:
        return TimelineView::tr("Sent, not yet confirmed by the room");
    case DeliveryState::Checking:
        return TimelineView::tr("Checking whether the room received it");
    case DeliveryState::Delivered:
        return TimelineView::tr("In the room's record");
    case DeliveryState::Failed:
        return TimelineView::tr("Not sent");
    }
    Q_UNREACHABLE();
}

} // namespace

bool TimelineView::showToolTip(const QPoint &point, const QPoint &global)
{
    const Placed *placed = m_model == nullptr ? nullptr : placedAt(point);
    QString words;
    if (placed != nullptr) {
        const QPointF inside = point - QPoint(0, placed->top);
        const StoredMessage &message = m_model->row(placed->row).item.message;
        const QString link = placed->layout->linkAt(inside);
        if (!link.isEmpty()) {
            // Encoded, so that letters of mixed scripts show what they are.
            words = QUrl(link).toString(QUrl::FullyEncoded);
        } else if (placed->layout->stateRect.contains(inside)) {
            words = wordsFor(message.state);
        } else if (placed->layout->timeRect.contains(inside)) {
            words = QLocale().toString(message.sentAt.toLocalTime(), QLocale::LongFormat);
        }
    }
    if (words.isEmpty()) {
        QToolTip::hideText();
        return false;
    }
    // A tool tip guesses whether it is rich text; escaped, it cannot guess wrong.
    const QString markup = u"<span>%1</span>"_s.arg(words.toHtmlEscaped());
    QToolTip::showText(global, markup, this);
    return true;
}

bool TimelineView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        showToolTip(help->pos(), help->globalPos());
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_hoveredId = 0;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace foyer

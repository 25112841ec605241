// What the pointer does in a TimelineView: hover, clicks, selection by dragging, tool tips.
#include "ui/timeline/timelineview.h"

#include "core/apart.h"
#include "models/spokentext.h"
#include "ui/theme.h"
#include "ui/timeline/messagetoolbar.h"
#include "ui/widgets/plaintooltip.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QTextBoundaryFinder>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int wheelStepPixels = 60;
constexpr int anglePerStep = 120;
constexpr int dragPixels = 24;
/// How far the toolbar stands above its row, short of what the row above says of itself.
constexpr int toolbarRise = 12;

QString namesOf(const RowLayout::Chip &chip)
{
    constexpr qsizetype mostNames = 20;
    QStringList names;
    for (const QString &nickname : chip.nicknames.mid(0, mostNames)) {
        names += apart(displaytext::oneLine(nickname));
    }
    const qsizetype more = chip.nicknames.size() - names.size();
    const QString list = QLocale().createSeparatedList(names);
    return more == 0 ? list : TimelineView::tr("%1 and %n more", "names of people", static_cast<int>(more)).arg(list);
}

} // namespace

void TimelineView::wheelEvent(QWheelEvent *event)
{
    const int pixels = event->pixelDelta().isNull() ? event->angleDelta().y() * wheelStepPixels / anglePerStep
                                                    : event->pixelDelta().y();
    if (pixels != 0) {
        scrollByPixels(-pixels);
        updateHover(viewport()->mapFromGlobal(event->globalPosition().toPoint()));
    }
    event->accept();
}

const TimelineView::Placed *TimelineView::placedAt(const QPoint &point) const
{
    for (const Placed &placed : m_placed) {
        if (point.y() >= placed.top && point.y() < placed.bottom()) {
            return &placed;
        }
    }
    return nullptr;
}

TimelineView::Target TimelineView::targetAt(const QPointF &point) const
{
    const Placed *placed = m_model == nullptr ? nullptr : placedAt(point.toPoint());
    if (placed == nullptr) {
        return {};
    }
    const RowLayout &layout = *placed->layout;
    const QPointF inside = point - QPointF(0, placed->top);
    Target target;
    target.model = m_model;
    target.id = placed->id;
    if (const auto *action = layout.actionAt(inside)) {
        target.kind = Target::Kind::Action;
        target.act = action->act;
    } else if (layout.quoteKey != 0 && layout.quoteRect.contains(inside)) {
        target.kind = Target::Kind::Quote;
        target.key = layout.quoteKey;
    } else if (const auto *chip = layout.chipAt(inside)) {
        target.kind = Target::Kind::Chip;
        target.text = chip->emoji;
    } else if (const QString link = layout.linkAt(inside); !link.isEmpty()) {
        target.kind = Target::Kind::Link;
        target.text = link;
    }
    return target;
}

int TimelineView::textAt(const Placed &placed, const QPoint &point) const
{
    const TimelineRow &row = m_model->row(placed.row);
    if (row.isGap() || row.item.message.retracted) {
        return -1;
    }
    return placed.layout->cursorAt(point - QPointF(0, placed.top));
}

void TimelineView::updateHover(const QPoint &point)
{
    const bool isInside = viewport()->rect().contains(point);
    const Placed *placed = m_model == nullptr || !isInside ? nullptr : placedAt(point);
    const qint64 id = placed == nullptr ? 0 : placed->id;
    if (id != m_hoveredId) {
        m_hoveredId = id;
        updateToolbar();
        viewport()->update();
    }
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (placed != nullptr) {
        if (targetAt(point).kind != Target::Kind::None) {
            shape = Qt::PointingHandCursor;
        } else if (placed->layout->isOnText(point - QPoint(0, placed->top))) {
            shape = Qt::IBeamCursor;
        }
    }
    viewport()->setCursor(shape);
}

void TimelineView::updateToolbar()
{
    const int row = m_model == nullptr || m_dragging ? -1 : m_model->indexOf(m_hoveredId);
    const QRect rect = row < 0 ? QRect() : visualRect(row);
    if (rect.isEmpty() || m_model->row(row).isGap()) {
        m_toolbar->hide();
        return;
    }
    const StoredMessage &message = m_model->row(row).item.message;
    const MessageActs acts = m_model->actsOn(message);
    if (!acts.copy) {
        m_toolbar->hide();
        return;
    }
    m_toolbar->setActs(acts);
    const int top = rect.top() + qRound(layoutOf(row)->top) - toolbarRise;
    const int lowest = std::max(0, viewport()->height() - m_toolbar->height());
    const int left =
        isRightToLeft() ? metrics::timelineSide : viewport()->width() - metrics::timelineSide - m_toolbar->width();
    m_toolbar->move(left, std::clamp(top, 0, lowest));
    m_toolbar->show();
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const Placed *placed = m_model == nullptr ? nullptr : placedAt(point);
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_pressed = targetAt(event->position());
    if (placed == nullptr) {
        // What is dragged from here begins nothing, and goes on with nothing.
        dropSelection();
        return;
    }
    if (m_pressed.kind == Target::Kind::Action) {
        return;
    }
    m_pressedAt = point;
    m_draggedTo = point;
    const TimelineRow &row = m_model->row(placed->row);
    if (event->modifiers().testFlag(Qt::ShiftModifier) && m_selection.hasBegun()) {
        m_selection.extendRowsTo(*m_model, placed->row);
    } else {
        m_selection.begin(row, textAt(*placed, point));
    }
    m_currentId = row.id();
    m_byKey = false;
    viewport()->update();
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const bool isOnAction = m_pressed.kind == Target::Kind::Action;
    if (!event->buttons().testFlag(Qt::LeftButton) || isOnAction || !m_selection.hasBegun()) {
        updateHover(point);
        return;
    }
    const bool isFar = (point - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
    if (m_dragging || isFar) {
        m_dragging = true;
        updateToolbar();
        dragTo(point);
    }
}

void TimelineView::dragTo(const QPoint &point)
{
    m_draggedTo = point;
    const bool isBeyond = point.y() < 0 || point.y() >= viewport()->height();
    if (isBeyond != m_dragTimer.isActive()) {
        isBeyond ? m_dragTimer.start() : m_dragTimer.stop();
    }
    if (m_model == nullptr || m_placed.isEmpty()) {
        return;
    }
    const QPoint inside(point.x(), std::clamp(point.y(), 0, viewport()->height() - 1));
    const Placed *placed = placedAt(inside);
    if (placed == nullptr) {
        placed = inside.y() < m_placed.first().top ? &m_placed.first() : &m_placed.last();
    }
    m_selection.extendTo(*m_model, placed->row, textAt(*placed, inside));
    viewport()->update();
}

void TimelineView::dragOn()
{
    scrollByPixels(m_draggedTo.y() < 0 ? -dragPixels : dragPixels);
    dragTo(m_draggedTo);
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_dragTimer.stop();
    const Target pressed = std::exchange(m_pressed, {});
    if (m_dragging) {
        m_dragging = false;
        updateHover(event->position().toPoint());
        QClipboard *const clipboard = QApplication::clipboard();
        if (clipboard->supportsSelection() && !m_selection.isEmpty()) {
            clipboard->setText(copiedText(), QClipboard::Selection);
        }
        return;
    }
    if (m_model == nullptr || placedAt(event->position().toPoint()) == nullptr) {
        dropSelection();
        return;
    }
    // Messages that arrive move the rows: what stands here now may be another than what was meant.
    if (pressed == targetAt(event->position())) {
        activate(pressed);
    }
}

void TimelineView::activate(const Target &target)
{
    const int index = m_model->indexOf(target.id);
    if (index < 0) {
        return;
    }
    // A copy: acting may lay out anew and take the row away.
    const TimelineRow row = m_model->row(index);
    switch (target.kind) {
    case Target::Kind::None:
        return;
    case Target::Kind::Action:
        act(row, target.act);
        return;
    case Target::Kind::Quote:
        jumpTo(target.key);
        return;
    case Target::Kind::Chip:
        if (m_model->actsOn(row.item.message).react) {
            Q_EMIT reactRequested(row.item.message, target.text);
        }
        return;
    case Target::Kind::Link:
        Q_EMIT linkActivated(QUrl(target.text));
        return;
    }
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const Placed *placed = m_model == nullptr ? nullptr : placedAt(point);
    const int at = placed == nullptr ? -1 : textAt(*placed, point);
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (at < 0 || !placed->layout->isOnText(point - QPoint(0, placed->top))) {
        // The second of two quick clicks counts like the first, but for words, which it selects.
        m_pressed = targetAt(event->position());
        return;
    }
    const QString text = placed->layout->body->text();
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(at);
    const int start =
        static_cast<int>(finder.isAtBoundary() ? at : std::max<qsizetype>(0, finder.toPreviousBoundary()));
    finder.setPosition(at);
    const qsizetype next = finder.toNextBoundary();
    const int end = static_cast<int>(next < 0 ? text.size() : next);
    m_selection.selectText(m_model->row(placed->row), {start, end - start});
    viewport()->update();
}

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
            words = apartFromLeft(QUrl(link).toString(QUrl::FullyEncoded));
        } else if (const auto *chip = placed->layout->chipAt(inside)) {
            words = namesOf(*chip);
        } else if (placed->layout->image && placed->layout->image->rect.contains(inside)) {
            words = tr("%1 from %2", "an image, a host")
                        .arg(displaytext::isolated(placed->layout->image->name),
                             apartFromLeft(placed->layout->image->link.host));
        } else if (placed->layout->stateRect.contains(inside)) {
            words = spokentext::ofState(message.state);
        } else if (placed->layout->timeRect.contains(inside)) {
            words = QLocale().toString(message.sentAt.toLocalTime(), QLocale::LongFormat);
        }
    }
    if (words.isEmpty()) {
        QToolTip::hideText();
        return false;
    }
    QToolTip::showText(global, plainToolTip(words), this);
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
        updateToolbar();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace foyer

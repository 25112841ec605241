#include "ui/timeline/timelineview.h"

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/timeline/imageshelf.h"
#include "ui/timeline/messagetoolbar.h"
#include "ui/timeline/rowpainter.h"
#include "ui/timeline/timelineaccessible.h"

#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int layoutsKept = 600;
constexpr int padding = 12;
constexpr int rowsAhead = 12; ///< more are asked for when so few are left
constexpr int dragStepMs = 40;

bool hasLinesAbove(const TimelineRow &row)
{
    return row.day.isValid() || row.newLine;
}

} // namespace

TimelineView::TimelineView(const Theme &theme, Clock &clock, QWidget *parent)
    : QAbstractScrollArea(parent),
      m_theme(theme),
      m_clock(clock),
      m_layouts(layoutsKept),
      m_bar(new QScrollBar(Qt::Vertical, this)),
      m_pill(new QPushButton(this)),
      m_unreadPill(new QPushButton(this)),
      m_toolbar(new MessageToolbar(theme, viewport())),
      m_images(new ImageShelf(this))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    // The bar lies over the margin: were it part of the layout, its coming and going would wrap every row anew.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    // All of it is painted, so that nothing has to be painted beneath it.
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Messages"));
    m_bar->setObjectName(u"timelineScrollBar"_s);
    m_bar->setAccessibleName(tr("Position in the messages"));
    m_bar->hide();
    m_pill->setObjectName(u"newerPushButton"_s);
    m_pill->setAccessibleName(tr("Go to the newest message"));
    m_pill->hide();
    setLook(m_pill, Look::Secondary);
    connectToolbar();
    makeJumps();
    connectImages();
    TimelineAccessible::install();
    TimelineAccessible::replaceEarly(this);
    m_dragTimer.setInterval(dragStepMs);
    connect(&m_dragTimer, &QTimer::timeout, this, &TimelineView::dragOn);
    m_layoutTimer.setSingleShot(true);
    connect(&m_layoutTimer, &QTimer::timeout, this, &TimelineView::layOut);
    connect(m_bar, &QScrollBar::valueChanged, this, &TimelineView::onScrollBarMoved);
    connect(m_pill, &QPushButton::clicked, this, &TimelineView::scrollToNewest);
    connect(&theme, &Theme::changed, this, [this] {
        m_layouts.clear();
        updatePill();
        scheduleLayout();
    });
}

void TimelineView::setCanLoad(bool can)
{
    if (m_canLoad != can) {
        m_canLoad = can;
        m_layouts.clear();
        scheduleLayout();
    }
}

void TimelineView::layOutAnew(int first, int last)
{
    // A row that comes back need not be what it was when it went.
    for (int row = first; row <= last; ++row) {
        m_layouts.remove(m_model->row(row).id());
    }
    scheduleLayout();
}

void TimelineView::scheduleLayout()
{
    // One layout for all changes of one batch.
    if (!m_layoutTimer.isActive()) {
        m_layoutTimer.start(0);
    }
}

std::shared_ptr<RowLayout> TimelineView::layoutOf(int row)
{
    const TimelineRow &shown = m_model->row(row);
    const qint64 id = shown.id();
    if (const auto *known = m_layouts.object(id); known != nullptr && (*known)->width == viewport()->width()) {
        return *known;
    }
    const RowContext context{
        m_theme,         m_model->ownNickname(),   m_clock.now(), static_cast<qreal>(viewport()->width()),
        isRightToLeft(), m_explained.contains(id), m_images,      m_canLoad};
    auto layout = layOutRow(shown, context);
    m_layouts.insert(id, new std::shared_ptr<RowLayout>(layout));
    return layout;
}

void TimelineView::layOut()
{
    m_layoutTimer.stop();
    m_placed.clear();
    if (m_model != nullptr && m_model->rowCount() > 0) {
        if (m_following) {
            placeFromEnd();
        } else {
            const int known = m_model->indexOf(m_anchorId);
            placeFrom(known >= 0 ? known : std::clamp(m_anchorRow, 0, m_model->rowCount() - 1), m_anchorTop);
            keepInside();
        }
        rememberPlace();
        askForMore(TimelineModel::From::Store);
    }
    updateScrollBar();
    updatePill();
    updateUnreadPill();
    updateToolbar();
    lookAtImages();
    tellPlace();
    viewport()->update();
}

void TimelineView::placeFrom(int row, int top)
{
    m_placed.clear();
    const int height = viewport()->height();
    const auto placed = [this](int at, int y, const std::shared_ptr<RowLayout> &layout) {
        return Placed{m_model->row(at).id(), at, y, layout};
    };
    m_placed.append(placed(row, top, layoutOf(row)));
    while (m_placed.first().top > 0 && m_placed.first().row > 0) {
        const int before = m_placed.first().row - 1;
        auto layout = layoutOf(before);
        m_placed.prepend(placed(before, m_placed.first().top - qCeil(layout->height), layout));
    }
    while (m_placed.last().bottom() < height && m_placed.last().row + 1 < m_model->rowCount()) {
        const int after = m_placed.last().row + 1;
        m_placed.append(placed(after, m_placed.last().bottom(), layoutOf(after)));
    }
}

void TimelineView::placeFromEnd()
{
    const int last = m_model->rowCount() - 1;
    placeFrom(last, viewport()->height() - padding - qCeil(layoutOf(last)->height));
    if (m_placed.first().row == 0 && m_placed.first().top > padding) {
        placeFrom(0, padding);
    }
}

void TimelineView::keepInside()
{
    const bool hasEnd = m_placed.last().row == m_model->rowCount() - 1;
    if (hasEnd && m_placed.last().bottom() < viewport()->height() - padding) {
        placeFromEnd();
    }
    if (m_placed.first().row == 0 && m_placed.first().top > padding) {
        placeFrom(0, padding);
    }
}

void TimelineView::scrollByPixels(int pixels)
{
    if (m_model == nullptr || m_placed.isEmpty()) {
        return;
    }
    rememberPlace();
    setFollowing(false);
    m_anchorTop -= pixels;
    layOut();
    if (isAtEnd()) {
        setFollowing(true);
        updatePill();
    }
    if (pixels < 0) {
        askForMore(TimelineModel::From::StoreThenServer);
    }
}

void TimelineView::scrollPages(double pages)
{
    scrollByPixels(qRound(pages * viewport()->height() * 0.9));
}

void TimelineView::scrollToNewest()
{
    if (m_model == nullptr) {
        return;
    }
    m_goingTo = {};
    m_model->showNewest();
    setFollowing(true);
    layOut();
}

void TimelineView::setFollowing(bool following)
{
    if (m_following == following) {
        return;
    }
    m_following = following;
    if (m_model != nullptr) {
        m_model->setFollowing(following);
        tellPlace();
    }
    Q_EMIT followingChanged(following);
}

void TimelineView::askForMore(TimelineModel::From from)
{
    if (m_placed.isEmpty()) {
        return;
    }
    if (m_placed.first().row < rowsAhead) {
        // Scrolling reads on from the server only at the very top.
        m_model->fetchOlder(m_placed.first().row == 0 ? from : TimelineModel::From::Store);
    }
    if (!m_following && m_placed.last().row >= m_model->rowCount() - rowsAhead) {
        m_model->fetchNewer();
    }
}

int TimelineView::firstVisibleRow() const
{
    return m_placed.isEmpty() ? -1 : m_placed.first().row;
}

QRect TimelineView::visualRect(int row) const
{
    for (const Placed &placed : m_placed) {
        if (placed.row == row) {
            return {0, placed.top, viewport()->width(), placed.bottom() - placed.top};
        }
    }
    return {};
}

QRect TimelineView::actionRect(int row) const
{
    for (const Placed &placed : m_placed) {
        if (placed.row == row && !placed.layout->actions.isEmpty()) {
            return placed.layout->actions.first().rect.translated(0, placed.top).toAlignedRect();
        }
    }
    return {};
}

void TimelineView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.tokens().background);
    if (m_model == nullptr) {
        return;
    }
    for (const Placed &placed : std::as_const(m_placed)) {
        const TimelineRow &row = m_model->row(placed.row);
        const bool chosen = m_selection.contains(row.id());
        const auto joins = [&](int other) {
            return chosen && other >= 0 && other < m_model->rowCount() &&
                   m_selection.contains(m_model->row(other).id()) &&
                   !hasLinesAbove(m_model->row(std::max(other, placed.row)));
        };
        const RowEmphasis emphasis{row.id() == m_hoveredId,
                                   hasFocus() && m_byKey && row.id() == m_currentId,
                                   chosen || row.id() == m_markedId,
                                   joins(placed.row - 1),
                                   joins(placed.row + 1),
                                   m_selection.textOf(row.id())};
        painter.save();
        painter.translate(0, placed.top);
        paintRow(painter, m_theme, row, *placed.layout, emphasis);
        painter.restore();
    }
}

void TimelineView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::FontChange) {
        m_layouts.clear();
        placeOverlays();
        scheduleLayout();
    }
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    placeOverlays();
    layOut();
}

} // namespace foyer

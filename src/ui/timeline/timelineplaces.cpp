// Which room a TimelineView shows, and where in it its reader was, also in an earlier run.
#include "ui/timeline/timelineview.h"

#include <QScrollBar>

#include <utility>

namespace foyer
{

void TimelineView::setModel(TimelineModel *model)
{
    if (m_model == model) {
        return;
    }
    if (m_model != nullptr) {
        rememberPlace();
        m_places.insert(m_model, {m_anchorId, m_anchorRow, m_anchorTop, m_following});
        disconnect(m_model, nullptr, this, nullptr);
        if (m_goingTo.key != 0) {
            m_model->restorePlace(m_goingTo);
        }
    }
    forget();
    closePickers();
    m_model = model;
    if (model != nullptr && !m_places.contains(model)) {
        // In the bar's name, because disconnecting from a model shown before must not lose this.
        connect(model, &QObject::destroyed, m_bar, [this, model] { m_places.remove(model); });
        m_places.insert(model, {});
    }
    const Place place = m_places.value(model);
    m_anchorId = place.id;
    m_anchorRow = place.row;
    m_anchorTop = place.top;
    m_following = place.following;
    if (model != nullptr && !m_following && !model->hasWantedPlace() && model->indexOf(m_anchorId) < 0) {
        // The window went elsewhere while one looked at another room.
        model->restorePlace(model->place());
    }
    if (model != nullptr && model->hasWantedPlace()) {
        // Where one was in an earlier run: what is below has not been seen.
        m_following = false;
        m_anchorRow = model->rowCount() - 1;
    }
    if (model != nullptr) {
        connect(model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
            renumber();
            layOutAnew(first, last);
        });
        connect(model, &QAbstractItemModel::rowsRemoved, this, &TimelineView::renumber);
        connect(model, &QAbstractItemModel::modelReset, this, &TimelineView::renumber);
        connect(model, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex &first, const QModelIndex &last) { layOutAnew(first.row(), last.row()); });
        connect(model, &TimelineModel::newerCountChanged, this, &TimelineView::updatePill);
        connect(model, &TimelineModel::refreshed, this, &TimelineView::scheduleLayout);
        connect(model, &TimelineModel::jumped, this, &TimelineView::onJumped);
        connect(model, &TimelineModel::jumpMissed, this, [this] {
            // What was left in an earlier run may be gone.
            const bool wasGoing = std::exchange(m_goingTo, {}).key != 0;
            setFollowing(wasGoing || isAtEnd());
            layOut();
        });
        connect(model, &TimelineModel::placeWanted, this, &TimelineView::goToWantedPlace);
        model->setFollowing(m_following);
    }
    Q_EMIT followingChanged(m_following);
    layOut();
    goToWantedPlace();
}

void TimelineView::forget()
{
    m_layouts.clear();
    m_placed.clear();
    m_explained.clear();
    m_selection.clear();
    m_dragging = false;
    m_dragTimer.stop();
    m_hoveredId = 0;
    m_currentId = 0;
    m_markedId = 0;
    m_seenUnread = 0;
    m_goingTo = {};
}

void TimelineView::renumber()
{
    // Clicks, wheel and paint come before the layout as well as after it.
    for (Placed &placed : m_placed) {
        placed.row = m_model->indexOf(placed.id);
    }
    m_placed.removeIf([](const Placed &placed) { return placed.row < 0; });
    scheduleLayout();
}

void TimelineView::rememberPlace()
{
    // Rows that ended above the edge were only stepping stones.
    while (m_placed.size() > 1 && m_placed.first().bottom() <= 0) {
        m_placed.removeFirst();
    }
    while (m_placed.size() > 1 && m_placed.last().top >= viewport()->height()) {
        m_placed.removeLast();
    }
    if (!m_placed.isEmpty() && m_model != nullptr) {
        m_anchorRow = m_placed.first().row;
        m_anchorTop = m_placed.first().top;
        m_anchorId = m_placed.first().id;
    }
}

void TimelineView::goToWantedPlace()
{
    const ReadingPlace wanted = m_model == nullptr ? ReadingPlace() : m_model->takeWantedPlace();
    if (wanted.key != 0) {
        m_goingTo = wanted;
        jumpTo(wanted.key);
    }
}

void TimelineView::tellPlace()
{
    if (m_model == nullptr || m_goingTo.key != 0 || m_placed.isEmpty()) {
        return;
    }
    ReadingPlace place;
    for (const Placed &placed : std::as_const(m_placed)) {
        if (!m_following && !m_model->row(placed.row).isGap()) {
            place = {m_model->row(placed.row).item.message.key, placed.top};
            break;
        }
    }
    m_model->setPlace(place);
}

} // namespace foyer

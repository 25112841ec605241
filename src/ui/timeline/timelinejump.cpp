// How a TimelineView goes to a message anywhere in the room, and to the first unread one.
#include "ui/timeline/timelineview.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int markedMs = 2000;
constexpr int pillMargin = 12;
constexpr int partAbove = 4; ///< a target stands a quarter of the height below the upper edge
} // namespace

void TimelineView::makeJumps()
{
    m_unreadPill->setObjectName(u"firstUnreadPushButton"_s);
    m_unreadPill->setText(tr("First unread"));
    m_unreadPill->setAccessibleName(tr("Go to the first unread message"));
    m_unreadPill->hide();
    setLook(m_unreadPill, Look::Secondary);
    connect(m_unreadPill, &QPushButton::clicked, this, &TimelineView::jumpToFirstUnread);
    m_markTimer.setSingleShot(true);
    m_markTimer.setInterval(markedMs);
    connect(&m_markTimer, &QTimer::timeout, this, [this] {
        m_markedId = 0;
        viewport()->update();
    });
}

void TimelineView::jumpTo(MessageKey key)
{
    if (m_model == nullptr || key == 0) {
        return;
    }
    // Before the window moves, which would end at the newest rows otherwise.
    setFollowing(false);
    m_model->showAround(key);
}

void TimelineView::jumpToFirstUnread()
{
    if (m_model != nullptr) {
        jumpTo(m_model->firstUnread());
    }
}

void TimelineView::onJumped(MessageKey key)
{
    const int row = m_model == nullptr ? -1 : m_model->indexOf(key * 2);
    if (row < 0) {
        return;
    }
    m_anchorId = key * 2;
    m_anchorRow = row;
    if (const ReadingPlace kept = std::exchange(m_goingTo, {}); kept.key == key) {
        m_anchorTop = kept.top;
    } else {
        m_anchorTop = viewport()->height() / partAbove;
        m_currentId = m_anchorId;
        m_markedId = m_anchorId;
        m_markTimer.start();
    }
    layOut();
    if (hasFocus() && m_currentId == m_anchorId) {
        announceCurrent();
    }
    if (isAtEnd()) {
        setFollowing(true);
        updatePill();
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
        const bool isThere = !m_following && placed.row < m_model->rowCount();
        if (isThere && !m_model->row(placed.row).isGap()) {
            place = {m_model->row(placed.row).item.message.key, placed.top};
            break;
        }
    }
    m_model->setPlace(place);
}

bool TimelineView::isAtEnd() const
{
    return m_model->isAtNewest() && !m_placed.isEmpty() && m_placed.last().row == m_model->rowCount() - 1 &&
           m_placed.last().bottom() <= viewport()->height() - pillMargin + 1;
}

void TimelineView::updateUnreadPill()
{
    const MessageKey unread = m_model == nullptr ? 0 : m_model->firstUnread();
    if (unread == 0) {
        m_seenUnread = 0;
    } else {
        const int row = m_model->indexOf(unread * 2);
        const bool isInSight = row >= 0 && !visualRect(row).isEmpty() && visualRect(row).top() >= 0;
        if (isInSight) {
            // Who has seen it need not be led there any more.
            m_seenUnread = unread;
        }
    }
    const bool shown = unread != 0 && m_seenUnread != unread && m_model->isAtNewest() && !m_placed.isEmpty() &&
                       m_model->indexOf(unread * 2) <= m_placed.first().row;
    m_unreadPill->setVisible(shown);
    if (shown) {
        m_unreadPill->setIcon(Icons::icon(u"up"_s, m_theme.tokens().accent, 16));
        const QSize size = m_unreadPill->sizeHint();
        m_unreadPill->setGeometry((width() - size.width()) / 2, pillMargin, size.width(), size.height());
        m_unreadPill->raise();
    }
}

} // namespace foyer

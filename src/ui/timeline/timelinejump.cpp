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

bool TimelineView::isAtEnd() const
{
    return m_model->isAtNewest() && !m_placed.isEmpty() && m_placed.last().row == m_model->rowCount() - 1 &&
           m_placed.last().bottom() <= viewport()->height() - pillMargin + 1;
}

void TimelineView::updateUnreadPill()
{
    const MessageKey unread = m_model == nullptr ? 0 : m_model->firstUnread();
    // The line, wherever the window is: the row below it is known only while that is in the window.
    const MessageKey line = m_model == nullptr ? 0 : m_model->newLineAfter();
    if (unread != 0) {
        const int row = m_model->indexOf(unread * 2);
        const bool isInSight = row >= 0 && !visualRect(row).isEmpty() && visualRect(row).top() >= 0;
        if (isInSight) {
            // Who has seen it need not be led there any more.
            m_seenUnread = line;
        }
    }
    const bool shown = unread != 0 && m_seenUnread != line && m_model->isAtNewest() && !m_placed.isEmpty() &&
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

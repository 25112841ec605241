#include "models/roompagestate.h"

#include "core/whendone.h"

#include <algorithm>
#include <utility>

namespace foyer
{

namespace
{

/// Rows: own ones that still wait stand after the newest that everybody has.
constexpr int newestLookback = 50;

bool isSettled(const TimelineItem &item)
{
    return item.kind == TimelineItem::Kind::Message &&
           (!item.message.own || item.message.state == DeliveryState::Delivered);
}

} // namespace

void RoomPageState::setReading(bool reading)
{
    if (m_reading == reading) {
        return;
    }
    m_reading = reading;
    if (reading) {
        markRead();
        Q_EMIT changed();
    } else {
        rememberSeen();
    }
}

void RoomPageState::readAll()
{
    if (m_unread == 0 && m_mentions == 0) {
        return;
    }
    markRead();
    Q_EMIT changed();
    if (!m_timeline.isAtNewest()) {
        // One reads elsewhere: only the store knows which the newest is.
        whenDone(m_source.itemsBefore(m_address, 0, newestLookback), this,
                 [this](const Result<QList<TimelineItem>> &items) {
                     const QList<TimelineItem> newest = items.valueOr({});
                     const auto settled = std::find_if(newest.crbegin(), newest.crend(), isSettled);
                     if (settled != newest.crend()) {
                         readUpTo(settled->message);
                     }
                 });
    }
}

void RoomPageState::rememberSeen()
{
    const auto newest = m_timeline.newestSettled();
    setLastSeen(newest ? newest->key : m_lastSeen);
}

void RoomPageState::markBeforeOutage()
{
    const auto newest = m_timeline.newestSettled();
    m_beforeOutage = m_reading && newest ? newest->key : 0;
}

void RoomPageState::endOutage(int recovered)
{
    const MessageKey before = std::exchange(m_beforeOutage, 0);
    if (recovered > 0 && m_reading && before != 0) {
        m_timeline.setNewLineAfter(before);
    }
}

void RoomPageState::dropNewLine()
{
    m_timeline.setNewLineAfter(0);
}

void RoomPageState::restoreRead(MessageKey lastSeen)
{
    constexpr int mostCounted = 500;
    m_restoredSeen = lastSeen;
    m_lastSeen = lastSeen;
    whenDone(m_source.itemsAfter(m_address, lastSeen, mostCounted), this,
             [this](const Result<QList<TimelineItem>> &items) { countUnread(items.valueOr({})); });
}

void RoomPageState::countUnread(const QList<TimelineItem> &items)
{
    int unread = 0;
    int mentions = 0;
    QHash<MessageKey, bool> keys;
    for (const TimelineItem &item : items) {
        if (item.kind == TimelineItem::Kind::Message && !item.message.own && !item.message.retracted) {
            ++unread;
            mentions += mentionsMe(item.message.body) ? 1 : 0;
            keys.insert(item.message.key, mentionsMe(item.message.body));
        }
    }
    if (unread == 0) {
        return;
    }
    m_timeline.setNewLineAfter(m_restoredSeen);
    if (!m_reading) {
        // What has come meanwhile is among them.
        m_unread = std::max(m_unread, unread);
        m_mentions = std::max(m_mentions, mentions);
        m_unreadRows.insert(keys);
    }
    Q_EMIT changed();
}

void RoomPageState::setLastSeen(MessageKey key)
{
    if (key != m_lastSeen) {
        m_lastSeen = key;
        Q_EMIT lastSeenChanged();
    }
}

void RoomPageState::markRead()
{
    m_unread = 0;
    m_mentions = 0;
    m_unreadRows.clear();
    // What we have written and the server has not is later by our clock than what it still has for us.
    const auto newest = m_timeline.newestSettled();
    if (newest) {
        readUpTo(*newest);
        const auto stamped = m_timeline.newestStamped();
        m_readStamp = stamped ? stamped->sentAt : m_readStamp;
    }
}

void RoomPageState::readUpTo(const StoredMessage &row)
{
    m_readUpTo = row.sentAt;
    setLastSeen(row.key);
}

bool RoomPageState::isLater(const StoredMessage &row) const
{
    // What comes live is later than all that was read, whatever the clocks say.
    if (row.live || !m_readUpTo.isValid()) {
        return true;
    }
    // A rejoin brings what is not here: it is measured by the clock that stamped it. Inside, a page is one of the past.
    const bool isBack = m_state == RoomState::CatchingUp && m_readStamp.isValid();
    return row.sentAt > (isBack ? m_readStamp : m_readUpTo);
}

} // namespace foyer

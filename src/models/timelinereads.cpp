// How a TimelineModel's window is read again after something was stored or moved.
#include "core/whendone.h"
#include "models/timelinemodel.h"

#include <algorithm>
#include <utility>

namespace foyer
{

TimelineModel::Read TimelineModel::wantedRead() const
{
    if (!m_following) {
        return Read::Window;
    }
    const bool tail = m_tailEnough && m_atNewest && m_arrivedKeys.size() < followedLimit && tailStart() != 0;
    return tail ? Read::Tail : Read::Newest;
}

void TimelineModel::read(Read what)
{
    if (m_reading) {
        m_readAgain = true;
        return;
    }
    m_reading = true;
    m_readAgain = false;
    m_tailEnough = true;
    if (m_arrived > 0 && m_pace.interval() > 0) {
        m_pace.start();
    }
    const MessageKey after = what == Read::Window ? firstKey() : what == Read::Tail ? tailStart() : 0;
    const int limit = after != 0 ? windowLimit : std::clamp(rowCount() + m_arrived, pageSize, followedLimit);
    m_arrived = 0;
    auto answer = after != 0 ? m_source.itemsAfter(m_room, after, limit) : m_source.itemsBefore(m_room, 0, limit);
    whenDone(answer, this,
             [this, what, after, limit, arrived = std::exchange(m_arrivedKeys, {})](const Result<Items> &items) {
                 m_reading = false;
                 if (items && what == Read::Tail) {
                     m_tailEnough = takeTail(*items, after, arrived) && m_tailEnough;
                     m_readAgain = m_readAgain || !m_tailEnough;
                 } else if (items) {
                     takeWindow(*items, after, limit);
                     // Who has gone to the end meanwhile must not be held short of it.
                     m_readAgain = m_readAgain || (m_following && !m_atNewest);
                 } else {
                     m_tailEnough = false;
                     Q_EMIT readFailed(items.error());
                 }
                 if (m_readAgain) {
                     read(wantedRead());
                 }
             });
}

MessageKey TimelineModel::tailStart() const
{
    // Own rows that are not settled stand behind all others and may be overtaken.
    for (auto row = m_rows.crbegin(); row != m_rows.crend(); ++row) {
        const StoredMessage &message = row->item.message;
        if (!row->isGap() && (message.state == DeliveryState::Received || message.state == DeliveryState::Delivered)) {
            return message.key;
        }
    }
    return 0;
}

bool TimelineModel::takeTail(const Items &items, MessageKey after, const QSet<MessageKey> &arrived)
{
    const int last = indexOf(after * 2);
    if (!m_following || last < 0 || items.size() >= windowLimit - 1) {
        return false;
    }
    Items window;
    for (int i = 0; i <= last; ++i) {
        window.append(m_rows[i].item);
    }
    window += items;
    // What was stored elsewhere than at the end, only a read of all shows. The read before may have had some already.
    QSet<MessageKey> missing = arrived;
    for (const TimelineItem &item : std::as_const(window)) {
        missing.remove(item.kind == TimelineItem::Kind::Message ? item.message.key : 0);
    }
    if (!missing.isEmpty()) {
        return false;
    }
    if (window.size() > followedLimit) {
        window = window.mid(window.size() - followedLimit);
    }
    showItems(window);
    announceNewest();
    Q_EMIT refreshed();
    return true;
}

void TimelineModel::takeWindow(const Items &items, MessageKey after, int limit)
{
    Items window;
    if (after != 0) {
        const int last = indexOf(after * 2);
        if (last < 0) {
            m_readAgain = true;
            return;
        }
        for (int i = 0; i <= last; ++i) {
            window.append(m_rows[i].item);
        }
        m_atNewest = items.size() < limit - 1;
    } else {
        m_atNewest = true;
    }
    window += items;
    if (after != 0 && window.size() > windowLimit) {
        window = window.mid(0, windowLimit);
        m_atNewest = false;
    }
    showItems(window);
    if (!m_following && !m_leftNewestAt.isValid()) {
        noteNewestLeft();
    }
    if (after != 0 && m_rows.first().isGap()) {
        checkFirstGap();
    }
    announceNewest();
    Q_EMIT refreshed();
}

void TimelineModel::checkFirstGap()
{
    const MessageKey before = firstKey();
    whenDone(m_source.itemsBefore(m_room, before, 1), this, [this, before](const Result<Items> &items) {
        if (!items || before != firstKey() || !m_rows.first().isGap()) {
            return;
        }
        const bool stands = !items->isEmpty() && TimelineRow::rowId(items->last()) == m_rows.first().id();
        if (!stands) {
            removeItems(0, 1);
            redecorate();
            setOlder(Older::Idle);
        }
    });
}

} // namespace foyer

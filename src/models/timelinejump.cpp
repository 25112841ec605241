// How a TimelineModel's window goes to a row anywhere in the room.
#include "models/timelinemodel.h"

#include "core/whendone.h"

#include <algorithm>

namespace foyer
{

namespace
{

qsizetype firstMessage(const QList<TimelineItem> &items)
{
    const auto found = std::find_if(items.cbegin(), items.cend(),
                                    [](const TimelineItem &item) { return item.kind == TimelineItem::Kind::Message; });
    return found - items.cbegin();
}

} // namespace

MessageKey TimelineModel::firstUnread() const
{
    for (const TimelineRow &row : m_rows) {
        if (row.newLine) {
            return row.item.message.key;
        }
    }
    // Where the row above the line is held, everything below it is one's own: nothing is unread.
    return indexOf(m_newLineAfter * 2) >= 0 ? 0 : m_newLineAfter;
}

void TimelineModel::setPlace(const ReadingPlace &place)
{
    // Until whoever shows the room has gone to the place of the last time, that is where its reader is.
    if (m_wantedPlace.key == 0 && place != m_place) {
        m_place = place;
        Q_EMIT placeChanged();
    }
}

void TimelineModel::restorePlace(const ReadingPlace &place)
{
    m_place = place;
    m_wantedPlace = place;
    Q_EMIT placeWanted();
}

void TimelineModel::showAround(MessageKey key)
{
    m_goingTo = key;
    if (indexOf(key * 2) >= 0) {
        Q_EMIT jumped(key);
        return;
    }
    whenDone(m_source.itemsAfter(m_room, key, pageSize), this, [this, key](const Result<Items> &after) {
        if (key != m_goingTo) {
            return;
        }
        if (!after) {
            Q_EMIT jumpMissed();
            return;
        }
        // What stands before the row after it ends with the row itself.
        const qsizetype first = firstMessage(*after);
        const MessageKey next = first < after->size() ? after->at(first).message.key : 0;
        whenDone(m_source.itemsBefore(m_room, next, pageSize), this,
                 [this, key, rest = after->mid(first)](const Result<Items> &before) {
                     if (key == m_goingTo) {
                         takeAround(key, before.valueOr({}), rest);
                     }
                 });
    });
}

void TimelineModel::takeAround(MessageKey key, const Items &before, const Items &after)
{
    const bool isHeld = std::any_of(before.cbegin(), before.cend(), [key](const TimelineItem &item) {
        return item.kind == TimelineItem::Kind::Message && item.message.key == key;
    });
    // The person may have gone to the newest meanwhile.
    if (!isHeld || m_following) {
        Q_EMIT jumpMissed();
        return;
    }
    m_atNewest = after.size() < pageSize - 2;
    m_storeRead = false;
    setOlder(Older::Idle);
    showItems(before + after);
    announceNewest();
    Q_EMIT refreshed();
    Q_EMIT jumped(key);
}

} // namespace foyer

#pragma once

#include "models/roomsource.h"

#include <QPromise>

#include <functional>
#include <list>
#include <optional>
#include <utility>

namespace foyer
{

/// A room's timeline held in a list, answering at once or when the test says so: what model and window tests are filled
/// with.
class MemoryRoomSource : public RoomSource
{
public:
    QFuture<Result<QList<TimelineItem>>> itemsBefore(const RoomAddress &, MessageKey before, int limit) override
    {
        qsizetype end = items.size();
        if (before != 0) {
            end = indexOf(before);
        }
        const qsizetype start = std::max<qsizetype>(0, end - limit);
        ++reads;
        return ready(items.mid(start, std::max<qsizetype>(0, end - start)));
    }
    QFuture<Result<QList<TimelineItem>>> itemsAfter(const RoomAddress &, MessageKey after, int limit) override
    {
        ++reads;
        return ready(items.mid(indexOf(after) + 1, limit - shortBy));
    }
    QFuture<Result<int>> loadOlder(const RoomAddress &) override
    {
        ++olderAsked;
        if (onLoadOlder) {
            onLoadOlder();
        }
        if (olderError) {
            return QtFuture::makeReadyFuture(Result<int>(*olderError));
        }
        const int count = static_cast<int>(olderPage.size());
        items = olderPage + items;
        olderPage.clear();
        return QtFuture::makeReadyFuture(Result<int>(count));
    }
    QList<Occupant> occupants(const RoomAddress &) const override { return people; }

    QList<TimelineItem> items;
    QList<TimelineItem> olderPage; ///< what the next loadOlder() brings
    std::optional<Error> olderError;
    QList<Occupant> people;
    std::optional<Error> readError;
    int shortBy = 0; ///< how much smaller pages after a row are than asked for
    int reads = 0;
    qsizetype rowsRead = 0; ///< by the last read
    int olderAsked = 0;
    /// Called before loadOlder() answers, as a page is told before the read that brought it ends.
    std::function<void()> onLoadOlder;
    bool holds = false; ///< answers wait for release()

    /// Answers, in the order of the questions.
    void release()
    {
        holds = false;
        for (auto held = std::exchange(m_held, {}); !held.empty(); held.pop_front()) {
            held.front().finish();
        }
    }

private:
    using Answer = Result<QList<TimelineItem>>;

    qsizetype indexOf(MessageKey key) const
    {
        for (qsizetype i = 0; i < items.size(); ++i) {
            if (items[i].kind == TimelineItem::Kind::Message && items[i].message.key == key) {
                return i;
            }
        }
        return items.size();
    }
    QFuture<Result<QList<TimelineItem>>> ready(const QList<TimelineItem> &answer)
    {
        rowsRead = answer.size();
        const Answer result = readError ? Answer(*readError) : Answer(answer);
        if (!holds) {
            return QtFuture::makeReadyFuture(result);
        }
        m_held.emplace_back();
        m_held.back().start();
        m_held.back().addResult(result);
        return m_held.back().future();
    }

    std::list<QPromise<Answer>> m_held;
};

/// A stored row of \a nickname at \a sentAt (UTC) with occupant id made of the nickname.
inline TimelineItem aRow(MessageKey key, const QString &nickname, const QString &body, const QDateTime &sentAt)
{
    TimelineItem item;
    item.message.key = key;
    item.message.nickname = nickname;
    item.message.occupantId = nickname;
    item.message.body = body;
    item.message.sentAt = sentAt;
    return item;
}

inline TimelineItem anOwnRow(MessageKey key, const QString &body, const QDateTime &sentAt, DeliveryState state)
{
    TimelineItem item = aRow(key, QStringLiteral("alice"), body, sentAt);
    item.message.own = true;
    item.message.state = state;
    return item;
}

inline TimelineItem aGap(MessageKey afterKey, MessageKey beforeKey, GapReason reason, const QDateTime &from = {},
                         const QDateTime &to = {})
{
    TimelineItem item;
    item.kind = TimelineItem::Kind::Gap;
    item.gap = TimelineGap{afterKey, beforeKey, from, to, reason};
    return item;
}

} // namespace foyer

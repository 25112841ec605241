#include "store/outboxtable.h"

#include "sql/database.h"
#include "store/entrytable.h"
#include "store/roomtable.h"
#include "store/segmenttable.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

std::optional<StoredMessage> OutboxTable::enqueue(const OwnDraft &draft)
{
    const auto state = RoomTable(m_database).state(draft.room);
    if (!state)
        return std::nullopt;
    RoomMessage message = draft.entry;
    message.messageId = message.originId;
    const OwnReference &reference = draft.reference;
    if (reference.repeats != 0 && !repeat(reference.repeats, reference.byMessageId, message))
        return std::nullopt;
    if (reference.replyTo != 0)
        message.about = answerTo(reference.replyTo, reference.byMessageId);
    EntryTable entries(m_database);
    const MessageKey key =
        entries.insert(message, {draft.room, state->epoch, nextInQueue(draft.room)}, {0, true, draft.now, false});
    m_database.run(u"UPDATE entry SET waiting = 1, state = ? WHERE key = ?"_s,
                   {static_cast<int>(DeliveryState::Queued), key});
    return entries.ownEntry(key);
}

bool OutboxTable::repeat(MessageKey key, bool byMessageId, RoomMessage &message)
{
    const auto row = EntryTable(m_database).message(key);
    if (!row || !row->own) {
        m_database.fail(u"no own row %1"_s.arg(key));
        return false;
    }
    message.body = row->body;
    message.isFile = row->isFile;
    if (row->reply && row->reply->key != 0)
        message.about = answerTo(row->reply->key, byMessageId);
    else if (row->reply)
        message.about = {row->reply->targetId, row->reply->excerpt, row->reply->nickname};
    return true;
}

Annotation OutboxTable::answerTo(MessageKey key, bool byMessageId)
{
    const auto row = EntryTable(m_database).message(key);
    if (!row || row->retracted)
        return {};
    const QString &name = row->archiveId.isEmpty() && byMessageId ? row->messageId : row->archiveId;
    return {name, row->body.simplified(), row->nickname};
}

QList<StoredMessage> OutboxTable::unsettled(RoomKey room)
{
    QList<MessageKey> keys;
    Query query = m_database.query(
        u"SELECT key FROM entry WHERE room = ? AND waiting = 1 ORDER BY epoch, position, key"_s, {room});
    while (query.next())
        keys += query.number(0);
    QList<StoredMessage> rows;
    EntryTable entries(m_database);
    for (const MessageKey key : std::as_const(keys)) {
        if (const auto row = entries.ownEntry(key))
            rows += *row;
    }
    return rows;
}

std::optional<StoredMessage> OutboxTable::setState(MessageKey key, DeliveryState state, const QString &failure)
{
    EntryTable entries(m_database);
    Query query = m_database.query(u"SELECT room, waiting, state FROM entry WHERE key = ? AND own = 1"_s, {key});
    if (!query.next()) {
        m_database.fail(u"no own row %1"_s.arg(key));
        return std::nullopt;
    }
    const RoomKey room = query.number(0);
    const bool wasWaiting = query.flag(1);
    const auto before = static_cast<DeliveryState>(query.number(2));
    if (before == DeliveryState::Delivered)
        return entries.ownEntry(key);
    const bool again = before == DeliveryState::Checking && state == DeliveryState::Sent;
    if (again && isSaidByAnother(key))
        return setState(key, DeliveryState::Failed, failure);
    const bool waits = state != DeliveryState::Failed && state != DeliveryState::Delivered;
    if (wasWaiting && !waits)
        placeAtNewestEnd(key, room);
    if (!wasWaiting && waits) {
        const auto roomState = RoomTable(m_database).state(room);
        m_database.run(u"UPDATE entry SET waiting = 1, epoch = ?, position = ? WHERE key = ?"_s,
                       {roomState ? roomState->epoch : 0, nextInQueue(room), key});
    }
    const bool failed = state == DeliveryState::Failed;
    // Remembered in the same transaction, so that it outlives the program (guarantee, rule 10).
    m_database.run(u"UPDATE entry SET state = ?, failure = ?, sent_again = max(sent_again, ?) WHERE key = ?"_s,
                   {static_cast<int>(state), failed && !failure.isNull() ? failure : u""_s, again ? 1 : 0, key});
    return entries.ownEntry(key);
}

bool OutboxTable::isSaidByAnother(MessageKey key)
{
    return m_database
        .query(
            u"SELECT 1 FROM entry o JOIN entry e ON e.room = o.room AND e.own = 0 AND (e.message_id = o.origin_id OR "
            "e.origin_id = o.origin_id) WHERE o.key = ? AND o.origin_id <> ''"_s,
            {key})
        .next();
}

qint64 OutboxTable::nextInQueue(RoomKey room)
{
    Query query = m_database.query(u"SELECT max(position) FROM entry WHERE room = ? AND waiting = 1"_s, {room});
    return query.next() ? query.number(0) + 1 : 1;
}

void OutboxTable::placeAtNewestEnd(MessageKey key, RoomKey room)
{
    const auto state = RoomTable(m_database).state(room);
    if (!state)
        return;
    SegmentTable segments(m_database);
    const QList<Segment> ranges = segments.segments(room, state->epoch);
    qint64 position = segments.top(room, state->epoch).value_or(0) + SegmentScale{}.step;
    // Inside the newest segment's range, so that it is not taken for something beyond a hole.
    if (!ranges.isEmpty())
        segments.extendHigh(ranges.last().key, position);
    m_database.run(u"UPDATE entry SET waiting = 0, epoch = ?, position = ? WHERE key = ?"_s,
                   {state->epoch, position, key});
}

} // namespace foyer

#pragma once

#include "store/messagestore.h"

namespace foyer
{

class Database;

/// An own message to be queued.
struct OwnDraft {
    RoomKey room = 0;
    RoomMessage entry; ///< kind, origin id, nickname, body, and what it is about
    OwnReference reference;
    qint64 now = 0; ///< ms since 1970
};

/// Own messages from Queued to Delivered or Failed (guarantee, rules 10 and 11). Errors stick to the database.
class OutboxTable
{
public:
    explicit OutboxTable(Database &database) : m_database(database) {}

    std::optional<StoredMessage> enqueue(const OwnDraft &draft);
    QList<StoredMessage> unsettled(RoomKey room);
    std::optional<StoredMessage> setState(MessageKey key, DeliveryState state, const QString &failure);

private:
    /// The room has an entry with our id that is not known to be ours. Before it reaches the room nobody knows the id.
    bool isSaidByAnother(MessageKey key);
    bool repeat(MessageKey key, bool byMessageId, RoomMessage &message);
    Annotation answerTo(MessageKey key, bool byMessageId);
    qint64 nextInQueue(RoomKey room);
    void placeAtNewestEnd(MessageKey key, RoomKey room);

    Database &m_database;
};

} // namespace foyer

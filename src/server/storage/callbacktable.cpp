#include "server/storage/callbacktable.h"

#include "core/logging.h"
#include "server/storage/storedvalues.h"
#include "sql/database.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace foyer::server
{

CallbackTable::CallbackTable(Database &database, std::function<void()> beginWrite, qint64 limit)
    : m_database(database), m_beginWrite(std::move(beginWrite)), m_limit(limit)
{
}

void CallbackTable::append(const RoomStatus &status)
{
    m_beginWrite();
    const QByteArray userIds = QJsonDocument(QJsonArray::fromStringList(status.userIds)).toJson(QJsonDocument::Compact);
    qint64 newest = 0;
    {
        const Query query =
            m_database.query(u"INSERT INTO callback (room_id, user_ids, type, cause, at) VALUES (?, ?, ?, ?, ?)"_s,
                             {textOf(status.roomId), QString::fromUtf8(userIds), static_cast<int>(status.type),
                              static_cast<int>(status.cause), status.at.toMSecsSinceEpoch()});
        newest = query.affected() == 1 ? query.insertedKey() : 0;
    }
    // Numbers are given out one by one and leave at the front alone, so that nobody has to count what waits.
    if (m_database.run(u"DELETE FROM callback WHERE number <= ?"_s, {newest - m_limit}) > 0) {
        qCWarning(lcServer, "The status callbacks that wait are more than %lld: the oldest are dropped.",
                  static_cast<long long>(m_limit));
    }
}

QList<CallbackQueue::Item> CallbackTable::first(int count)
{
    QList<Item> items;
    Query query = m_database.query(
        u"SELECT number, room_id, user_ids, type, cause, at FROM callback ORDER BY number LIMIT ?"_s, {count});
    while (query.next()) {
        Item item;
        item.number = query.number(0);
        item.status.roomId = query.text(1);
        const QJsonArray userIds = QJsonDocument::fromJson(query.text(2).toUtf8()).array();
        for (const QJsonValue &userId : userIds)
            item.status.userIds += userId.toString();
        item.status.type = static_cast<RoomStatus::Type>(query.number(3));
        item.status.cause = static_cast<RoomStatus::Cause>(query.number(4));
        item.status.at = timeAt(query, 5);
        items += item;
    }
    return items;
}

qint64 CallbackTable::size()
{
    Query query = m_database.query(u"SELECT count(*) FROM callback"_s);
    return query.next() ? query.number(0) : 0;
}

void CallbackTable::removeUpTo(qint64 number)
{
    m_beginWrite();
    m_database.run(u"DELETE FROM callback WHERE number <= ?"_s, {number});
}

} // namespace foyer::server

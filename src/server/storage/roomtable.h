#pragma once

#include "server/rooms/roomtypes.h"

#include <QHash>

namespace foyer
{
class Database;
}

namespace foyer::server
{

/// The tables `room`, `standing`, `mute`, `block`, `global_mute`, `exempt` and `inside`. Errors stick to the database.
class RoomTable
{
public:
    explicit RoomTable(Database &database) : m_database(database) {}

    QList<RoomRecord> rooms();
    QList<Restriction> globalMutes();
    void save(const RoomRecord &room);
    void saveActivity(const QString &roomId, const QDateTime &at);
    void remove(const QString &roomId);
    /// The row's key by any spelling; 0 when there is no such room.
    qint64 keyOf(const QString &roomId);
    /// After a rollback, what was read may be no more.
    void forgetKeys() { m_keys.clear(); }

    void saveStanding(const QString &roomId, const Standing &standing);
    void saveMute(const QString &roomId, const Restriction &mute);
    void removeMute(const QString &roomId, const Jid &account);
    void saveBlock(const QString &roomId, const Restriction &block);
    void removeBlock(const QString &roomId, const Jid &account);
    void setExempt(const QString &roomId, const Jid &account, bool exempt);
    void saveInside(const QString &roomId, const Jid &account, bool inside);
    QList<Jid> inside(const QString &roomId);

private:
    void readLists(qint64 key, RoomRecord &room);

    Database &m_database;
    QHash<QString, qint64> m_keys;
};

} // namespace foyer::server

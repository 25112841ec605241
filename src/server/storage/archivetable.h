#pragma once

#include "server/rooms/roomstorage.h"
#include "stanza/xmlreader.h"

namespace foyer
{
class Database;
class Query;
} // namespace foyer

namespace foyer::server
{

class RoomTable;

/// The table `entry`: the archives of all rooms. Errors stick to the database.
class ArchiveTable
{
public:
    ArchiveTable(Database &database, RoomTable &rooms);

    void append(const QString &roomId, const ArchiveEntry &entry);
    std::optional<ArchiveEntry> byOriginId(const QString &roomId, const Jid &account, const QString &originId,
                                           const QDateTime &since);
    std::optional<ArchiveEntry> byId(const QString &roomId, const QString &id);
    QList<ArchiveEntry> corrections(const QString &roomId, const ArchiveEntry &target);
    void replace(const QString &roomId, const ArchiveEntry &entry);
    QList<ArchiveEntry> history(const QString &roomId, int count, const QDateTime &since);
    std::optional<ArchivePage> page(const QString &roomId, const ArchiveRequest &request);
    void expire(const QDateTime &before);

private:
    /// A part of the archive by conditions in SQL, with their values.
    struct Slice {
        QString table;
        QString countTable; ///< when it is counted by another index than it is read in order by
        QString where;
        QVariantList values;
        bool isWhole = true; ///< nothing but the room
        bool isEmpty = false;
    };
    ArchiveEntry entryAt(const Query &query);
    std::optional<qint64> positionOf(qint64 room, const QString &id);
    std::optional<Slice> sliceOf(qint64 room, const QString &roomId, const ArchiveRequest &request);
    /// Narrows a slice of certain times to the places where these begin and end, so that it can be read in order.
    void placeTimes(Slice &slice);
    /// Entries of \a slice; \a extra narrows it further.
    qint64 count(const Slice &slice, const QString &extra = {}, const QVariantList &values = {});
    /// How many come before \a position.
    qint64 indexOf(const Slice &slice, qint64 position);

    Database &m_database;
    RoomTable &m_rooms;
    stanza::XmlReader m_reader;
};

} // namespace foyer::server

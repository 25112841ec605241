#include "store/storerescue.h"

#include "core/logging.h"
#include "store/storefile.h"

#include <QFile>

#include <array>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// SQLite's own files beside the store, by which it finds what was not written back yet.
constexpr std::array sideFiles{"", "-wal", "-shm"};

/// Where a rescue is prepared, whole before it takes the store's name.
constexpr auto preparedEnd = ".new"_L1;

/// Copies the rows of one table that can be read, column by column of \a columns.
int copyRows(Database &from, Database &to, const QString &table, const QString &columns, const QString &condition = {})
{
    int copied = 0;
    const auto count = columns.count(u',') + 1;
    const QString places = u"?"_s + u", ?"_s.repeated(count - 1);
    Query rows = from.query(u"SELECT %1 FROM %2 %3"_s.arg(columns, table, condition));
    while (rows.next()) {
        QVariantList values;
        for (int column = 0; column < count; ++column)
            values.append(rows.value(column));
        to.run(u"INSERT OR IGNORE INTO %1 (%2) VALUES (%3)"_s.arg(table, columns, places), values);
        ++copied;
    }
    // Where the damage begins, reading ends; what was read before it counts.
    from.takeError();
    return copied;
}

/// Copies what the entries that were taken over say about others.
void copyAnnotations(Database &from, Database &to)
{
    Query rows = from.query(u"SELECT entry, room, kind, target, value, nickname FROM annotation"_s);
    while (rows.next()) {
        to.run(
            u"INSERT OR IGNORE INTO annotation (entry, room, kind, target, value, nickname) SELECT ?, ?, ?, ?, ?, ? "
            "WHERE EXISTS (SELECT 1 FROM entry WHERE key = ?)"_s,
            {rows.value(0), rows.value(1), rows.value(2), rows.value(3), rows.value(4), rows.value(5), rows.value(0)});
    }
    from.takeError();
}

/// Fills the new store with what cannot be had from an archive.
bool takeOver(const QString &damaged, Database &database, StoreRescue &rescue)
{
    const QString entryColumns =
        u"key, room, waiting, position, kind, message_id, origin_id, occupant_id, nickname, real_jid, "
        "own, sent_at, stamped, body, subject, raw, state, failure, sent_again, epoch"_s;
    Database old;
    // For writing, because what the last run left in the write-ahead log has to be read too.
    if (!openStoreFile(old, damaged, Database::Access::ReadWrite))
        return true;
    database.begin();
    rescue.rooms = copyRows(old, database, u"room"_s,
                            u"key, account, jid, spelled_id, name, subject, nickname, extra, history_count, held, "
                            "created_at, features"_s);
    copyRows(old, database, u"own_occupant"_s, u"room, occupant_id"_s);
    // Whether they arrived, the archive may tell; that somebody wrote them, only these rows.
    const QString undelivered =
        u"(waiting = 1 OR (own = 1 AND state = %1))"_s.arg(static_cast<int>(DeliveryState::Failed));
    rescue.ownMessages = copyRows(old, database, u"entry"_s, entryColumns, u"NOT INDEXED WHERE "_s + undelivered);
    // A room without an archive has no other record of what was said.
    copyRows(old, database, u"entry"_s, entryColumns,
             u"NOT INDEXED WHERE NOT "_s + undelivered +
                 u" AND room NOT IN (SELECT room FROM entry NOT INDEXED WHERE archive_id IS NOT NULL)"_s);
    copyAnnotations(old, database);
    // The rooms begin a first epoch again.
    database.run(u"UPDATE entry SET epoch = 0"_s);
    // What was taken over is one run, which a history of the next join may meet.
    database.run(QString(u"INSERT INTO segment (room, epoch, low, high, first_membership) SELECT room, 0, "
                         "min(position), max(position), 0 FROM entry WHERE NOT "_s +
                         undelivered + u" GROUP BY room"_s));
    return database.commit();
}

bool moveFile(const QString &fileName, const QString &newName)
{
    for (const char *const end : sideFiles) {
        const QString side = fileName + QLatin1StringView(end);
        if (QFile::exists(side) && !QFile::rename(side, newName + QLatin1StringView(end)))
            return false;
    }
    return true;
}

/// Makes a new store from \a fileName under another name, closed again, so that the damaged one can still be read by
/// the next start when this one is cut short.
Result<Done> prepareNew(const QString &fileName, StoreRescue &rescue)
{
    const QString prepared = fileName + preparedEnd;
    for (const char *const end : sideFiles)
        QFile::remove(prepared + QLatin1StringView(end));
    Database database;
    Result<Done> opened = openStoreFile(database, prepared, Database::Access::ReadWrite);
    if (opened && !takeOver(fileName, database, rescue))
        opened = Error::make(ErrorKind::StoreFailed, fileName, database.takeError());
    return opened;
}

} // namespace

bool isDamage(const QString &detail)
{
    return detail.contains(u"malformed"_s) || detail.contains(u"not a database"_s);
}

bool isSound(Database &database)
{
    bool sound = false;
    {
        Query check = database.query(u"PRAGMA quick_check(1)"_s);
        sound = check.next() && check.text(0) == u"ok";
    }
    return database.takeError().isEmpty() && sound;
}

Result<Done> openOrRescueStore(Database &database, const QString &fileName, bool suspect, const QDateTime &now,
                               std::optional<StoreRescue> &rescue)
{
    // A rescue that was cut short between its two moves.
    if (!QFile::exists(fileName) && QFile::exists(fileName + preparedEnd))
        moveFile(fileName + preparedEnd, fileName);
    Result<Done> opened = openStoreFile(database, fileName, Database::Access::ReadWrite);
    if (opened && suspect && !isSound(database)) {
        database.close();
        opened = Error::make(ErrorKind::StoreFailed, fileName, u"malformed"_s);
    }
    if (opened || !isDamage(opened.error().detail))
        return opened;
    StoreRescue done;
    done.setAside = fileName + u".damaged-"_s + now.toUTC().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    if (const auto prepared = prepareNew(fileName, done); !prepared)
        return prepared;
    if (!moveFile(fileName, done.setAside) || !moveFile(fileName + preparedEnd, fileName))
        return opened;
    opened = openStoreFile(database, fileName, Database::Access::ReadWrite);
    if (!opened)
        return opened;
    qCWarning(lcStore) << "the message store was damaged and is set aside as" << done.setAside
                       << "- taken over:" << done.rooms << "rooms," << done.ownMessages << "own messages";
    rescue = done;
    return opened;
}

} // namespace foyer

#include "store/storerescue.h"

#include "core/logging.h"
#include "sql/filerescue.h"
#include "store/storefile.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

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
bool takeOver(Database &old, Database &database, StoreRescue &rescue)
{
    const QString entryColumns =
        u"key, room, waiting, position, kind, message_id, origin_id, occupant_id, nickname, real_jid, "
        "own, sent_at, stamped, body, subject, raw, state, failure, sent_again, epoch"_s;
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
    return !database.hasError();
}

} // namespace

Result<Done> openOrRescueStore(Database &database, const QString &fileName, bool suspect, const QDateTime &now,
                               std::optional<StoreRescue> &rescue)
{
    StoreRescue done;
    const FileRescue kind{
        [](Database &file, const QString &name) { return openStoreFile(file, name, Database::Access::ReadWrite); },
        [&done](Database &damaged, Database &fresh) { return takeOver(damaged, fresh, done); }};
    const Result<Done> opened = openOrRescue(database, fileName, suspect, now, kind, done.setAside);
    if (!done.setAside.isEmpty()) {
        qCWarning(lcStore) << "the message store was damaged and is set aside as" << done.setAside
                           << "- taken over:" << done.rooms << "rooms," << done.ownMessages << "own messages";
        rescue = done;
    }
    return opened;
}

} // namespace foyer

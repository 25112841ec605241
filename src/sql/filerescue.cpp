#include "sql/filerescue.h"

#include <QFile>

#include <array>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// SQLite's own files beside a file, by which it finds what was not written back yet.
constexpr std::array sideFiles{"", "-wal", "-shm"};

/// Where a rescue is prepared, whole before it takes the file's name.
constexpr auto preparedEnd = ".new"_L1;

bool moveFile(const QString &fileName, const QString &newName)
{
    for (const char *const end : sideFiles) {
        const QString side = fileName + QLatin1StringView(end);
        if (QFile::exists(side) && !QFile::rename(side, newName + QLatin1StringView(end)))
            return false;
    }
    return true;
}

/// Makes a new file from \a fileName under another name, closed again, so that the damaged one can still be read by
/// the next start when this one is cut short.
Result<Done> prepareNew(const QString &fileName, const FileRescue &kind)
{
    const QString prepared = fileName + preparedEnd;
    for (const char *const end : sideFiles)
        QFile::remove(prepared + QLatin1StringView(end));
    Database fresh;
    Result<Done> opened = kind.open(fresh, prepared);
    if (!opened)
        return opened;
    Database damaged;
    // For writing, because what the last run left in the write-ahead log has to be read too.
    if (!kind.open(damaged, fileName))
        return Done{};
    fresh.begin();
    if (!kind.takeOver(damaged, fresh) || !fresh.commit())
        return Error::make(ErrorKind::StoreFailed, fileName, fresh.takeError());
    return Done{};
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

Result<Done> openOrRescue(Database &database, const QString &fileName, bool suspect, const QDateTime &now,
                          const FileRescue &kind, QString &setAside)
{
    // A rescue that was cut short between its two moves.
    if (!QFile::exists(fileName) && QFile::exists(fileName + preparedEnd))
        moveFile(fileName + preparedEnd, fileName);
    Result<Done> opened = kind.open(database, fileName);
    if (opened && suspect && !isSound(database))
        opened = Error::make(ErrorKind::StoreFailed, fileName, u"malformed"_s);
    if (opened || !isDamage(opened.error().detail))
        return opened;
    database.close();
    const QString aside = fileName + u".damaged-"_s + now.toUTC().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    if (const auto prepared = prepareNew(fileName, kind); !prepared)
        return prepared;
    if (!moveFile(fileName, aside) || !moveFile(fileName + preparedEnd, fileName))
        return opened;
    opened = kind.open(database, fileName);
    if (opened)
        setAside = aside;
    return opened;
}

int copyRows(Database &from, Database &to, const QString &table, const QString &columns, const QString &condition)
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

} // namespace foyer

#pragma once

#include "sql/database.h"

#include <QDateTime>

#include <functional>

namespace foyer
{

/// Whether a failure of SQLite means that the file itself is damaged (SQLITE_CORRUPT, SQLITE_NOTADB).
bool isDamage(const QString &detail);

/// Whether every page of the open \a database can be read and its trees are in order (PRAGMA quick_check).
bool isSound(Database &database);

/// How a file is opened, and what a new one takes over from a damaged one.
struct FileRescue {
    /// Opens a file of this kind for writing, with its schema.
    std::function<Result<Done>(Database &database, const QString &fileName)> open;
    /// Fills \a fresh with what can still be read of \a damaged. False when \a fresh cannot be written.
    std::function<bool(Database &damaged, Database &fresh)> takeOver;
};

/// Opens the file at \a fileName. One that is damaged is set aside under a name with \a now in it, and a new one takes
/// its place; \a setAside is then that name, else untouched. \a suspect: the whole file is looked at, not only its
/// head. A rescue that is cut short at any point goes on with the next call. StoreFailed as \a kind opens, and when
/// nothing can be written here.
Result<Done> openOrRescue(Database &database, const QString &fileName, bool suspect, const QDateTime &now,
                          const FileRescue &kind, QString &setAside);

/// Copies the rows of \a table that can be read, column by column of \a columns; how many.
int copyRows(Database &from, Database &to, const QString &table, const QString &columns, const QString &condition = {});

} // namespace foyer

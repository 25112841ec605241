#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

namespace foyer
{

class Database;

/// The numbered steps that make a file's schema, and the mark by which the file is known.
struct Schema {
    qint32 applicationId = 0;
    /// Step n (from 1) leads to version n. Statements end with `;` at the end of a line; `--` starts a comment line.
    QList<QString> steps;
};

/// Brings an open file to the newest version, each step in a transaction of its own. StoreFailed, and nothing changed,
/// when the file belongs to another program, is newer than the last step, or a step fails.
Result<Done> migrate(Database &database, const Schema &schema);

/// For reading only: StoreFailed unless the file has exactly this schema's mark and version.
Result<Done> checkSchema(Database &database, const Schema &schema);

} // namespace foyer

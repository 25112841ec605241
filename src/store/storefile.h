#pragma once

#include "sql/database.h"

namespace foyer
{

/// Opens the message store's file. ReadWrite creates it and brings its schema up to date; ReadOnly refuses a file whose
/// schema is not the newest.
Result<Done> openStoreFile(Database &database, const QString &fileName, Database::Access access);

} // namespace foyer

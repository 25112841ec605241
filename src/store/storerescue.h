#pragma once

#include "sql/database.h"
#include "store/messagestore.h"

#include <QDateTime>

namespace foyer
{

/// Opens the store at \a fileName as openStoreFile() does for writing. A file that is damaged is set aside under a name
/// with \a now in it, and a new one takes over what can still be read of what no archive has: the rooms, the own
/// messages that were not delivered, and the messages of rooms without an archive. \a rescue tells of it. \a suspect:
/// the last run did not end properly, so the whole file is looked at, not only its head. StoreFailed: for a file of
/// another program or of a newer version, and when nothing can be written here.
Result<Done> openOrRescueStore(Database &database, const QString &fileName, bool suspect, const QDateTime &now,
                               std::optional<StoreRescue> &rescue);

} // namespace foyer

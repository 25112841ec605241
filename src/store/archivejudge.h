#pragma once

#include "store/messagestore.h"

namespace foyer
{

class Database;

/// See MessageStore::judgeArchive(). Reads only.
ArchiveVerdict judgeArchive(Database &database, RoomKey room, const ArchiveWitness &witness);

} // namespace foyer

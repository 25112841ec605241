#pragma once

#include "server/rooms/roomstorage.h"

namespace foyer::server
{

/// What an archive keeps of deleted messages: their ids, places, times and authors, and that they were deleted, but
/// nothing of what they said (XEP-0424 and XEP-0425, "Tombstones").
class Tombstones
{
public:
    explicit Tombstones(RoomStorage &storage) : m_storage(storage) {}

    /// Buries what the author of \a retraction takes back with it; what is not his stays as it is.
    void buryOwn(const QString &roomId, const ArchiveEntry &retraction);
    /// Buries \a target, which \a retraction takes away, with all that its author corrected in it. Nothing happens to
    /// what has no text, such as a reaction.
    void bury(const QString &roomId, const ArchiveEntry &target, const ArchiveEntry &retraction);

private:
    void replace(const QString &roomId, ArchiveEntry buried, const ArchiveEntry &retraction);

    RoomStorage &m_storage;
};

} // namespace foyer::server

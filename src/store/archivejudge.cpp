#include "store/archivejudge.h"

#include "store/entrytable.h"
#include "store/roomtable.h"
#include "store/segmenttable.h"

#include <algorithm>

namespace foyer
{

namespace
{

/// Whether \a first, the archive's first entry that is held, stands in a run above that of \a denied: then the archive
/// begins in a hole above it.
bool beginsAbove(const HeldEntry &first, const HeldEntry &denied, const QList<Segment> &segments)
{
    return first.position > denied.position &&
           segmentAt(segments, first.position) != segmentAt(segments, denied.position);
}

} // namespace

ArchiveVerdict judgeArchive(Database &database, RoomKey room, const ArchiveWitness &witness)
{
    const auto state = RoomTable(database).state(room);
    if (!state)
        return ArchiveVerdict::Same;
    EntryTable entries(database);
    const auto held = [&](const QString &id) {
        return id.isEmpty() ? std::nullopt : entries.held(room, state->epoch, id);
    };
    const auto denied = held(witness.deniedId);
    const bool isEmpty = witness.oldestId.isEmpty() && witness.newestIds.isEmpty();
    // Of an earlier epoch, whose archive is gone; or of an archive that has nothing left.
    if (!denied || isEmpty)
        return ArchiveVerdict::Expired;
    const auto oldest = held(witness.oldestId);
    if (oldest && oldest->position >= denied->position)
        return ArchiveVerdict::Expired;
    for (const QString &id : oldest ? QStringList() : witness.nextOldestIds) {
        const auto first = held(id);
        if (first && beginsAbove(*first, *denied, SegmentTable(database).segments(room, state->epoch)))
            return ArchiveVerdict::Expired;
        if (first)
            break;
    }
    const bool isKnown = oldest || std::any_of(witness.newestIds.cbegin(), witness.newestIds.cend(),
                                               [&held](const QString &id) { return held(id).has_value(); });
    if (isKnown)
        return ArchiveVerdict::Same;
    // What an earlier stream received may be gone for any reason; "no meeting" is then the end of retention.
    const bool received = witness.receivedNow || denied->membership == witness.membership;
    return received ? ArchiveVerdict::Replaced : ArchiveVerdict::Expired;
}

} // namespace foyer

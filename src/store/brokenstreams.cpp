#include "store/brokenstreams.h"

#include <algorithm>

namespace foyer
{

QSet<MembershipKey> BrokenStreams::mend(const PageCommit &page, const PageOutcome &outcome)
{
    const auto isMissed = [&page](const RoomMessage &entry) { return entry.archiveId == page.unstoredId; };
    const bool isMended = page.newest && !page.unstoredId.isEmpty() && !outcome.askAgain && !outcome.elsewhere &&
                          std::any_of(page.entries.cbegin(), page.entries.cend(), isMissed);
    QSet<MembershipKey> mended;
    for (const MembershipKey membership : {page.membership, page.unstoredIn}) {
        if (isMended && remove(membership))
            mended.insert(membership);
    }
    return mended;
}

} // namespace foyer

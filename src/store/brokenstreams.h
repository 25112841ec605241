#pragma once

#include "store/messagestore.h"

#include <QSet>

namespace foyer
{

/// Memberships whose live stream lost an entry to a failed write: the next one opens a new segment (H14). Only on the
/// writer's thread; kept in memory because the disk that failed cannot keep it, and over when we are.
class BrokenStreams
{
public:
    bool contains(MembershipKey membership) const { return m_memberships.contains(membership); }
    void insert(MembershipKey membership) { m_memberships.insert(membership); }
    bool remove(MembershipKey membership) { return m_memberships.remove(membership); }

    /// Tells \a page, which is about to be committed, what it has to know.
    void tell(PageCommit &page) const
    {
        page.liveBroken = contains(page.membership);
        page.unstoredBroken = contains(page.unstoredIn);
    }
    /// \a page has been committed with \a outcome: where it has brought what was missed, nothing is lost any more.
    /// Answers what was taken out, for putBack().
    QSet<MembershipKey> mend(const PageCommit &page, const PageOutcome &outcome);
    /// The page was not stored after all.
    void putBack(const QSet<MembershipKey> &mended) { m_memberships.unite(mended); }

private:
    QSet<MembershipKey> m_memberships;
};

} // namespace foyer

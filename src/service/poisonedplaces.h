#pragma once

#include <QString>

#include <map>
#include <optional>
#include <set>
#include <utility>

namespace foyer
{

/// A question for a page of a room's archive, as far as it tells where over-size or malformed input lies.
struct ArchivePlace {
    enum class Side { Before, After, Oldest };
    Side side = Side::Before;
    QString id;         ///< the entry the page lies directly before or after; empty with Before: the newest page
    int size = 0;       ///< entries asked for
    qint64 passed = -1; ///< entries between the archive's newest and the page; -1: not known
};

/// Where a room's archive holds what ends the stream whenever it is sent (guarantee, rule 15). Near a page that did,
/// pages hold one entry; where that one is fatal too, the place is unreadable. What is known outlives the reading, but
/// not the program.
class PoisonedPlaces
{
public:
    /// The input that ended the stream belonged to this page.
    void wasFatal(const ArchivePlace &page);
    /// The page came. \a entries of it; \a next: its far end, from which reading goes on in the same direction.
    void wasRead(const ArchivePlace &page, const QString &next, qint64 entries);
    /// A run has ended: what stands at the newest end may be another entry the next time.
    void forgetNewest();
    /// Lets the place be asked for once more, with care: a person wants to try again.
    void forgive(ArchivePlace::Side side, const QString &id);

    bool isUnreadable(ArchivePlace::Side side, const QString &id) const;
    /// How much to ask for at \a page, of which `size` would be usual.
    int sizeFor(const ArchivePlace &page) const;

private:
    using Key = std::pair<ArchivePlace::Side, QString>;

    /// A page of a run from the newest end was fatal. Where it was is known by what lies before it, because what has
    /// come since moves it further back, and its id may never be met again.
    struct Suspect {
        qint64 safe = 0; ///< so many entries at the newest end do no harm
        qint64 end() const { return safe + window; }
        static constexpr qint64 window = 300; ///< a page, and what may have come since
    };

    std::set<Key> m_unreadable;
    std::map<Key, qint64> m_careful; ///< so many entries from here on are read one by one
    std::optional<Suspect> m_suspect;
};

} // namespace foyer

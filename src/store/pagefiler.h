#pragma once

#include "store/entrytable.h"
#include "store/roomtable.h"
#include "store/segmenttable.h"

#include <QSet>

namespace foyer
{

/// Files pages of the archive, and the join history of rooms without one (guarantee, rules 1, 5, 6, 11, 13 and 14).
class PageFiler
{
public:
    /// \a now: ms since 1970, for entries without a stamp.
    PageFiler(Database &database, qint64 now);

    PageOutcome commit(RoomKey room, const PageCommit &page);
    QList<StoredEntry> commitHistory(RoomKey room, MembershipKey membership, const QList<RoomMessage> &entries);

private:
    /// What an entry of the page turns out to be.
    enum class Claim { New, Held, Adopted, Own, Repeated };
    struct Resolved {
        Claim claim = Claim::New;
        HeldEntry row;            ///< unless New
        bool placed = false;      ///< the row's place counts as held
        bool keepsHidden = false; ///< the border of a segment: nothing older than it has been read
    };
    struct Work {
        RoomFacts room;
        std::optional<MembershipState> membership;
        std::optional<Segment> live; ///< the membership's live segment
        PageCommit page;
        bool isHistory = false;
        bool isCut = false;            ///< what is not to be stored has been left out
        bool firstKeepsHidden = false; ///< the first entry is a border
        QSet<MessageKey> strayed;      ///< held where the page shows they do not stand
        QList<Resolved> entries;
        std::optional<HeldEntry> anchor;
        PageFacts facts;
        QList<qsizetype> planned; ///< index in `entries` of each entry of `facts`
        PageOutcome outcome;
    };

    std::optional<Work> begin(RoomKey room, const PageCommit &page);
    void loadPlace(Work &work);
    void resolve(Work &work);
    bool resolveHeld(Work &work);
    void leaveOutOlder(Work &work);
    void leaveOutUnasked(Work &work);
    /// The entry is held, and comes after another one than in its segment, so that something stands between.
    bool followsAnother(const Work &work, qsizetype index);
    /// What the newest page has of the segment at \a begin was archived after all of it, so that the two are not one.
    bool haveStrayed(Work &work, qsizetype begin);
    static bool isOnPage(const Work &work, const QString &archiveId);
    static std::optional<Segment> heldAt(const Work &work, qsizetype index);
    /// \a begin, or further forward on the page: no entry is cut from others that are held in its segment.
    static qsizetype reachedFrom(const Work &work, qsizetype begin);
    static void leaveOut(Work &work, qsizetype count);
    /// The newest entry of the page with which a segment begins that stood before and owes nothing.
    std::optional<qsizetype> newestHeldBegin(const Work &work);
    void claimRow(Work &work, qsizetype index, const QSet<MessageKey> &taken);
    bool adopts(const Work &work, const HeldEntry &row, const RoomMessage &message) const;
    void matchHistory(Work &work);
    /// Returns before which entry the history goes on below the segment; 0: nowhere.
    qsizetype matchSegment(Work &work, const Segment &segment, qsizetype end, bool isNewest);

    void describe(Work &work);
    static bool isElsewhere(const Work &work);
    /// The page's first entry is a border, and stays hidden.
    static bool beginsHidden(const Work &work);
    bool isPlaceable(Work &work);
    /// The newest page was made before something that was heard and could not be stored (PageCommit::unstoredId).
    bool lacksUnstored(const Work &work);
    PagePlan plan(Work &work);
    qint64 apply(Work &work, const PagePlan &plan);
    /// The corrections in \a segment that are rows of their own from now on (AnnotationTable).
    QList<StoredMessage> standingAlone(const Work &work, const Segment &segment);
    void dropEmptied(const Work &work, const PagePlan &plan, qint64 into);
    static bool isLatest(const Work &work);
    StoredEntry store(Work &work, qsizetype index, qint64 position);
    StoredEntry storeHeld(Work &work, const Resolved &resolved, const RoomMessage &message);
    EntryTraits traitsOf(const Work &work, const RoomMessage &message);

    Database &m_database;
    qint64 m_now;
    RoomTable m_rooms;
    SegmentTable m_segments;
    EntryTable m_entries;
};

} // namespace foyer

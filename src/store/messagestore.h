#pragma once

#include "core/jid.h"
#include "core/result.h"
#include "core/roommessage.h"
#include "core/servicetypes.h"

#include <QFuture>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace foyer
{

class Clock;

/// A room of an account in the store. Small, stable over restarts.
using RoomKey = qint64;
/// A membership: from one self-presence to the loss or leave that ends it (guarantee, section 1). Given by
/// MessageStore::beginMembership(), unique for ever within the store. 0 is none.
using MembershipKey = qint64;

/// What the store remembers of a room besides its messages.
struct RoomRecord {
    RoomKey key = 0;
    Jid jid;
    QString spelledId; ///< the room ID as it was typed or given at creation
    QString name;
    QString subject;
    QString nickname;
    QString extra;
    int historyCount = 0;
    bool held = false; ///< joined and neither left by hand nor ended for good
    int epoch = 0;
    QDateTime createdAt;
    MessageKey lastReadKey = 0;
    QStringList features; ///< RoomInfo::readingFeatures() of the last time the room told them

    bool operator==(const RoomRecord &) const = default;
};

/// What was done about a message store that could not be read.
struct StoreRescue {
    QString setAside;    ///< where the damaged file lies now; it is never deleted
    int rooms = 0;       ///< rooms taken over, so that they are joined again and filled from their archives
    int ownMessages = 0; ///< own messages not delivered that were taken over
};

/// What happened to one entry handed to the store.
enum class InsertOutcome { Inserted, Duplicate, MergedWithOwn };

/// The answer for one entry. `row` is set when a row a person sees was inserted or changed.
struct StoredEntry {
    InsertOutcome outcome = InsertOutcome::Inserted;
    std::optional<StoredMessage> row;
    /// A Message whose row was stored before PageCommit::storedBefore, an own one settled by the page too: "already
    /// here".
    bool alreadyHere = false;
    /// What the entry says is about rows a person sees, which are now like this...
    QList<StoredMessage> changed = {};
    /// ... because of this.
    MessageChange change = MessageChange::State;
    /// Held corrections of it that are messages of their own from now on (AnnotationTable): new rows, too.
    QList<StoredMessage> appeared = {};
    /// An own correction, reaction or retraction that has been settled (MergedWithOwn).
    std::optional<StoredMessage> action = {};
};

/// A stored entry that an earlier version did not understand.
struct RawEntry {
    MessageKey key = 0;
    EntryKind kind = EntryKind::Other;
    QString raw;
    Annotation about; ///< what it turns out to say; empty: it cannot be understood
};

/// A page of the archive, oldest first, complete up to its <fin>.
struct PageCommit {
    MembershipKey membership = 0;
    QList<RoomMessage> entries;
    /// The archive id the page was asked to lie directly before (RSM `before`); empty for the newest page.
    QString beforeId;
    /// The server said that nothing older than this page exists.
    bool reachedBeginning = false;
    /// Only the newest page: it is asked for with an empty `before`, so its end is the archive's end at that moment.
    bool newest = false;
    /// Only the newest page: the archive id of the newest live message that could not be stored. While nothing live
    /// that has an archive id was stored since, a page without it is not the archive's end (PageOutcome::askAgain).
    QString unstoredId = {};
    /// The membership that heard it. In this one every newest page lacks it wrongly; in a later one only a page that
    /// begins before it, which shows in what the page holds.
    MembershipKey unstoredIn = 0;
    /// Set by the store: what follows the failure, in this membership or in that one, has no segment of its own yet.
    bool liveBroken = false;
    bool unstoredBroken = false;
    /// Only the newest page: an empty live segment with just this entry's id as border is wanted (join with count -1).
    bool borderOnly = false;
    /// Rows with a key up to this were stored before the loss; see StoredEntry::alreadyHere. 0: none.
    MessageKey storedBefore = 0;
    /// An automatic run that still owes what is older than this page (guarantee, `olderWanted`).
    bool olderWanted = false;
    /// A page of a join by hand, which asks for so many message rows. Older entries are not stored, except among those
    /// of a segment that holds newer ones too; and what is older is not owed any more, whatever an attempt that was cut
    /// has left.
    std::optional<int> wantedRows;
    /// `beforeId` comes from the store, not from a page of this run: the server may not know it any more, and what it
    /// answers then is checked (PageOutcome::elsewhere).
    bool beforeFromStore = false;
    /// A rejoin's page: what stands before the older end of a segment held already is more than anybody asked for and
    /// is not stored, but the newest `keepAtLeast` entries of the page are.
    bool stopAtHeld = false;
    /// With stopAtHeld: this membership's own segment has been read as far back as anybody asked, so it ends a page
    /// too.
    bool liveIsComplete = false;
    int keepAtLeast = 0;
    /// Read forward: the first entry is held, and the rest comes directly after it. Where it is not held nothing is
    /// stored (PageOutcome::askAgain).
    bool afterHeld = false;
};

/// What a committed page did.
struct PageOutcome {
    QList<StoredEntry> entries; ///< one for each entry stored or held: the page's, without the oldest `leftOut`
    int leftOut = 0;            ///< oldest entries of the page not stored, see PageCommit::stopAtHeld and wantedRows
    /// The newest page neither shares an id with the live segment of the membership nor may stand for it (H2), or lacks
    /// PageCommit::unstoredId: nothing was stored, ask again.
    bool askAgain = false;
    /// The page does not lie before `beforeId`: most of it is held above that. Nothing was stored.
    bool elsewhere = false;
    /// The page (with what it extends) now meets a segment that existed before this membership began.
    bool metOlderSegment = false;
    /// The segment that holds the page owes what is older than itself (it absorbed one with `olderWanted`).
    bool olderWanted = false;
    /// The segment that holds the page reaches the archive's beginning.
    bool atBeginning = false;
    /// It does, and what is held of the archive below that was not met: what came between may be kept no more.
    bool beyondReach = false;
    /// Neither does it, nor has it anything from before this membership.
    bool groundless = false;
    /// The page's first entry is the first of the segment that holds it: nothing held lies before it without a hole.
    bool atSegmentStart = false;
    /// What is held below the page is another segment until the page before this one has been read.
    bool unprovenBelow = false;
    /// Rows whose place changed (their keys), because page order is law (H5).
    QList<MessageKey> moved;
    /// The room's epoch rose with this page (rule 14).
    bool epochRose = false;
    /// Rows whose `recorded` changed, as they are now (rule 13).
    QList<StoredMessage> remarked;
    /// Rows marked as not recorded that may stand before the page (their keys); if that is not read, unmark() them.
    QList<MessageKey> lostEarly;
    /// The border of a join with count -1, shown from now on, because what is older has been read; and corrections that
    /// are messages of their own, because what they mean cannot be loaded (AnnotationTable).
    QList<StoredMessage> revealed;
};

/// Where reading begins to fill a gap, or further back than all that is held.
struct GapStart {
    enum class Kind {
        None,      ///< there is no such gap, or nothing to page from
        Before,    ///< pages before `archiveId`
        NewestEnd, ///< the newest page
    };
    Kind kind = Kind::None;
    QString archiveId;
    /// Entries held after it, further and further on: from one of them the same place is reached when the archive has
    /// lost that one alone.
    QStringList nextIds = {};

    bool operator==(const GapStart &) const = default;
};

/// A run of what is held, by its ends.
struct HeldRun {
    QString newestId; ///< empty: there is no such run
    QString oldestId;
    bool olderWanted = false; ///< an automatic run still owes what is older

    bool operator==(const HeldRun &) const = default;
};

/// What an archive showed of itself after it had denied to know an id that it gave.
struct ArchiveWitness {
    QString deniedId;
    QString oldestId;         ///< of its oldest entry; empty when it has none
    QStringList newestIds;    ///< of its newest page
    bool receivedNow = false; ///< `deniedId` stood on a page of the run under way
    MembershipKey membership = 0;
    QStringList nextOldestIds = {}; ///< what follows the oldest entry, as far as it was asked for
};

/// What that means (guarantee, rule 14).
enum class ArchiveVerdict {
    Same,     ///< the archive as we know it, without the id: an error, or an entry that was lost
    Expired,  ///< what lies before the id is not in the archive any more
    Replaced, ///< another archive: nothing it shows is held, and it denies what it gave in this very stream
};

/// How far a room's archive is held.
struct ArchivePosition {
    QString newestId;   ///< archive id of the newest entry held; empty when there is none
    QDateTime newestAt; ///< UTC
    int gaps = 0;
    bool openEnd = false; ///< one of the gaps is at the newest end

    bool operator==(const ArchivePosition &) const = default;
};

/// A run of timeline items around a place.
struct TimelinePage {
    QList<TimelineItem> items; ///< in timeline order
    bool reachedStart = false; ///< nothing stored before the first item
    bool reachedEnd = false;   ///< nothing stored after the last item
};

/// What of an own message is read from another row when it is queued.
struct OwnReference {
    MessageKey replyTo = 0;   ///< the row it answers; 0: none
    bool byMessageId = false; ///< a row without archive id is named by its message id: the room has no archive
    MessageKey repeats = 0;   ///< the row whose text and answer it says again, whatever the entry says; 0: none
};

/// The client's message store: one SQLite file, one writing connection on a thread of its own, WAL, synchronous=FULL,
/// group commit. It decides by a UNIQUE index what is a duplicate, and files every entry into its segment in the same
/// transaction (guarantee, rules 1 to 3). It knows no stanzas and emits nothing.
///
/// All functions may be called from the thread that made the store; they return at once. Futures complete after the
/// commit. Writes happen in the order of the calls. A failed write answers StoreFailed and has stored nothing of that
/// call. Continue with whenStored().
class MessageStore
{
public:
    /// \a fileName may be `:memory:`. Nothing is opened before open().
    MessageStore(const QString &fileName, const Clock &clock);
    ~MessageStore();
    MessageStore(const MessageStore &) = delete;
    MessageStore &operator=(const MessageStore &) = delete;

    /// Opens or creates the file and runs migrations. Blocks; call once before anything else. A damaged file is set
    /// aside and replaced, see rescue(). StoreFailed with a sentence when the file is another program's, newer than
    /// this program, or cannot be written.
    Result<Done> open();
    /// What open() had to do about a damaged file; empty when it was sound.
    std::optional<StoreRescue> rescue() const;
    /// Waits until everything handed over is committed (or has failed). Blocks; for shutdown.
    void drain();

    // rooms

    /// The rooms known for \a account (bare JID), held or not.
    QFuture<Result<QList<RoomRecord>>> rooms(const Jid &account);
    /// Finds or makes the room's record.
    QFuture<Result<RoomRecord>> openRoom(const Jid &account, const Jid &room);
    /// Writes name, subject, nickname, extra, historyCount, held, spelledId, createdAt, lastReadKey of \a record
    /// (epoch and key are the store's own).
    QFuture<Result<Done>> saveRoom(const RoomRecord &record);
    /// Forgets a room and all its rows.
    QFuture<Result<Done>> forgetRoom(RoomKey room);

    // memberships and entries

    /// A new membership of \a room; what arrives live in it opens or extends a segment of its own. \a ownOccupant: what
    /// the room calls us in it (XEP-0421), by which it knows us whatever our nickname; empty when it does not say.
    QFuture<Result<MembershipKey>> beginMembership(RoomKey room, const QString &ownOccupant = {});
    /// Ends a membership: its segment is live no more. Later appendLive() for it answers NotInRoom and stores nothing.
    QFuture<Result<Done>> endMembership(RoomKey room, MembershipKey membership);
    /// The live segment of \a membership ends here because an entry could not be stored (H14): what comes next opens a
    /// new segment of the same membership, with a hole before it that is wanted.
    QFuture<Result<Done>> breakLiveSegment(RoomKey room, MembershipKey membership);

    /// The room's archive is another one from now on (guarantee, rule 14: item-not-found for an id this very stream
    /// received). A later creation time handed to saveRoom(), and a contradicting entry, do it by themselves. What
    /// \a membership (0: none) has stored stays with the old archive.
    QFuture<Result<Done>> raiseEpoch(RoomKey room, MembershipKey membership);

    /// What it means that the room's archive answered item-not-found for an id that it had given. Changes nothing.
    QFuture<Result<ArchiveVerdict>> judgeArchive(RoomKey room, ArchiveWitness witness);

    /// What appendLive() does after an entry of its membership could not be stored.
    enum class AfterFailure {
        NewSegment, ///< the hole is owed, and what follows opens a new segment
        Refused,    ///< what follows is not stored either: StoreFailed
        Retried,    ///< nothing is missing: these entries begin with the one that failed
    };
    /// Stores live entries of a membership, in order. Entries with an archive id join the membership's segment; one
    /// without takes the next position (rule 11). Own reflections settle their outbox row (MergedWithOwn).
    QFuture<Result<QList<StoredEntry>>> appendLive(RoomKey room, MembershipKey membership, QList<RoomMessage> entries,
                                                   AfterFailure after = AfterFailure::NewSegment);
    /// Stores one page of the archive as one transaction (rules 1, 5, 6, 13).
    QFuture<Result<PageOutcome>> commitPage(RoomKey room, PageCommit page);
    /// Takes back that \a rows are not recorded (rule 13): the page that would have proved it was not read.
    QFuture<Result<Done>> unmark(QList<MessageKey> rows);
    /// Stores join history of a room without archive, matched against the tail as a multiset on (occupant, id, body);
    /// without overlap a gap NoArchive is left before it (rule 11, H7). Call once per membership, before its live
    /// entries.
    QFuture<Result<QList<StoredEntry>>> commitHistory(RoomKey room, MembershipKey membership,
                                                      QList<RoomMessage> entries);
    /// Notes why the older end of the segment that holds \a membership's tail is not filled, and whether an automatic
    /// run still owes it. A nullopt reason clears it.
    QFuture<Result<Done>> setOlderEnd(RoomKey room, MembershipKey membership, std::optional<GapReason> reason,
                                      bool wanted);
    /// Draws what automatic runs still owe as holes with \a reason: nobody is reading there now. What is owed stays
    /// owed, and the run that reads it takes the holes away. Whether there was any.
    QFuture<Result<bool>> drawOwedHoles(RoomKey room, GapReason reason = GapReason::NotLoaded);
    /// Notes that \a membership could read nothing of the archive (NotPermitted, LoadFailed). What it missed lies
    /// before its live segment, where that owes it; without one it is a gap at the newest end, until the newest page or
    /// a live entry arrives.
    QFuture<Result<Done>> setNewestEnd(RoomKey room, MembershipKey membership, GapReason reason);
    /// Notes why what lies before the entry \a archiveId could not be read. Reading it later takes the reason away;
    /// RetentionEnded, or \a debt, ends what is owed there.
    enum class Debt { Stands, Ends };
    QFuture<Result<Done>> setGapReason(RoomKey room, const QString &archiveId, GapReason reason,
                                       Debt debt = Debt::Stands);
    /// The next older run below the one that holds \a archiveId; empty: below what \a membership has heard live.
    QFuture<Result<HeldRun>> runBelow(RoomKey room, MembershipKey membership, const QString &archiveId);
    /// The archive id of the newest entry of \a membership's segment (its border id when empty); empty when none.
    QFuture<Result<QString>> newestArchiveId(RoomKey room, MembershipKey membership);
    /// Where `loadGap` pages from: the oldest id of the segment that begins at the gap before \a beforeKey (0: the gap
    /// at the newest end).
    QFuture<Result<GapStart>> gapStart(RoomKey room, MessageKey beforeKey);
    /// Before the oldest entry of the room's current epoch, where reading further back begins; None when there is no
    /// such entry, or the archive's beginning is already here, or what is older is gone from the archive.
    QFuture<Result<GapStart>> olderStart(RoomKey room);
    /// The highest row key of the store; a mark for PageCommit::storedBefore.
    QFuture<Result<MessageKey>> newestKey();

    // outbox

    /// Stores an own message, Queued, with its origin id fixed for ever (rule 10); it sorts after everything until it
    /// is settled. Committed at once.
    QFuture<Result<StoredMessage>> enqueueOwn(RoomKey room, const QString &originId, const QString &body,
                                              const QString &nickname);
    /// The same for an own message that is a reply, or a correction, reaction or retraction: `kind`, `originId`,
    /// `nickname`, `body` and `about` of \a entry.
    /// With \a reference, `about` (and `body`) are read from the rows it names, in the same transaction: a read before
    /// it would let what is said next take its place. An answer to a row that is gone, deleted or without a name is
    /// still said; StoreFailed when there is no row to repeat.
    QFuture<Result<StoredMessage>> enqueueOwn(RoomKey room, const RoomMessage &entry, OwnReference reference = {});
    /// Own rows not settled (Queued, Sent, Checking), in queue order, of all kinds.
    QFuture<Result<QList<StoredMessage>>> unsettledOwn(RoomKey room);
    /// Changes an own row's state; a Failed row keeps the place after the row it followed and carries \a failure.
    /// Answers the row as it is now. A row already Delivered is not changed. One that was being checked and is to be
    /// Sent again becomes Failed, with \a failure, where the room has its id from somebody: then it has arrived.
    QFuture<Result<StoredMessage>> setOwnState(MessageKey key, DeliveryState state, const QString &failure = {});

    // reading

    /// Up to \a limit items that end just before \a before (0: at the newest end), with the gaps among them.
    QFuture<Result<TimelinePage>> itemsBefore(RoomKey room, MessageKey before, int limit);
    /// Up to \a limit items that start just after \a after (0: at the oldest end).
    QFuture<Result<TimelinePage>> itemsAfter(RoomKey room, MessageKey after, int limit);
    /// The gaps of a room in timeline order. While \a runMembership is catching up its own open end is no gap (pass 0
    /// when nothing runs).
    QFuture<Result<QList<TimelineGap>>> gaps(RoomKey room, MembershipKey runMembership = 0);
    /// How far the room's archive is held.
    QFuture<Result<ArchivePosition>> archivePosition(RoomKey room);
    /// One row of \a room by its key; StoreFailed when there is none.
    QFuture<Result<StoredMessage>> messageOf(RoomKey room, MessageKey key);
    /// The rows that an entry (a correction, reaction or retraction) is about, as they are now.
    QFuture<Result<QList<StoredMessage>>> targetsOf(MessageKey entry);
    /// The texts that a message had before its present one, oldest first.
    QFuture<Result<QList<MessageVersion>>> versionsOf(MessageKey key);
    /// Entries that an earlier version stored without understanding them, up to \a limit; and what they turn out to
    /// say.
    QFuture<Result<QList<RawEntry>>> unreadEntries(RoomKey room, int limit);
    QFuture<Result<Done>> noteRead(RoomKey room, QList<RawEntry> entries);
    /// Rows stored before and after: the number of Message rows of a room.
    QFuture<Result<qint64>> rowCount(RoomKey room);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer

#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/roommessage.h"
#include "service/poisonedplaces.h"
#include "store/messagestore.h"
#include "xmpp/archivequery.h"

#include <QObject>
#include <QSet>

#include <functional>
#include <optional>

namespace foyer
{

class ReceivePipeline;

/// What HistorySync works with.
struct SyncDeps {
    ArchiveQuery &archive;
    MessageStore &store;
    ReceivePipeline &pipeline;
    Clock &clock;
};

/// What one run is to read.
struct SyncPlan {
    enum class Kind {
        FirstJoin, ///< exactly `wantedRows` message rows, newest first
        CatchUp,   ///< until a segment from before this membership is met, at least `wantedRows` entries (or rows)
        Resume,    ///< one newest page that shares an id with what is held (guarantee, rule 7)
        Gap,       ///< from `beforeId` down until the next older segment is met
        OlderPage, ///< one page before `beforeId`
    };
    Kind kind = Kind::FirstJoin;
    RoomKey room = 0;
    MembershipKey membership = 0;
    int wantedRows = 0;
    QString beforeId;
    MessageKey storedBefore = 0;
    ArchiveTrust trust = {};
    /// Several servers stand behind the account: the archive's order may not be that of the live messages (rule 8).
    bool inCluster = false;
    /// Where to begin, one after the other, when the archive has lost `beforeId` alone; see GapStart.
    QStringList nextIds = {};
    /// A catch-up for a join by hand: `wantedRows` counts message rows, as the person who joins asks for them.
    bool countsRows = false;
};

/// How a run ended.
struct SyncReport {
    bool proved = false;              ///< everything the plan asked for has been read and joined up
    std::optional<GapReason> failure; ///< why not
    std::optional<Error> error;       ///< what the archive or the store last answered, when it failed
    bool anythingRead = false;        ///< at least one page was stored
    bool poisoned = false;     ///< an entry that ends the stream is in the way; the run has noted it in the store
    bool beyondReach = false;  ///< all the archive keeps was read, and what is held before it was not met
    bool groundless = false;   ///< neither the archive's beginning nor anything from before this membership was met
    bool replaced = false;     ///< the archive is another one: the room's epoch has risen
    bool unconnected = false;  ///< the newest page never met what the membership holds
    QSet<QString> alreadyHere; ///< archive ids of what was read and stored before PageCommit::storedBefore
    int insertedRows = 0;
};

/// Reads a room's archive back from its newest page, page by page, only from ids seen on pages of this run (H11), each
/// page stored as one transaction (guarantee, rules 2 and 6). One run at a time.
class HistorySync : public QObject
{
    Q_OBJECT

public:
    HistorySync(const Jid &room, const SyncDeps &deps, QObject *parent = nullptr);

    void start(const SyncPlan &plan);
    /// Ends the run without finished().
    void cancel();
    /// What arrived live in \a membership could not be stored; \a archiveId: the newest of it, empty when it has none.
    /// No newest page that lacks it stands for the archive's end (H14), over memberships too, until one has been
    /// stored.
    void liveUnstored(MembershipKey membership, const QString &archiveId);
    /// Whether something is missed that was heard, see liveUnstored().
    bool misses() const { return !m_unstored.isEmpty(); }
    bool isRunning() const { return m_running; }
    bool awaitsPage() const { return m_page.has_value(); }
    /// The page that is awaited has ended the stream (guarantee, rule 15). The next runs read around it.
    void pageWasFatal();

Q_SIGNALS:
    void stored(const QList<foyer::StoredEntry> &entries);
    /// Something else than appended rows changed: rows moved, gaps came or went.
    void reshaped();
    /// A page is stored: what has been read since start(), and the rows among it that were not here.
    void progressed(int entriesRead, int insertedRows);
    void finished(const foyer::SyncReport &report);

private:
    void ask();
    void askPage(ArchivePlace place, const std::function<void(const Result<ArchivePage> &)> &then);
    QFuture<Result<ArchivePage>> fetch(const ArchivePlace &place);
    void onPage(const Result<ArchivePage> &page);
    void onPageFailed(const Error &error);
    void commit(const ArchivePage &page);
    void onCommitted(const ArchivePage &page, const Result<PageOutcome> &outcome);
    void tell(const PageOutcome &outcome, bool reshapes);
    void unmark(const QList<MessageKey> &rows);
    void count(const ArchivePage &page, const PageOutcome &outcome);
    /// Everything asked for has been read, and as much more as the archive's disorder calls for.
    bool isDone(const ArchivePage &page, const PageOutcome &outcome);
    bool isProved(const ArchivePage &page, const PageOutcome &outcome) const;
    bool isOverlapRead(const ArchivePage &page) const;
    int stillWanted() const;
    /// The fewest newest entries of \a page that hold what is still wanted.
    int toBeKept(const ArchivePage &page) const;
    void askAgainLater();
    void tryAgain(const Error &error);
    /// The archive denies \a m_before: asks it for both its ends, which tell why.
    void askWitness(const Error &cause);
    void askNewest(const Error &cause, const ArchivePage &oldest);
    void judge(const Error &cause, const ArchiveWitness &witness);
    void onReplaced();
    /// What lies before \a m_before ends the stream: reads the rest from its older side, or ends.
    void stopAtPoison();
    void askAfter();
    void onForwardPage(const Result<ArchivePage> &page);
    void proveForwardPage(const ArchivePage &page);
    void commitForward(const ArchivePage &page);
    void onForwardCommitted(const ArchivePage &part, const Result<PageOutcome> &outcome);
    void onPoisonEnclosed();
    void goOnBelow(bool owed);
    void notePoison();
    void giveUp(GapReason reason, const std::optional<Error> &error = {});
    void finish(bool proved, std::optional<GapReason> failure);
    int pageSize() const;
    bool isFromNewest() const { return m_plan.kind != SyncPlan::Kind::Gap && m_plan.kind != SyncPlan::Kind::OlderPage; }
    /// The page is not the one that was asked for: so ejabberd answers an id it does not know.
    static Error answeredElsewhere();
    /// The archive answered that it knows no such id.
    static bool isIdUnknown(const Error &error) { return error.detail == QLatin1StringView("item-not-found"); }

    /// Entries of a page that is to show no more than where the archive's end is.
    static constexpr int smallPage = 10;
    static constexpr int ordinaryPage = 100;
    static constexpr qint64 automaticLimit = 50000;

    const Jid m_room;
    SyncDeps m_deps;
    Timer m_retry;
    SyncPlan m_plan;
    SyncReport m_report;
    QString m_before;
    QString m_unstored;                 ///< archive id that the newest page must hold, see liveUnstored()
    MembershipKey m_unstoredIn = 0;     ///< the membership that heard it
    PoisonedPlaces m_places;            ///< of all runs
    std::optional<ArchivePlace> m_page; ///< under way, or just cut off
    HeldRun m_below;                    ///< where reading forward begins
    RoomMessage m_link;                 ///< the held entry that the next page forward comes after
    bool m_linkProved = false;          ///< the archive has shown it
    int m_forwardSize = 0;
    bool m_triedAgain = false;     ///< an entry that had ended the stream, for the person who asked
    qint64 m_passed = -1;          ///< entries between the archive's newest and m_before; -1: not known
    QSet<QString> m_read;          ///< archive ids of this run; meeting one again means that the server went back
    QList<MessageKey> m_lostEarly; ///< of the page read last, as long as the run goes on
    qint64 m_entriesRead = 0;
    qint64 m_heldRead = 0;  ///< of them, those that were stored before
    QDateTime m_newestHeld; ///< stamp of the newest of those
    int m_rowsRead = 0;
    int m_failures = 0;
    int m_unconnected = 0;
    quint64 m_generation = 0;
    bool m_disordered = false;    ///< entries of the archive come in another order than they came live, or may
    bool m_overlapping = false;   ///< reading on only because of that
    bool m_unprovenBelow = false; ///< what is held below the last page has not been met yet
    bool m_met = false;           ///< what was held before, with nothing owed below it
    bool m_running = false;
};

} // namespace foyer

#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/roommessage.h"
#include "store/messagestore.h"
#include "xmpp/archivequery.h"

#include <QObject>
#include <QSet>

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
        CatchUp,   ///< until a segment from before this membership is met, at least `wantedRows` entries
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
    OccupantIds occupantIds = OccupantIds::Trusted;
};

/// How a run ended.
struct SyncReport {
    bool proved = false;              ///< everything the plan asked for has been read and joined up
    std::optional<GapReason> failure; ///< why not
    std::optional<Error> error;       ///< what the archive or the store last answered, when it failed
    bool anythingRead = false;        ///< at least one page was stored
    bool replaced = false;            ///< the archive is another one: the room's epoch has risen
    bool unconnected = false;         ///< the newest page never met what the membership holds
    QSet<QString> alreadyHere;        ///< archive ids of what was read and stored before PageCommit::storedBefore
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
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void stored(const QList<foyer::StoredEntry> &entries);
    /// Rows that were kept back at a join with count -1 are shown now.
    void revealed(const QList<foyer::StoredMessage> &rows);
    /// Something else than appended rows changed: rows moved, gaps came or went.
    void reshaped();
    /// A page is stored: what has been read since start(), and the rows among it that were not here.
    void progressed(int entriesRead, int insertedRows);
    void finished(const foyer::SyncReport &report);

private:
    void ask();
    void onPage(const Result<ArchivePage> &page);
    void onPageFailed(const Error &error);
    void commit(const ArchivePage &page);
    void onCommitted(const ArchivePage &page, const Result<PageOutcome> &outcome);
    void count(const ArchivePage &page, const PageOutcome &outcome);
    bool isDone(const ArchivePage &page, const PageOutcome &outcome) const;
    void askAgainLater();
    void tryAgain(const Error &error);
    /// The archive denies \a m_before: asks it for both its ends, which tell why.
    void askWitness(const Error &cause);
    void askNewest(const Error &cause, const ArchivePage &oldest);
    void judge(const Error &cause, const ArchiveWitness &witness);
    void onReplaced();
    void giveUp(GapReason reason, const std::optional<Error> &error = {});
    void finish(bool proved, std::optional<GapReason> failure);
    int pageSize() const;
    /// The archive answered that it knows no such id.
    static bool isIdUnknown(const Error &error) { return error.detail == QLatin1StringView("item-not-found"); }

    /// Entries of a page that is to show no more than where the archive's end is.
    static constexpr int smallPage = 10;

    const Jid m_room;
    SyncDeps m_deps;
    Timer m_retry;
    SyncPlan m_plan;
    SyncReport m_report;
    QString m_before;
    QSet<QString> m_read; ///< archive ids of this run; meeting one again means that the server went back
    qint64 m_entriesRead = 0;
    int m_rowsRead = 0;
    int m_failures = 0;
    int m_unconnected = 0;
    quint64 m_generation = 0;
    bool m_running = false;
};

} // namespace foyer

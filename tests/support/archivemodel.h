#pragma once

#include "store/messagestore.h"

#include <QRandomGenerator>
#include <QSet>
#include <QStringList>

namespace foyer
{

/// What a timeline shows, as the model compares it.
struct ShownItem {
    bool isGap = false;
    GapReason reason = GapReason::NotLoaded;
    QString body;
    bool recorded = true;
};

/// Something that files live messages and archive pages: the message store, or the pure rules on a small book.
class TimelineUnderTest
{
public:
    virtual ~TimelineUnderTest() = default;
    virtual MembershipKey begin() = 0;
    virtual void end(MembershipKey membership) = 0;
    virtual InsertOutcome live(MembershipKey membership, const RoomMessage &message) = 0;
    virtual PageOutcome page(const PageCommit &page) = 0;
    virtual void setOlderEnd(MembershipKey membership, GapReason reason) = 0;
    virtual QList<ShownItem> shown() = 0;
    virtual MessageKey newestKey() = 0;
    /// The process ends, properly or not, and starts again. Only outside memberships.
    virtual void restart() {}
    /// Queues an own message; false where own messages are not kept.
    virtual bool enqueueOwn(const QString &originId, const QString &body) = 0;
};

/// What may happen in one random story.
struct StoryOptions {
    bool late = false;   ///< entries are archived later than they are broadcast, so in another order
    bool losses = false; ///< the server loses entries, and the oldest expire
    bool byHand = false; ///< the room is left by hand and joined anew
    int steps = 60;
};

/// A room with an archive, and a client that follows it the way the service does, driven by one random seed. Ids are
/// random and not sortable. The archive itself is the oracle: after every step what is shown is compared with it.
class ArchiveStory
{
public:
    ArchiveStory(TimelineUnderTest &timeline, quint32 seed, const StoryOptions &options);

    /// Plays the story and then reads the archive through once. Empty when every check held, else what broke, with the
    /// last steps.
    QString play();

private:
    struct Post {
        QString id;
        QString body;
        EntryKind kind = EntryKind::Message;
        bool own = false;
    };
    /// One run back through the archive, as the service does it.
    struct Run {
        bool active = false;
        bool asked = false;
        bool automatic = true;
        bool borderOnly = false;
        bool toTheEnd = false; ///< reads on to the very beginning, whatever is met
        int wanted = 10;
        int read = 0;
        int againAsked = 0;
        QString before;
        PageCommit page;
    };

    int below(int bound) { return static_cast<int>(m_random.bounded(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    void step();
    void post();
    void postOwn();
    void archivePending();
    void lose();
    void join();
    void cut();
    void runStep();
    void ask();
    void commit();
    RoomMessage messageOf(const Post &post, bool live) const;
    void deliver(const Post &post);
    void readAll();

    void check();
    void checkOnce(const QList<ShownItem> &shown);
    void checkContiguous(const QList<ShownItem> &shown);
    void checkRunComplete();
    void checkAtEnd();
    void fail(const QString &what);
    void note(const QString &what);

    TimelineUnderTest &m_timeline;
    QRandomGenerator m_random;
    StoryOptions m_options;
    QList<Post> m_archive;
    QList<Post> m_pending; ///< broadcast, not archived yet
    QSet<QString> m_posted;
    QSet<QString> m_ownBodies;
    MembershipKey m_membership = 0;
    bool m_everJoined = false;
    bool m_leftByHand = false;
    bool m_holesMayStay = false;
    MessageKey m_mark = 0;
    Run m_run;
    int m_number = 0;
    QStringList m_notes;
    QString m_failure;
};

/// The seed of property tests: FOYER_SEED, or a new one each time.
quint32 storySeed();

} // namespace foyer

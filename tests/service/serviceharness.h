#pragma once

#include "service/chatroomservice.h"
#include "service/fakeserver.h"
#include "store/messagestore.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>

#include <memory>

namespace foyer
{

/// The whole service in one process: real store, real protocol, scripted server, a clock that stands still. What the
/// service says is written down, one line a signal:
///
///     state Online                       connection
///     tea Joining                        room state
///     tea joined                         and joinFailed RoomDoesNotExist, left Kicked, rejoining 1, ...
///     tea rejoined recovered=2 here=3 gaps=0 provable resumed
///     tea + m1 m2                        messages stored
///     tea ~ hello Delivered              a message changed
class ServiceHarness
{
public:
    enum class StoreKind { Memory, File };
    /// \a waitSeed: as in ServiceDeps, for every service made.
    explicit ServiceHarness(StoreKind kind = StoreKind::Memory, std::optional<quint64> waitSeed = {});
    ~ServiceHarness();

    FakeClock clock;
    FakeServer server;
    std::unique_ptr<MessageStore> store;
    std::unique_ptr<ChatroomService> service;

    FakeRoom &room(const QString &roomId = QStringLiteral("tea")) { return server.room(roomId); }
    static RoomAddress address(const QString &roomId = QStringLiteral("tea"));
    static AccountSettings account();
    /// The same on a cluster of two servers.
    static AccountSettings clusterAccount();
    QString fileName() const { return m_fileName; }

    // The client's life

    /// Signs in, up to the connection attempt.
    void signIn();
    /// signIn(), and the server lets us in.
    void online();
    /// online(), then a join that has ended.
    void join(const QString &roomId = QStringLiteral("tea"), const JoinOptions &options = {});
    /// The link breaks; settled afterwards.
    void cut(ChannelEnd end = ChannelEnd::Network);
    /// Moves the clock until the next attempt waits for the server.
    void awaitAttempt();
    /// awaitAttempt(), then a new session.
    void comeBack();
    /// awaitAttempt(), then the old session goes on.
    void resume();
    /// Joined with m1 to m3, away for x1 to x60, and back: x51 to x60 are here, and the archive keeps the next page.
    void leaveCatchUpHalfRead();
    /// Ends the program and starts it again on the same file.
    void restart();
    /// As restart(), but the file is as a killed process leaves it at this moment.
    void kill();

    /// Runs until nothing is left to do without time passing.
    void settle();
    /// Time passes, in small steps, everything settled in between.
    void wait(qint64 ms, qint64 stepMs = 1000);
    /// Time passes until a line that starts with \a prefix is written; false when \a limitMs pass without.
    bool waitFor(const QString &prefix, qint64 limitMs = 120000);

    // What was seen

    /// The lines so far, taken.
    QStringList takeLog();
    /// Lines of a room without its name, messages left out, taken together with everything else.
    QString takeStory(const QString &roomId = QStringLiteral("tea"));
    QHash<QString, QString> passwords; ///< of rooms, as a keyring keeps them over restarts
    int passwordReads = 0;
    QStringList log;
    int count(const QString &prefix) const;
    /// The room's timeline as text: bodies, `--Reason--` for gaps.
    QString timeline(const QString &roomId = QStringLiteral("tea"));
    /// The last report of the room.
    CatchUpReport report(const QString &roomId = QStringLiteral("tea")) const;
    /// Sends and settles; the error's name, or empty.
    QString send(const QString &body, const QString &roomId = QStringLiteral("tea"));
    /// States of own messages in timeline order, `hello:Delivered`.
    QString ownMessages(const QString &roomId = QStringLiteral("tea"));
    QList<TimelineItem> items(const QString &roomId = QStringLiteral("tea"));
    /// The row that the first gap line of "tea" stands before, as loadGap() takes it; -1 when there is no gap.
    MessageKey gapBefore();

    // The archive of "tea"

    /// It answers \a after pages more, then refuses with \a condition.
    void refusePages(int after, const QString &condition);
    /// Loads the first gap, with all the time that tries again take.
    Result<Done> loadFirstGap();
    /// Waits for an answer with all the time that tries again take; TimedOut when there is none.
    template <typename T>
    Result<T> patiently(QFuture<Result<T>> future)
    {
        for (int i = 0; i < 300 && !future.isFinished(); ++i)
            wait(1000);
        return future.isFinished() ? future.result() : Result<T>(Error::make(ErrorKind::TimedOut));
    }

    template <typename T>
    T await(QFuture<T> future)
    {
        for (int i = 0; i < 1000 && !future.isFinished(); ++i)
            settle();
        if (!future.isFinished())
            qFatal("the future does not finish");
        return future.result();
    }

private:
    void open();
    void listen();
    void write(const QString &line) { log.append(line); }

    std::optional<quint64> m_waitSeed;
    QTemporaryDir m_folder;
    QString m_fileName;
    int m_copies = 0;
};

} // namespace foyer

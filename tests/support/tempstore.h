#pragma once

#include "store/messagestore.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>

namespace foyer
{

/// A real message store in a folder of its own, with one account and one room, and answers that are waited for.
/// Any answer that is an error stops the test program with its text, unless asked for as a Result.
class TempStore
{
public:
    TempStore();
    ~TempStore();

    MessageStore &operator*() { return *m_store; }
    MessageStore *operator->() { return m_store.get(); }
    FakeClock &clock() { return m_clock; }
    QString fileName() const;
    Jid account() const { return m_account; }
    RoomKey room() const { return m_room; }

    /// Closes the store properly and opens it again.
    void restart();
    /// Goes on with the files as a killed process leaves them at this moment: nothing is closed or flushed first.
    void killAndReopen();

    /// Waits for an answer; stops the program when it is an error.
    template <typename T>
    static T get(QFuture<Result<T>> future)
    {
        const Result<T> result = wait(std::move(future));
        if (!result)
            stop(result.error());
        return *result;
    }
    /// Waits for an answer of either kind.
    template <typename T>
    static Result<T> wait(QFuture<Result<T>> future)
    {
        future.waitForFinished();
        return future.result();
    }

    MembershipKey begin() { return get(m_store->beginMembership(m_room)); }
    void end(MembershipKey membership) { get(m_store->endMembership(m_room, membership)); }
    /// Stops the program, as page() does, when what is told of a row differs from what is read of it afterwards.
    StoredEntry live(MembershipKey membership, const RoomMessage &message);
    PageOutcome page(const PageCommit &page);
    /// The whole timeline as text: bodies separated by " | ", gap lines as "--Reason--".
    QString timeline();
    QList<TimelineItem> items();

private:
    void openStore();
    void compareWithRead(const QList<StoredEntry> &told);
    [[noreturn]] static void stop(const Error &error);

    QTemporaryDir m_folder;
    int m_copies = 0;
    QString m_fileName;
    FakeClock m_clock;
    Jid m_account;
    RoomKey m_room = 0;
    std::unique_ptr<MessageStore> m_store;
};

} // namespace foyer

#pragma once

#include "core/result.h"
#include "sql/database.h"
#include "store/storerescue.h"

#include <QFuture>
#include <QMutex>
#include <QPromise>
#include <QString>
#include <QThread>

#include <functional>
#include <memory>
#include <vector>

namespace foyer
{

/// When a request has to be committed.
enum class Flush { Soon, Now };

/// One request of the store: work inside a transaction, then an answer. All functions run on the writer's thread.
class StoreRequest
{
public:
    virtual ~StoreRequest() = default;
    /// Does the work; may be called again when the transaction it ran in was lost.
    virtual void run(Database &database) = 0;
    /// What run() did has been rolled back. Not \a finally when the request runs again.
    virtual void undone(bool finally) = 0;
    /// Completes the future: with what run() found when \a failure is empty.
    virtual void finish(const std::optional<Error> &failure) = 0;
    /// run() has answered with an error of its own, which is no failure of the store.
    virtual bool isRefused() const = 0;

    Flush flush = Flush::Soon;
    int weight = 1; ///< entries it writes
    bool writes = true;
};

/// The one thread that owns the writing connection. Requests run in the order they were posted, in batches: a batch
/// commits when 500 entries or 20 ms (100 ms where the batch before held several) have come together, or at once when a
/// request asks for it. Each request runs in a savepoint, so that one that fails, fails alone; a batch whose commit
/// fails, fails as a whole.
class StoreWriter
{
public:
    explicit StoreWriter(const QString &fileName);
    ~StoreWriter();
    StoreWriter(const StoreWriter &) = delete;
    StoreWriter &operator=(const StoreWriter &) = delete;

    /// Opens the file on the thread and waits for it. \a prepare runs once in a transaction of its own.
    /// A damaged file is set aside (openOrRescueStore()); \a now names it.
    Result<Done> open(std::function<void(Database &)> prepare, const QDateTime &now);
    /// What open() had to do about a damaged file. Thread-safe after open().
    const std::optional<StoreRescue> &rescue() const { return m_rescue; }
    void post(std::unique_ptr<StoreRequest> request);

private:
    using Batch = std::vector<std::unique_ptr<StoreRequest>>;
    class Worker;

    void wake(bool now);
    Batch takeBatch();
    void processAll();
    void process(const Batch &batch);
    bool runTogether(const Batch &batch);
    void runAlone(StoreRequest &request);
    /// Answers the request; a failure that means damage leaves the mark for the next start.
    void finish(StoreRequest &request, const std::optional<Error> &failure);

    QString m_fileName;
    QThread m_thread;
    std::unique_ptr<Worker> m_worker;
    Database m_database; ///< only on m_thread
    bool m_open = false;
    std::optional<StoreRescue> m_rescue; ///< written by open() alone, which waits for the thread

    QMutex m_mutex; ///< guards m_queue and m_weight
    Batch m_queue;
    int m_weight = 0;
};

/// The usual request: \a work returns a Result, which answers the future.
template <typename T>
class ResultRequest : public StoreRequest
{
public:
    using Work = std::function<Result<T>(Database &)>;
    explicit ResultRequest(Work work) : m_work(std::move(work)) { m_promise.start(); }

    QFuture<Result<T>> future() { return m_promise.future(); }
    /// Called as undone() is, unless the request was refused.
    std::function<void(bool finally)> onUndone;

    void run(Database &database) override
    {
        m_result = m_work(database);
        m_refused = !m_result->isOk() && !database.hasError();
        // Rolled back like a failing statement: a refused request has stored nothing.
        if (m_refused)
            database.fail(m_result->error().detail);
    }
    void undone(bool finally) override
    {
        if (onUndone && !m_refused)
            onUndone(finally);
    }
    void finish(const std::optional<Error> &failure) override
    {
        if (failure && !m_refused)
            m_promise.addResult(Result<T>(*failure));
        else
            m_promise.addResult(*m_result);
        m_promise.finish();
    }
    bool isRefused() const override { return m_refused; }

private:
    Work m_work;
    std::optional<Result<T>> m_result;
    bool m_refused = false;
    QPromise<Result<T>> m_promise;
};

} // namespace foyer

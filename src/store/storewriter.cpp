#include "store/storewriter.h"

#include "core/logging.h"
#include "sql/filerescue.h"
#include "store/storerescue.h"

#include <QFile>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int batchEntries = 500;
constexpr int batchMs = 20;
/// Where many come, a batch waits longer, so that a second has fewer commits; a single message does not.
constexpr int busyBatchMs = 100;
constexpr int busyEntries = 5;

/// Beside the store when a page of it could not be read: the next start looks at the whole file.
constexpr auto damageMark = "-damaged"_L1;

Error storeFailed(const QString &detail)
{
    qCWarning(lcStore) << "a request failed:" << detail;
    return Error::make(ErrorKind::StoreFailed, {}, detail);
}

Error failureOf(const StoreRequest &request, const QString &detail)
{
    // The text is not used for a refusal; the request answers with its own.
    return request.isRefused() ? Error{ErrorKind::StoreFailed, {}, detail} : storeFailed(detail);
}

} // namespace

/// Lives on the writer's thread; owns the timer that closes a batch.
class StoreWriter::Worker : public QObject
{
public:
    explicit Worker(StoreWriter &writer) : m_timer(this)
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [&writer] { writer.processAll(); });
    }
    void startTimer()
    {
        if (!m_timer.isActive())
            m_timer.start(m_busy ? busyBatchMs : batchMs);
    }
    void setBusy(bool busy) { m_busy = busy; }
    void stopTimer() { m_timer.stop(); }

private:
    QTimer m_timer;
    bool m_busy = false;
};

StoreWriter::StoreWriter(const QString &fileName) : m_fileName(fileName)
{
    m_thread.setObjectName(u"store"_s);
}

StoreWriter::~StoreWriter()
{
    if (!m_worker)
        return;
    QMetaObject::invokeMethod(
        m_worker.get(),
        [this] {
            processAll();
            m_database.close();
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Result<Done> StoreWriter::open(std::function<void(Database &)> prepare, const QDateTime &now)
{
    if (!m_worker) {
        m_worker = std::make_unique<Worker>(*this);
        m_worker->moveToThread(&m_thread);
        m_thread.start();
    }
    Result<Done> opened;
    QMetaObject::invokeMethod(
        m_worker.get(),
        [&] {
            // The log is gone after a proper end; the mark is left by a run that met damage.
            const QString mark = m_fileName + damageMark;
            const bool suspect = QFile::exists(m_fileName + u"-wal"_s) || QFile::exists(mark);
            opened = openOrRescueStore(m_database, m_fileName, suspect, now, m_rescue);
            if (opened)
                QFile::remove(mark);
            if (!opened)
                return;
            m_database.begin();
            prepare(m_database);
            if (!m_database.commit()) {
                opened = storeFailed(m_database.takeError());
                m_database.close();
            }
            m_open = opened.isOk();
        },
        Qt::BlockingQueuedConnection);
    return opened;
}

void StoreWriter::post(std::unique_ptr<StoreRequest> request)
{
    if (!m_worker) {
        request->finish(storeFailed(u"the store is not open"_s));
        return;
    }
    bool now = request->flush == Flush::Now;
    bool first = false;
    {
        const QMutexLocker lock(&m_mutex);
        first = m_queue.empty();
        m_weight += request->weight;
        now = now || m_weight >= batchEntries;
        m_queue.push_back(std::move(request));
    }
    if (now || first)
        wake(now);
}

void StoreWriter::wake(bool now)
{
    QMetaObject::invokeMethod(
        m_worker.get(), [this, now] { now ? processAll() : m_worker->startTimer(); }, Qt::QueuedConnection);
}

StoreWriter::Batch StoreWriter::takeBatch()
{
    const QMutexLocker lock(&m_mutex);
    Batch batch;
    int weight = 0;
    while (!m_queue.empty() && weight < batchEntries) {
        size_t count = 0;
        while (count < m_queue.size() && weight < batchEntries)
            weight += m_queue[count++]->weight;
        batch.insert(batch.end(), std::make_move_iterator(m_queue.begin()),
                     std::make_move_iterator(m_queue.begin() + static_cast<std::ptrdiff_t>(count)));
        m_queue.erase(m_queue.begin(), m_queue.begin() + static_cast<std::ptrdiff_t>(count));
    }
    m_weight -= weight;
    return batch;
}

void StoreWriter::processAll()
{
    m_worker->stopTimer();
    {
        const QMutexLocker lock(&m_mutex);
        m_worker->setBusy(m_weight >= busyEntries);
    }
    for (Batch batch = takeBatch(); !batch.empty(); batch = takeBatch())
        process(batch);
}

void StoreWriter::process(const Batch &batch)
{
    if (!m_open) {
        for (const auto &request : batch)
            request->finish(storeFailed(u"the store is not open"_s));
        return;
    }
    if (runTogether(batch))
        return;
    // SQLite gave up the transaction with the request that failed in it; the others must not fail with it.
    for (const auto &request : batch)
        runAlone(*request);
}

bool StoreWriter::runTogether(const Batch &batch)
{
    std::vector<std::optional<Error>> failures(batch.size());
    const bool writes = std::any_of(batch.begin(), batch.end(), [](const auto &r) { return r->writes; });
    if (writes)
        m_database.begin();
    for (size_t i = 0; i < batch.size() && !m_database.hasError(); ++i) {
        StoreRequest &request = *batch[i];
        if (writes)
            m_database.openSavepoint();
        request.run(m_database);
        if (!m_database.hasError()) {
            if (writes)
                m_database.releaseSavepoint();
            continue;
        }
        const QString detail = m_database.error();
        if (!writes) {
            m_database.takeError();
        } else if (!m_database.rollbackToSavepoint()) {
            m_database.rollback();
            for (size_t done = 0; done <= i; ++done)
                batch[done]->undone(false);
            return false;
        }
        failures[i] = failureOf(request, detail);
        request.undone(true);
    }
    const bool committed = !writes || m_database.commit();
    const QString detail = m_database.takeError();
    for (size_t i = 0; i < batch.size(); ++i) {
        if (!committed && !failures[i]) {
            failures[i] = storeFailed(detail);
            batch[i]->undone(true);
        }
        finish(*batch[i], failures[i]);
    }
    return true;
}

void StoreWriter::finish(StoreRequest &request, const std::optional<Error> &failure)
{
    QFile mark(m_fileName + damageMark);
    if (failure && isDamage(failure->detail) && !mark.exists() && mark.open(QIODevice::WriteOnly))
        qCWarning(lcStore) << "the message store is damaged; it is looked at when the program starts again";
    request.finish(failure);
}

void StoreWriter::runAlone(StoreRequest &request)
{
    m_database.begin();
    if (!m_database.hasError())
        request.run(m_database);
    if (m_database.commit()) {
        finish(request, std::nullopt);
        return;
    }
    const Error failure = failureOf(request, m_database.takeError());
    request.undone(true);
    finish(request, failure);
}

} // namespace foyer

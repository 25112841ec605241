#include "service/receivepipeline.h"

#include "core/logging.h"
#include "core/whenstored.h"

#include <algorithm>
#include <utility>

namespace foyer
{

namespace
{
constexpr qsizetype largestBatch = 500;
/// With more than this a disk that stays full costs the oldest of what waits, not the computer's memory.
constexpr qsizetype mostKept = 10000;
constexpr qint64 firstRetryMs = 1000;
constexpr qint64 longestRetryMs = 16000;
} // namespace

ReceivePipeline::ReceivePipeline(MessageStore &store, XmppStream &stream, Clock &clock, QObject *parent)
    : QObject(parent), m_store(store), m_stream(stream), m_retry(clock, [this] { scheduleFiling(); })
{
}

ReceivePipeline::~ReceivePipeline()
{
    abandon();
}

void ReceivePipeline::abandon()
{
    for (const StanzaSerial serial : std::exchange(m_underWay, {})) {
        m_stream.settle(serial);
    }
}

void ReceivePipeline::collect()
{
    m_state = State::Collecting;
}

void ReceivePipeline::open(RoomKey room, MembershipKey membership, Failed failed)
{
    m_room = room;
    m_membership = membership;
    m_failed = failed;
    m_after = failed == Failed::Kept ? MessageStore::AfterFailure::Retried : MessageStore::AfterFailure::NewSegment;
    m_state = State::Open;
    m_filing = false;
    m_tries = 0;
    ++m_opening;
    scheduleFiling();
}

void ReceivePipeline::close(Queued queued)
{
    const bool files = m_state == State::Open && (queued == Queued::Filed || hasUnarchived(m_queue));
    while (files && !m_queue.isEmpty()) {
        // The store keeps the order of the calls.
        m_filing = false;
        file();
    }
    m_state = State::Closed;
    m_retry.stop();
    // A stanza that nobody will store must not hold up what the stream acknowledges; after a cut a resume brings it
    // again.
    const bool comesAgain = queued == Queued::Forgotten || m_stream.state() != XmppStream::State::Ready;
    for (const Arrival &arrival : std::as_const(m_queue)) {
        if (!comesAgain) {
            m_stream.settle(arrival.serial);
        } else {
            m_stream.forget(arrival.serial);
        }
        ++m_filed;
    }
    m_queue.clear();
    m_waiters.clear();
}

void ReceivePipeline::add(const RoomMessage &message, StanzaSerial serial)
{
    if (m_state == State::Closed) {
        return;
    }
    m_stream.hold(serial);
    m_queue.append({message, serial});
    ++m_added;
    scheduleFiling();
}

void ReceivePipeline::afterFiled(std::function<void()> action)
{
    m_waiters.append({m_added, std::move(action)});
    if (m_filed >= m_added) {
        runWaiters();
    }
}

void ReceivePipeline::scheduleFiling()
{
    if (m_scheduled || m_filing || m_retry.isActive() || m_state != State::Open || m_queue.isEmpty()) {
        return;
    }
    m_scheduled = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_scheduled = false;
            file();
        },
        Qt::QueuedConnection);
}

void ReceivePipeline::file()
{
    if (m_filing || m_state != State::Open || m_queue.isEmpty()) {
        return;
    }
    m_filing = true;
    const QList<Arrival> batch = m_queue.mid(0, largestBatch);
    m_queue.remove(0, batch.size());
    QList<RoomMessage> messages;
    messages.reserve(batch.size());
    for (const Arrival &arrival : batch) {
        messages.append(arrival.message);
        m_underWay.insert(arrival.serial);
    }
    whenStored(m_store.appendLive(m_room, m_membership, messages, m_after), this,
               [this, opening = m_opening, batch](const Result<QList<StoredEntry>> &outcome) {
                   onFiled(opening, batch, outcome);
               });
    if (m_failed == Failed::Kept) {
        m_after = MessageStore::AfterFailure::Refused;
    }
}

void ReceivePipeline::onFiled(quint64 opening, const QList<Arrival> &batch, const Result<QList<StoredEntry>> &outcome)
{
    for (const Arrival &arrival : batch) {
        m_underWay.remove(arrival.serial);
    }
    const bool isCurrent = opening == m_opening && m_state == State::Open;
    if (isCurrent) {
        m_filing = false;
    }
    const bool isOnlyHere = m_failed == Failed::Kept || hasUnarchived(batch);
    if (!outcome && isCurrent && isOnlyHere && outcome.error().kind == ErrorKind::StoreFailed &&
        m_queue.size() <= mostKept) {
        keep(batch);
        Q_EMIT storeFailed(outcome.error(), newestId(batch));
        return;
    }
    m_filed += static_cast<quint64>(batch.size());
    if (outcome) {
        m_tries = 0;
        for (const Arrival &arrival : batch) {
            m_stream.settle(arrival.serial);
        }
        Q_EMIT stored(outcome.value());
    } else {
        qCWarning(lcService) << "live messages could not be stored:" << outcome.error();
        // What nobody else has and what is too much to be kept must not come again behind what is stored now.
        const bool isGone = isCurrent && m_failed == Failed::Kept;
        for (const Arrival &arrival : batch) {
            isGone ? m_stream.settle(arrival.serial) : m_stream.forget(arrival.serial);
        }
        if (isCurrent) {
            // Ordered before the next batch, because the store works in the order of the calls.
            m_store.breakLiveSegment(m_room, m_membership);
            Q_EMIT storeFailed(outcome.error(), newestId(batch));
        }
    }
    runWaiters();
    scheduleFiling();
}

bool ReceivePipeline::hasUnarchived(const QList<Arrival> &batch)
{
    return std::any_of(batch.cbegin(), batch.cend(), [](const Arrival &arrival) {
        return arrival.message.archiveId.isEmpty() && isWritten(arrival.message.kind);
    });
}

QString ReceivePipeline::newestId(const QList<Arrival> &batch)
{
    const auto newest = std::find_if(batch.crbegin(), batch.crend(),
                                     [](const Arrival &arrival) { return !arrival.message.archiveId.isEmpty(); });
    return newest == batch.crend() ? QString() : newest->message.archiveId;
}

void ReceivePipeline::keep(const QList<Arrival> &batch)
{
    m_queue = batch + m_queue;
    // Where an archive fills what else has failed, what follows must not stand for it.
    m_after = m_failed == Failed::Kept ? MessageStore::AfterFailure::Retried : MessageStore::AfterFailure::NewSegment;
    const qint64 delay = std::min(firstRetryMs << std::min(m_tries++, 10), longestRetryMs);
    qCWarning(lcService) << "live messages could not be stored, tried again in" << delay << "ms";
    m_retry.start(delay);
}

void ReceivePipeline::runWaiters()
{
    while (!m_waiters.isEmpty() && m_waiters.constFirst().target <= m_filed) {
        const Waiter waiter = m_waiters.takeFirst();
        waiter.action();
    }
}

} // namespace foyer

#include "service/receivepipeline.h"

#include "core/logging.h"
#include "core/whenstored.h"

#include <utility>

namespace foyer
{

namespace
{
constexpr qsizetype largestBatch = 500;
}

ReceivePipeline::ReceivePipeline(MessageStore &store, XmppStream &stream, QObject *parent)
    : QObject(parent), m_store(store), m_stream(stream)
{
}

void ReceivePipeline::collect()
{
    m_state = State::Collecting;
}

void ReceivePipeline::open(RoomKey room, MembershipKey membership)
{
    m_room = room;
    m_membership = membership;
    m_state = State::Open;
    scheduleFiling();
}

void ReceivePipeline::close(Queued queued)
{
    while (m_state == State::Open && queued == Queued::Filed && !m_queue.isEmpty()) {
        // The store keeps the order of the calls.
        m_filing = false;
        file();
    }
    m_state = State::Closed;
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
    if (m_scheduled || m_filing || m_state != State::Open || m_queue.isEmpty()) {
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
    }
    whenStored(m_store.appendLive(m_room, m_membership, messages), this,
               [this, batch](const Result<QList<StoredEntry>> &outcome) { onFiled(batch, outcome); });
}

void ReceivePipeline::onFiled(const QList<Arrival> &batch, const Result<QList<StoredEntry>> &outcome)
{
    m_filing = false;
    m_filed += static_cast<quint64>(batch.size());
    if (outcome) {
        for (const Arrival &arrival : batch) {
            m_stream.settle(arrival.serial);
        }
        Q_EMIT stored(outcome.value());
    } else {
        qCWarning(lcService) << "live messages could not be stored:" << outcome.error();
        for (const Arrival &arrival : batch) {
            m_stream.forget(arrival.serial);
        }
        if (m_state == State::Open) {
            // Ordered before the next batch, because the store works in the order of the calls.
            m_store.breakLiveSegment(m_room, m_membership);
            Q_EMIT storeFailed(outcome.error());
        }
    }
    runWaiters();
    scheduleFiling();
}

void ReceivePipeline::runWaiters()
{
    while (!m_waiters.isEmpty() && m_waiters.constFirst().target <= m_filed) {
        const Waiter waiter = m_waiters.takeFirst();
        waiter.action();
    }
}

} // namespace foyer

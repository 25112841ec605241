// The part of Outbox that knows what is in doubt: after a resume, and where the store did not take what became of it.
#include "service/outbox.h"

#include "core/whenstored.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace foyer
{

namespace
{

constexpr qint64 reflectionWaitMs = 30000;
constexpr qint64 shaperBytesPerSecond = 3000;
/// Of what an earlier run of the program sent.
constexpr qint64 never = std::numeric_limits<qint32>::min();

} // namespace

bool Outbox::isInDoubt() const
{
    const bool isUnread = m_room != 0 && !m_loaded;
    return isUnread || isAny(DeliveryState::Sent) || isAny(DeliveryState::Checking);
}

void Outbox::streamResumed(const QStringList &uncounted)
{
    for (const StoredMessage &row : std::as_const(m_rows)) {
        if (row.state == DeliveryState::Sent && uncounted.contains(row.originId)) {
            m_uncounted.insert(row.originId);
        }
    }
}

void Outbox::sendUncounted()
{
    const QSet<QString> again = std::exchange(m_uncounted, {});
    const QList<StoredMessage> rows = m_rows;
    for (const StoredMessage &row : rows) {
        if (row.state == DeliveryState::Sent && again.contains(row.originId)) {
            transmit(row);
        }
    }
}

void Outbox::awaitReflections(qint64 unacknowledgedBytes)
{
    if (!m_rows.isEmpty()) {
        m_reflectionsDue.start(reflectionWaitMs + unacknowledgedBytes * 1000 / shaperBytesPerSecond);
    }
}

void Outbox::check()
{
    if (m_rows.isEmpty()) {
        return;
    }
    const QList<StoredMessage> rows = m_rows;
    for (const StoredMessage &row : rows) {
        // One that has just gone out has its own time to come back.
        const bool isDue = m_clock.monotonicMs() - m_outTimes.value(row.key, never) >= reflectionWaitMs;
        if (row.state == DeliveryState::Sent && isDue) {
            setState(row, DeliveryState::Checking);
        }
    }
    checkSoon();
}

void Outbox::retryStore()
{
    if (!m_loaded) {
        load(m_room);
        return;
    }
    sendQueued();
    // Whatever the store did not take leaves a row Sent or Checking, and what became of it is looked for.
    checkSoon();
}

void Outbox::checkSoon()
{
    // Answered behind what was asked before: only then they are Checking, and those that could not be stored are not.
    whenStored(m_store.newestKey(), this, [this](const Result<MessageKey> &) {
        if (isAny(DeliveryState::Checking)) {
            Q_EMIT checkNeeded();
        }
        if (m_open && isAny(DeliveryState::Sent)) {
            m_reflectionsDue.start(reflectionWaitMs);
        }
    });
}

bool Outbox::isAny(DeliveryState state) const
{
    return std::any_of(m_rows.cbegin(), m_rows.cend(),
                       [state](const StoredMessage &row) { return row.state == state; });
}

} // namespace foyer

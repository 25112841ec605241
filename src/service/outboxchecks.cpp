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

constexpr qint64 resendWithinSeconds = 300;
constexpr qint64 reflectionWaitMs = 30000;
constexpr qint64 shaperBytesPerSecond = 3000;
/// Of what an earlier run of the program sent.
constexpr qint64 never = std::numeric_limits<qint32>::min();

} // namespace

bool Outbox::isInDoubt() const
{
    const bool isUnread = m_room != 0 && !m_loaded;
    return isUnread || std::any_of(m_rows.cbegin(), m_rows.cend(), [this](const StoredMessage &row) {
               return row.state != DeliveryState::Queued && isYoung(row);
           });
}

bool Outbox::isYoung(const StoredMessage &row) const
{
    return row.sentAt.secsTo(m_clock.now()) < resendWithinSeconds;
}

void Outbox::setAbandoned(bool abandoned)
{
    m_abandoned = abandoned;
    expire();
}

void Outbox::forget()
{
    pause();
    m_expiry.stop();
    m_storeRetry.stop();
    m_rows.clear();
}

void Outbox::expire()
{
    m_expiry.stop();
    if (!m_abandoned) {
        return;
    }
    qint64 next = 0;
    const QList<StoredMessage> rows = m_rows;
    for (const StoredMessage &row : rows) {
        if (!isYoung(row)) {
            setState(row, DeliveryState::Failed,
                     row.state == DeliveryState::Queued ? undeliveredText() : unknownText());
            continue;
        }
        const qint64 left = (resendWithinSeconds - row.sentAt.secsTo(m_clock.now())) * 1000;
        next = next == 0 ? left : std::min(next, left);
    }
    if (next > 0) {
        m_expiry.start(next);
    }
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
    expire();
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

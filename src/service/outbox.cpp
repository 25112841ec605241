#include "service/outbox.h"

#include "core/logging.h"
#include "core/whenstored.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <utility>

namespace foyer
{

namespace
{

constexpr qint64 swallowedAfterMs = 60000;
constexpr qint64 storeRetryMs = 5000;

QString newOriginId()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words)).toHex());
}

/// What \a row says to the room.
RoomMessage entryOf(const StoredMessage &row)
{
    RoomMessage entry;
    entry.kind = row.kind;
    entry.originId = row.originId;
    entry.body = row.body;
    entry.about = row.about;
    entry.isFile = row.isFile;
    if (row.reply) {
        Annotation &answered = row.kind == EntryKind::Correction ? entry.reply : entry.about;
        answered = {row.reply->targetId, row.reply->excerpt, row.reply->nickname};
    }
    return entry;
}

/// Whether \a row counts for a room that wants time between two messages: only what has a text does (XEP-0500).
bool takesTurns(const StoredMessage &row)
{
    return row.kind != EntryKind::Reaction;
}

} // namespace

QString Outbox::undeliveredText()
{
    return tr("This message was not delivered. Send it again, or delete it.");
}

QString Outbox::unknownText()
{
    return tr("It is not known whether this message arrived. Look in the room before sending it again.");
}

Outbox::Outbox(MessageStore &store, Clock &clock, Transmit transmit, QObject *parent)
    : QObject(parent),
      m_store(store),
      m_clock(clock),
      m_transmit(std::move(transmit)),
      m_reflectionsDue(clock, [this] { check(); }),
      m_storeRetry(clock, [this] { retryStore(); }),
      m_expiry(clock, [this] { expire(); }),
      m_turnDue(clock, [this] { sendQueued(); }),
      m_pace(clock, [this] { sendQueued(); })
{
}

void Outbox::setInterval(qint64 ms)
{
    m_pace.setInterval(ms);
    sendQueued();
}

void Outbox::load(RoomKey room)
{
    m_room = room;
    whenStored(m_store.unsettledOwn(room), this, [this](const Result<QList<StoredMessage>> &rows) {
        if (!rows) {
            qCWarning(lcService) << "outbox could not be read, tried again:" << rows.error();
            m_storeRetry.start(storeRetryMs);
            return;
        }
        m_loaded = true;
        for (const StoredMessage &row : rows.value()) {
            noteRow(row);
        }
        check();
        expire();
        sendQueued();
    });
}

QFuture<Result<MessageKey>> Outbox::enqueue(RoomMessage entry, OwnReference reference)
{
    entry.originId = newOriginId();
    return whenStored(m_store.enqueueOwn(m_room, entry, reference), this,
                      [this](const Result<StoredMessage> &row) -> Result<MessageKey> {
                          if (!row) {
                              return row.error();
                          }
                          noteRow(row.value());
                          Q_EMIT enqueued(row.value());
                          // The room may have been left since.
                          expire();
                          sendQueued();
                          return row->key;
                      });
}

void Outbox::resume()
{
    m_open = true;
    sendUncounted();
    if (isAny(DeliveryState::Sent)) {
        awaitReflections(0);
    }
    sendQueued();
}

void Outbox::pause()
{
    m_open = false;
    m_reflectionsDue.stop();
}

void Outbox::sessionEnded()
{
    pause();
    m_uncounted.clear();
    const QList<StoredMessage> rows = m_rows;
    for (const StoredMessage &row : rows) {
        if (row.state == DeliveryState::Sent) {
            setState(row, DeliveryState::Checking);
        }
    }
}

void Outbox::settleAfterCatchUp(bool provable)
{
    const QList<StoredMessage> rows = m_rows;
    for (const StoredMessage &row : rows) {
        if (row.state != DeliveryState::Checking) {
            continue;
        }
        if (provable && isYoung(row) && !row.sentAgain) {
            if (takesTurns(row)) {
                overtake(row.key);
            }
            transmitLater(row);
        } else {
            setState(row, DeliveryState::Failed, provable ? undeliveredText() : unknownText());
        }
    }
}

void Outbox::noteRow(const StoredMessage &row)
{
    const auto known =
        std::find_if(m_rows.begin(), m_rows.end(), [&row](const StoredMessage &other) { return other.key == row.key; });
    const bool settled = row.state == DeliveryState::Delivered || row.state == DeliveryState::Failed ||
                         row.state == DeliveryState::Received;
    if (settled) {
        if (known != m_rows.end()) {
            m_rows.erase(known);
            m_outTimes.remove(row.key);
            onSettled(row);
        }
    } else if (known != m_rows.end()) {
        *known = row;
    } else {
        m_rows.append(row);
    }
}

void Outbox::onSettled(const StoredMessage &row)
{
    m_tooFast.remove(row.key);
    if (row.state == DeliveryState::Delivered && takesTurns(row)) {
        m_pace.accepted();
        m_newestTaken = std::max(m_newestTaken, row.key);
        overtake(row.key);
    }
    if (m_rows.isEmpty()) {
        m_pace.rest();
    }
    sendQueued();
}

void Outbox::refuse(const QString &originId, const Error &error)
{
    const auto row = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                  [&originId](const StoredMessage &other) { return other.originId == originId; });
    if (row == m_rows.cend()) {
        return;
    }
    if (error.kind != ErrorKind::TooFast) {
        fail(*row, error);
        return;
    }
    m_pace.refused();
    if (mayWait(*row)) {
        m_tooFast.insert(row->key);
        setState(*row, DeliveryState::Queued);
    } else {
        fail(*row, error);
    }
}

bool Outbox::mayWait(const StoredMessage &row) const
{
    // One that has gone out twice may have arrived the first time.
    return row.state == DeliveryState::Sent && !row.sentAgain && row.key > m_newestTaken && takesTurns(row);
}

void Outbox::fail(const StoredMessage &row, const Error &error)
{
    setState(row, DeliveryState::Failed, error.text,
             [this, error](const StoredMessage &now) { Q_EMIT refused(now, error); });
}

void Outbox::overtake(MessageKey key)
{
    const QList<StoredMessage> rows = m_rows;
    for (const StoredMessage &row : rows) {
        if (row.key < key && row.state == DeliveryState::Queued && m_tooFast.remove(row.key)) {
            fail(row, Error::make(ErrorKind::TooFast));
        }
    }
}

bool Outbox::isItsTurn(const StoredMessage &row) const
{
    if (!m_pace.isSlow() || !takesTurns(row)) {
        return true;
    }
    if (m_pace.isWaiting()) {
        return false;
    }
    // A room that swallows a message without a word must not keep back the next one for ever.
    const bool awaited = m_clock.monotonicMs() - m_outAt < swallowedAfterMs;
    return std::none_of(m_rows.cbegin(), m_rows.cend(), [this, &row, awaited](const StoredMessage &other) {
        const bool isOut = (other.state == DeliveryState::Sent && awaited) || m_sending.contains(other.key);
        return other.key != row.key && takesTurns(other) &&
               (isOut || (other.key < row.key && other.state == DeliveryState::Queued));
    });
}

void Outbox::setState(const StoredMessage &row, DeliveryState state, const QString &failure,
                      const std::function<void(const StoredMessage &)> &then)
{
    whenStored(m_store.setOwnState(row.key, state, failure), this, [this, then](const Result<StoredMessage> &now) {
        if (!now) {
            qCWarning(lcService) << "own message's state could not be stored:" << now.error();
            m_storeRetry.start(storeRetryMs);
            return;
        }
        noteRow(now.value());
        Q_EMIT changed(now.value());
        if (now->state == DeliveryState::Queued) {
            // The room may have been left since.
            expire();
        }
        if (then && now->state == DeliveryState::Failed) {
            then(now.value());
        }
    });
}

void Outbox::sendQueued()
{
    if (!m_open) {
        return;
    }
    bool waits = false;
    const QList<StoredMessage> rows = m_rows;
    for (const StoredMessage &row : rows) {
        if (row.state == DeliveryState::Queued && isItsTurn(row)) {
            transmitLater(row);
        } else if (row.state == DeliveryState::Queued) {
            waits = true;
        }
    }
    const qint64 awaitedMs = swallowedAfterMs - (m_clock.monotonicMs() - m_outAt);
    if (waits && awaitedMs > 0) {
        m_turnDue.start(awaitedMs);
    }
}

void Outbox::transmit(const StoredMessage &row)
{
    m_outAt = m_clock.monotonicMs();
    m_outTimes.insert(row.key, m_outAt);
    m_transmit(entryOf(row));
}

void Outbox::transmitLater(const StoredMessage &row)
{
    if (m_sending.contains(row.key)) {
        return;
    }
    m_sending.insert(row.key);
    // Sent is committed before the bytes leave: after a crash in between the row is checked, never sent blindly.
    whenStored(m_store.setOwnState(row.key, DeliveryState::Sent, unknownText()), this,
               [this, row](const Result<StoredMessage> &now) {
                   m_sending.remove(row.key);
                   if (!now) {
                       qCWarning(lcService) << "own message could not be marked as sent:" << now.error();
                       m_storeRetry.start(storeRetryMs);
                       return;
                   }
                   noteRow(now.value());
                   Q_EMIT changed(now.value());
                   if (now->state != DeliveryState::Sent) {
                       return;
                   }
                   if (!m_open) {
                       setState(now.value(), DeliveryState::Queued);
                       return;
                   }
                   transmit(now.value());
                   if (now->sentAgain) {
                       // It is not sent a third time: what does not come back now has failed.
                       awaitReflections(0);
                   }
               });
}

} // namespace foyer

#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/roommessage.h"
#include "core/servicetypes.h"
#include "service/sendpace.h"
#include "store/messagestore.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>

namespace foyer
{

/// Own messages of one room, and what we say about messages (corrections, reactions, retractions), from Queued to
/// settled (guarantee, rule 10): stored before they are sent, one id for ever, settled by the reflection or the
/// archive. On a new session one is sent again at most once and only after the archive has been read to its end; on a
/// resumed one, what the server had not counted goes out again once the room has been asked and has not sent it back.
///
/// Where the room lets one speak only so often, messages wait their turn in order. One that it refused as too fast
/// surely did not arrive, so it waits too; unless a later one has arrived by then, which ends it as Failed: a message
/// is never slipped in behind what was said after it.
class Outbox : public QObject
{
    Q_OBJECT

public:
    /// Writes one own entry to the stream.
    using Transmit = std::function<void(const RoomMessage &entry)>;
    Outbox(MessageStore &store, Clock &clock, Transmit transmit, QObject *parent = nullptr);

    /// Loads what an earlier run left unsettled: what was Sent then is Checking now.
    void load(RoomKey room);
    /// How long the room wants us to wait between two messages, ms; 0: not at all.
    void setInterval(qint64 ms);
    /// Queues \a entry: kind, body, nickname, and what it is about; its id is given here.
    QFuture<Result<MessageKey>> enqueue(RoomMessage entry, OwnReference reference = {});

    /// The room is joined and caught up: queued messages go out, in order.
    void resume();
    /// Nothing is sent until resume().
    void pause();
    /// The connection ended without resumption: what was sent is Checking until the archive has been read.
    void sessionEnded();
    /// The archive has been read after sessionEnded(). \a provable: back to what was held before, so that what was not
    /// found did not arrive; else, as always in a room without archive, nothing is sent again by itself.
    void settleAfterCatchUp(bool provable);
    /// The stream was resumed, and its server had not counted the messages \a uncounted (XmppStream::uncounted()):
    /// those of this room that have not come back by the next resume() go out again, before anything newer.
    void streamResumed(const QStringList &uncounted);
    /// After a resumed stream, once the room is open: reflections are due (H13). \a unacknowledgedBytes lengthens the
    /// wait.
    void awaitReflections(qint64 unacknowledgedBytes);
    /// \a abandoned: the room has been left or ended for good. Nothing is sent or looked for there; what has not come
    /// back within the time in which a new join would send it again is Failed, which the person decides about.
    void setAbandoned(bool abandoned);
    /// The rows are about to be deleted.
    void forget();
    /// The store settled or changed an own row.
    void noteRow(const StoredMessage &row);
    /// The room refused message \a originId.
    void refuse(const QString &originId, const Error &error);
    bool hasUnsettled() const { return !m_rows.isEmpty(); }
    /// Something went out, so lately that it could be sent again, of which it is not known whether it arrived.
    bool isInDoubt() const;

Q_SIGNALS:
    void enqueued(const foyer::StoredMessage &row);
    void changed(const foyer::StoredMessage &row);
    /// The room refused \a row, which is Failed now; after changed().
    void refused(const foyer::StoredMessage &row, const foyer::Error &error);
    /// Own messages went out over a resumed stream and did not come back: the archive must be read.
    void checkNeeded();

private:
    /// What a Failed row says that surely did not arrive, and what one says that may have.
    static QString undeliveredText();
    static QString unknownText();
    /// \a then, if any, after the change is told.
    void setState(const StoredMessage &row, DeliveryState state, const QString &failure = {},
                  const std::function<void(const StoredMessage &)> &then = {});
    /// What is Sent is in doubt: Checking, and checkNeeded().
    void check();
    /// checkNeeded() once what was asked of the store before is answered, if anything is Checking then.
    void checkSoon();
    void retryStore();
    /// What is too old in a room that is abandoned has failed.
    void expire();
    bool isYoung(const StoredMessage &row) const;
    void onSettled(const StoredMessage &row);
    void sendUncounted();
    void sendQueued();
    /// Whether \a row may go out now as far as the room's pace goes.
    bool isItsTurn(const StoredMessage &row) const;
    bool mayWait(const StoredMessage &row) const;
    bool isAny(DeliveryState state) const;
    void fail(const StoredMessage &row, const Error &error);
    /// Own message \a key has arrived, or is about to: what was refused before it has lost its place.
    void overtake(MessageKey key);
    void transmit(const StoredMessage &row);
    void transmitLater(const StoredMessage &row);

    MessageStore &m_store;
    Clock &m_clock;
    Transmit m_transmit;
    Timer m_reflectionsDue;
    Timer m_storeRetry;                   ///< until the store is asked again
    Timer m_expiry;                       ///< in a room that is abandoned
    Timer m_turnDue;                      ///< until what a room has swallowed keeps nothing back any more
    QHash<MessageKey, qint64> m_outTimes; ///< monotonic times of going out, in this run
    RoomKey m_room = 0;
    QList<StoredMessage> m_rows; ///< unsettled, queue order
    QSet<MessageKey> m_sending;
    QSet<QString> m_uncounted; ///< origin ids of what is Sent and surely not at the server, unless it comes back yet
    SendPace m_pace;
    QSet<MessageKey> m_tooFast;   ///< refused as too fast, waiting to go out again
    qint64 m_outAt = 0;           ///< monotonic time at which the last message went out
    MessageKey m_newestTaken = 0; ///< of the own messages that have arrived
    bool m_abandoned = false;
    bool m_loaded = false;
    bool m_open = false;
};

} // namespace foyer

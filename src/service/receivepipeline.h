#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/roommessage.h"
#include "store/messagestore.h"
#include "xmpp/xmppstream.h"

#include <QList>
#include <QSet>
#include <QObject>

#include <functional>

namespace foyer
{

/// The one road by which live stanzas of a room reach the store (guarantee, rule 4). A stanza is held back from stream
/// management until the transaction that stored it has committed (rule 2). One batch is under way at a time, so that a
/// failed one is dealt with before anything newer is filed (H14).
class ReceivePipeline : public QObject
{
    Q_OBJECT

public:
    ReceivePipeline(MessageStore &store, XmppStream &stream, Clock &clock, QObject *parent = nullptr);
    /// abandon(); the stream must still be there.
    ~ReceivePipeline() override;

    /// From self-presence on: what arrives waits until the membership has its number.
    void collect();
    /// What becomes of a batch that could not be stored.
    enum class Failed {
        LeftOut, ///< its segment ends before it, and a catch-up is owed: the archive has it, or it is Kept all the same
        Kept,    ///< it is tried again, and nothing newer is filed before it: nobody else has it
    };
    /// Files what waits, and everything from now on, into \a membership of \a room. A membership that goes on after a
    /// resume goes on with the first stanza that was not stored.
    void open(RoomKey room, MembershipKey membership, Failed failed);
    bool isOpen() const { return m_state == State::Open; }
    /// What becomes of stanzas that have not been handed to the store yet.
    enum class Queued {
        Filed,     ///< stored first; what has no membership yet counts as dealt with while the connection stands
        Forgotten, ///< so that a resume brings it again; Filed when without one nothing would bring a part of it
    };
    /// The membership is cut or over.
    void close(Queued queued);
    /// After close(): nobody waits for what the store has not answered yet, and it must not hold up the stream.
    void abandon();

    void add(const RoomMessage &message, StanzaSerial serial);
    /// Calls \a action once everything added so far is stored, before anything newer is filed.
    void afterFiled(std::function<void()> action);

Q_SIGNALS:
    void stored(const QList<foyer::StoredEntry> &entries);
    /// A batch could not be stored. Left out: its segment has been ended and a catch-up is owed. \a newestId: the
    /// newest archive id of the batch, empty when it has none.
    void storeFailed(const foyer::Error &error, const QString &newestId);

private:
    enum class State { Closed, Collecting, Open };
    struct Arrival {
        RoomMessage message;
        StanzaSerial serial = 0;
    };
    struct Waiter {
        quint64 target = 0;
        std::function<void()> action;
    };

    void scheduleFiling();
    void file();
    void onFiled(quint64 opening, const QList<Arrival> &batch, const Result<QList<StoredEntry>> &outcome);
    void keep(const QList<Arrival> &batch);
    static QString newestId(const QList<Arrival> &batch);
    /// Something of it no archive will bring: the room gave it no archive id.
    static bool hasUnarchived(const QList<Arrival> &batch);
    void runWaiters();

    MessageStore &m_store;
    XmppStream &m_stream;
    State m_state = State::Closed;
    RoomKey m_room = 0;
    MembershipKey m_membership = 0;
    Failed m_failed = Failed::LeftOut;
    quint64 m_opening = 0; ///< rises with every open(), so that a late failure is not tried again in another one
    MessageStore::AfterFailure m_after = MessageStore::AfterFailure::NewSegment;
    QList<Arrival> m_queue;
    QSet<StanzaSerial> m_underWay; ///< with the store, which has not answered
    QList<Waiter> m_waiters;
    quint64 m_added = 0;
    quint64 m_filed = 0;
    bool m_filing = false;
    bool m_scheduled = false;
    int m_tries = 0; ///< of the batch that is kept
    Timer m_retry;
};

} // namespace foyer

#pragma once

#include "core/clock.h"
#include "core/jid.h"
#include "stanza/xmlnode.h"

#include <QDateTime>
#include <QString>

#include <deque>
#include <optional>

namespace foyer::server
{

/// Takes the texts of a session to its client.
class SessionOutput
{
public:
    virtual ~SessionOutput() = default;
    virtual void write(const QString &text) = 0;
};

/// One signed-in client by its full JID, with what stream management (XEP-0198) keeps of it. It outlives the
/// connection when it is resumable: what is delivered meanwhile waits.
class Session
{
public:
    /// \a domain stamps the delay of stanzas that are sent again.
    Session(const Jid &jid, const QString &domain, const Clock &clock);

    const Jid &jid() const { return m_jid; }
    /// nullptr: nobody is connected.
    void attach(SessionOutput *output);
    bool isAttached() const { return m_output != nullptr; }

    /// Sends a stanza to this client; `to` is added.
    void deliver(const stanza::XmlNode &stanza);
    /// The same for a text without `to`, so that one text serves a whole room.
    void deliver(const QString &stanza);

    // stream management

    /// From now on stanzas are counted in both directions. \a resumeId empty: it cannot be resumed.
    void enableManagement(const QString &resumeId);
    bool isManaged() const { return m_managed; }
    const QString &resumeId() const { return m_resumeId; }
    bool isResumable() const { return !m_resumeId.isEmpty(); }
    /// A stanza of the client has been handled.
    void countHandled() { ++m_handled; }
    quint32 handled() const { return m_handled; }
    quint32 sentCount() const { return m_acknowledged + static_cast<quint32>(m_unacknowledged.size()); }
    quint32 acknowledged() const { return m_acknowledged; }
    /// The client has everything up to \a h. False when it was never sent that much.
    bool acknowledge(quint32 h);
    /// Writes again what is not acknowledged, with the time it was first sent (XEP-0203).
    void replay();
    qsizetype unacknowledged() const { return static_cast<qsizetype>(m_unacknowledged.size()); }
    /// More waits for this client than memory is to be spent on.
    bool isOverfull() const;
    /// `<r/>` when something is not acknowledged and no earlier request is open; else empty. Empty too within a second
    /// of the last one, unless ten stanzas are waiting: XEP-0198 section 4 leaves the pace to the sender.
    QString ackRequest();

private:
    struct Sent {
        QString text;
        QDateTime at;
    };
    QString delayed(const Sent &sent) const;

    Jid m_jid;
    QString m_domain;
    const Clock &m_clock;
    SessionOutput *m_output = nullptr;
    QString m_to; ///< the attribute, ready to be inserted
    bool m_managed = false;
    QString m_resumeId;
    quint32 m_handled = 0;
    quint32 m_acknowledged = 0;
    std::deque<Sent> m_unacknowledged;
    qint64 m_waitingCharacters = 0;
    bool m_ackRequested = false;
    std::optional<qint64> m_askedAtMs; ///< Clock::monotonicMs() of this connection's last request
};

} // namespace foyer::server

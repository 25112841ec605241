#pragma once

#include "core/clock.h"
#include "stanza/xmlnode.h"
#include "xmpp/xmppstream.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <set>

namespace foyer
{

/// The counters of XEP-0198 for one session, over as many connections as it lives: which received stanzas have been
/// dealt with, which sent ones the server has taken, and when to tell or ask.
///
/// Received stanzas get serials that are never used twice. Only a gapless prefix of dealt-with stanzas is ever
/// acknowledged (guarantee, rule 2).
class StreamManagement
{
public:
    using Send = std::function<void(const stanza::XmlNode &element)>;

    StreamManagement(Clock &clock, Send send);

    /// What both sides have counted before.
    struct Counted {
        quint64 received = 0; ///< ours of the server's stanzas
        quint32 sent = 0;     ///< the server's of ours
    };
    /// A session begins; counting goes on from \a counted. \a resumeId is empty when the server will not keep it for
    /// us.
    void begin(const QString &resumeId, const Counted &counted = {0, 0});
    /// No session any more, or one without stream management: counters and unacknowledged stanzas are dropped.
    void end();
    /// The connection is gone; the session may be resumed. Held stanzas may still be settled.
    void suspend();
    /// The `h` to resume with; from here what is held and not settled counts as forgotten.
    quint32 prepareResume();
    /// The server goes on with the session and has handled \a h of our stanzas: the rest is sent again, in order, but
    /// for messages with an origin-id, see uncounted(). False when \a h cannot be; nothing is sent then.
    bool resume(quint32 h);
    /// See XmppStream::uncounted().
    QStringList uncounted() const { return m_uncounted; }

    bool canResume() const { return !m_resumeId.isEmpty(); }
    QString resumeId() const { return m_resumeId; }
    /// The `h` to tell: received stanzas that are dealt with, without a gap.
    quint32 handled() const;

    /// Counts a received stanza; 0 when inactive. delivered() must follow once its receivers have run.
    StanzaSerial received();
    void delivered(StanzaSerial serial);
    /// Whether the stanza, just received, was dealt with before the resume that brings it again: the h of a resume is a
    /// prefix, so one stanza that was forgotten brings all that came after it.
    bool isRepeated(StanzaSerial serial) const;
    void hold(StanzaSerial serial);
    void settle(StanzaSerial serial);
    void forget(StanzaSerial serial);
    int unsettledCount() const { return static_cast<int>(m_held.size()); }

    /// Keeps \a stanza, just sent, until the server has it.
    void sent(const stanza::XmlNode &stanza, qint64 bytes);
    /// Takes `<r/>` and `<a/>`; false when the `h` of an `<a/>` cannot be. A request is answered at once, or within a
    /// quarter of a second while stanzas are held (XEP-0198 section 4 lets them be collected).
    bool handle(const stanza::XmlNode &element);
    /// The server has handled \a h of our stanzas; false when that cannot be.
    bool acknowledge(quint32 h);
    /// Tells the server now how much has been dealt with, if that is news to it or it has asked.
    void sendPendingAck();

    qint64 unacknowledgedBytes() const { return m_sentBytes; }
    int unacknowledgedCount() const { return static_cast<int>(m_sent.size()); }

private:
    struct Sent {
        stanza::XmlNode stanza;
        qint64 bytes = 0;
    };

    quint64 prefix() const;
    void leaveToSenders();
    bool isCurrent(StanzaSerial serial) const { return m_active && serial > m_base && serial <= m_lastSerial; }
    void prefixMayHaveGrown();
    void answer();
    void sendAck();
    void requestAck();

    Send m_send;
    Timer m_ackTimer;
    Timer m_requestTimer;
    bool m_active = false;
    bool m_connected = false;
    QString m_resumeId;

    // A stanza's place in the session is its serial minus m_base; serials at or below m_base are from before a resume.
    StanzaSerial m_lastSerial = 0;
    StanzaSerial m_base = 0;
    quint64 m_basePosition = 0;
    quint64 m_offered = 0; ///< the prefix told when asking for a resume
    StanzaSerial m_delivered = 0;
    std::set<StanzaSerial> m_forgotten;
    std::set<StanzaSerial> m_held;
    std::set<quint64> m_settledEarly; ///< positions after the prefix told at a resume that need no second delivery
    quint64 m_acknowledgedPrefix = 0;
    bool m_answerOwed = false;

    QList<Sent> m_sent;
    QStringList m_uncounted;
    qint64 m_sentBytes = 0;
    quint32 m_sentAcknowledged = 0;
    int m_sinceRequest = 0;
};

} // namespace foyer

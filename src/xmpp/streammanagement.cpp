#include "xmpp/streammanagement.h"

#include "stanza/namespaces.h"

#include <algorithm>
#include <numeric>

namespace foyer
{

using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

constexpr qint64 ackDelayMs = 250;
constexpr quint64 ackEvery = 20;
constexpr qint64 requestDelayMs = 15000;
constexpr int requestEvery = 20;

} // namespace

StreamManagement::StreamManagement(Clock &clock, Send send)
    : m_send(std::move(send)),
      m_ackTimer(clock, [this] { sendPendingAck(); }),
      m_requestTimer(clock, [this] { requestAck(); })
{
}

void StreamManagement::begin(const QString &resumeId, const Counted &counted)
{
    end();
    m_basePosition = counted.received;
    m_acknowledgedPrefix = counted.received;
    m_sentAcknowledged = counted.sent;
    m_active = true;
    m_connected = true;
    m_resumeId = resumeId;
}

void StreamManagement::end()
{
    m_ackTimer.stop();
    m_requestTimer.stop();
    m_active = false;
    m_connected = false;
    m_answerOwed = false;
    m_resumeId.clear();
    m_base = m_lastSerial;
    m_basePosition = 0;
    m_delivered = m_lastSerial;
    m_forgotten.clear();
    m_held.clear();
    m_settledEarly.clear();
    m_acknowledgedPrefix = 0;
    m_sent.clear();
    m_uncounted.clear();
    m_sentBytes = 0;
    m_sentAcknowledged = 0;
    m_sinceRequest = 0;
}

void StreamManagement::suspend()
{
    m_ackTimer.stop();
    m_requestTimer.stop();
    m_connected = false;
    m_answerOwed = false;
}

quint32 StreamManagement::prepareResume()
{
    m_forgotten.merge(m_held);
    m_held.clear();
    m_offered = prefix();
    return handled();
}

bool StreamManagement::resume(quint32 h)
{
    if (!acknowledge(h))
        return false;
    std::set<quint64> settled;
    for (StanzaSerial serial = m_base + 1; serial <= m_delivered; ++serial) {
        const quint64 position = m_basePosition + (serial - m_base);
        if (position > m_offered && !m_forgotten.contains(serial))
            settled.insert(position);
    }
    // A connection that broke in the middle of a replay has not repeated everything.
    settled.insert(m_settledEarly.upper_bound(m_basePosition + (m_delivered - m_base)), m_settledEarly.end());
    m_settledEarly = std::move(settled);
    m_base = m_lastSerial;
    m_basePosition = m_offered;
    m_delivered = m_lastSerial;
    m_forgotten.clear();
    m_held.clear();
    m_acknowledgedPrefix = m_offered;
    m_connected = true;
    leaveToSenders();
    for (const Sent &again : std::as_const(m_sent))
        m_send(again.stanza);
    m_sinceRequest = 0;
    if (!m_sent.isEmpty())
        requestAck();
    return true;
}

void StreamManagement::leaveToSenders()
{
    m_uncounted.clear();
    m_sent.removeIf([this](const Sent &sent) {
        const QString id = sent.stanza.child(u"origin-id", ns::stanzaId).attribute(u"id");
        if (!id.isEmpty())
            m_uncounted.append(id);
        return !id.isEmpty();
    });
    m_sentBytes = std::accumulate(m_sent.cbegin(), m_sent.cend(), qint64(0),
                                  [](qint64 sum, const Sent &sent) { return sum + sent.bytes; });
}

quint64 StreamManagement::prefix() const
{
    StanzaSerial last = m_delivered;
    if (!m_held.empty())
        last = std::min(last, *m_held.begin() - 1);
    if (!m_forgotten.empty())
        last = std::min(last, *m_forgotten.begin() - 1);
    return m_basePosition + (last - m_base);
}

quint32 StreamManagement::handled() const
{
    return static_cast<quint32>(prefix());
}

StanzaSerial StreamManagement::received()
{
    return m_connected ? ++m_lastSerial : 0;
}

void StreamManagement::delivered(StanzaSerial serial)
{
    if (!isCurrent(serial))
        return;
    m_delivered = std::max(m_delivered, serial);
    prefixMayHaveGrown();
}

bool StreamManagement::isRepeated(StanzaSerial serial) const
{
    return isCurrent(serial) && m_settledEarly.contains(m_basePosition + (serial - m_base));
}

void StreamManagement::hold(StanzaSerial serial)
{
    if (isCurrent(serial) && serial > m_delivered)
        m_held.insert(serial);
}

void StreamManagement::settle(StanzaSerial serial)
{
    if (m_held.erase(serial) > 0)
        prefixMayHaveGrown();
}

void StreamManagement::forget(StanzaSerial serial)
{
    if (m_held.erase(serial) > 0)
        m_forgotten.insert(serial);
}

void StreamManagement::prefixMayHaveGrown()
{
    if (!m_connected)
        return;
    const quint64 news = prefix() - m_acknowledgedPrefix;
    if (news >= ackEvery)
        sendPendingAck();
    else if (news > 0 && !m_ackTimer.isActive())
        m_ackTimer.start(ackDelayMs);
}

void StreamManagement::sendPendingAck()
{
    if (m_connected && (m_answerOwed || prefix() != m_acknowledgedPrefix))
        sendAck();
}

void StreamManagement::sendAck()
{
    m_ackTimer.stop();
    m_answerOwed = false;
    m_acknowledgedPrefix = prefix();
    m_send(XmlNode(u"a"_s, ns::streamManagement).setAttribute(u"h"_s, QString::number(handled())));
}

void StreamManagement::sent(const XmlNode &stanza, qint64 bytes)
{
    if (!m_connected)
        return;
    m_sent.append({stanza, bytes});
    m_sentBytes += bytes;
    if (++m_sinceRequest >= requestEvery)
        requestAck();
    else if (!m_requestTimer.isActive())
        m_requestTimer.start(requestDelayMs);
}

void StreamManagement::requestAck()
{
    if (!m_connected || m_sent.isEmpty())
        return;
    m_sinceRequest = 0;
    m_requestTimer.start(requestDelayMs);
    m_send(XmlNode(u"r"_s, ns::streamManagement));
}

bool StreamManagement::handle(const XmlNode &element)
{
    if (!m_connected)
        return true;
    if (element.name() == u"r") {
        answer();
        return true;
    }
    bool ok = false;
    const quint32 h = element.attribute(u"h").toUInt(&ok);
    return ok && acknowledge(h);
}

void StreamManagement::answer()
{
    if (m_held.empty()) {
        sendAck();
        return;
    }
    // Servers ask after each message, and an answer before it is stored could only say what they know.
    m_answerOwed = true;
    if (!m_ackTimer.isActive())
        m_ackTimer.start(ackDelayMs);
}

bool StreamManagement::acknowledge(quint32 h)
{
    // Both counters wrap at 2^32 (XEP-0198 section 4); an h that goes back looks like a huge step.
    const quint32 news = h - m_sentAcknowledged;
    if (news > static_cast<quint32>(m_sent.size()))
        return false;
    for (quint32 i = 0; i < news; ++i)
        m_sentBytes -= m_sent.at(i).bytes;
    m_sent.remove(0, news);
    m_sentAcknowledged = h;
    if (m_sent.isEmpty()) {
        m_requestTimer.stop();
        m_sinceRequest = 0;
    }
    return true;
}

} // namespace foyer

#include "server/xmpp/session.h"

#include "core/xmpptime.h"
#include "stanza/namespaces.h"
#include "stanza/xmlwriter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

constexpr qsizetype maximumWaiting = 100000;
constexpr qint64 maximumCharacters = 64 * 1024 * 1024;
/// In a busy room an answer to every turn would cost the client as much again as what it reads.
constexpr qsizetype busyAskAfter = 10;
constexpr qint64 busyAskMs = 1000;

/// ` to='…'` as it stands in a tag.
QString toAttribute(const Jid &jid)
{
    const QString written = stanza::writeXml(XmlNode(u"a"_s, QString()).setAttribute(u"to"_s, jid.toString()));
    return written.mid(2, written.size() - 4); // <a to='…'/>
}

QString withTo(const QString &text, const QString &attribute)
{
    const auto *end =
        std::find_if(text.cbegin(), text.cend(), [](QChar c) { return c == u' ' || c == u'/' || c == u'>'; });
    QString addressed;
    addressed.reserve(text.size() + attribute.size());
    addressed.append(QStringView(text.cbegin(), end));
    addressed.append(attribute);
    addressed.append(QStringView(end, text.cend()));
    return addressed;
}

} // namespace

Session::Session(const Jid &jid, const QString &domain, const Clock &clock)
    : m_jid(jid), m_domain(domain), m_clock(clock), m_to(toAttribute(jid))
{
}

void Session::attach(SessionOutput *output)
{
    m_output = output;
    m_ackRequested = false;
    m_askedAtMs.reset();
}

void Session::deliver(const XmlNode &stanza)
{
    deliver(stanza::writeXml(stanza));
}

void Session::deliver(const QString &stanza)
{
    const QString text = withTo(stanza, m_to);
    if (m_managed) {
        m_unacknowledged.push_back({text, m_clock.now()});
        m_waitingCharacters += text.size();
    }
    if (m_output)
        m_output->write(text);
}

void Session::enableManagement(const QString &resumeId)
{
    m_managed = true;
    m_handled = 0; // XEP-0198 section 4: both counts begin here
    m_resumeId = resumeId;
}

bool Session::acknowledge(quint32 h)
{
    m_ackRequested = false;
    // Modulo 2^32 (XEP-0198 section 4).
    const quint32 newly = h - m_acknowledged;
    if (newly > m_unacknowledged.size()) {
        // A count that goes back tells nothing new; one that was never reached is an error.
        return static_cast<qint32>(newly) < 0;
    }
    for (quint32 i = 0; i < newly; ++i) {
        m_waitingCharacters -= m_unacknowledged.front().text.size();
        m_unacknowledged.pop_front();
    }
    m_acknowledged = h;
    return true;
}

QString Session::delayed(const Sent &sent) const
{
    // Only messages mean something at another time; archive results carry their own stamps.
    if (!sent.text.startsWith("<message"_L1) || !sent.text.endsWith("</message>"_L1) ||
        sent.text.contains(u"<result xmlns='"_s + ns::mam))
        return sent.text;
    XmlNode delay(u"delay"_s, ns::delay);
    delay.setAttribute(u"from"_s, m_domain).setAttribute(u"stamp"_s, formatTime(sent.at));
    return sent.text.chopped(10) + stanza::writeXml(delay) + u"</message>"_s;
}

void Session::replay()
{
    if (!m_output)
        return;
    for (const Sent &sent : m_unacknowledged)
        m_output->write(delayed(sent));
}

bool Session::isOverfull() const
{
    return unacknowledged() > maximumWaiting || m_waitingCharacters > maximumCharacters;
}

QString Session::ackRequest()
{
    if (!m_managed || m_ackRequested || m_unacknowledged.empty())
        return {};
    const qint64 now = m_clock.monotonicMs();
    if (unacknowledged() < busyAskAfter && m_askedAtMs && now - *m_askedAtMs < busyAskMs)
        return {};
    m_askedAtMs = now;
    m_ackRequested = true;
    return stanza::writeXml(XmlNode(u"r"_s, ns::streamManagement));
}

} // namespace foyer::server

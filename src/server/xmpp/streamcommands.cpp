// The part of ServerStream that speaks stream management (XEP-0198).
#include "server/xmpp/serverstream.h"
#include "stanza/namespaces.h"
#include "stanza/xmlwriter.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

bool isTrue(const QString &value)
{
    return value == "true"_L1 || value == "1"_L1;
}

std::optional<quint32> count(const XmlNode &element)
{
    bool ok = false;
    const uint h = element.attribute(u"h").toUInt(&ok);
    return ok ? std::optional<quint32>(h) : std::nullopt;
}

} // namespace

void ServerStream::manage(const XmlNode &element)
{
    if (element.name() == "enable"_L1) {
        enable(element);
    } else if (element.name() == "r"_L1 && m_session->isManaged()) {
        XmlNode answer(u"a"_s, ns::streamManagement);
        write(answer.setAttribute(u"h"_s, QString::number(m_session->handled())));
    } else if (element.name() == "a"_L1 && m_session->isManaged()) {
        acknowledge(element);
    } else {
        failManagement(u"unexpected-request"_s);
    }
}

void ServerStream::enable(const XmlNode &element)
{
    if (m_session->isManaged()) {
        failManagement(u"unexpected-request"_s);
        end(u"policy-violation"_s, u"Stream management is on already."_s);
        return;
    }
    XmlNode enabled(u"enabled"_s, ns::streamManagement);
    if (isTrue(element.attribute(u"resume")) && m_deps.sessions.resumeSeconds() > 0) {
        const int allowed = m_deps.sessions.makeResumable(m_session, element.attribute(u"max").toInt());
        enabled.setAttribute(u"resume"_s, u"true"_s)
            .setAttribute(u"id"_s, m_session->resumeId())
            .setAttribute(u"max"_s, QString::number(allowed));
    } else {
        m_session->enableManagement({});
    }
    write(enabled);
}

bool ServerStream::acknowledge(const XmlNode &element)
{
    const auto h = count(element);
    if (!h) {
        end(u"bad-format"_s, u"The attribute h must be a number."_s);
        return false;
    }
    if (m_session->acknowledge(*h))
        return true;
    XmlNode tooHigh(u"handled-count-too-high"_s, ns::streamManagement);
    tooHigh.setAttribute(u"h"_s, QString::number(*h))
        .setAttribute(u"send-count"_s, QString::number(m_session->sentCount()));
    const QString text = u"You acknowledged %1 stanzas, but only %2 were sent so far."_s;
    endWith(u"undefined-condition"_s, text.arg(*h).arg(m_session->sentCount()), tooHigh);
    return false;
}

void ServerStream::resume(const XmlNode &element)
{
    const QString previous = element.attribute(u"previd");
    if (!count(element)) {
        failManagement(u"bad-request"_s);
        return;
    }
    const SessionTable::Resumption found = m_deps.sessions.resume(previous, m_account, onTaken());
    if (!found.session) {
        failManagement(u"item-not-found"_s, found.known ? std::optional(found.handled) : std::nullopt);
        return;
    }
    m_session = found.session;
    m_account = m_session->jid().bare();
    m_state = State::Bound;
    m_signInDeadline.stop();
    // What the client has is settled before anything is said, so that its words cannot come after the replay.
    if (!acknowledge(element))
        return;
    XmlNode resumed(u"resumed"_s, ns::streamManagement);
    write(resumed.setAttribute(u"previd"_s, previous).setAttribute(u"h"_s, QString::number(m_session->handled())));
    m_session->attach(this);
    m_session->replay();
    m_replays = true;
    m_deps.sessions.announceResumed(m_session->jid());
}

SessionTaken ServerStream::onTaken()
{
    // The stream may be gone when its session is taken.
    return [this, alive = std::weak_ptr<bool>(m_alive)](SessionEnd why) {
        if (alive.expired() || !m_session)
            return;
        m_session = nullptr;
        if (why == SessionEnd::Replaced)
            end(u"conflict"_s, u"Replaced by a new connection."_s);
        else if (why == SessionEnd::Removed)
            end(u"not-authorized"_s, u"The account was removed."_s);
        else
            end(u"resource-constraint"_s, u"Too much waits for this client."_s);
    };
}

void ServerStream::failManagement(const QString &condition, std::optional<quint32> handled)
{
    XmlNode failed(u"failed"_s, ns::streamManagement);
    if (handled)
        failed.setAttribute(u"h"_s, QString::number(*handled));
    write(failed.addChild(XmlNode(condition, ns::stanzaErrors)));
}

} // namespace foyer::server

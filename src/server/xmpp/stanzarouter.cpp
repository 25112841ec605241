#include "server/xmpp/stanzarouter.h"

#include "server/xmpp/answers.h"
#include "server/xmpp/roominfo.h"
#include "stanza/address.h"
#include "stanza/iq.h"
#include "stanza/namespaces.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

StanzaRouter::StanzaRouter(const Deps &deps, const QString &domain, const QString &mucDomain)
    : m_deps(deps), m_domain(domain), m_mucDomain(mucDomain)
{
}

void StanzaRouter::fail(const Jid &session, const XmlNode &stanza, const QString &type, const QString &condition)
{
    if (mayBeAnswered(stanza))
        m_deps.sessions.deliver(session, errorOf(stanza, type, condition));
}

void StanzaRouter::handle(Session &session, const XmlNode &stanza)
{
    Jid self = session.jid(); // a copy: the session may end by what it sends
    const QString address = stanza.attribute(u"to");
    const Jid to = stanza::splitAddress(address).bare;
    if (!address.isEmpty() && to.isEmpty()) {
        fail(self, stanza, u"modify"_s, u"jid-malformed"_s);
        return;
    }
    if (stanza.name() == "iq"_L1) {
        handleIq(self, stanza, to);
        return;
    }
    const bool isPresence = stanza.name() == "presence"_L1;
    if (to.domain() == m_mucDomain && !to.local().isEmpty()) {
        if (isPresence)
            m_deps.rooms.handlePresence(self, stanza);
        else
            m_deps.rooms.handleMessage(self, stanza);
    } else if (isPresence) {
        // There are no contacts here whom it could reach.
        if (address.isEmpty())
            m_deps.rooms.handleBroadcast(self, stanza);
    } else if (to.isEmpty() || to.domain() == m_domain || to.domain() == m_mucDomain) {
        fail(self, stanza, u"cancel"_s, u"service-unavailable"_s);
    } else {
        fail(self, stanza, u"cancel"_s, u"remote-server-not-found"_s);
    }
}

void StanzaRouter::handleIq(const Jid &session, const XmlNode &iq, const Jid &to)
{
    const QString type = iq.attribute(u"type");
    if (type == "result"_L1 || type == "error"_L1)
        return; // nothing is asked of clients
    const bool isRequest = type == "get"_L1 || type == "set"_L1;
    if (!isRequest || iq.attribute(u"id").isEmpty() || stanza::payloadOf(iq).isNull()) {
        fail(session, iq, u"modify"_s, u"bad-request"_s);
        return;
    }
    if (to.domain() == m_mucDomain)
        m_deps.requests.handle(session, iq);
    else if (to.isEmpty() || to == session.bare())
        toAccount(session, iq);
    else if (to.domain() == m_domain && to.local().isEmpty())
        toServer(session, iq);
    else if (to.domain() == m_domain)
        fail(session, iq, u"cancel"_s, u"service-unavailable"_s);
    else
        fail(session, iq, u"cancel"_s, u"remote-server-not-found"_s);
}

void StanzaRouter::toServer(const Jid &session, const XmlNode &iq)
{
    const XmlNode payload = stanza::payloadOf(iq);
    const bool isGet = iq.attribute(u"type") == "get"_L1;
    const bool hasNode = payload.hasAttribute(u"node");
    if (isGet && payload.is(u"ping", ns::ping)) {
        m_deps.sessions.deliver(session, resultOf(iq));
    } else if (isGet && payload.is(u"query", ns::discoInfo) && !hasNode) {
        const XmlNode info = discoInfo(u"server"_s, u"im"_s, u"Foyer"_s, {ns::discoInfo, ns::discoItems, ns::ping});
        m_deps.sessions.deliver(session, resultOf(iq).addChild(info));
    } else if (isGet && payload.is(u"query", ns::discoItems) && !hasNode) {
        XmlNode item(u"item"_s, ns::discoItems);
        item.setAttribute(u"jid"_s, m_mucDomain).setAttribute(u"name"_s, u"Foyer rooms"_s);
        m_deps.sessions.deliver(session, resultOf(iq).addChild(XmlNode(u"query"_s, ns::discoItems).addChild(item)));
    } else if (hasNode && payload.name() == "query"_L1) {
        fail(session, iq, u"cancel"_s, u"item-not-found"_s);
    } else {
        toAccount(session, iq);
    }
}

void StanzaRouter::toAccount(const Jid &session, const XmlNode &iq)
{
    const XmlNode payload = stanza::payloadOf(iq);
    const bool isGet = iq.attribute(u"type") == "get"_L1;
    const bool isSession = !isGet && payload.is(u"session", ns::session); // RFC 3921; clients of that time ask
    if (isSession || (isGet && payload.is(u"ping", ns::ping))) {
        m_deps.sessions.deliver(session, resultOf(iq));
    } else if (payload.is(u"bind", ns::bind)) {
        fail(session, iq, u"cancel"_s, u"not-allowed"_s);
    } else if (isGet && payload.is(u"query", ns::roster)) {
        // Nobody has contacts here; clients that want a list get an empty one.
        m_deps.sessions.deliver(session, resultOf(iq).addChild(XmlNode(u"query"_s, ns::roster)));
    } else if (isGet && payload.is(u"query", ns::discoInfo) && !payload.hasAttribute(u"node")) {
        const XmlNode info = discoInfo(u"account"_s, u"registered"_s, {}, {ns::discoInfo, ns::discoItems});
        m_deps.sessions.deliver(session, resultOf(iq).addChild(info));
    } else if (isGet && payload.is(u"query", ns::discoItems) && !payload.hasAttribute(u"node")) {
        m_deps.sessions.deliver(session, resultOf(iq).addChild(XmlNode(u"query"_s, ns::discoItems)));
    } else {
        fail(session, iq, u"cancel"_s, u"service-unavailable"_s);
    }
}

} // namespace foyer::server

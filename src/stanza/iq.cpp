#include "stanza/iq.h"

#include "stanza/namespaces.h"

using namespace Qt::StringLiterals;

namespace foyer::stanza
{

namespace
{

XmlNode answer(const XmlNode &request, const QString &type)
{
    XmlNode iq(u"iq"_s, ns::client);
    iq.setAttribute(u"type"_s, type).setAttribute(u"id"_s, request.attribute(u"id"));
    if (request.hasAttribute(u"from"))
        iq.setAttribute(u"to"_s, request.attribute(u"from"));
    return iq;
}

} // namespace

XmlNode iqRequest(IqType type, const Jid &to, const QString &id, const XmlNode &payload)
{
    XmlNode iq(u"iq"_s, ns::client);
    iq.setAttribute(u"type"_s, type == IqType::Get ? u"get"_s : u"set"_s).setAttribute(u"id"_s, id);
    if (!to.isEmpty())
        iq.setAttribute(u"to"_s, to.toString());
    return iq.addChild(payload);
}

XmlNode iqResult(const XmlNode &request)
{
    return answer(request, u"result"_s);
}

XmlNode iqError(const XmlNode &request, const QString &type, const QString &condition)
{
    XmlNode error(u"error"_s, ns::client);
    error.setAttribute(u"type"_s, type).addChild(XmlNode(condition, ns::stanzaErrors));
    return answer(request, u"error"_s).addChild(error);
}

bool isRequest(const XmlNode &iq)
{
    const QString type = iq.attribute(u"type");
    return type == "get"_L1 || type == "set"_L1;
}

bool isResult(const XmlNode &iq)
{
    return iq.attribute(u"type") == "result"_L1;
}

XmlNode payloadOf(const XmlNode &iq)
{
    const QList<XmlNode> children = iq.children();
    for (const XmlNode &child : children) {
        if (!child.is(u"error", iq.xmlNamespace()))
            return child;
    }
    return {};
}

} // namespace foyer::stanza

#include "stanza/framing.h"

#include "stanza/namespaces.h"

namespace foyer::stanza
{

using namespace Qt::StringLiterals;

XmlNode openFrame(const QString &domain)
{
    return XmlNode(u"open"_s, ns::framing).setAttribute(u"to"_s, domain).setAttribute(u"version"_s, u"1.0"_s);
}

XmlNode closeFrame()
{
    return XmlNode(u"close"_s, ns::framing);
}

bool isOpenFrame(const XmlNode &element)
{
    return element.is(u"open", ns::framing);
}

bool isCloseFrame(const XmlNode &element)
{
    return element.is(u"close", ns::framing);
}

bool isStanza(const XmlNode &element)
{
    return element.is(u"message", ns::client) || element.is(u"presence", ns::client) || element.is(u"iq", ns::client);
}

} // namespace foyer::stanza

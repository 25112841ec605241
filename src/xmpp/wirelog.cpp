#include "xmpp/wirelog.h"

#include "stanza/namespaces.h"

namespace foyer
{

using namespace Qt::StringLiterals;

QString wireSummary(const stanza::XmlNode &element)
{
    QString out = u'<' + element.name();
    if (element.xmlNamespace() == stanza::ns::sasl)
        return out + u'>';
    for (const QString &name : {u"type"_s, u"id"_s, u"from"_s, u"to"_s, u"h"_s}) {
        if (element.hasAttribute(name))
            out += u' ' + name + u'=' + element.attribute(name).left(200);
    }
    out += u'>';
    for (const stanza::XmlNode &child : element.children())
        out += u' ' + child.name().left(60);
    return out;
}

} // namespace foyer

#include "stanza/stanzaerror.h"

#include "stanza/namespaces.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace foyer::stanza
{

namespace
{

/// `xmpp:other@rooms.example?join` and a plain address both name `other@rooms.example`.
QString addressIn(const QString &uri)
{
    QString address = uri.trimmed();
    if (address.startsWith("xmpp:"_L1, Qt::CaseInsensitive))
        address = QUrl::fromPercentEncoding(address.mid(5).toUtf8());
    return address.section(u'?', 0, 0);
}

} // namespace

std::optional<StanzaError> readError(const XmlNode &stanza)
{
    if (stanza.attribute(u"type") != "error"_L1)
        return std::nullopt;
    StanzaError error;
    const XmlNode element = stanza.child(u"error", stanza.xmlNamespace());
    error.type = element.attribute(u"type");
    const QList<XmlNode> parts = element.children();
    for (const XmlNode &part : parts) {
        if (part.xmlNamespace() != ns::stanzaErrors) {
            error.specific = part.name();
        } else if (part.name() == "text"_L1) {
            error.text = part.text().trimmed();
        } else if (error.condition.isEmpty()) {
            error.condition = part.name();
            if (error.is(u"gone") || error.is(u"redirect"))
                error.alternative = addressIn(part.text());
        }
    }
    if (error.condition.isEmpty())
        error.condition = u"undefined-condition"_s;
    return error;
}

} // namespace foyer::stanza

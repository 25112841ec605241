#include "stanza/xmlwriter.h"

#include "core/wiretext.h"
#include "stanza/namespaces.h"

namespace foyer::stanza
{

namespace
{

enum class Place { Text, Attribute };

void appendEscaped(QString &out, const QString &text, Place place)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        switch (c.unicode()) {
        case u'&':
            out += u"&amp;";
            continue;
        case u'<':
            out += u"&lt;";
            continue;
        case u'>':
            // In a text only where it would end a CDATA section (XML 1.0, section 2.4).
            out += place == Place::Attribute || out.endsWith(u"]]") ? u"&gt;" : u">";
            continue;
        case u'\'':
            out += place == Place::Attribute ? u"&apos;" : u"'";
            continue;
        case u'\r':
            // A bare carriage return would be read back as a newline (XML 1.0, section 2.11).
            out += u"&#13;";
            continue;
        case u'\n':
            out += place == Place::Attribute ? u"&#10;" : u"\n";
            continue;
        case u'\t':
            out += place == Place::Attribute ? u"&#9;" : u"\t";
            continue;
        default:
            break;
        }
        const qsizetype units = xmlCharacterAt(text, i);
        out += QStringView(text).mid(i, units);
        i += units > 1 ? units - 1 : 0;
    }
}

void appendAttribute(QString &out, const QString &name, const QString &value)
{
    out += u' ';
    out += name;
    out += u"='";
    appendEscaped(out, value, Place::Attribute);
    out += u'\'';
}

void appendNode(QString &out, const XmlNode &node, const QString &outerNamespace)
{
    const QString name = node.name();
    const QString xmlNamespace = node.xmlNamespace();
    out += u'<';
    out += name;
    if (xmlNamespace != outerNamespace)
        appendAttribute(out, QStringLiteral("xmlns"), xmlNamespace);
    for (const auto &attribute : node.attributes())
        appendAttribute(out, attribute.name, attribute.value);
    const QList<XmlNode> children = node.children();
    const QString text = node.text();
    if (children.isEmpty() && text.isEmpty()) {
        out += u"/>";
        return;
    }
    out += u'>';
    qsizetype written = 0;
    for (qsizetype i = 0; i < children.size(); ++i) {
        if (const qsizetype before = node.textBefore(i); before > written) {
            appendEscaped(out, text.mid(written, before - written), Place::Text);
            written = before;
        }
        appendNode(out, children[i], xmlNamespace);
    }
    appendEscaped(out, text.mid(written), Place::Text);
    out += u"</";
    out += name;
    out += u'>';
}

bool isStanzaName(const QString &name)
{
    return name == u"message" || name == u"presence" || name == u"iq";
}

} // namespace

QString writeXml(const XmlNode &node)
{
    QString out;
    if (node.isNull())
        return out;
    if (node.xmlNamespace().isEmpty() && isStanzaName(node.name())) {
        appendNode(out, node, {});
        out.insert(1 + node.name().size(), QStringLiteral(" xmlns='") + ns::client + QStringLiteral("'"));
        return out;
    }
    appendNode(out, node, {});
    return out;
}

} // namespace foyer::stanza

#include "support/xml.h"

#include "stanza/xmlreader.h"

#include <algorithm>

namespace foyer
{

using namespace Qt::StringLiterals;
using stanza::XmlNode;

namespace
{

XmlNode withoutLayout(const XmlNode &node)
{
    XmlNode out(node.name(), node.xmlNamespace());
    for (const auto &attribute : node.attributes())
        out.setAttribute(attribute.name, attribute.value);
    if (node.children().isEmpty() || !node.text().trimmed().isEmpty())
        out.addText(node.text());
    for (const XmlNode &child : node.children())
        out.addChild(withoutLayout(child));
    return out;
}

void append(QStringList &lines, const XmlNode &node, int level, const QString &outerNamespace)
{
    const QString indent(2 * level, u' ');
    QString line = indent + u'<' + node.name();
    if (node.xmlNamespace() != outerNamespace)
        line += u" xmlns='"_s + node.xmlNamespace() + u'\'';
    QList<XmlNode::Attribute> attributes = node.attributes();
    std::sort(attributes.begin(), attributes.end(),
              [](const auto &left, const auto &right) { return left.name < right.name; });
    for (const auto &attribute : std::as_const(attributes))
        line += u' ' + attribute.name + u"='"_s + attribute.value + u'\'';
    lines.append(line + u'>' + node.text());
    for (const XmlNode &child : node.children())
        append(lines, child, level + 1, node.xmlNamespace());
}

} // namespace

XmlNode xml(const QString &literal)
{
    const XmlNode node = stanza::XmlReader::parse(literal.trimmed());
    if (node.isNull())
        qFatal("not well-formed: %s", qPrintable(literal));
    return withoutLayout(node);
}

QString normalised(const XmlNode &node)
{
    if (node.isNull())
        return u"(nothing)"_s;
    QStringList lines;
    append(lines, node, 0, {});
    return lines.join(u'\n');
}

QString xmlDifference(const XmlNode &actual, const XmlNode &expected)
{
    const QStringList is = normalised(withoutLayout(actual)).split(u'\n');
    const QStringList wanted = normalised(withoutLayout(expected)).split(u'\n');
    if (is == wanted)
        return {};
    qsizetype line = 0;
    while (line < is.size() && line < wanted.size() && is[line] == wanted[line])
        ++line;
    const auto marked = [line](QStringList lines) {
        if (line < lines.size())
            lines[line].append(u"   <---- differs here"_s);
        return lines.join(u'\n');
    };
    return u"\nactual:\n"_s + marked(is) + u"\nexpected:\n"_s + marked(wanted);
}

} // namespace foyer

#include "stanza/xmlreader.h"

#include <QSet>

namespace foyer::stanza
{

using namespace Qt::StringLiterals;

namespace
{

/// The namespaces of one frame, each held once: thousands of elements may stand in a long one.
class Namespaces
{
public:
    QString held(QStringView xmlNamespace)
    {
        // Most elements stand in the namespace of the one before.
        if (xmlNamespace != m_last)
            m_last = *m_all.insert(xmlNamespace.toString());
        return m_last;
    }

private:
    QSet<QString> m_all;
    QString m_last;
};

XmlNode startOf(const QXmlStreamReader &reader, Namespaces &namespaces)
{
    XmlNode node(reader.name().toString(), namespaces.held(reader.namespaceUri()));
    const QXmlStreamAttributes attributes = reader.attributes();
    for (const QXmlStreamAttribute &attribute : attributes) {
        if (attribute.prefix().isEmpty() || attribute.prefix() == u"xml")
            node.setAttribute(attribute.qualifiedName().toString(), attribute.value().toString());
    }
    return node;
}

} // namespace

XmlReader::XmlReader(const InputLimits &limits, Prefixed prefixed)
    : m_limits(limits), m_prefixed(prefixed), m_reader(std::make_unique<QXmlStreamReader>())
{
}

XmlReader::Outcome XmlReader::malformed()
{
    // After an error inside an element, QXmlStreamReader::clear() keeps its namespace declarations, whose text is gone:
    // the next element without `xmlns` would be given garbage. Seen with Qt 6.4.2.
    m_reader = std::make_unique<QXmlStreamReader>();
    return {GateVerdict::Kind::EndStream, {}, u"not well-formed"_s};
}

XmlReader::Outcome XmlReader::read(const QString &text)
{
    const GateVerdict gate = inspectFrame(text, m_limits);
    if (gate.kind != GateVerdict::Kind::Pass)
        return {gate.kind, gate.scanned, gate.reason, gate.isRestricted};

    m_reader->clear();
    m_reader->addData(text);
    XmlNode root;
    QList<XmlNode> open;
    Namespaces namespaces;
    while (!m_reader->atEnd()) {
        switch (m_reader->readNext()) {
        case QXmlStreamReader::StartElement:
            if (m_prefixed == Prefixed::LeftOut && !open.isEmpty() && !m_reader->prefix().isEmpty())
                m_reader->skipCurrentElement();
            else
                open.append(startOf(*m_reader, namespaces));
            break;
        case QXmlStreamReader::EndElement: {
            const XmlNode finished = open.takeLast();
            if (open.isEmpty())
                root = finished;
            else
                open.last().addChild(finished);
            break;
        }
        case QXmlStreamReader::Characters:
            if (!open.isEmpty())
                open.last().addText(m_reader->text().toString());
            break;
        case QXmlStreamReader::DTD:
        case QXmlStreamReader::Comment:
        case QXmlStreamReader::ProcessingInstruction:
        case QXmlStreamReader::EntityReference:
            return malformed();
        default:
            break;
        }
    }
    if (m_reader->hasError() || root.isNull())
        return malformed();
    return {GateVerdict::Kind::Pass, root, {}};
}

XmlNode XmlReader::parse(const QString &text)
{
    XmlReader reader;
    const Outcome outcome = reader.read(text);
    return outcome.verdict == GateVerdict::Kind::Pass ? outcome.node : XmlNode();
}

} // namespace foyer::stanza

#include "server/rooms/roommessages.h"

#include "stanza/address.h"
#include "stanza/inputgate.h"
#include "stanza/namespaces.h"
#include "stanza/xmlwriter.h"

#include <QByteArray>
#include <QRandomGenerator>

#include <array>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace ns = stanza::ns;
using stanza::XmlNode;

namespace
{

const QString hints = u"urn:xmpp:hints"_s; // XEP-0334

/// For the addresses of all clients that an account may have.
constexpr qsizetype besidesPayloads = 262144;

bool isFrom(const XmlNode &element, QStringView attribute, const Room &room)
{
    return stanza::splitAddress(element.attribute(attribute)).bare == room.address();
}

bool isModerators(const XmlNode &element)
{
    return element.xmlNamespace() == ns::moderate || element.xmlNamespace() == ns::moderateV0;
}

/// What a client may not say in the room's name.
bool isForged(const XmlNode &element, const Room &room)
{
    if (element.is(u"stanza-id", ns::stanzaId))
        return isFrom(element, u"by", room);
    if (element.is(u"delay", ns::delay))
        return isFrom(element, u"from", room);
    return element.xmlNamespace() == ns::occupantId || element.xmlNamespace() == ns::mucUser ||
           element.is(u"result", ns::mam) || element.is(u"retracted", ns::retract) || isModerators(element);
}

/// Without a moderator's words inside a retraction, of which the reason is one.
XmlNode asAuthors(const XmlNode &element)
{
    const bool isRetraction = element.is(u"retract", ns::retract);
    if (!isRetraction && !element.is(u"apply-to", ns::fasten))
        return element;
    XmlNode made(element.name(), element.xmlNamespace());
    const QList<XmlNode::Attribute> attributes = element.attributes();
    for (const XmlNode::Attribute &attribute : attributes)
        made.setAttribute(attribute.name, attribute.value);
    const QList<XmlNode> children = element.children();
    for (const XmlNode &child : children) {
        if (!isModerators(child) && !(isRetraction && child.is(u"reason", ns::retract)))
            made.addChild(child);
    }
    return made;
}

} // namespace

MessageFacts factsOf(const XmlNode &message)
{
    MessageFacts facts;
    facts.body = message.child(u"body", ns::client).text();
    facts.originId = message.child(u"origin-id", ns::stanzaId).attribute(u"id");
    const XmlNode subject = message.child(u"subject", ns::client);
    facts.isSubjectChange = !subject.isNull() && message.child(u"body", ns::client).isNull() &&
                            message.child(u"thread", ns::client).isNull();
    facts.subject = subject.text();
    const bool forbidden =
        !message.child(u"no-store", hints).isNull() || !message.child(u"no-permanent-store", hints).isNull();
    const bool wanted = !facts.body.isEmpty() || !message.child(u"store", hints).isNull();
    facts.isArchived = facts.isSubjectChange || (wanted && !forbidden);
    return facts;
}

XmlNode roomMessage(const Room &room, const RoomOccupant &occupant, const XmlNode &message, const QString &id)
{
    XmlNode made(u"message"_s, ns::client);
    made.setAttribute(u"from"_s, QString(room.address().toString() + u'/' + occupant.nickname));
    made.setAttribute(u"type"_s, u"groupchat"_s);
    const QString given = message.attribute(u"id");
    made.setAttribute(u"id"_s, given.isEmpty() ? id : given);
    if (message.hasAttribute(u"xml:lang"))
        made.setAttribute(u"xml:lang"_s, message.attribute(u"xml:lang"));
    const QList<XmlNode> children = message.children();
    for (const XmlNode &child : children) {
        if (!isForged(child, room))
            made.addChild(asAuthors(child));
    }
    made.addChild(XmlNode(u"occupant-id"_s, ns::occupantId).setAttribute(u"id"_s, occupant.occupantId));
    return made;
}

bool fitsIntoStanza(const XmlNode &element, qsizetype besides)
{
    return stanza::writeXml(element).toUtf8().size() <= stanza::InputLimits().bytes - besides;
}

bool fitIntoPresence(const QList<XmlNode> &elements)
{
    XmlNode presence(u"presence"_s, ns::client);
    for (const XmlNode &element : elements)
        presence.addChild(element);
    return fitsIntoStanza(presence, besidesPayloads);
}

bool fitsIntoPresence(const QString &reason)
{
    return fitIntoPresence({XmlNode(u"reason"_s, ns::client).addText(reason)});
}

QString newArchiveId()
{
    std::array<quint32, 4> bits{};
    QRandomGenerator::system()->fillRange(bits.data(), static_cast<qsizetype>(bits.size()));
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(bits.data()), sizeof(bits)).toHex());
}

} // namespace foyer::server

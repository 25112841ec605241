#include "server/xmpp/answers.h"

#include "server/rooms/roommessages.h"
#include "stanza/namespaces.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

struct Words {
    QString type;
    QString condition;
};

XmlNode answer(const XmlNode &stanza, const QString &type)
{
    XmlNode node(stanza.name(), ns::client);
    node.setAttribute(u"type"_s, type);
    if (stanza.hasAttribute(u"id"))
        node.setAttribute(u"id"_s, stanza.attribute(u"id"));
    if (stanza.hasAttribute(u"to"))
        node.setAttribute(u"from"_s, stanza.attribute(u"to"));
    return node;
}

XmlNode errorElement(const Words &words, const QString &conditionText, const QString &text)
{
    XmlNode condition(words.condition, ns::stanzaErrors);
    if (!conditionText.isEmpty())
        condition.addText(conditionText);
    XmlNode error(u"error"_s, ns::client);
    error.setAttribute(u"type"_s, words.type).addChild(condition);
    if (!text.isEmpty())
        error.addChild(XmlNode(u"text"_s, ns::stanzaErrors).setAttribute(u"xml:lang"_s, u"en"_s).addText(text));
    return error;
}

XmlNode withBody(XmlNode node, const XmlNode &stanza)
{
    const XmlNode body = stanza.child(u"body", ns::client);
    if (stanza.name() == "message"_L1 && !body.isNull() && fitsIntoStanza(body))
        node.addChild(body);
    return node;
}

/// XEP-0045 sections 7 to 10 and the table in 15; what it leaves open as ejabberd and Prosody do.
Words wordsFor(Refusal::Kind kind)
{
    switch (kind) {
    case Refusal::Kind::RoomDoesNotExist:
    case Refusal::Kind::Locked:
    case Refusal::Kind::NoSuchOccupant:
        return {u"cancel"_s, u"item-not-found"_s};
    case Refusal::Kind::Gone:
        return {u"cancel"_s, u"gone"_s};
    // A name that cannot be given to a new room: it does not exist and cannot be made.
    case Refusal::Kind::InvalidRoomId:
    case Refusal::Kind::CreationNotAllowed:
        return {u"cancel"_s, u"not-allowed"_s};
    case Refusal::Kind::Banned:
    case Refusal::Kind::Muted:
        return {u"auth"_s, u"forbidden"_s};
    case Refusal::Kind::MembersOnly:
        return {u"auth"_s, u"registration-required"_s};
    case Refusal::Kind::PasswordWrong:
        return {u"auth"_s, u"not-authorized"_s};
    case Refusal::Kind::NicknameInUse:
    case Refusal::Kind::Conflict:
        return {u"cancel"_s, u"conflict"_s};
    case Refusal::Kind::NicknameNotAllowed:
        return {u"modify"_s, u"not-acceptable"_s};
    case Refusal::Kind::RoomFull:
        return {u"wait"_s, u"service-unavailable"_s};
    case Refusal::Kind::NotInRoom:
        return {u"cancel"_s, u"not-acceptable"_s};
    case Refusal::Kind::NotAllowed:
        return {u"cancel"_s, u"not-allowed"_s};
    case Refusal::Kind::TooFast:
        return {u"wait"_s, u"resource-constraint"_s};
    case Refusal::Kind::TooLarge:
        return {u"modify"_s, u"policy-violation"_s};
    case Refusal::Kind::NotSaved:
        return {u"wait"_s, u"internal-server-error"_s};
    case Refusal::Kind::BadRequest:
        break;
    }
    return {u"modify"_s, u"bad-request"_s};
}

} // namespace

XmlNode resultOf(const XmlNode &iq)
{
    return answer(iq, u"result"_s);
}

XmlNode errorOf(const XmlNode &stanza, const QString &type, const QString &condition, const QString &text)
{
    return withBody(answer(stanza, u"error"_s).addChild(errorElement({type, condition}, {}, text)), stanza);
}

XmlNode refusalOf(const XmlNode &stanza, const Refusal &refusal)
{
    const QString where = refusal.kind == Refusal::Kind::Gone && !refusal.alternative.isEmpty()
                              ? u"xmpp:"_s + refusal.alternative + u"?join"_s
                              : QString();
    const XmlNode error = errorElement(wordsFor(refusal.kind), where, refusal.text);
    return withBody(answer(stanza, u"error"_s).addChild(error), stanza);
}

bool mayBeAnswered(const XmlNode &stanza)
{
    const QString type = stanza.attribute(u"type");
    return type != "error"_L1 && (stanza.name() != "iq"_L1 || type != "result"_L1);
}

} // namespace foyer::server

#include "stanza/chatstate.h"

#include "stanza/namespaces.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace foyer::stanza
{

namespace
{

/// In the order of ChatState.
const QStringList &words()
{
    static const QStringList names{u"active"_s, u"composing"_s, u"paused"_s, u"inactive"_s, u"gone"_s};
    return names;
}

} // namespace

std::optional<ChatState> chatStateOf(const XmlNode &message)
{
    const qsizetype index = words().indexOf(message.childIn(ns::chatStates).name());
    return index < 0 ? std::nullopt : std::optional(static_cast<ChatState>(index));
}

XmlNode chatStateMessage(const Jid &room, ChatState state)
{
    XmlNode message(u"message"_s, ns::client);
    return message.setAttribute(u"to"_s, room.toString())
        .setAttribute(u"type"_s, u"groupchat"_s)
        .addChild(XmlNode(words().at(static_cast<int>(state)), ns::chatStates))
        .addChild(XmlNode(u"no-store"_s, ns::hints));
}

} // namespace foyer::stanza

#include "xmpp/mucadmin.h"

#include "stanza/address.h"
#include "stanza/chatstate.h"
#include "stanza/namespaces.h"
#include "stanza/presence.h"
#include "stanza/stanzaerror.h"
#include "xmpp/iqrouter.h"
#include "xmpp/mucerrors.h"
#include "xmpp/xmppstream.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

using stanza::XmlNode;
namespace ns = stanza::ns;

QString sentence(const char *text)
{
    return QCoreApplication::translate("MucAdmin", text);
}

Result<Done> doneOrRefusal(const IqAnswer &answer)
{
    if (!answer)
        return answer.error();
    const auto error = stanza::readError(*answer);
    if (!error)
        return Done{};
    if (error->is(u"forbidden") || error->is(u"not-allowed"))
        return Error{ErrorKind::ServerRefused,
                     sentence(QT_TRANSLATE_NOOP("MucAdmin", "The room does not allow you to do this.")),
                     error->condition};
    if (error->is(u"item-not-found"))
        return Error{ErrorKind::ServerRefused,
                     sentence(QT_TRANSLATE_NOOP("MucAdmin", "What this was about is not in the room any more.")),
                     error->condition};
    if (error->is(u"service-unavailable") || error->is(u"feature-not-implemented"))
        return Error{ErrorKind::ServerRefused,
                     sentence(QT_TRANSLATE_NOOP("MucAdmin", "This room’s server cannot do this.")), error->condition};
    if (error->is(u"not-acceptable"))
        return Error::make(ErrorKind::NotInRoom, {}, error->condition);
    return otherRefusal(*error);
}

XmlNode formField(const QString &name, const QString &value)
{
    XmlNode field(u"field"_s, ns::dataForms);
    return field.setAttribute(u"var"_s, name).addTextChild(u"value"_s, value, ns::dataForms);
}

QString formValue(const XmlNode &form, const QString &name)
{
    const QList<XmlNode> fields = form.childrenNamed(u"field", ns::dataForms);
    for (const XmlNode &field : fields) {
        if (field.attribute(u"var") == name)
            return field.child(u"value", ns::dataForms).text();
    }
    return {};
}

} // namespace

QFuture<Result<Done>> MucAdmin::kick(const QString &nickname, const QString &reason)
{
    return setRole(nickname, Role::None, reason);
}

QFuture<Result<Done>> MucAdmin::ban(const Jid &realJid, const QString &reason)
{
    XmlNode item(u"item"_s, ns::mucAdmin);
    item.setAttribute(u"jid"_s, realJid.bare().toString()).setAttribute(u"affiliation"_s, nameOf(Affiliation::Outcast));
    return administer(item, reason);
}

QFuture<Result<Done>> MucAdmin::setRole(const QString &nickname, Role role, const QString &reason)
{
    XmlNode item(u"item"_s, ns::mucAdmin);
    item.setAttribute(u"nick"_s, nickname).setAttribute(u"role"_s, nameOf(role));
    return administer(item, reason);
}

QFuture<Result<Done>> MucAdmin::muteFor(const QString &nickname, int minutes)
{
    XmlNode item(u"item"_s, ns::mucAdmin);
    item.setAttribute(u"nick"_s, nickname)
        .setAttribute(u"role"_s, nameOf(Role::Visitor))
        .addChild(stanza::muteForElement(minutes));
    return administer(item, {});
}

QFuture<Result<Done>> MucAdmin::administer(const XmlNode &item, const QString &reason)
{
    XmlNode asked = item;
    if (!reason.isEmpty())
        asked.addTextChild(u"reason"_s, reason, ns::mucAdmin);
    // One item a request: Prosody does the first of several and says that all is done.
    return m_iqs.set(m_room, XmlNode(u"query"_s, ns::mucAdmin).addChild(asked)).then(&doneOrRefusal);
}

QFuture<Result<Done>> MucAdmin::moderate(const QString &archiveId, const QString &reason)
{
    XmlNode moderate(u"moderate"_s, ns::moderate);
    moderate.setAttribute(u"id"_s, archiveId).addChild(XmlNode(u"retract"_s, ns::retract));
    if (!reason.isEmpty())
        moderate.addTextChild(u"reason"_s, reason, ns::moderate);
    return m_iqs.set(m_room, moderate).then(&doneOrRefusal);
}

void MucAdmin::requestVoice()
{
    XmlNode form(u"x"_s, ns::dataForms);
    form.setAttribute(u"type"_s, u"submit"_s)
        .addChild(formField(u"FORM_TYPE"_s, ns::mucRequest))
        .addChild(formField(u"muc#role"_s, nameOf(Role::Participant)));
    XmlNode message(u"message"_s, ns::client);
    m_stream.send(message.setAttribute(u"to"_s, m_room.toString()).addChild(form));
    m_stream.expectActivity();
}

void MucAdmin::tellChatState(ChatState state)
{
    // No answer is waited for, so nothing is to be proved by one.
    m_stream.send(stanza::chatStateMessage(m_room, state));
}

QString voiceRequester(const XmlNode &message)
{
    // An occupant could make such a form in a private message; only the room's own word counts.
    if (!stanza::splitAddress(message.attribute(u"from")).resource.isEmpty() ||
        message.attribute(u"type") == "error"_L1 || message.attribute(u"type") == "groupchat"_L1)
        return {};
    const XmlNode form = message.child(u"x", ns::dataForms);
    if (form.isNull() || formValue(form, u"FORM_TYPE"_s) != ns::mucRequest)
        return {};
    return formValue(form, u"muc#roomnick"_s);
}

} // namespace foyer

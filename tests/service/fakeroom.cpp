#include "service/fakeroom.h"

#include "service/fakeserver.h"
#include "stanza/namespaces.h"
#include "stanza/presence.h"
#include "support/xml.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

QString resourceOf(const QString &jid)
{
    return jid.section(u'/', 1);
}

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

} // namespace

QString FakeEntry::stamp() const
{
    // Whole seconds, as Prosody's.
    return QDateTime(QDate(2026, 2, 27), QTime(10, 0), Qt::UTC).addSecs(second).toString(Qt::ISODate);
}

XmlNode FakeEntry::message(const QString &room) const
{
    QString text = u"<message xmlns='jabber:client' type='groupchat' from='%1/%2'"_s.arg(room, nickname);
    if (!messageId.isEmpty())
        text += QString(u" id='"_s + messageId + u"'"_s);
    text += u'>';
    if (!body.isEmpty())
        text += QString(u"<body>"_s + escaped(body) + u"</body>"_s);
    text += QString(payload + u"<occupant-id xmlns='urn:xmpp:occupant-id:0' id='occupant-"_s +
                    (occupant.isEmpty() ? nickname : occupant) + u"'/></message>"_s);
    return xml(text);
}

FakeRoom::FakeRoom(FakeServer &server, const QString &address) : m_server(server), m_address(address) {}

FakeEntry FakeRoom::newEntry(const QString &from, const QString &body, const QString &messageId)
{
    FakeEntry entry;
    entry.archiveId = QUuid::createUuid().toString(QUuid::Id128);
    entry.nickname = from;
    entry.messageId = messageId.isEmpty() ? QString(u"m-"_s + entry.archiveId.left(12)) : messageId;
    entry.body = body;
    entry.second = ++m_second;
    return entry;
}

QString FakeRoom::say(const QString &from, const QString &body, const QString &messageId)
{
    const FakeEntry entry = newEntry(from, body, messageId);
    keep(entry);
    broadcast(entry);
    return entry.archiveId;
}

void FakeRoom::sayEntry(FakeEntry entry, const QString &more)
{
    const FakeEntry fresh = newEntry(entry.nickname, entry.body, entry.messageId);
    entry.second = fresh.second;
    if (entry.archiveId.isEmpty())
        entry.archiveId = fresh.archiveId;
    keep(entry);
    broadcast(entry, more);
}

void FakeRoom::keep(const FakeEntry &entry)
{
    if (archives) {
        entries.append(entry);
    } else if (historyLimit > 0) {
        spoken.append(entry);
        history.append(entry);
        history.remove(0, std::max<qsizetype>(0, history.size() - historyLimit));
    }
}

void FakeRoom::tell(const XmlNode &stanza)
{
    if (m_stalled)
        m_waiting.append(stanza);
    else
        m_server.deliver(stanza);
}

void FakeRoom::releaseHistory()
{
    m_stalled = false;
    const QList<XmlNode> waiting = std::exchange(m_waiting, {});
    for (const XmlNode &stanza : waiting)
        m_server.deliver(stanza);
}

void FakeRoom::restart()
{
    inside = false;
    history.clear();
    m_waiting.clear();
    m_stalled = false;
}

QString FakeRoom::sayUnheard(const QString &from, const QString &body, const QString &messageId)
{
    entries.append(newEntry(from, body, messageId));
    return entries.constLast().archiveId;
}

void FakeRoom::fill(const QString &prefix, int count)
{
    for (int i = 1; i <= count; ++i)
        sayUnheard(u"bob"_s, prefix + QString::number(i));
}

FakeEntry FakeRoom::sayLive(const QString &from, const QString &body, const QString &messageId)
{
    const FakeEntry entry = newEntry(from, body, messageId);
    broadcast(entry);
    return entry;
}

void FakeRoom::sayFatal(const QString &from, const QString &body)
{
    sayUnheard(from, body);
    entries.last().fatal = true;
    broadcast(entries.constLast());
}

void FakeRoom::react()
{
    FakeEntry entry = newEntry(u"bob"_s, {}, {});
    entry.payload = u"<reactions xmlns='urn:xmpp:reactions:0' id='x'><reaction>+</reaction></reactions>"_s;
    entries.append(entry);
    broadcast(entry);
}

void FakeRoom::broadcast(const FakeEntry &entry, const QString &more)
{
    if (!inside)
        return;
    if (entry.fatal) {
        m_server.drop(ChannelEnd::InputRefused);
        return;
    }
    XmlNode message = entry.message(m_address);
    if (archives && !entry.archiveId.isEmpty()) {
        message.addChild(XmlNode(u"stanza-id"_s, ns::stanzaId)
                             .setAttribute(u"by"_s, m_address)
                             .setAttribute(u"id"_s, entry.archiveId));
    }
    if (!more.isEmpty())
        message.addChild(xml(more));
    if (entry.poisoned)
        m_server.deliverRefused(message);
    else
        tell(message);
}

void FakeRoom::occupantJoins(const QString &who)
{
    occupants.append(who);
    if (inside) {
        tell(xml(u"<presence xmlns='jabber:client' from='%1/%2'><x "
                 "xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
                 "</x></presence>"_s.arg(m_address, who)));
    }
}

void FakeRoom::occupantLeaves(const QString &who)
{
    occupants.removeOne(who);
    if (inside) {
        tell(xml(u"<presence xmlns='jabber:client' from='%1/%2' type='unavailable'><x "
                 "xmlns='http://jabber.org/protocol/muc#user'><item role='none' affiliation='none'/>"
                 "</x></presence>"_s.arg(m_address, who)));
    }
}

void FakeRoom::sendSelf(const QString &more)
{
    XmlNode self = xml(u"<presence xmlns='jabber:client' from='%1/%2'><occupant-id xmlns='urn:xmpp:occupant-id:0' "
                       "id='occupant-%4'/><x xmlns='http://jabber.org/protocol/muc#user'>%3</x></presence>"_s.arg(
                           m_address, nickname, more, ourOccupant));
    if (mute)
        self.addChild(stanza::muteElement(*mute));
    tell(self);
}

void FakeRoom::setMute(const MuteState &newMute)
{
    mute = newMute;
    role = newMute.canSpeak ? u"participant"_s : u"visitor"_s;
    if (inside)
        sendSelf(u"<item role='%1' affiliation='%2'/><status code='110'/>"_s.arg(role, affiliation));
}

void FakeRoom::replaceBy(const QString &otherRoom)
{
    inside = false;
    tell(
        xml(u"<presence xmlns='jabber:client' from='%1/%2' type='unavailable'><x "
            "xmlns='http://jabber.org/protocol/muc#user'><item role='none' affiliation='none'/><status code='110'/></x>"
            "</presence>"_s.arg(m_address, nickname))
            .addChild(stanza::replacedElement(otherRoom)));
}

void FakeRoom::setOurRole(const QString &newRole, const QString &by, const QString &reason)
{
    role = newRole;
    const QString actor = by.isEmpty() ? QString() : QString(u"<actor nick='"_s + by + u"'/>"_s);
    const QString why = reason.isEmpty() ? QString() : QString(u"<reason>"_s + reason + u"</reason>"_s);
    sendSelf(u"<item role='%1' affiliation='none'>%2%3</item><status code='110'/>"_s.arg(role, actor, why));
}

void FakeRoom::throwOut(const QString &codes, const QString &more)
{
    inside = false;
    tell(xml(u"<presence xmlns='jabber:client' from='%1/%2' type='unavailable'><x "
             "xmlns='http://jabber.org/protocol/muc#user'>%3%4<status code='110'/></x></presence>"_s.arg(
                 m_address, nickname, codes, more.isEmpty() ? u"<item role='none' affiliation='none'/>"_s : more)));
}

void FakeRoom::renameUs(const QString &newNickname)
{
    throwOut(u"<status code='303'/>"_s, u"<item role='participant' affiliation='none' nick='%1'/>"_s.arg(newNickname));
    inside = true;
    nickname = newNickname;
    sendSelf(u"<item role='%1' affiliation='none'/><status code='110'/>"_s.arg(role));
}

void FakeRoom::configurationChanges()
{
    tell(xml(u"<message xmlns='jabber:client' type='groupchat' from='%1'><x "
             "xmlns='http://jabber.org/protocol/muc#user'><status code='104'/></x></message>"_s.arg(m_address)));
}

void FakeRoom::handle(const XmlNode &stanza)
{
    if (stanza.name() == "presence"_L1)
        handlePresence(stanza);
    else if (stanza.name() == "message"_L1)
        handleMessage(stanza);
    else
        handleIq(stanza);
}

XmlNode FakeRoom::error(const QString &name, const QString &id, const QString &condition, const QString &text,
                        const QString &type)
{
    return xml(u"<%1 xmlns='jabber:client' type='error' id='%2' from='%3'><error type='%6'><%4 "
               "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>%5</%4></error></%1>"_s.arg(name, id, m_address, condition,
                                                                                        text, type));
}

void FakeRoom::handlePresence(const XmlNode &presence)
{
    if (presence.attribute(u"type") == "unavailable"_L1) {
        ++leaves;
        if (inside)
            throwOut({});
        return;
    }
    const QString wanted = resourceOf(presence.attribute(u"to"));
    if (inside && presence.child(u"x", ns::muc).isNull()) {
        if (nicknameRefusal.isEmpty())
            renameUs(wanted);
        else
            tell(error(u"presence"_s, presence.attribute(u"id"), nicknameRefusal)
                     .setAttribute(u"from"_s, QString(m_address + u'/' + wanted)));
        return;
    }
    ++joins;
    nickname = resourceOf(presence.attribute(u"to"));
    if (ourOccupant.isEmpty())
        ourOccupant = nickname;
    lastExtra = presence.child(u"extra", ns::extra).text();
    lastPassword = presence.child(u"x", ns::muc).child(u"password", ns::muc).text();
    lastHistory = presence.child(u"x", ns::muc).child(u"history", ns::muc).attribute(u"maxstanzas");
    m_joinId = presence.attribute(u"id");
    if (answersJoin)
        answerJoin(m_joinId);
}

void FakeRoom::answerJoin(const QString &id)
{
    XmlNode refusal;
    if (!goneTo.isEmpty())
        refusal = error(u"presence"_s, id, u"gone"_s, u"xmpp:%1?join"_s.arg(goneTo));
    else if (!joinRefusal.isEmpty())
        refusal = error(u"presence"_s, id, joinRefusal);
    else if (!password.isEmpty() && lastPassword != password)
        refusal = error(u"presence"_s, id, u"not-authorized"_s);
    else if (takenNicknames.contains(nickname))
        refusal = error(u"presence"_s, id, u"conflict"_s);
    if (!refusal.isNull()) {
        tell(refusal.setAttribute(u"from"_s, QString(m_address + u'/' + nickname)));
        return;
    }
    m_server.entered(*this);
    const bool created = !exists;
    exists = true;
    inside = true;
    for (const QString &who : std::as_const(occupants)) {
        tell(xml(u"<presence xmlns='jabber:client' from='%1/%2'><x "
                 "xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
                 "</x></presence>"_s.arg(m_address, who)));
    }
    sendSelf(u"<item role='%1' affiliation='%2'/><status code='110'/>%3"_s.arg(
        role, affiliation, created ? u"<status code='201'/>"_s : QString()));
    const int wanted = archives ? 0 : std::min<int>(lastHistory.toInt(), static_cast<int>(history.size()));
    for (int i = 0; i < wanted; ++i) {
        m_stalled = m_stalled || i == historyStallsAfter;
        const FakeEntry &entry = history.at(history.size() - wanted + i);
        broadcast(entry, u"<delay xmlns='urn:xmpp:delay' from='%1' stamp='%2'/>"_s.arg(m_address, entry.stamp()));
    }
    m_stalled = m_stalled || wanted <= historyStallsAfter;
    if (!sendsSubject)
        return;
    tell(xml(u"<message xmlns='jabber:client' type='groupchat' from='%1/bob'><subject>%2</subject></message>"_s.arg(
        m_address, subject)));
}

bool FakeRoom::handleNotice(const XmlNode &message)
{
    const XmlNode newSubject = message.child(u"subject", ns::client);
    if (!newSubject.isNull()) {
        if (!subjectRefusal.isEmpty()) {
            tell(error(u"message"_s, message.attribute(u"id"), subjectRefusal));
            return true;
        }
        subject = newSubject.text();
        FakeEntry entry = newEntry(nickname, {}, message.attribute(u"id"));
        entry.payload = newSubject.toXml();
        keep(entry);
        broadcast(entry);
        return true;
    }
    const QString state = message.childIn(ns::chatStates).name();
    if (state.isEmpty() || !message.child(u"body", ns::client).isNull())
        return false;
    chatStates.append(state);
    if (inside)
        type(nickname, state);
    return true;
}

void FakeRoom::type(const QString &who, const QString &state)
{
    tell(xml(u"<message xmlns='jabber:client' type='groupchat' from='%1/%2'><%3 "
             "xmlns='http://jabber.org/protocol/chatstates'/></message>"_s.arg(m_address, who, state)));
}

void FakeRoom::handleMessage(const XmlNode &message)
{
    if (handleNotice(message))
        return;
    const QString id = message.attribute(u"id");
    const QString body = message.child(u"body", ns::client).text();
    received.append(body);
    receivedIds.append(id);
    if (const XmlNode file = message.child(u"x", ns::outOfBand); !file.isNull())
        receivedFiles.append(file.child(u"url", ns::outOfBand).text());
    const bool refuses = !messageRefusal.isEmpty() && refusals != 0;
    if (refuses || !inside) {
        refusals -= inside && refusals > 0 ? 1 : 0;
        tell(error(u"message"_s, id, inside ? messageRefusal : u"not-acceptable"_s, {},
                   inside ? refusalType : u"cancel"_s));
        return;
    }
    if (losesMessages)
        return;
    FakeEntry entry = newEntry(nickname, body, id);
    entry.occupant = ourOccupant;
    entry.replaces = message.child(u"replace", ns::correction).attribute(u"id");
    const XmlNode reactions = message.child(u"reactions", ns::reactions);
    entry.reactsTo = reactions.attribute(u"id");
    for (const XmlNode &reaction : reactions.childrenNamed(u"reaction", ns::reactions))
        entry.reactions.append(reaction.text());
    const QList<XmlNode> children = message.children();
    for (const XmlNode &child : children) {
        if (child.name() != "body"_L1)
            entry.payload += child.toXml();
    }
    keep(entry);
    if (reflects)
        broadcast(entry);
}

} // namespace foyer

#include "service/fakeroom.h"

#include "service/fakeserver.h"
#include "stanza/namespaces.h"
#include "stanza/presence.h"
#include "support/xml.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>

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

/// Whole seconds, as Prosody's.
QString stampOf(const FakeEntry &entry)
{
    return QDateTime(QDate(2026, 2, 27), QTime(10, 0), Qt::UTC).addSecs(entry.second).toString(Qt::ISODate);
}

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

} // namespace

XmlNode FakeEntry::message(const QString &room) const
{
    QString text = u"<message xmlns='jabber:client' type='groupchat' from='%1/%2'"_s.arg(room, nickname);
    if (!messageId.isEmpty())
        text += QString(u" id='"_s + messageId + u"'"_s);
    text += u'>';
    if (!body.isEmpty())
        text += QString(u"<body>"_s + escaped(body) + u"</body>"_s);
    text += QString(payload + u"<occupant-id xmlns='urn:xmpp:occupant-id:0' id='occupant-"_s + nickname +
                    u"'/></message>"_s);
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
    if (archives)
        entries.append(entry);
    broadcast(entry);
    return entry.archiveId;
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
    XmlNode message = entry.message(m_address);
    if (archives && !entry.archiveId.isEmpty()) {
        message.addChild(XmlNode(u"stanza-id"_s, ns::stanzaId)
                             .setAttribute(u"by"_s, m_address)
                             .setAttribute(u"id"_s, entry.archiveId));
    }
    if (!more.isEmpty())
        message.addChild(xml(more));
    m_server.deliver(message);
}

void FakeRoom::occupantJoins(const QString &who)
{
    occupants.append(who);
    if (inside) {
        m_server.deliver(xml(u"<presence xmlns='jabber:client' from='%1/%2'><x "
                             "xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
                             "</x></presence>"_s.arg(m_address, who)));
    }
}

void FakeRoom::occupantLeaves(const QString &who)
{
    occupants.removeAll(who);
    if (inside) {
        m_server.deliver(xml(u"<presence xmlns='jabber:client' from='%1/%2' type='unavailable'><x "
                             "xmlns='http://jabber.org/protocol/muc#user'><item role='none' affiliation='none'/>"
                             "</x></presence>"_s.arg(m_address, who)));
    }
}

void FakeRoom::sendSelf(const QString &more)
{
    XmlNode self = xml(u"<presence xmlns='jabber:client' from='%1/%2'><occupant-id xmlns='urn:xmpp:occupant-id:0' "
                       "id='occupant-%2'/><x xmlns='http://jabber.org/protocol/muc#user'>%3</x></presence>"_s.arg(
                           m_address, nickname, more));
    if (mute)
        self.addChild(stanza::muteElement(*mute));
    m_server.deliver(self);
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
    m_server.deliver(
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
    m_server.deliver(
        xml(u"<presence xmlns='jabber:client' from='%1/%2' type='unavailable'><x "
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
    m_server.deliver(
        xml(u"<message xmlns='jabber:client' type='groupchat' from='%1'><x "
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

XmlNode FakeRoom::error(const QString &name, const QString &id, const QString &condition, const QString &text)
{
    return xml(
        u"<%1 xmlns='jabber:client' type='error' id='%2' from='%3'><error type='cancel'><%4 "
        "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>%5</%4></error></%1>"_s.arg(name, id, m_address, condition, text));
}

void FakeRoom::handlePresence(const XmlNode &presence)
{
    if (presence.attribute(u"type") == "unavailable"_L1) {
        ++leaves;
        if (inside)
            throwOut({});
        return;
    }
    ++joins;
    nickname = resourceOf(presence.attribute(u"to"));
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
    if (!refusal.isNull()) {
        m_server.deliver(refusal.setAttribute(u"from"_s, QString(m_address + u'/' + nickname)));
        return;
    }
    m_server.entered(*this);
    const bool created = !exists;
    exists = true;
    inside = true;
    for (const QString &who : std::as_const(occupants)) {
        m_server.deliver(xml(u"<presence xmlns='jabber:client' from='%1/%2'><x "
                             "xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
                             "</x></presence>"_s.arg(m_address, who)));
    }
    sendSelf(u"<item role='%1' affiliation='%2'/><status code='110'/>%3"_s.arg(
        role, affiliation, created ? u"<status code='201'/>"_s : QString()));
    if (!archives) {
        const int wanted = std::min<int>(lastHistory.toInt(), static_cast<int>(history.size()));
        for (qsizetype i = history.size() - wanted; i < history.size(); ++i) {
            broadcast(history.at(i),
                      u"<delay xmlns='urn:xmpp:delay' from='%1' stamp='%2'/>"_s.arg(m_address, stampOf(history.at(i))));
        }
    }
    m_server.deliver(
        xml(u"<message xmlns='jabber:client' type='groupchat' from='%1/bob'><subject>%2</subject></message>"_s.arg(
            m_address, subject)));
}

void FakeRoom::handleMessage(const XmlNode &message)
{
    const QString id = message.attribute(u"id");
    const QString body = message.child(u"body", ns::client).text();
    received.append(body);
    receivedIds.append(id);
    if (!messageRefusal.isEmpty() || !inside) {
        m_server.deliver(error(u"message"_s, id, inside ? messageRefusal : u"not-acceptable"_s));
        return;
    }
    if (losesMessages)
        return;
    FakeEntry entry = newEntry(nickname, body, id);
    entry.payload = u"<origin-id xmlns='urn:xmpp:sid:0' id='%1'/>"_s.arg(id);
    if (archives)
        entries.append(entry);
    if (reflects)
        broadcast(entry);
}

void FakeRoom::handleIq(const XmlNode &iq)
{
    if (!iq.child(u"query", ns::discoInfo).isNull()) {
        if (answersInfo)
            answerInfo(iq);
    } else if (!iq.child(u"query", ns::mam).isNull()) {
        answerPage(iq);
    } else if (!iq.child(u"ping", ns::ping).isNull()) {
        ++pings;
        if (!answersPing)
            return;
        XmlNode answer =
            inside ? xml(u"<iq xmlns='jabber:client' type='result'/>"_s) : error(u"iq"_s, {}, u"not-acceptable"_s);
        m_server.deliver(
            answer.setAttribute(u"id"_s, iq.attribute(u"id")).setAttribute(u"from"_s, iq.attribute(u"to")));
    } else {
        m_server.deliver(
            xml(u"<iq xmlns='jabber:client' type='result' id='%1' from='%2'/>"_s.arg(iq.attribute(u"id"), m_address)));
    }
}

void FakeRoom::answerInfo(const XmlNode &iq)
{
    if (!exists) {
        m_server.deliver(error(u"iq"_s, iq.attribute(u"id"), u"item-not-found"_s));
        return;
    }
    QStringList features{u"http://jabber.org/protocol/muc"_s, moderated ? u"muc_moderated"_s : u"muc_unmoderated"_s};
    if (archives)
        features += {u"urn:xmpp:mam:2"_s, u"urn:xmpp:sid:0"_s, u"urn:xmpp:occupant-id:0"_s};
    if (stableIds)
        features += u"http://jabber.org/protocol/muc#stable_id"_s;
    QString list;
    for (const QString &feature : std::as_const(features))
        list += QString(u"<feature var='"_s + feature + u"'/>"_s);
    m_server.deliver(
        xml(u"<iq xmlns='jabber:client' type='result' id='%1' from='%2'><query "
            "xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='%3'/>%4<x "
            "xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
            "<value>http://jabber.org/protocol/muc#roominfo</value></field><field var='muc#roominfo_occupants'>"
            "<value>%5</value></field>%6</x></query></iq>"_s.arg(iq.attribute(u"id"), m_address, title, list)
                .arg(occupants.size() + (inside ? 1 : 0))
                .arg(createdAt.isEmpty() ? QString()
                                         : QString(u"<field var='foyer#created' type='text-single'><value>"_s +
                                                   createdAt + u"</value></field>"_s))));
}

void FakeRoom::answerPage(const XmlNode &iq)
{
    const XmlNode query = iq.child(u"query", ns::mam);
    const XmlNode set = query.child(u"set", ns::resultSets);
    const int max = set.child(u"max", ns::resultSets).text().toInt();
    const bool forwards = set.child(u"before", ns::resultSets).isNull();
    const QString before = set.child(u"before", ns::resultSets).text();
    const auto at = std::find_if(entries.cbegin(), entries.cend(),
                                 [&before](const FakeEntry &entry) { return entry.archiveId == before; });
    const QString name = forwards               ? u"oldest"_s
                         : before.isEmpty()     ? u"newest"_s
                         : at == entries.cend() ? u"unknown"_s
                                                : at->body;
    pagesAsked.append(u"%1/%2"_s.arg(name).arg(max));
    if (!answersPages)
        return;
    if (pagesBeforeRefusal == 0) {
        m_server.deliver(error(u"iq"_s, iq.attribute(u"id"), archiveRefusal));
        return;
    }
    pagesBeforeRefusal -= pagesBeforeRefusal > 0 ? 1 : 0;
    if (!before.isEmpty() && at == entries.cend()) {
        m_server.deliver(error(u"iq"_s, iq.attribute(u"id"), u"item-not-found"_s));
        return;
    }
    const qsizetype end = forwards                                ? std::min<qsizetype>(max, entries.size())
                          : before.isEmpty() || repeatsNewestPage ? entries.size()
                                                                  : std::distance(entries.cbegin(), at);
    const qsizetype begin = std::max<qsizetype>(0, end - max);
    const Page page{iq.attribute(u"id"), query.attribute(u"queryid"), entries.mid(begin, end - begin), begin == 0};
    if (holdsPages)
        m_pages.append(page);
    else
        sendPage(page, -1);
}

void FakeRoom::releasePage(int results)
{
    sendPage(m_pages.takeFirst(), results);
}

void FakeRoom::sendPage(const Page &page, int results)
{
    int sent = 0;
    for (const FakeEntry &entry : page.entries) {
        if (results >= 0 && sent++ >= results)
            return;
        XmlNode result(u"result"_s, ns::mam);
        result.setAttribute(u"queryid"_s, page.queryId).setAttribute(u"id"_s, entry.archiveId);
        XmlNode message(u"message"_s, ns::client);
        message.setAttribute(u"from"_s, m_address);
        if (entry.poisoned) {
            m_server.deliverRefused(message.addChild(result));
            continue;
        }
        XmlNode forwarded(u"forwarded"_s, ns::forward);
        forwarded.addChild(xml(u"<delay xmlns='urn:xmpp:delay' stamp='%1'/>"_s.arg(stampOf(entry))));
        forwarded.addChild(entry.message(m_address));
        m_server.deliver(message.addChild(result.addChild(forwarded)));
    }
    m_server.deliver(
        xml(u"<iq xmlns='jabber:client' type='result' id='%1' from='%2'><fin xmlns='urn:xmpp:mam:2'%3/></iq>"_s.arg(
            page.iqId, m_address, page.complete ? u" complete='true'"_s : QString())));
}

} // namespace foyer

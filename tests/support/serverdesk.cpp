#include "support/serverdesk.h"

#include "stanza/xmlreader.h"
#include "support/xml.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace foyer
{

server::RoomSettings ServerDesk::usualSettings()
{
    server::RoomSettings settings;
    settings.domain = u"localhost"_s;
    settings.mucDomain = u"conference.localhost"_s;
    settings.singleUserMultipleRooms = true;
    return settings;
}

ServerDesk::ServerDesk(const server::RoomSettings &settings)
{
    if (!m_store.open(m_folder.filePath(u"server.sqlite"_s)))
        qFatal("the store cannot be opened");
    m_rooms = std::make_unique<server::Rooms>(m_store, m_clock, settings);
    m_sessions = std::make_unique<server::SessionTable>(settings.domain, m_clock, 300);
    m_face = std::make_unique<server::MucFace>(server::MucContext{*m_rooms, m_store, *m_sessions, m_clock});
    m_requests = std::make_unique<server::RoomRequests>(
        server::RoomRequests::Deps{*m_rooms, m_store, *m_sessions, m_face->occupancy(), m_clock});
    m_router = std::make_unique<server::StanzaRouter>(server::StanzaRouter::Deps{*m_face, *m_requests, *m_sessions},
                                                      settings.domain, settings.mucDomain);
    m_rooms->load();
}

ServerDesk::~ServerDesk() = default;

void ServerDesk::connectAs(const QString &jid)
{
    m_sessions->open(*Jid::parse(jid), &m_listeners[jid], [](server::SessionEnd) {});
}

void ServerDesk::say(const QString &jid, const QString &stanza)
{
    stanza::XmlNode node = xml(stanza);
    node.setAttribute(u"from"_s, jid);
    server::Session *session = m_sessions->find(*Jid::parse(jid));
    if (!session)
        qFatal("%s is not connected", qUtf8Printable(jid));
    m_router->handle(*session, node);
}

QStringList ServerDesk::heardTexts(const QString &jid)
{
    return std::exchange(m_listeners[jid].texts, {});
}

QList<stanza::XmlNode> ServerDesk::heard(const QString &jid)
{
    QList<stanza::XmlNode> nodes;
    const QStringList texts = heardTexts(jid);
    for (const QString &text : texts) {
        const stanza::XmlNode node = stanza::XmlReader::parse(text);
        if (node.attribute(u"to") != jid)
            qFatal("%s got %s", qUtf8Printable(jid), qUtf8Printable(text));
        stanza::XmlNode shown(node.name(), node.xmlNamespace());
        for (const auto &attribute : node.attributes()) {
            if (attribute.name != u"to")
                shown.setAttribute(attribute.name, attribute.value);
        }
        for (const stanza::XmlNode &child : node.children())
            shown.addChild(child);
        nodes.append(shown.addText(node.text()));
    }
    return nodes;
}

stanza::XmlNode ServerDesk::last(const QString &jid)
{
    const QList<stanza::XmlNode> all = heard(jid);
    return all.isEmpty() ? stanza::XmlNode() : all.constLast();
}

void ServerDesk::forgetHeard()
{
    for (auto &[jid, listener] : m_listeners)
        listener.texts.clear();
}

void ServerDesk::makeRoom(const QString &room, const QString &jid, const QString &nickname)
{
    enter(room, jid, nickname);
    say(jid, u"<iq xmlns='jabber:client' type='set' id='open' to='%1'><query "
             "xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query></iq>"_s.arg(
                 room));
    forgetHeard();
}

void ServerDesk::enter(const QString &room, const QString &jid, const QString &nickname)
{
    if (!m_sessions->find(*Jid::parse(jid)))
        connectAs(jid);
    say(jid, u"<presence xmlns='jabber:client' to='%1/%2'><x xmlns='http://jabber.org/protocol/muc'><history "
             "maxstanzas='0'/></x></presence>"_s.arg(room, nickname));
    forgetHeard();
}

} // namespace foyer

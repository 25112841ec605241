#include "server/xmpp/roomrequests.h"

#include "server/xmpp/answers.h"
#include "server/xmpp/roomform.h"
#include "server/xmpp/roominfo.h"
#include "stanza/address.h"
#include "stanza/iq.h"
#include "stanza/namespaces.h"
#include "stanza/presence.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

/// Reading lists and forms is forbidden to others (XEP-0045 sections 8 to 10), acting is not allowed to them.
Refusal asForbidden(Refusal refusal)
{
    if (refusal.kind == Refusal::Kind::NotAllowed)
        refusal.kind = Refusal::Kind::Banned;
    return refusal;
}

std::optional<Rooms::AdminItem> adminItemOf(const XmlNode &node)
{
    Rooms::AdminItem item;
    item.nickname = node.attribute(u"nick");
    item.reason = node.child(u"reason", ns::mucAdmin).text();
    if (node.hasAttribute(u"jid")) {
        const auto account = Jid::parse(node.attribute(u"jid"));
        if (!account)
            return std::nullopt;
        item.account = account->bare();
    }
    const std::optional<int> minutes = stanza::muteMinutesOf(node);
    if (!minutes)
        return std::nullopt;
    item.minutes = *minutes;
    const QString role = node.attribute(u"role");
    const QString affiliation = node.attribute(u"affiliation");
    if (node.hasAttribute(u"role")) {
        item.role = roleFromName(role);
        if (nameOf(*item.role) != role)
            return std::nullopt;
    }
    // Only what takes voice can end by itself.
    if (item.minutes > 0 && item.role != Role::Visitor)
        return std::nullopt;
    if (node.hasAttribute(u"affiliation")) {
        item.affiliation = affiliationFromName(affiliation);
        if (nameOf(*item.affiliation) != affiliation)
            return std::nullopt;
    }
    return item;
}

} // namespace

RoomRequests::RoomRequests(const Deps &deps) : m_deps(deps), m_archiveAnswers(deps.rooms, deps.storage, deps.sessions)
{
}

void RoomRequests::answer(const Request &request, const XmlNode &payload)
{
    XmlNode result = resultOf(request.iq);
    if (!payload.isNull())
        result.addChild(payload);
    m_deps.sessions.deliver(request.session, result);
}

void RoomRequests::refuse(const Request &request, const Refusal &refusal)
{
    m_deps.sessions.deliver(request.session, refusalOf(request.iq, refusal));
}

void RoomRequests::fail(const Request &request, const QString &type, const QString &condition, const QString &text)
{
    m_deps.sessions.deliver(request.session, errorOf(request.iq, type, condition, text));
}

void RoomRequests::handle(const Jid &session, const XmlNode &iq)
{
    const QString to = iq.attribute(u"to");
    Request request{session, to.section(u'@', 0, 0), iq, stanza::payloadOf(iq), iq.attribute(u"type") == "set"_L1};
    const stanza::SplitAddress address = stanza::splitAddress(to);
    if (address.bare.local().isEmpty()) {
        toService(session, iq);
        return;
    }
    if (!m_deps.rooms.record(request.roomId)) {
        fail(request, u"cancel"_s, u"item-not-found"_s, u"There is no such room."_s);
        return;
    }
    if (address.resource.isEmpty())
        toRoom(request);
    else
        toOccupant(request, address.resource);
}

void RoomRequests::toService(const Jid &session, const XmlNode &iq)
{
    const Request request{session, {}, iq, stanza::payloadOf(iq), iq.attribute(u"type") == "set"_L1};
    const bool hasNode = request.payload.hasAttribute(u"node");
    if (!request.isSet && request.payload.is(u"query", ns::discoInfo) && !hasNode)
        answer(request, serviceInfo(m_deps.rooms.settings()));
    else if (!request.isSet && request.payload.is(u"query", ns::discoItems) && !hasNode)
        roomList(request);
    else if (hasNode && request.payload.name() == "query"_L1)
        fail(request, u"cancel"_s, u"item-not-found"_s);
    else
        fail(request, u"cancel"_s, u"service-unavailable"_s);
}

void RoomRequests::roomList(const Request &request)
{
    const auto items = serviceItems(m_deps.rooms, request.payload.child(u"set", ns::resultSets));
    if (items)
        answer(request, *items);
    else
        fail(request, u"modify"_s, u"bad-request"_s);
}

void RoomRequests::toOccupant(const Request &request, const QString &nickname)
{
    const RoomOccupant *self = m_deps.occupancy.withSession(request.roomId, request.session);
    if (!self) {
        fail(request, u"cancel"_s, u"not-acceptable"_s, u"You are not in the room."_s); // XEP-0410 section 3
        return;
    }
    if (!m_deps.occupancy.named(request.roomId, nickname))
        fail(request, u"cancel"_s, u"item-not-found"_s, u"Nobody in the room has this name."_s);
    else if (self->nickname == nickname && !request.isSet && request.payload.is(u"ping", ns::ping))
        answer(request);
    else
        fail(request, u"cancel"_s, u"service-unavailable"_s);
}

void RoomRequests::toRoom(const Request &request)
{
    const XmlNode &payload = request.payload;
    if (payload.is(u"query", ns::discoInfo) && !request.isSet)
        roomInfo(request);
    else if (payload.is(u"query", ns::discoItems) && !request.isSet)
        roomItems(request);
    else if (payload.is(u"query", ns::mucAdmin))
        request.isSet ? admin(request) : adminList(request);
    else if (payload.is(u"query", ns::mucOwner))
        owner(request);
    else if (payload.is(u"moderate", ns::moderate) && request.isSet && m_archive)
        moderate(request);
    else if (payload.xmlNamespace() == ns::mam && m_archive)
        archive(request);
    else
        fail(request, u"cancel"_s, u"service-unavailable"_s);
}

void RoomRequests::roomInfo(const Request &request)
{
    const QString node = request.payload.attribute(u"node");
    if (node == "x-roomuser-item"_L1) {
        // No reserved nicknames to be discovered (XEP-0045 section 7.12).
        XmlNode query(u"query"_s, ns::discoInfo);
        answer(request, query.setAttribute(u"node"_s, node));
        return;
    }
    if (!node.isEmpty()) {
        fail(request, u"cancel"_s, u"item-not-found"_s);
        return;
    }
    RoomFacts facts;
    facts.record = *m_deps.rooms.record(request.roomId);
    facts.occupants = static_cast<int>(m_deps.occupancy.occupants(request.roomId).size());
    facts.archive = m_archive;
    answer(request, stanzaOfRoomInfo(facts));
}

void RoomRequests::roomItems(const Request &request)
{
    // Who is inside is told to those inside, and only as far as presences tell it (section 6.5).
    const RoomOccupant *self = m_deps.occupancy.withSession(request.roomId, request.session);
    const bool told = self && (m_deps.rooms.settings().memberChangeEvents || self->role == Role::Moderator);
    XmlNode query(u"query"_s, ns::discoItems);
    if (told) {
        const QString room = request.iq.attribute(u"to");
        const QList<RoomOccupant> occupants = m_deps.occupancy.occupants(request.roomId);
        for (const RoomOccupant &occupant : occupants) {
            XmlNode item(u"item"_s, ns::discoItems);
            query.addChild(item.setAttribute(u"jid"_s, QString(room + u'/' + occupant.nickname))
                               .setAttribute(u"name"_s, occupant.nickname));
        }
    }
    answer(request, query);
}

void RoomRequests::admin(const Request &request)
{
    QList<Rooms::AdminItem> items;
    const QList<XmlNode> nodes = request.payload.childrenNamed(u"item", ns::mucAdmin);
    for (const XmlNode &node : nodes) {
        const auto item = adminItemOf(node);
        if (!item) {
            fail(request, u"modify"_s, u"bad-request"_s);
            return;
        }
        items.append(*item);
    }
    if (items.isEmpty()) {
        fail(request, u"modify"_s, u"bad-request"_s);
        return;
    }
    if (const auto done = m_deps.rooms.administer(request.roomId, request.session, items); done)
        answer(request);
    else
        refuse(request, done.refusal());
}

void RoomRequests::moderate(const Request &request)
{
    const XmlNode &payload = request.payload;
    if (payload.child(u"retract", ns::retract).isNull()) {
        fail(request, u"modify"_s, u"bad-request"_s);
        return;
    }
    const auto done = m_deps.rooms.moderate(request.roomId, request.session, payload.attribute(u"id"),
                                            payload.child(u"reason", ns::moderate).text());
    if (done)
        answer(request);
    else
        refuse(request, asForbidden(done.refusal()));
}

void RoomRequests::adminList(const Request &request)
{
    const auto item = adminItemOf(request.payload.child(u"item", ns::mucAdmin));
    if (!item || item->role.has_value() == item->affiliation.has_value()) {
        fail(request, u"modify"_s, u"bad-request"_s);
        return;
    }
    XmlNode query(u"query"_s, ns::mucAdmin);
    const auto add = [&query](Affiliation affiliation, const QString &jid) -> XmlNode {
        XmlNode node(u"item"_s, ns::mucAdmin);
        node.setAttribute(u"affiliation"_s, nameOf(affiliation));
        return jid.isEmpty() ? node : node.setAttribute(u"jid"_s, jid);
    };
    if (item->role) {
        const auto found = m_deps.rooms.occupantsWithRole(request.roomId, request.session, *item->role);
        if (!found) {
            refuse(request, asForbidden(found.refusal()));
            return;
        }
        for (const RoomOccupant &occupant : *found) {
            const QString jid =
                occupant.clients.isEmpty() ? QString() : occupant.clients.constLast().session.toString();
            query.addChild(add(occupant.affiliation, jid)
                               .setAttribute(u"nick"_s, occupant.nickname)
                               .setAttribute(u"role"_s, nameOf(occupant.role)));
        }
        answer(request, query);
        return;
    }
    const auto found = m_deps.rooms.standings(request.roomId, request.session, *item->affiliation);
    if (!found) {
        refuse(request, asForbidden(found.refusal()));
        return;
    }
    for (const Standing &standing : *found) {
        XmlNode node = add(standing.affiliation, standing.account.toString());
        if (!standing.nickname.isEmpty())
            node.setAttribute(u"nick"_s, standing.nickname);
        if (!standing.reason.isEmpty())
            node.addTextChild(u"reason"_s, standing.reason, ns::mucAdmin);
        query.addChild(node);
    }
    answer(request, query);
}

void RoomRequests::owner(const Request &request)
{
    const auto config = m_deps.rooms.configForm(request.roomId, request.session);
    if (!config) {
        refuse(request, asForbidden(config.refusal()));
        return;
    }
    if (!request.isSet) {
        XmlNode query(u"query"_s, ns::mucOwner);
        answer(request, query.addChild(writeDataForm(formOf(*config))));
        return;
    }
    const XmlNode destroy = request.payload.child(u"destroy", ns::mucOwner);
    if (!destroy.isNull()) {
        const auto done = m_deps.rooms.destroy(
            request.roomId, request.session, destroy.child(u"reason", ns::mucOwner).text(), destroy.attribute(u"jid"));
        done ? answer(request) : refuse(request, asForbidden(done.refusal()));
        return;
    }
    const DataForm form = readDataForm(request.payload.child(u"x", ns::dataForms));
    if (form.type == "cancel"_L1) {
        answer(request);
        return;
    }
    const auto wanted = form.type == "submit"_L1 ? configOf(form, *config) : std::nullopt;
    if (!wanted) {
        fail(request, u"modify"_s, u"not-acceptable"_s, u"A field of the form has an impossible value."_s);
        return;
    }
    const bool persistentAsked = form.has(u"muc#roomconfig_persistentroom"_s);
    const auto done = m_deps.rooms.configure(request.roomId, request.session, *wanted, persistentAsked);
    done ? answer(request) : refuse(request, done.refusal());
}

void RoomRequests::archive(const Request &request)
{
    const auto allowed = m_deps.rooms.mayRead(request.roomId, request.session);
    if (!allowed) {
        refuse(request, asForbidden(allowed.refusal()));
        return;
    }
    if (request.payload.is(u"query", ns::mam) && request.isSet) {
        const RoomOccupant *self = m_deps.occupancy.withSession(request.roomId, request.session);
        const bool addresses =
            m_deps.rooms.record(request.roomId)->config.addressesShown || (self && self->role == Role::Moderator);
        m_archiveAnswers.page({request.session, request.roomId, request.iq, request.payload, addresses},
                              m_deps.clock.now());
    } else if (request.payload.is(u"query", ns::mam)) {
        answer(request, ArchiveAnswers::searchForm());
    } else if (request.payload.is(u"metadata", ns::mam) && !request.isSet) {
        answer(request, m_archiveAnswers.metadata(request.roomId));
    } else {
        fail(request, u"cancel"_s, u"service-unavailable"_s);
    }
}

} // namespace foyer::server

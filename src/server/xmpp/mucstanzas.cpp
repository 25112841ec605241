#include "server/xmpp/mucstanzas.h"

#include "core/xmpptime.h"
#include "stanza/address.h"
#include "stanza/namespaces.h"
#include "stanza/presence.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::MucStatus;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

QString occupantAddress(const Jid &room, const QString &nickname)
{
    return room.toString() + u'/' + nickname;
}

XmlNode presenceFrom(const Jid &room, const QString &nickname, const QString &type, const PresenceView &view)
{
    XmlNode presence(u"presence"_s, ns::client);
    presence.setAttribute(u"from"_s, occupantAddress(room, nickname));
    if (!type.isEmpty())
        presence.setAttribute(u"type"_s, type);
    if (!view.id.isEmpty())
        presence.setAttribute(u"id"_s, view.id);
    return presence;
}

void addStatus(XmlNode &user, int code)
{
    user.addChild(XmlNode(u"status"_s, ns::mucUser).setAttribute(u"code"_s, QString::number(code)));
}

XmlNode itemOf(Affiliation affiliation, Role role, const PresenceView &view)
{
    XmlNode item(u"item"_s, ns::mucUser);
    item.setAttribute(u"affiliation"_s, nameOf(affiliation)).setAttribute(u"role"_s, nameOf(role));
    if (!view.actor.isEmpty())
        item.addChild(XmlNode(u"actor"_s, ns::mucUser).setAttribute(u"nick"_s, view.actor));
    if (!view.reason.isEmpty())
        item.addTextChild(u"reason"_s, view.reason, ns::mucUser);
    return item;
}

XmlNode occupantIdOf(const QString &id)
{
    return XmlNode(u"occupant-id"_s, ns::occupantId).setAttribute(u"id"_s, id);
}

/// `<x/>` with one item for each client that may be seen, then the codes.
XmlNode userElement(const QList<XmlNode> &items, const PresenceView &view)
{
    XmlNode user(u"x"_s, ns::mucUser);
    for (const XmlNode &item : items)
        user.addChild(item);
    for (const int code : view.codes)
        addStatus(user, code);
    if (view.self)
        addStatus(user, static_cast<int>(MucStatus::SelfPresence));
    return user;
}

QList<XmlNode> itemsOf(const RoomOccupant &occupant, const QList<Jid> &sessions, Role role, const PresenceView &view)
{
    QList<XmlNode> items;
    if (view.addresses) {
        for (const Jid &session : sessions) {
            XmlNode item = itemOf(occupant.affiliation, role, view);
            items.append(item.setAttribute(u"jid"_s, session.toString()));
        }
    }
    if (items.isEmpty())
        items.append(itemOf(occupant.affiliation, role, view));
    return items;
}

QList<Jid> sessionsOf(const RoomOccupant &occupant)
{
    QList<Jid> sessions;
    for (const ClientPresence &client : occupant.clients)
        sessions.append(client.session);
    return sessions;
}

QList<int> codesOf(Departure departure, bool self)
{
    switch (departure) {
    case Departure::Kicked:
        return {static_cast<int>(MucStatus::Kicked)};
    case Departure::Banned:
        return {static_cast<int>(MucStatus::Banned)};
    case Departure::MembershipLost:
        return {static_cast<int>(MucStatus::AffiliationLost)};
    case Departure::MembersOnlyNow:
        return {static_cast<int>(MucStatus::MembersOnlyNow)};
    case Departure::ServiceShutdown:
        return {static_cast<int>(MucStatus::ServiceShutdown)};
    case Departure::Offline:
        // Whoever comes back by resuming learns that it is out, and that nobody wanted that.
        return self ? QList<int>{static_cast<int>(MucStatus::TechnicalRemoval)} : QList<int>{};
    case Departure::Left:
    case Departure::Replaced:
    case Departure::RoomDestroyed:
        break;
    }
    return {};
}

bool isRoomsOwn(const XmlNode &element)
{
    const QString space = element.xmlNamespace();
    return space == ns::muc || space == ns::mucUser || space == ns::occupantId || space == ns::mute ||
           space == ns::replaced || element.is(u"stanza-id", ns::stanzaId);
}

} // namespace

XmlNode availablePresence(const Jid &room, const RoomOccupant &occupant, const PresenceView &view)
{
    XmlNode presence = presenceFrom(room, occupant.nickname, {}, view);
    if (!occupant.clients.isEmpty()) {
        for (const XmlNode &payload : occupant.clients.constLast().payloads)
            presence.addChild(payload);
    }
    presence.addChild(occupantIdOf(occupant.occupantId));
    presence.addChild(userElement(itemsOf(occupant, sessionsOf(occupant), occupant.role, view), view));
    if (view.self)
        presence.addChild(stanza::muteElement(occupant.mute));
    return presence;
}

XmlNode leavingPresence(const Jid &room, const OccupantLeft &left, const PresenceView &view)
{
    PresenceView shown = view;
    shown.actor = left.actor;
    shown.codes = codesOf(left.departure, view.self);
    RoomOccupant gone = left.occupant;
    const bool isDestroyed = left.departure == Departure::RoomDestroyed;
    if (!isDestroyed)
        shown.reason = left.reason;
    if (left.departure == Departure::Banned)
        gone.affiliation = Affiliation::Outcast;
    else if (left.departure == Departure::MembershipLost || isDestroyed)
        gone.affiliation = Affiliation::None;

    XmlNode presence = presenceFrom(room, gone.nickname, u"unavailable"_s, shown);
    for (const XmlNode &payload : left.payloads)
        presence.addChild(payload);
    presence.addChild(occupantIdOf(gone.occupantId));
    XmlNode user = userElement(itemsOf(gone, left.sessions, Role::None, shown), shown);
    if (isDestroyed) {
        XmlNode destroy(u"destroy"_s, ns::mucUser);
        if (!left.alternative.isEmpty())
            destroy.setAttribute(u"jid"_s, left.alternative);
        if (!left.reason.isEmpty())
            destroy.addTextChild(u"reason"_s, left.reason, ns::mucUser);
        user.addChild(destroy);
    }
    presence.addChild(user);
    if (left.departure == Departure::Replaced && view.self)
        presence.addChild(stanza::replacedElement(left.alternative));
    return presence;
}

XmlNode renamingPresence(const Jid &room, const QString &before, const RoomOccupant &occupant, const PresenceView &view)
{
    PresenceView shown = view;
    shown.codes = {static_cast<int>(MucStatus::NicknameChanged)};
    QList<XmlNode> items = itemsOf(occupant, sessionsOf(occupant), occupant.role, shown);
    for (XmlNode &item : items)
        item.setAttribute(u"nick"_s, occupant.nickname);
    XmlNode presence = presenceFrom(room, before, u"unavailable"_s, shown);
    presence.addChild(occupantIdOf(occupant.occupantId));
    return presence.addChild(userElement(items, shown));
}

XmlNode notInsidePresence(const QString &occupantAddress, const QString &id)
{
    PresenceView view;
    view.self = true;
    view.reason = u"You are not in the room."_s;
    view.codes = {static_cast<int>(MucStatus::Kicked), static_cast<int>(MucStatus::TechnicalRemoval)};
    XmlNode presence(u"presence"_s, ns::client);
    presence.setAttribute(u"from"_s, occupantAddress).setAttribute(u"type"_s, u"unavailable"_s);
    if (!id.isEmpty())
        presence.setAttribute(u"id"_s, id);
    return presence.addChild(userElement({itemOf(Affiliation::None, Role::None, view)}, view));
}

XmlNode roomMessageOf(const Jid &room, const ArchiveEntry &entry, bool archived)
{
    XmlNode message = entry.message;
    if (archived) {
        XmlNode id(u"stanza-id"_s, ns::stanzaId);
        message.addChild(id.setAttribute(u"id"_s, entry.id).setAttribute(u"by"_s, room.toString()));
    }
    return message;
}

XmlNode historyMessageOf(const Jid &room, const ArchiveEntry &entry, bool archived)
{
    XmlNode delay(u"delay"_s, ns::delay);
    delay.setAttribute(u"from"_s, room.toString()).setAttribute(u"stamp"_s, formatTime(entry.sentAt));
    return roomMessageOf(room, entry, archived).addChild(delay);
}

XmlNode subjectMessageOf(const Jid &room, const RoomRecord &record)
{
    XmlNode message(u"message"_s, ns::client);
    message.setAttribute(u"type"_s, u"groupchat"_s);
    message.setAttribute(u"from"_s,
                         record.subjectBy.isEmpty() ? room.toString() : occupantAddress(room, record.subjectBy));
    message.addTextChild(u"subject"_s, record.subject, ns::client);
    if (record.subjectAt.isValid()) {
        XmlNode delay(u"delay"_s, ns::delay);
        message.addChild(
            delay.setAttribute(u"from"_s, room.toString()).setAttribute(u"stamp"_s, formatTime(record.subjectAt)));
    }
    return message;
}

XmlNode privateMessageOf(const Jid &room, const RoomOccupant &from, const XmlNode &message)
{
    XmlNode made(u"message"_s, ns::client);
    made.setAttribute(u"from"_s, occupantAddress(room, from.nickname));
    for (const QString &name : {u"type"_s, u"id"_s, u"xml:lang"_s}) {
        if (message.hasAttribute(name))
            made.setAttribute(name, message.attribute(name));
    }
    const QList<XmlNode> children = passedOn(message);
    for (const XmlNode &child : children)
        made.addChild(child);
    return made.addChild(XmlNode(u"x"_s, ns::mucUser)).addChild(occupantIdOf(from.occupantId));
}

XmlNode configNoticeOf(const Jid &room, const QList<int> &codes)
{
    XmlNode user(u"x"_s, ns::mucUser);
    for (const int code : codes)
        addStatus(user, code);
    XmlNode message(u"message"_s, ns::client);
    message.setAttribute(u"type"_s, u"groupchat"_s).setAttribute(u"from"_s, room.toString());
    return message.addChild(user);
}

QList<XmlNode> passedOn(const XmlNode &stanza)
{
    QList<XmlNode> children = stanza.children();
    children.removeIf(&isRoomsOwn);
    return children;
}

} // namespace foyer::server

#include "server/xmpp/invitations.h"

#include "server/rooms/roommessages.h"
#include "server/xmpp/answers.h"
#include "stanza/address.h"
#include "stanza/namespaces.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

/// Each may write a list and reach many; people invite a few at once.
constexpr qsizetype mostAtOnce = 20;

QList<XmlNode> partsOf(const XmlNode &message, QStringView name)
{
    return message.child(u"x", ns::mucUser).childrenNamed(name, ns::mucUser);
}

/// The element with `from` in the place of `to`.
XmlNode handedOn(const XmlNode &element, const QString &from)
{
    XmlNode made(element.name(), ns::mucUser);
    made.setAttribute(u"from"_s, from);
    const QList<XmlNode> children = element.children();
    for (const XmlNode &child : children)
        made.addChild(child);
    return made;
}

bool isMember(const RoomRecord &record, const Jid &account)
{
    return std::any_of(record.standings.cbegin(), record.standings.cend(), [&account](const Standing &standing) {
        return standing.account == account && standing.affiliation >= Affiliation::Member;
    });
}

XmlNode fromRoom(const XmlNode &message, const XmlNode &user)
{
    XmlNode made(u"message"_s, ns::client);
    made.setAttribute(u"from"_s, message.attribute(u"to"));
    if (message.hasAttribute(u"id"))
        made.setAttribute(u"id"_s, message.attribute(u"id"));
    return made.addChild(user);
}

} // namespace

Invitations::Invitations(Rooms &rooms, SessionTable &sessions, const Occupancy &occupancy)
    : m_rooms(rooms), m_sessions(sessions), m_occupancy(occupancy)
{
}

bool Invitations::isOne(const XmlNode &message)
{
    return !partsOf(message, u"invite").isEmpty() || !partsOf(message, u"decline").isEmpty();
}

void Invitations::handle(const Jid &session, const QString &roomId, const XmlNode &message)
{
    const QList<XmlNode> invites = partsOf(message, u"invite");
    const QList<XmlNode> declines = partsOf(message, u"decline");
    XmlNode error;
    if (!m_rooms.record(roomId))
        error = refusalOf(message, Refusal::make(Refusal::Kind::RoomDoesNotExist));
    else if (!fitsIntoStanza(message))
        error = refusalOf(message, Refusal::make(Refusal::Kind::TooLarge));
    else if (invites.size() + declines.size() > mostAtOnce)
        error = errorOf(message, u"modify"_s, u"policy-violation"_s, u"These are too many invitations at once."_s);
    for (const XmlNode &one : invites) {
        if (error.isNull())
            error = invite(session, roomId, message, one);
    }
    for (const XmlNode &one : declines) {
        if (error.isNull())
            error = decline(session, message, one);
    }
    if (!error.isNull())
        m_sessions.deliver(session, error);
}

XmlNode Invitations::invite(const Jid &session, const QString &roomId, const XmlNode &message, const XmlNode &invite)
{
    if (!m_occupancy.withSession(roomId, session))
        return refusalOf(message, Refusal::make(Refusal::Kind::NotInRoom));
    const Jid to = stanza::splitAddress(invite.attribute(u"to")).bare;
    if (to.local().isEmpty())
        return errorOf(message, u"modify"_s, u"jid-malformed"_s);
    const RoomRecord &record = *m_rooms.record(roomId);
    const RoomConfig config = record.config;
    if (config.membersOnly && !isMember(record, to)) {
        // An invitation that does not let in is none; who may not write the list may not invite.
        Rooms::AdminItem member;
        member.account = to;
        member.affiliation = Affiliation::Member;
        if (const auto added = m_rooms.administer(roomId, session, {member}); !added)
            return errorOf(message, u"auth"_s, u"forbidden"_s, added.refusal().text);
    }
    XmlNode user(u"x"_s, ns::mucUser);
    user.addChild(handedOn(invite, session.toString()));
    if (!config.password.isEmpty())
        user.addTextChild(u"password"_s, config.password, ns::mucUser);
    if (!deliver(to, fromRoom(message, user)))
        return errorOf(message, u"cancel"_s, u"item-not-found"_s, u"Nobody with this address is signed in."_s);
    return {};
}

XmlNode Invitations::decline(const Jid &session, const XmlNode &message, const XmlNode &decline)
{
    const Jid to = stanza::splitAddress(decline.attribute(u"to")).bare;
    XmlNode user(u"x"_s, ns::mucUser);
    user.addChild(handedOn(decline, session.bare().toString()));
    // That the other has gone meanwhile is nothing the one who declines can do something about.
    deliver(to, fromRoom(message, user));
    return {};
}

bool Invitations::deliver(const Jid &to, const XmlNode &message)
{
    bool reached = false;
    const QList<Jid> sessions = m_sessions.sessions();
    for (const Jid &session : sessions) {
        if (session.bare() != to)
            continue;
        m_sessions.deliver(session, message);
        reached = true;
    }
    return reached;
}

} // namespace foyer::server

#include "server/xmpp/mucface.h"

#include "core/xmpptime.h"
#include "server/rooms/roommessages.h"
#include "server/xmpp/answers.h"
#include "server/xmpp/dataform.h"
#include "stanza/address.h"
#include "stanza/namespaces.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

const QString voiceForm = u"http://jabber.org/protocol/muc#request"_s;

/// The room as the client spelled it, which matters when it makes the room.
QString roomIdIn(const QString &address)
{
    return address.section(u'@', 0, 0);
}

bool isDenial(const Refusal &refusal)
{
    return refusal.kind == Refusal::Kind::RoomDoesNotExist || refusal.kind == Refusal::Kind::NotInRoom;
}

} // namespace

MucFace::MucFace(const MucContext &context)
    : m_context(context),
      m_telling(context.rooms, context.storage, context.sessions),
      m_invitations(context.rooms, context.sessions, m_telling.occupancy())
{
    m_context.rooms.addObserver(this);
    m_context.sessions.setObserver(this);
}

MucFace::~MucFace()
{
    m_context.sessions.setObserver(nullptr);
    m_context.rooms.removeObserver(this);
}

void MucFace::reset()
{
    m_telling.reset();
}

void MucFace::refuse(const Jid &session, const XmlNode &stanza, const Refusal &refusal)
{
    if (mayBeAnswered(stanza))
        m_context.sessions.deliver(session, refusalOf(stanza, refusal));
}

void MucFace::handlePresence(const Jid &session, const XmlNode &presence)
{
    const QString to = presence.attribute(u"to");
    const QString type = presence.attribute(u"type");
    const QString roomId = roomIdIn(to);
    const QString nickname = stanza::splitAddress(to).resource;
    if (type == "unavailable"_L1) {
        // Leaving twice, or a room one is not in, needs no answer (RFC 6121 section 4.5.4).
        const QList<XmlNode> payloads = passedOn(presence);
        (void)m_context.rooms.leave(roomId, session, fitIntoPresence(payloads) ? payloads : QList<XmlNode>());
        return;
    }
    if (!type.isEmpty())
        return; // subscriptions and probes mean nothing to a room, errors are never answered
    if (nickname.isEmpty()) {
        m_context.sessions.deliver(
            session, errorOf(presence, u"modify"_s, u"jid-malformed"_s, u"A nickname is missing."_s)); // 7.2.1
        return;
    }
    if (!fitIntoPresence(passedOn(presence))) {
        refuse(session, presence, Refusal::make(Refusal::Kind::TooLarge));
        return;
    }
    if (!presence.child(u"x", ns::muc).isNull()) {
        enter(session, roomId, nickname, presence);
        return;
    }
    const auto changed = m_context.rooms.updatePresence(roomId, session, nickname, passedOn(presence));
    if (changed)
        return;
    if (isDenial(changed.refusal()))
        m_context.sessions.deliver(session, notInsidePresence(to, presence.attribute(u"id")));
    else
        refuse(session, presence, changed.refusal());
}

void MucFace::enter(const Jid &session, const QString &roomId, const QString &nickname, const XmlNode &presence)
{
    EnterRequest request;
    request.roomId = roomId;
    request.session = session;
    request.nickname = nickname;
    request.password = presence.child(u"x", ns::muc).child(u"password", ns::muc).text();
    request.payloads = passedOn(presence);

    JoinWish wish;
    wish.session = session;
    wish.nickname = nickname;
    wish.id = presence.attribute(u"id");
    wish.history = historyWishOf(presence, m_context.clock.now());
    m_telling.expectJoin(wish);
    const Granted<EnterResult> entered = m_context.rooms.enter(request);
    m_telling.expectNothing();
    if (!entered)
        refuse(session, presence, entered.refusal());
    else if (entered->alreadyInside)
        m_telling.answerJoin(roomId, entered->self, wish, false);
}

void MucFace::handleBroadcast(const Jid &session, const XmlNode &presence)
{
    if (presence.attribute(u"type") == "unavailable"_L1)
        m_context.rooms.ended(session, Departure::Left);
}

void MucFace::handleMessage(const Jid &session, const XmlNode &message)
{
    const QString to = message.attribute(u"to");
    const QString type = message.attribute(u"type");
    const QString roomId = roomIdIn(to);
    const QString nickname = stanza::splitAddress(to).resource;
    if (type == "error"_L1)
        return;
    if (nickname.isEmpty()) {
        if (type == "groupchat"_L1)
            say(session, roomId, message);
        else if (Invitations::isOne(message))
            m_invitations.handle(session, roomId, message);
        else
            handleForm(session, roomId, message);
        return;
    }
    if (type == "groupchat"_L1)
        m_context.sessions.deliver(session, errorOf(message, u"modify"_s, u"bad-request"_s));
    else
        sayPrivately(session, roomId, nickname, message);
}

void MucFace::say(const Jid &session, const QString &roomId, const XmlNode &message)
{
    const auto posted = m_context.rooms.say({roomId, session, message});
    if (!posted)
        refuse(session, message, posted.refusal());
    else if (posted->isRepeat)
        m_telling.repeat(roomId, session, posted->entry);
}

void MucFace::sayPrivately(const Jid &session, const QString &roomId, const QString &nickname, const XmlNode &message)
{
    const auto route = m_context.rooms.privateRoute(roomId, session, nickname);
    if (!route) {
        refuse(session, message, route.refusal());
        return;
    }
    const XmlNode made = privateMessageOf(m_telling.address(roomId), route->from, message);
    if (!fitsIntoStanza(made)) {
        refuse(session, message, Refusal::make(Refusal::Kind::TooLarge));
        return;
    }
    for (const ClientPresence &client : route->to.clients)
        m_context.sessions.deliver(client.session, made);
}

void MucFace::handleForm(const Jid &session, const QString &roomId, const XmlNode &message)
{
    const DataForm form = readDataForm(message.child(u"x", ns::dataForms));
    if (form.formType != voiceForm) {
        m_context.sessions.deliver(session, errorOf(message, u"cancel"_s, u"service-unavailable"_s));
        return;
    }
    if (form.value(u"muc#request_allow"_s).isEmpty()) {
        askForVoice(session, roomId, message);
        return;
    }
    if (!form.flag(u"muc#request_allow"_s, false))
        return; // a refusal is nobody's business (section 8.6)
    Rooms::AdminItem item;
    item.nickname = form.value(u"muc#roomnick"_s);
    item.role = Role::Participant;
    if (const auto granted = m_context.rooms.administer(roomId, session, {item}); !granted)
        refuse(session, message, granted.refusal());
}

void MucFace::askForVoice(const Jid &session, const QString &roomId, const XmlNode &message)
{
    const RoomOccupant *self = occupancy().withSession(roomId, session);
    if (!self) {
        refuse(session, message, Refusal{Refusal::Kind::NotInRoom, u"You are not in the room."_s, {}});
        return;
    }
    if (self->role != Role::Visitor) {
        m_context.sessions.deliver(session, errorOf(message, u"cancel"_s, u"not-allowed"_s, u"You have a voice."_s));
        return;
    }
    DataForm form;
    form.type = u"form"_s;
    form.formType = voiceForm;
    form.title = u"Voice request"_s;
    form.add({u"muc#role"_s, u"list-single"_s, u"Requested role"_s, {u"participant"_s}, {}});
    form.add({u"muc#jid"_s, u"jid-single"_s, u"Address"_s, {session.toString()}, {}});
    form.add({u"muc#roomnick"_s, u"text-single"_s, u"Nickname"_s, {self->nickname}, {}});
    form.add({u"muc#request_allow"_s, u"boolean"_s, u"Grant voice?"_s, {u"false"_s}, {}});
    XmlNode asked(u"message"_s, ns::client);
    asked.setAttribute(u"from"_s, m_telling.address(roomId).toString()).addChild(writeDataForm(form));
    const QList<RoomOccupant> occupants = occupancy().occupants(roomId);
    for (const RoomOccupant &occupant : occupants) {
        if (occupant.role != Role::Moderator)
            continue;
        for (const ClientPresence &client : occupant.clients)
            m_context.sessions.deliver(client.session, asked);
    }
}

void MucFace::onRoomEvent(const RoomEvent &event)
{
    m_telling.tell(event);
}

void MucFace::onSessionDetached(const Jid &session)
{
    m_context.rooms.offline(session);
}

void MucFace::onSessionResumed(const Jid &session)
{
    m_context.rooms.online(session);
}

void MucFace::onSessionOverfull(const Jid &session)
{
    if (m_onOverfull)
        m_onOverfull(session);
}

void MucFace::onSessionEnded(const Jid &session, SessionEnd end)
{
    m_context.rooms.ended(session, end == SessionEnd::Closed ? Departure::Left : Departure::Offline);
}

} // namespace foyer::server

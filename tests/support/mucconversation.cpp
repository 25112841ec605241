#include "support/mucconversation.h"

#include "support/xml.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

using stanza::XmlNode;

namespace
{

QString bare(const Occupant &occupant)
{
    return occupant.nickname;
}

QString names(const QList<Occupant> &occupants)
{
    QStringList list;
    for (const Occupant &occupant : occupants)
        list.append(bare(occupant));
    list.sort();
    return list.join(u',');
}

QString line(const RoomMessage &message)
{
    QString text = nameOf(message.kind) + u' ' + (message.fromSelf ? u"self "_s : QString()) + message.nickname +
                   u": "_s + message.body;
    if (!message.archiveId.isEmpty())
        text += u" #"_s + message.archiveId;
    return text;
}

QString line(const Error &error)
{
    return nameOf(error.kind) + (error.detail.isEmpty() ? QString() : QString(u" ("_s + error.detail + u')'));
}

} // namespace

MucConversation::MucConversation()
{
    stream = std::make_unique<XmppStream>(channel.factory(), clock);
    iqs = std::make_unique<IqRouter>(*stream, clock);
    disco = std::make_unique<Disco>(*iqs);
    archive = std::make_unique<ArchiveQuery>(*iqs, clock);
    room = std::make_unique<MucRoom>(*Jid::parse(u"tea@conference.localhost"), MucDeps{*stream, *iqs, *disco, clock});
    connect(stream.get(), &XmppStream::stanzaReceived, this, [this](const XmlNode &stanza, StanzaSerial serial) {
        if (!iqs->handle(stanza) && !archive->handle(stanza))
            room->handle(stanza, serial);
    });
    connect(stream.get(), &XmppStream::stanzaRefused, this, [this](const XmlNode &scanned, StanzaSerial serial) {
        if (!archive->handleRefused(scanned))
            room->handleRefused(scanned, serial);
    });
    listen();
    stream->setCredentials({*Jid::parse(u"alice@localhost"), u"secret"_s, u"r1"_s, false});
    stream->connectTo(FakeStanzaChannel::url());
    FakeStanzaChannel::Login login;
    login.streamManagement = false;
    channel.completeLogin(login);
    channel.takeAllSent();
}

void MucConversation::listen()
{
    const auto log = [this](const QString &text) { m_log.append(text); };
    connect(room.get(), &MucRoom::selfJoined, this,
            [log](bool created) { log(created ? u"selfJoined created"_s : u"selfJoined"_s); });
    connect(room.get(), &MucRoom::entered, this, [log](const QList<RoomMessage> &history) {
        QString text = u"entered"_s;
        for (const RoomMessage &message : history)
            text += u" | "_s + line(message);
        log(text);
    });
    connect(room.get(), &MucRoom::joinFailed, this, [log](const Error &error) { log(u"joinFailed "_s + line(error)); });
    connect(room.get(), &MucRoom::messageReceived, this,
            [log](const RoomMessage &message, StanzaSerial) { log(line(message)); });
    connect(room.get(), &MucRoom::messageFailed, this,
            [log](const QString &id, const Error &error) { log(u"messageFailed "_s + id + u' ' + line(error)); });
    connect(room.get(), &MucRoom::occupantsChanged, this, [log](const OccupantDelta &delta) {
        log(u"occupants +%1 -%2 ~%3 =%4"_s.arg(names(delta.joined), names(delta.left), names(delta.changed))
                .arg(delta.count));
    });
    connect(room.get(), &MucRoom::selfRoleChanged, this,
            [log](const Occupant &now, Role before, const QString &by, const QString &reason) {
                log(u"role %1 -> %2 by %3: %4"_s.arg(nameOf(before), nameOf(now.role), by, reason));
            });
    connect(room.get(), &MucRoom::subjectChanged, this,
            [log](const QString &text, const QString &by, const QDateTime &) {
                log(u"subject '%1' by %2"_s.arg(text, by));
            });
    connect(room.get(), &MucRoom::configurationChanged, this, [log] { log(u"configurationChanged"_s); });
    connect(room.get(), &MucRoom::nicknameChanged, this, [log](const QString &name) { log(u"nickname "_s + name); });
    connect(room.get(), &MucRoom::left, this, [log](const LeaveReason &reason) {
        log(u"left %1 by '%2': '%3' -> '%4'"_s.arg(nameOf(reason.kind), reason.by, reason.reason, reason.alternative));
    });
    connect(room.get(), &MucRoom::membershipLost, this,
            [log](const Error &cause) { log(u"membershipLost "_s + line(cause)); });
}

void MucConversation::inject(const XmlNode &stanza)
{
    channel.inject(stanza);
}

void MucConversation::inject(const QString &literal)
{
    inject(xml(literal));
}

void MucConversation::inject(const QList<XmlNode> &stanzas)
{
    for (const XmlNode &stanza : stanzas)
        inject(stanza);
}

XmlNode MucConversation::next()
{
    return channel.takeSent();
}

QList<XmlNode> MucConversation::takeSent()
{
    return channel.takeAllSent();
}

void MucConversation::answer(const QString &to, const QString &payload)
{
    const XmlNode request = next();
    if (request.name() != "iq"_L1 || request.attribute(u"to") != to)
        qFatal("expected a request to %s, got %s", qPrintable(to), qPrintable(request.toXml()));
    inject(u"<iq xmlns='jabber:client' type='result' to='alice@localhost/r1' from='%1' id='%2'>%3</iq>"_s.arg(
        to, request.attribute(u"id"), payload));
}

void MucConversation::refuse(const QString &to, const QString &condition, const QString &text)
{
    const XmlNode request = next();
    if (request.name() != "iq"_L1 || request.attribute(u"to") != to)
        qFatal("expected a request to %s, got %s", qPrintable(to), qPrintable(request.toXml()));
    inject(u"<iq xmlns='jabber:client' type='error' to='alice@localhost/r1' from='%1' id='%2'><error type='cancel'>"
           "<%3 xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
           "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>%4</text></error></iq>"_s.arg(
               to, request.attribute(u"id"), condition, text));
}

void MucConversation::answerInfo(const QStringList &features, int occupants)
{
    QString list;
    for (const QString &feature : features)
        list += u"<feature var='"_s + feature + u"'/>"_s;
    answer(
        u"tea@conference.localhost"_s,
        u"<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='Tea'/>"
        "<feature var='http://jabber.org/protocol/muc'/>%1<x xmlns='jabber:x:data' type='result'>"
        "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roominfo</value></field>"
        "<field var='muc#roominfo_occupants'><value>%2</value></field></x></query>"_s.arg(list)
            .arg(occupants));
}

void MucConversation::enter(const QStringList &features)
{
    MucJoin join;
    join.nickname = u"al"_s;
    room->join(join);
    answerInfo(features);
    inject(selfPresence());
    inject(subject());
    takeSent();
    takeLog();
}

QString MucConversation::selfPresence(const QString &nickname, const QString &codes)
{
    return u"<presence xmlns='jabber:client' to='alice@localhost/r1' from='tea@conference.localhost/%1'>"
           "<x xmlns='http://jabber.org/protocol/muc#user'>%2<item jid='alice@localhost/r1' role='participant' "
           "affiliation='none'/><status code='110'/></x></presence>"_s.arg(nickname, codes);
}

QString MucConversation::presence(const QString &nickname, const QString &role)
{
    return u"<presence xmlns='jabber:client' to='alice@localhost/r1' from='tea@conference.localhost/%1'%2>"
           "<x xmlns='http://jabber.org/protocol/muc#user'><item role='%3' affiliation='none'/></x></presence>"_s.arg(
               nickname, role == "none"_L1 ? u" type='unavailable'"_s : QString(), role);
}

QString MucConversation::subject(const QString &text)
{
    return u"<message xmlns='jabber:client' type='groupchat' from='tea@conference.localhost'><subject>%1</subject>"
           "</message>"_s.arg(text);
}

QString MucConversation::groupchat(const QString &nickname, const QString &body, const QString &more)
{
    return u"<message xmlns='jabber:client' type='groupchat' from='tea@conference.localhost/%1' id='m-%2'>"
           "<body>%2</body>%3</message>"_s.arg(nickname, body, more);
}

QStringList MucConversation::takeLog()
{
    return std::exchange(m_log, {});
}

} // namespace foyer

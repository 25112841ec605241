#include "service/fakeserver.h"

#include "stanza/framing.h"
#include "stanza/inputgate.h"
#include "stanza/namespaces.h"
#include "support/xml.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

using stanza::XmlNode;
namespace ns = stanza::ns;

FakeServer::FakeServer()
{
    // Acknowledged is only what pump() has read.
    m_channel.setAnswersAckRequests(false);
}

FakeRoom &FakeServer::room(const QString &roomId)
{
    const QString address = roomId + u"@rooms.example.org"_s;
    if (!m_rooms.contains(address))
        m_rooms.insert(address, std::make_shared<FakeRoom>(*this, address));
    return *m_rooms[address];
}

void FakeServer::acceptLogin(bool streamManagement)
{
    beginSession(streamManagement);
    FakeStanzaChannel::Login login;
    login.streamManagement = streamManagement;
    m_channel.completeLogin(login);
}

void FakeServer::beginSession(bool streamManagement)
{
    m_unacknowledged.clear();
    m_late.clear();
    m_onTheWay.clear();
    m_acknowledged = 0;
    m_delivered = 0;
    m_processed = 0;
    m_streamManagement = streamManagement;
    m_sessionLives = true;
    m_linkedAttempt = m_channel.attempts();
    for (const auto &room : std::as_const(m_rooms)) {
        room->inside = false;
        room->forgetPages();
    }
}

void FakeServer::acceptResume()
{
    m_linkedAttempt = m_channel.attempts();
    m_onTheWay.clear();
    m_channel.completeResume(m_processed);
    replay();
    readLateBytes();
}

bool FakeServer::accept(bool sessionLives)
{
    m_linkedAttempt = m_channel.attempts();
    const bool goesOn = m_channel.completeEither(sessionLives && m_sessionLives, m_processed);
    // What the client said at once is read at the next pump().
    if (goesOn) {
        replay();
        readLateBytes();
    } else {
        beginSession(true);
    }
    return goesOn;
}

void FakeServer::endSession()
{
    beginSession(m_streamManagement);
    m_sessionLives = false;
}

void FakeServer::replay()
{
    noteAcknowledged(m_channel.resumeH());
    const QList<Sent> again = m_unacknowledged;
    for (const Sent &sent : again)
        transmit(sent.stanza, sent.refused);
}

void FakeServer::dropWithLateBytes()
{
    m_late = m_channel.takeAllSent();
    drop();
}

void FakeServer::readLateBytes()
{
    const QList<XmlNode> late = std::exchange(m_late, {});
    for (const XmlNode &stanza : late) {
        if (stanza::isStanza(stanza))
            handle(stanza);
    }
}

void FakeServer::transmit(const XmlNode &stanza, bool refused)
{
    if (!isLinked() || isBlackhole)
        return;
    if (cutsAfter == 0) {
        cutsAfter = -1;
        drop();
        return;
    }
    cutsAfter -= cutsAfter > 0 ? 1 : 0;
    if (isSlow)
        m_onTheWay.append({stanza, refused});
    else if (refused)
        m_channel.injectRefused(stanza.toXml());
    else
        m_channel.inject(stanza);
}

void FakeServer::acknowledge()
{
    const XmlNode answer = XmlNode(u"a"_s, ns::streamManagement).setAttribute(u"h"_s, QString::number(m_processed));
    if (isSlow)
        m_onTheWay.append({answer, false});
    else
        m_channel.inject(answer);
}

void FakeServer::carry(qint64 bytes)
{
    qint64 left = bytes;
    while (left > 0 && !m_onTheWay.isEmpty() && isLinked()) {
        left -= m_onTheWay.constFirst().stanza.toXml().size();
        const Sent next = m_onTheWay.takeFirst();
        if (next.refused)
            m_channel.injectRefused(next.stanza.toXml());
        else
            m_channel.inject(next.stanza);
    }
}

void FakeServer::refuseLogin()
{
    m_channel.acceptConnection();
    const QString domain = m_channel.takeSent().attribute(u"to");
    m_channel.inject(
        u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='%1' id='s' version='1.0'/>"_s.arg(domain));
    m_channel.inject(u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms "
                     "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>"
                     "</stream:features>"_s);
    m_channel.takeSent();
    m_channel.inject(u"<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>"_s);
}

bool FakeServer::isLinked() const
{
    return m_channel.isConnected() && m_channel.attempts() == m_linkedAttempt;
}

void FakeServer::deliver(const XmlNode &stanza)
{
    XmlNode addressed = stanza;
    addressed.setAttribute(u"to"_s, m_channel.boundJid());
    ++m_delivered;
    if (m_streamManagement)
        m_unacknowledged.append({addressed, false});
    transmit(addressed, false);
}

void FakeServer::deliverRefused(const XmlNode &stanza)
{
    XmlNode tooMuch(u"too-much"_s, u"urn:example"_s);
    for (int i = 0; i <= stanza::InputLimits().attributes; ++i)
        tooMuch.setAttribute(QString(u'a' + QString::number(i)), u"1"_s);
    const auto verdict = stanza::inspectFrame(XmlNode(stanza).addChild(tooMuch).toXml());
    if (verdict.kind != stanza::GateVerdict::Kind::RefuseStanza)
        qFatal("fake server: the client's input gate does not refuse this");
    ++m_delivered;
    if (m_streamManagement)
        m_unacknowledged.append({verdict.scanned, true});
    transmit(verdict.scanned, true);
}

bool FakeServer::pump()
{
    if (isSilent || isBlackhole || !isLinked())
        return false;
    const QList<XmlNode> management = m_channel.takeManagementSent();
    for (const XmlNode &element : management) {
        if (element.name() == "a"_L1)
            noteAcknowledged(element.attribute(u"h").toUInt());
    }
    const QList<XmlNode> stanzas = m_channel.takeAllSent();
    for (const XmlNode &stanza : stanzas) {
        if (!stanza::isStanza(stanza))
            continue;
        if (!isLinked())
            break;
        if (uncounted > 0)
            --uncounted;
        else
            ++m_processed;
        handle(stanza);
    }
    if (isLinked() && m_streamManagement && !stanzas.isEmpty())
        acknowledge();
    return !stanzas.isEmpty();
}

void FakeServer::noteAcknowledged(quint32 h)
{
    const qsizetype news = h - m_acknowledged;
    if (news < 0 || news > m_unacknowledged.size()) {
        const QString what = u"the client acknowledged %1 stanzas, only %2 were sent"_s.arg(h).arg(m_delivered);
        if (!onImpossibleAcknowledgement)
            qFatal("%s", qPrintable(what));
        onImpossibleAcknowledgement(what);
        return;
    }
    m_unacknowledged.remove(0, news);
    m_acknowledged = h;
}

void FakeServer::entered(const FakeRoom &entered)
{
    if (!oneRoomOnly)
        return;
    for (const auto &room : std::as_const(m_rooms)) {
        if (room.get() != &entered && room->inside)
            room->replaceBy(entered.address());
    }
}

void FakeServer::handle(const XmlNode &stanza)
{
    if (stanza.name() == "presence"_L1)
        ++presencesSeen;
    const QString to = stanza.attribute(u"to").section(u'/', 0, 0);
    if (m_rooms.contains(to)) {
        const auto room = m_rooms.value(to);
        room->handle(stanza);
    } else if (to.endsWith(u"@rooms.example.org"_s)) {
        room(to.section(u'@', 0, 0)).exists = false;
        room(to.section(u'@', 0, 0)).handle(stanza);
    } else if (stanza.name() == "iq"_L1) {
        handleServerIq(stanza);
    }
}

QString FakeServer::roomsAfter(const QString &last) const
{
    constexpr qsizetype pageSize = 100;
    const auto idOf = [](const QString &room) { return room.section(u'=', 0, 0); };
    qsizetype first = 0;
    while (!last.isEmpty() && first < publicRooms.size() && idOf(publicRooms.at(first)) != last)
        ++first;
    const QStringList page = publicRooms.mid(last.isEmpty() ? 0 : first + 1, pageSize);
    QString items;
    for (const QString &room : page)
        items += u"<item jid='%1@rooms.example.org' name='%2'/>"_s.arg(idOf(room), room.section(u'=', -1));
    if (!page.isEmpty())
        items += u"<set xmlns='http://jabber.org/protocol/rsm'><last>%1</last><count>%2</count></set>"_s.arg(
            idOf(page.constLast()), QString::number(publicRooms.size()));
    return u"<query xmlns='http://jabber.org/protocol/disco#items'>%1</query>"_s.arg(items);
}

void FakeServer::handleServerIq(const XmlNode &iq)
{
    const QString to = iq.attribute(u"to");
    QString payload;
    const bool searches = !iq.child(u"query", ns::discoItems).isNull() || !iq.child(u"query", ns::discoInfo).isNull();
    if (searches && !answersSearches)
        return;
    if (to == "rooms.example.org"_L1 && !iq.child(u"query", ns::discoItems).isNull()) {
        if (directoryIsFatal)
            return drop(ChannelEnd::InputRefused);
        payload = roomsAfter(
            iq.child(u"query", ns::discoItems).child(u"set", ns::resultSets).child(u"after", ns::resultSets).text());
    } else if (!iq.child(u"query", ns::discoItems).isNull()) {
        payload = u"<query xmlns='http://jabber.org/protocol/disco#items'>%1</query>"_s.arg(
            (hasRoomService ? u"<item jid='rooms.example.org'/>"_s : QString()) +
            (uploadPlace.isEmpty() ? QString() : u"<item jid='upload.example.org'/>"_s));
    } else if (to == "upload.example.org"_L1) {
        payload =
            iq.child(u"query", ns::discoInfo).isNull()
                ? u"<slot xmlns='urn:xmpp:http:upload:0'><put url='%1/put'/><get url='%1/get/a.png'/></slot>"_s.arg(
                      uploadPlace)
                : u"<query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:xmpp:http:upload:0'/>"
                  "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE'><value>urn:xmpp:http:upload:0"
                  "</value></field><field var='max-file-size'><value>1000000</value></field></x></query>"_s;
    } else if (!iq.child(u"query", ns::discoInfo).isNull()) {
        payload = u"<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' "
                  "name='Rooms'/><feature var='http://jabber.org/protocol/muc'/>%1</query>"_s.arg(
                      oneRoomOnly ? u"<feature var='urn:foyer:one-room:0'/>"_s : QString());
    }
    deliver(xml(
        u"<iq xmlns='jabber:client' type='result' id='%1' from='%2'>%3</iq>"_s.arg(iq.attribute(u"id"), to, payload)));
}

} // namespace foyer

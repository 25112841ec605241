#include "support/fakestanzachannel.h"

#include "stanza/framing.h"
#include "stanza/namespaces.h"
#include "support/xml.h"

namespace foyer
{

using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

class FakeStanzaChannel::Connection : public StanzaChannel
{
public:
    explicit Connection(FakeStanzaChannel &fake) : m_fake(&fake) {}
    ~Connection() override { m_fake = nullptr; }

    void open(const QUrl &url) override
    {
        if (m_fake)
            m_fake->m_openedUrl = url;
    }
    void send(const XmlNode &element) override
    {
        if (isCurrent())
            m_fake->onSent(element);
    }
    void close() override { end(Error::make(ErrorKind::NotConnected), ChannelEnd::Closed); }
    void abort(const Error &cause) override { end(cause, ChannelEnd::Network); }
    qint64 bytesToWrite() const override { return isCurrent() ? m_fake->m_bytesToWrite : 0; }
    void ping() override
    {
        if (!isCurrent())
            return;
        ++m_fake->m_pings;
        if (!m_fake->m_silent)
            Q_EMIT heard();
    }
    ChannelEnd ending() const override { return m_end; }

    void end(const Error &cause, ChannelEnd how)
    {
        if (m_ended)
            return;
        m_ended = true;
        m_end = how;
        if (isCurrent())
            m_fake->m_connection = nullptr;
        Q_EMIT closed(cause);
    }
    void detach() { m_fake = nullptr; }

private:
    bool isCurrent() const { return m_fake && m_fake->m_connection == this; }

    FakeStanzaChannel *m_fake;
    ChannelEnd m_end = ChannelEnd::Network;
    bool m_ended = false;
};

namespace
{

XmlNode withWildcards(const XmlNode &actual, const XmlNode &expected)
{
    XmlNode out(actual.name(), actual.xmlNamespace());
    for (const auto &attribute : actual.attributes()) {
        const bool any = expected.attribute(attribute.name) == u"*" && !attribute.value.isEmpty();
        out.setAttribute(attribute.name, any ? u"*"_s : attribute.value);
    }
    out.addText(expected.text() == u"*" && !actual.text().isEmpty() ? u"*"_s : actual.text());
    const QList<XmlNode> children = actual.children();
    const QList<XmlNode> wanted = expected.children();
    for (qsizetype i = 0; i < children.size(); ++i)
        out.addChild(i < wanted.size() ? withWildcards(children[i], wanted[i]) : children[i]);
    return out;
}

} // namespace

FakeStanzaChannel::~FakeStanzaChannel()
{
    if (m_connection)
        m_connection->detach();
}

ChannelFactory FakeStanzaChannel::factory()
{
    return [this] {
        auto connection = std::make_unique<Connection>(*this);
        m_connection = connection.get();
        ++m_attempts;
        m_sent.clear();
        m_management.clear();
        m_counting = false;
        m_closeSaid = false;
        return connection;
    };
}

QUrl FakeStanzaChannel::url()
{
    return QUrl(u"wss://chat.localhost/ws"_s);
}

void FakeStanzaChannel::acceptConnection()
{
    if (!m_connection)
        qFatal("fake channel: nobody is connecting");
    Q_EMIT m_connection->opened();
}

void FakeStanzaChannel::dropConnection(ChannelEnd end)
{
    dropConnection(Error::make(ErrorKind::ServerUnreachable, {}, u"dropped by the test"_s), end);
}

void FakeStanzaChannel::dropConnection(const Error &cause, ChannelEnd end)
{
    if (m_connection)
        m_connection->end(cause, end);
}

void FakeStanzaChannel::inject(const XmlNode &element)
{
    if (!m_connection)
        qFatal("fake channel: injected without a connection: %s", qPrintable(element.toXml()));
    const QPointer<Connection> connection = m_connection;
    m_closeSaid = m_closeSaid || stanza::isCloseFrame(element);
    Q_EMIT connection->heard(element.toXml().size());
    if (connection && connection == m_connection)
        Q_EMIT connection->received(element);
}

void FakeStanzaChannel::inject(const QString &literal)
{
    inject(xml(literal));
}

void FakeStanzaChannel::injectRefused(const QString &scannedLiteral)
{
    if (!m_connection)
        qFatal("fake channel: injected without a connection");
    Q_EMIT m_connection->refused(xml(scannedLiteral));
}

QString FakeStanzaChannel::expect(const QString &literal)
{
    const XmlNode expected = xml(literal);
    if (m_sent.isEmpty())
        return u"\nnothing was sent, expected:\n"_s + normalised(expected);
    return xmlDifference(withWildcards(m_sent.takeFirst(), expected), expected);
}

QString FakeStanzaChannel::expectNothingSent() const
{
    QString out;
    for (const XmlNode &element : m_sent)
        out += u'\n' + normalised(element);
    return out;
}

XmlNode FakeStanzaChannel::takeSent()
{
    return m_sent.isEmpty() ? XmlNode() : m_sent.takeFirst();
}

QList<XmlNode> FakeStanzaChannel::takeAllSent()
{
    return std::exchange(m_sent, {});
}

QList<XmlNode> FakeStanzaChannel::takeManagementSent()
{
    return std::exchange(m_management, {});
}

void FakeStanzaChannel::onSent(const XmlNode &element)
{
    if (element.is(u"r", ns::streamManagement) || element.is(u"a", ns::streamManagement)) {
        m_management.append(element);
        if (element.name() == u"r" && m_answersAckRequests)
            inject(XmlNode(u"a"_s, ns::streamManagement).setAttribute(u"h"_s, QString::number(m_handled)));
        return;
    }
    if (m_counting && stanza::isStanza(element))
        ++m_handled;
    m_sent.append(element);
    if (stanza::isCloseFrame(element) && m_answersClose && !m_closeSaid)
        inject(stanza::closeFrame());
}

XmlNode FakeStanzaChannel::demand(const QString &name, const QString &xmlNamespace)
{
    const XmlNode element = takeSent();
    if (!element.is(name, xmlNamespace))
        qFatal("fake channel: expected <%s/>, got %s", qPrintable(name), qPrintable(normalised(element)));
    return element;
}

void FakeStanzaChannel::signIn(bool streamManagement)
{
    acceptConnection();
    m_domain = demand(u"open"_s, ns::framing).attribute(u"to");
    const QString open =
        u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='%1' id='s%2' version='1.0'/>"_s.arg(m_domain).arg(
            m_attempts);
    inject(open);
    inject(u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms "
           "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism><mechanism>ANONYMOUS</mechanism>"
           "</mechanisms></stream:features>"_s);
    const XmlNode auth = demand(u"auth"_s, ns::sasl);
    const QByteArray payload = QByteArray::fromBase64(auth.text().toLatin1());
    const QString local =
        auth.attribute(u"mechanism") == u"PLAIN" ? QString::fromUtf8(payload.split('\0').value(1)) : u"guest"_s;
    m_account = local + u'@' + m_domain;
    inject(u"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"_s);
    demand(u"open"_s, ns::framing);
    inject(open);
    inject(u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'><bind "
           "xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>%1</stream:features>"_s.arg(
               streamManagement ? u"<sm xmlns='urn:xmpp:sm:3'/>"_s : QString()));
}

void FakeStanzaChannel::completeLogin(const Login &login)
{
    signIn(login.streamManagement);
    finishLogin(login);
}

void FakeStanzaChannel::finishLogin(const Login &login)
{
    if (!m_sent.isEmpty() && m_sent.first().is(u"resume", ns::streamManagement) && login.failResume) {
        takeSent();
        XmlNode failed(u"failed"_s, ns::streamManagement);
        if (!login.failedH.isEmpty())
            failed.setAttribute(u"h"_s, login.failedH);
        inject(failed.addChild(XmlNode(u"item-not-found"_s, ns::stanzaErrors)));
    }
    bindAndEnable(login.streamManagement);
}

void FakeStanzaChannel::bindAndEnable(bool streamManagement)
{
    const XmlNode iq = demand(u"iq"_s, ns::client);
    const QString asked = iq.child(u"bind", ns::bind).child(u"resource", ns::bind).text();
    m_boundJid = m_account + u'/' + (asked.isEmpty() ? u"given"_s : asked);
    m_handled = 0;
    XmlNode result(u"iq"_s, ns::client);
    result.setAttribute(u"type"_s, u"result"_s).setAttribute(u"id"_s, iq.attribute(u"id"));
    result.addChild(XmlNode(u"bind"_s, ns::bind).addTextChild(u"jid"_s, m_boundJid, ns::bind));
    if (!streamManagement) {
        m_counting = true;
        inject(result);
        return;
    }
    inject(result);
    demand(u"enable"_s, ns::streamManagement);
    m_counting = true;
    inject(XmlNode(u"enabled"_s, ns::streamManagement)
               .setAttribute(u"resume"_s, u"true"_s)
               .setAttribute(u"id"_s, u"sm-%1"_s.arg(++m_sessions)));
}

void FakeStanzaChannel::completeResume(qint64 h)
{
    signIn();
    finishResume(h);
}

bool FakeStanzaChannel::completeEither(bool sessionLives, qint64 h)
{
    signIn();
    const bool goesOn = sessionLives && !m_sent.isEmpty() && m_sent.first().is(u"resume", ns::streamManagement);
    if (goesOn)
        finishResume(h);
    else
        finishLogin({});
    return goesOn;
}

void FakeStanzaChannel::finishResume(qint64 h)
{
    const XmlNode resume = demand(u"resume"_s, ns::streamManagement);
    m_resumeH = resume.attribute(u"h").toUInt();
    if (h >= 0)
        m_handled = static_cast<quint32>(h);
    m_counting = true;
    inject(XmlNode(u"resumed"_s, ns::streamManagement)
               .setAttribute(u"previd"_s, resume.attribute(u"previd"))
               .setAttribute(u"h"_s, QString::number(m_handled)));
}

} // namespace foyer

#include "server/xmpp/serverstream.h"

#include "server/xmpp/answers.h"
#include "stanza/framing.h"
#include "stanza/namespaces.h"
#include "stanza/xmlwriter.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

constexpr qint64 signInMs = 30000;
/// A client that takes nothing is cut off; if its session is resumable, nothing is lost by that.
constexpr qint64 maximumBacklog = 32 * 1024 * 1024;

QString streamId()
{
    return QString::number(QRandomGenerator::system()->generate64(), 16);
}

stanza::InputLimits inputLimits(int bytes)
{
    stanza::InputLimits limits;
    limits.bytes = bytes;
    return limits;
}

bool isWhitespace(const QString &text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.isSpace(); });
}

/// RFC 7395 section 3.3.3: an element of the stream's namespace has its usual prefix.
QString streamElement(const QString &name, const QList<XmlNode> &children)
{
    QString text = u"<stream:"_s + name + u" xmlns:stream='"_s + ns::streams + u"'>"_s;
    for (const XmlNode &child : children)
        text += stanza::writeXml(child);
    return text + u"</stream:"_s + name + u'>';
}

} // namespace

ServerStream::ServerStream(const Deps &deps, const Settings &settings, ServerChannel &channel)
    : m_deps(deps),
      m_settings(settings),
      m_channel(channel),
      m_reader(inputLimits(settings.stanzaBytes)),
      m_login([this] { return m_deps.host.saslAccounts(); }),
      m_signInDeadline(deps.clock, [this] { end(u"connection-timeout"_s, u"You did not sign in in time."_s); }),
      m_alive(std::make_shared<bool>(true))
{
    m_signInDeadline.start(signInMs);
}

ServerStream::~ServerStream()
{
    m_deps.turn.forget(this);
}

void ServerStream::receive(const QString &frame)
{
    if (m_state == State::Over)
        return;
    m_deps.turn.touch();
    if (isWhitespace(frame))
        return; // a keep-alive of clients that know TCP streams (RFC 6120 section 4.6.1)
    const stanza::XmlReader::Outcome read = m_reader.read(frame);
    switch (read.verdict) {
    case stanza::GateVerdict::Kind::Pass:
        handle(read.node);
        return;
    case stanza::GateVerdict::Kind::RefuseStanza:
        refuse(read.node);
        return;
    case stanza::GateVerdict::Kind::EndStream:
        break;
    }
    if (frame.toUtf8().size() > m_settings.stanzaBytes)
        end(u"policy-violation"_s, u"A stanza may have %1 bytes at most."_s.arg(m_settings.stanzaBytes));
    else if (read.isRestricted)
        end(u"restricted-xml"_s);
    else
        end(u"not-well-formed"_s);
}

void ServerStream::refuse(const XmlNode &scanned)
{
    if (m_state != State::Bound || !stanza::isStanza(scanned)) {
        end(u"policy-violation"_s);
        return;
    }
    if (mayBeAnswered(scanned)) {
        m_session->deliver(errorOf(scanned, u"modify"_s, u"policy-violation"_s,
                                   u"The stanza has too many parts or too many levels."_s));
    }
    m_session->countHandled();
}

void ServerStream::handle(const XmlNode &element)
{
    if (stanza::isOpenFrame(element)) {
        open(element);
        return;
    }
    if (stanza::isCloseFrame(element)) {
        closeByClient();
        return;
    }
    switch (m_state) {
    case State::Opening:
    case State::Reopening:
        end(u"bad-format"_s, u"A stream begins with <open/>."_s);
        break;
    case State::SigningIn:
        signIn(element);
        break;
    case State::Binding:
        bind(element);
        break;
    case State::Bound:
        if (stanza::isStanza(element))
            handleStanza(element);
        else if (element.xmlNamespace() == ns::streamManagement)
            manage(element);
        else
            end(element.xmlNamespace() == ns::client ? u"unsupported-stanza-type"_s : u"invalid-namespace"_s);
        break;
    case State::Over:
        break;
    }
}

void ServerStream::open(const XmlNode &element)
{
    if (m_state != State::Opening && m_state != State::Reopening) {
        end(u"conflict"_s, u"The stream is open already."_s);
        return;
    }
    writeOpen();
    if (element.attribute(u"to").compare(m_settings.domain, Qt::CaseInsensitive) != 0) {
        end(u"host-unknown"_s, u"This server is %1."_s.arg(m_settings.domain));
        return;
    }
    const QString version = element.attribute(u"version");
    if (version.section(u'.', 0, 0).toInt() < 1) {
        end(u"unsupported-version"_s);
        return;
    }
    m_state = m_state == State::Opening ? State::SigningIn : State::Binding;
    writeFeatures();
}

void ServerStream::writeOpen()
{
    m_opened = true;
    XmlNode open(u"open"_s, ns::framing);
    open.setAttribute(u"from"_s, m_settings.domain)
        .setAttribute(u"id"_s, streamId())
        .setAttribute(u"version"_s, u"1.0"_s)
        .setAttribute(u"xml:lang"_s, u"en"_s);
    write(open);
}

void ServerStream::writeFeatures()
{
    if (m_state == State::SigningIn) {
        write(streamElement(u"features"_s, {m_login.mechanisms()}));
        return;
    }
    XmlNode session(u"session"_s, ns::session);
    session.addChild(XmlNode(u"optional"_s, ns::session));
    write(
        streamElement(u"features"_s, {XmlNode(u"bind"_s, ns::bind), session, XmlNode(u"sm"_s, ns::streamManagement)}));
}

void ServerStream::closeByClient()
{
    m_state = State::Over;
    m_signInDeadline.stop();
    if (!m_opened)
        writeOpen();
    write(stanza::closeFrame());
    if (const Session *session = std::exchange(m_session, nullptr))
        m_deps.sessions.end(Jid(session->jid()), SessionEnd::Closed);
}

void ServerStream::signIn(const XmlNode &element)
{
    const StreamLogin::Answer answer = m_login.handle(element);
    if (answer.foreign) {
        end(u"not-authorized"_s, u"Sign in first."_s);
        return;
    }
    write(answer.reply);
    if (!answer.account.isEmpty()) {
        m_account = Jid::fromParts(answer.account, m_settings.domain).value_or(Jid());
        m_state = State::Reopening;
    } else if (answer.giveUp) {
        end(u"policy-violation"_s, u"Too many attempts to sign in."_s);
    }
}

void ServerStream::bind(const XmlNode &element)
{
    if (element.is(u"resume", ns::streamManagement)) {
        resume(element);
        return;
    }
    if (element.xmlNamespace() == ns::streamManagement) {
        failManagement(u"unexpected-request"_s);
        return;
    }
    const XmlNode wanted = element.child(u"bind", ns::bind);
    if (!element.is(u"iq", ns::client) || wanted.isNull() || element.attribute(u"type") != "set"_L1) {
        end(u"not-authorized"_s, u"Bind a resource first."_s);
        return;
    }
    QString resource = wanted.child(u"resource", ns::bind).text();
    if (resource.isEmpty())
        resource = streamId();
    const Jid jid = m_account.withResource(resource);
    if (jid.isEmpty()) {
        write(errorOf(element, u"modify"_s, u"bad-request"_s));
        return;
    }
    if (!m_deps.sessions.makeRoomFor(jid)) {
        write(errorOf(element, u"wait"_s, u"resource-constraint"_s, u"This account has too many sessions."_s));
        return;
    }
    m_session = m_deps.sessions.open(jid, this, onTaken());
    m_state = State::Bound;
    m_signInDeadline.stop();
    XmlNode bound(u"bind"_s, ns::bind);
    bound.addTextChild(u"jid"_s, jid.toString(), ns::bind);
    write(resultOf(element).addChild(bound));
}

void ServerStream::handleStanza(XmlNode stanza)
{
    const QString from = stanza.attribute(u"from");
    const Jid own = m_session->jid();
    if (!from.isEmpty() && from != own.toString() && Jid::parse(from) != own.bare() && Jid::parse(from) != own) {
        end(u"invalid-from"_s);
        return;
    }
    stanza.setAttribute(u"from"_s, own.toString());
    if (isTooFast()) {
        if (mayBeAnswered(stanza)) {
            m_session->deliver(
                errorOf(stanza, u"wait"_s, u"resource-constraint"_s, u"Too much in a short time. Wait a moment."_s));
        }
    } else {
        m_deps.host.handleStanza(*m_session, stanza);
    }
    // Handling may have ended the session, for example when its own address was taken.
    if (m_session)
        m_session->countHandled();
}

bool ServerStream::isTooFast()
{
    if (m_settings.stanzasPerSecond <= 0)
        return false;
    // A bucket of ten seconds' worth, so that joining some rooms at once is no offence.
    const double most = 10.0 * m_settings.stanzasPerSecond;
    const qint64 now = m_deps.clock.monotonicMs();
    const double earned = static_cast<double>(now - m_allowanceAt) * m_settings.stanzasPerSecond / 1000.0;
    m_allowance = m_allowanceAt < 0 ? most : m_allowance + earned;
    m_allowanceAt = now;
    m_allowance = std::min(m_allowance, most);
    if (m_allowance < 1)
        return true;
    m_allowance -= 1;
    return false;
}

void ServerStream::write(const XmlNode &node)
{
    write(stanza::writeXml(node));
}

void ServerStream::write(const QString &text)
{
    m_pending.append(text);
    m_pendingSize += text.size();
    m_deps.turn.flushAfterCommit(this);
}

qint64 ServerStream::unsentBytes() const
{
    return m_pendingSize + m_channel.pendingBytes();
}

void ServerStream::flush()
{
    const QStringList frames = std::exchange(m_pending, {});
    m_pendingSize = 0;
    for (const QString &frame : frames)
        m_channel.send(frame);
    if (m_state == State::Over) {
        m_channel.close();
        return;
    }
    if (m_session) {
        if (const QString request = m_session->ackRequest(); !request.isEmpty())
            m_channel.send(request);
    }
    const qint64 pending = m_channel.pendingBytes();
    m_owed = std::exchange(m_replays, false) ? pending : std::min(m_owed, pending);
    if (pending > maximumBacklog + m_owed)
        m_channel.abort();
}

void ServerStream::end(const QString &condition, const QString &text)
{
    endWith(condition, text, {});
}

void ServerStream::endWith(const QString &condition, const QString &text, const XmlNode &specific)
{
    if (m_state == State::Over)
        return;
    if (!m_opened)
        writeOpen();
    writeError(condition, text, specific);
    write(stanza::closeFrame());
    m_state = State::Over;
    m_signInDeadline.stop();
    if (const Session *session = std::exchange(m_session, nullptr))
        m_deps.sessions.end(Jid(session->jid()), SessionEnd::Lost);
}

void ServerStream::writeError(const QString &condition, const QString &text, const XmlNode &specific)
{
    QList<XmlNode> parts{XmlNode(condition, ns::streamErrors)};
    if (!text.isEmpty())
        parts.append(XmlNode(u"text"_s, ns::streamErrors).setAttribute(u"xml:lang"_s, u"en"_s).addText(text));
    if (!specific.isNull())
        parts.append(specific);
    write(streamElement(u"error"_s, parts));
}

void ServerStream::endUncommitted()
{
    // One that ended in this turn has its last words yet to say.
    if (m_state == State::Over && m_pending.isEmpty())
        return;
    m_pending.clear();
    m_pendingSize = 0;
    m_session = nullptr;
    writeError(u"internal-server-error"_s, u"The server cannot save. Its disk may be full."_s, {});
    write(stanza::closeFrame());
    m_state = State::Over;
    m_signInDeadline.stop();
    m_deps.turn.forget(this);
    flush();
}

void ServerStream::channelClosed()
{
    m_state = State::Over;
    m_signInDeadline.stop();
    m_pending.clear();
    m_pendingSize = 0;
    m_deps.turn.forget(this);
    if (const Session *session = std::exchange(m_session, nullptr)) {
        m_deps.turn.touch();
        m_deps.sessions.detach(Jid(session->jid()));
    }
}

} // namespace foyer::server

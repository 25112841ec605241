#include "xmpp/streamnegotiation.h"

#include "stanza/framing.h"
#include "stanza/namespaces.h"

#include <QUuid>

#include <algorithm>

namespace foyer
{

using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

// A server caps what is asked for; ejabberd keeps a session for 300 s and Prosody for 600 s unless told otherwise.
constexpr int resumeSeconds = 600;

QByteArray payloadOf(const XmlNode &element)
{
    const QString text = element.text().trimmed();
    return text == u"=" ? QByteArray() : QByteArray::fromBase64(text.toLatin1());
}

XmlNode saslElement(const QString &name, const QByteArray &payload)
{
    XmlNode element(name, ns::sasl);
    if (!payload.isEmpty())
        element.addText(QString::fromLatin1(payload.toBase64()));
    return element;
}

} // namespace

StreamNegotiation::StreamNegotiation(const NegotiationPlan &plan, Send send, QObject *parent)
    : QObject(parent), m_plan(plan), m_send(std::move(send))
{
}

StreamNegotiation::~StreamNegotiation() = default;

void StreamNegotiation::start()
{
    m_send(stanza::openFrame(m_plan.credentials.account.domain()));
}

void StreamNegotiation::handle(const XmlNode &element)
{
    switch (m_step) {
    case Step::Open:
    case Step::SecondOpen:
        if (!stanza::isOpenFrame(element)) {
            failUnexpected(element);
            return;
        }
        m_step = m_step == Step::Open ? Step::Features : Step::SecondFeatures;
        return;
    case Step::Features:
    case Step::SecondFeatures:
        if (!element.is(u"features", ns::streams))
            failUnexpected(element);
        else if (m_step == Step::Features)
            authenticate(element);
        else
            afterSignIn(element);
        return;
    case Step::Sasl:
        handleSasl(element);
        return;
    case Step::Resume:
        handleResume(element);
        return;
    case Step::Bind:
        handleBind(element);
        return;
    case Step::Enable:
        handleEnable(element);
        return;
    case Step::Done:
        return;
    }
}

void StreamNegotiation::abandon()
{
    disconnect();
    m_step = Step::Done;
}

void StreamNegotiation::authenticate(const XmlNode &features)
{
    QStringList offered;
    for (const XmlNode &mechanism : features.child(u"mechanisms", ns::sasl).childrenNamed(u"mechanism", ns::sasl))
        offered.append(mechanism.text().trimmed());
    const Credentials &who = m_plan.credentials;
    const SaslRequest request{who.account.local(), who.password,     who.anonymous,
                              who.weakest,         m_plan.staysHere, m_plan.clientNonce};
    m_mechanism = chooseMechanism(offered, request);
    if (!m_mechanism) {
        failWithoutMechanism(offered);
        return;
    }
    const auto initial = m_mechanism->initialResponse();
    if (!initial) {
        fail(initial.error(), StreamEnd::Final);
        return;
    }
    m_step = Step::Sasl;
    Q_EMIT authenticating();
    m_send(saslElement(u"auth"_s, initial->value_or(QByteArray())).setAttribute(u"mechanism"_s, m_mechanism->name()));
}

void StreamNegotiation::failWithoutMechanism(const QStringList &offered)
{
    const auto isPassword = [](const QString &name) { return signInStrengthOf(name) != SignInStrength::Unknown; };
    const QString detail = offered.isEmpty() ? u"no mechanisms"_s : offered.join(u' ').left(200);
    if (m_plan.credentials.anonymous)
        fail(Error::make(ErrorKind::NotAuthorized, {}, u"anonymous sign-in is not offered"_s), StreamEnd::Final);
    else if (std::any_of(offered.cbegin(), offered.cend(), isPassword))
        fail(Error::make(ErrorKind::WeakSignIn, {}, detail), StreamEnd::Final);
    else
        fail(Error::make(ErrorKind::ServerRefused, u"no way to sign in that Foyer can use"_s, detail),
             StreamEnd::Refused);
}

void StreamNegotiation::handleSasl(const XmlNode &element)
{
    if (element.is(u"challenge", ns::sasl)) {
        m_mechanism->respond(payloadOf(element),
                             [this](const Result<QByteArray> &response) { sendResponse(response); });
    } else if (element.is(u"success", ns::sasl)) {
        signedIn(payloadOf(element));
    } else if (element.is(u"failure", ns::sasl)) {
        const StreamFailure failure = saslFailure(element);
        fail(failure.error, failure.end);
    } else {
        failUnexpected(element);
    }
}

void StreamNegotiation::sendResponse(const Result<QByteArray> &response)
{
    if (m_step != Step::Sasl)
        return;
    if (response)
        m_send(saslElement(u"response"_s, *response));
    else
        fail(response.error(), StreamEnd::Final);
}

void StreamNegotiation::signedIn(const QByteArray &data)
{
    if (const auto error = m_mechanism->finish(data)) {
        fail(*error, StreamEnd::Final);
        return;
    }
    // PLAIN that went no further than this machine allows nothing on the way to another one.
    if (const auto strength = signInStrengthOf(m_mechanism->name()); strength > SignInStrength::Plain)
        m_plan.credentials.weakest = std::max(m_plan.credentials.weakest, strength);
    m_step = Step::SecondOpen;
    m_send(stanza::openFrame(m_plan.credentials.account.domain()));
}

void StreamNegotiation::afterSignIn(const XmlNode &features)
{
    m_offersSm = !features.child(u"sm", ns::streamManagement).isNull();
    if (!m_plan.resumeId.isEmpty() && m_offersSm) {
        m_step = Step::Resume;
        m_send(XmlNode(u"resume"_s, ns::streamManagement)
                   .setAttribute(u"previd"_s, m_plan.resumeId)
                   .setAttribute(u"h"_s, QString::number(m_plan.handled)));
        return;
    }
    if (features.child(u"bind", ns::bind).isNull()) {
        fail(Error::make(ErrorKind::ServerRefused, u"no sessions for this account"_s, u"no bind"_s),
             StreamEnd::Refused);
        return;
    }
    bind();
}

void StreamNegotiation::handleResume(const XmlNode &element)
{
    if (element.is(u"failed", ns::streamManagement)) {
        // The session is gone; a new one is bound on this very stream.
        bind();
        return;
    }
    bool ok = false;
    const quint32 h = element.attribute(u"h").toUInt(&ok);
    if (!ok || !element.is(u"resumed", ns::streamManagement)) {
        failUnexpected(element);
        return;
    }
    m_step = Step::Done;
    Q_EMIT resumed(h);
}

void StreamNegotiation::bind()
{
    m_step = Step::Bind;
    m_bindId = QUuid::createUuid().toString(QUuid::Id128);
    XmlNode request(u"bind"_s, ns::bind);
    if (!m_plan.credentials.resource.isEmpty())
        request.addTextChild(u"resource"_s, m_plan.credentials.resource, ns::bind);
    m_send(XmlNode(u"iq"_s, ns::client)
               .setAttribute(u"type"_s, u"set"_s)
               .setAttribute(u"id"_s, m_bindId)
               .addChild(request));
}

void StreamNegotiation::handleBind(const XmlNode &iq)
{
    if (!iq.is(u"iq", ns::client) || iq.attribute(u"id") != m_bindId) {
        if (stanza::isStanza(iq))
            Q_EMIT stanzaCameEarly(iq);
        else
            failUnexpected(iq);
        return;
    }
    if (iq.attribute(u"type") != u"result") {
        const XmlNode error = iq.child(u"error", ns::client);
        if (!error.child(u"conflict", ns::stanzaErrors).isNull() && !m_resourceChanged) {
            m_resourceChanged = true;
            m_plan.credentials.resource = QUuid::createUuid().toString(QUuid::Id128);
            bind();
            return;
        }
        const QString condition = error.childIn(ns::stanzaErrors).name();
        const QString text = error.child(u"text", ns::stanzaErrors).text().left(500);
        fail(Error::make(ErrorKind::ServerRefused, text.isEmpty() ? condition : text, u"bind: "_s + condition),
             StreamEnd::Refused);
        return;
    }
    const auto jid = Jid::parse(iq.child(u"bind", ns::bind).child(u"jid", ns::bind).text());
    if (!jid || jid->isBare()) {
        failUnexpected(iq);
        return;
    }
    m_boundJid = *jid;
    if (!m_offersSm) {
        establish(false, {});
        return;
    }
    m_step = Step::Enable;
    m_send(XmlNode(u"enable"_s, ns::streamManagement)
               .setAttribute(u"resume"_s, u"true"_s)
               .setAttribute(u"max"_s, QString::number(resumeSeconds)));
}

void StreamNegotiation::handleEnable(const XmlNode &element)
{
    if (element.is(u"enabled", ns::streamManagement)) {
        const QString resume = element.attribute(u"resume");
        establish(true, resume == u"true" || resume == u"1" ? element.attribute(u"id") : QString());
    } else if (element.is(u"failed", ns::streamManagement)) {
        establish(false, {});
    } else if (stanza::isStanza(element)) {
        Q_EMIT stanzaCameEarly(element);
    } else {
        failUnexpected(element);
    }
}

void StreamNegotiation::establish(bool smEnabled, const QString &resumeId)
{
    m_step = Step::Done;
    Q_EMIT established(m_boundJid, smEnabled, resumeId);
}

void StreamNegotiation::fail(const Error &error, StreamEnd end)
{
    m_step = Step::Done;
    Q_EMIT failed(error, end);
}

void StreamNegotiation::failUnexpected(const XmlNode &element)
{
    fail(Error::make(ErrorKind::NotAnXmppServer, {}, u"unexpected <"_s + element.name().left(60) + u"/>"_s),
         StreamEnd::Refused);
}

} // namespace foyer

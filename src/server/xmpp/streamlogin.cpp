#include "server/xmpp/streamlogin.h"

#include "stanza/namespaces.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

constexpr int maximumFailures = 5; // RFC 6120 section 6.4.5 wants 2 to 5

/// The decoded words of an element; nullopt when there are none. `=` stands for empty ones (RFC 6120 section 6.4.2).
struct Words {
    bool readable = true;
    std::optional<QByteArray> data;
};

Words wordsOf(const XmlNode &element, bool mayBeMissing)
{
    const QByteArray text = element.text().toLatin1();
    if (text.isEmpty())
        return {true, mayBeMissing ? std::nullopt : std::optional(QByteArray(""))};
    if (text == "=")
        return {true, QByteArray("")};
    const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return {false, std::nullopt};
    return {true, decoded.decoded};
}

XmlNode sasl(const QString &name, const QByteArray &data = {})
{
    XmlNode node(name, ns::sasl);
    if (!data.isEmpty())
        node.addText(QString::fromLatin1(data.toBase64()));
    return node;
}

} // namespace

StreamLogin::StreamLogin(std::function<SaslAccounts()> accounts) : m_accounts(std::move(accounts)) {}

XmlNode StreamLogin::mechanisms() const
{
    XmlNode node = sasl(u"mechanisms"_s);
    const QStringList offered = saslMechanisms(m_accounts());
    for (const QString &name : offered)
        node.addTextChild(u"mechanism"_s, name, ns::sasl);
    return node;
}

StreamLogin::Answer StreamLogin::handle(const XmlNode &element)
{
    if (element.is(u"auth", ns::sasl)) {
        m_attempt = startSasl(element.attribute(u"mechanism"), m_accounts());
        if (!m_attempt)
            return take(SaslStep::failure(u"invalid-mechanism"_s));
        const Words words = wordsOf(element, true);
        return take(words.readable ? m_attempt->respond(words.data) : SaslStep::failure(u"incorrect-encoding"_s));
    }
    if (element.is(u"response", ns::sasl)) {
        if (!m_attempt)
            return take(SaslStep::failure(u"malformed-request"_s));
        const Words words = wordsOf(element, false);
        return take(words.readable ? m_attempt->respond(words.data) : SaslStep::failure(u"incorrect-encoding"_s));
    }
    if (element.is(u"abort", ns::sasl))
        return take(SaslStep::failure(u"aborted"_s));
    Answer answer;
    answer.foreign = true;
    return answer;
}

StreamLogin::Answer StreamLogin::take(const SaslStep &step)
{
    Answer answer;
    switch (step.kind) {
    case SaslStep::Kind::Challenge:
        answer.reply = sasl(u"challenge"_s, step.data);
        return answer;
    case SaslStep::Kind::Success:
        m_attempt.reset();
        answer.reply = sasl(u"success"_s, step.data);
        answer.account = step.account;
        return answer;
    case SaslStep::Kind::Failure:
        break;
    }
    m_attempt.reset();
    answer.reply = sasl(u"failure"_s);
    answer.reply.addChild(XmlNode(step.condition, ns::sasl));
    if (!step.text.isEmpty()) {
        XmlNode text(u"text"_s, ns::sasl);
        answer.reply.addChild(text.setAttribute(u"xml:lang"_s, u"en"_s).addText(step.text));
    }
    answer.giveUp = ++m_failures >= maximumFailures;
    return answer;
}

} // namespace foyer::server

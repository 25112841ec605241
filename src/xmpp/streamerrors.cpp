#include "xmpp/streamerrors.h"

#include "stanza/namespaces.h"

namespace foyer
{

using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

constexpr qsizetype longestText = 500;

/// The name of the condition: the first child of \a xmlNamespace that is not the text.
QString conditionOf(const XmlNode &node, const QString &xmlNamespace)
{
    for (const XmlNode &child : node.children()) {
        if (child.xmlNamespace() == xmlNamespace && child.name() != u"text")
            return child.name();
    }
    return u"undefined-condition"_s;
}

} // namespace

StreamFailure streamFailure(const XmlNode &streamError)
{
    const QString condition = conditionOf(streamError, ns::streamErrors);
    const QString text = streamError.child(u"text", ns::streamErrors).text().left(longestText);
    const QString said = text.isEmpty() ? condition : text;
    if (condition == u"conflict")
        return {Error::make(ErrorKind::ServerRefused, said, condition), StreamEnd::Conflict};
    if (condition == u"system-shutdown")
        return {Error::make(ErrorKind::ServerUnreachable, {}, condition), StreamEnd::ServerShutdown};
    if (condition == u"connection-timeout" || condition == u"reset" || condition == u"undefined-condition")
        return {Error::make(ErrorKind::ServerRefused, said, condition), StreamEnd::Network};
    if (condition == u"host-unknown" || condition == u"host-gone")
        return {Error::make(ErrorKind::NotAnXmppServer, {}, condition), StreamEnd::Refused};
    if (condition == u"not-authorized")
        return {Error::make(ErrorKind::NotAuthorized, {}, condition), StreamEnd::Final};
    // Said of what we send (Prosody: too large), or of how we behave (ejabberd: too much that is not acknowledged).
    if (condition == u"policy-violation")
        return {Error::make(ErrorKind::ServerRefused, said, condition), StreamEnd::Policy};
    static const QStringList aboutInput{
        u"bad-format"_s,           u"bad-namespace-prefix"_s,    u"invalid-namespace"_s,
        u"invalid-xml"_s,          u"not-well-formed"_s,         u"restricted-xml"_s,
        u"unsupported-encoding"_s, u"unsupported-stanza-type"_s, u"unsupported-feature"_s};
    const StreamEnd end = aboutInput.contains(condition) ? StreamEnd::Input : StreamEnd::Refused;
    return {Error::make(ErrorKind::ServerRefused, said, condition), end};
}

StreamFailure saslFailure(const XmlNode &failure)
{
    const QString condition = conditionOf(failure, ns::sasl);
    const QString text = failure.child(u"text", ns::sasl).text().left(longestText);
    if (condition == u"account-disabled")
        return {Error::make(ErrorKind::AccountDisabled, {}, condition), StreamEnd::Final};
    if (condition == u"temporary-auth-failure")
        return {Error::make(ErrorKind::ServerRefused, text.isEmpty() ? condition : text, condition),
                StreamEnd::Refused};
    return {Error::make(ErrorKind::NotAuthorized, {}, text.isEmpty() ? condition : QString(condition + u": "_s + text)),
            StreamEnd::Final};
}

StreamEnd streamEnd(ChannelEnd end)
{
    switch (end) {
    case ChannelEnd::Network:
        return StreamEnd::Network;
    case ChannelEnd::Refused:
        return StreamEnd::Refused;
    case ChannelEnd::GoingAway:
        return StreamEnd::ServerShutdown;
    case ChannelEnd::InputRefused:
        return StreamEnd::Input;
    case ChannelEnd::Untrusted:
        return StreamEnd::Final;
    case ChannelEnd::Closed:
        return StreamEnd::Closed;
    }
    Q_UNREACHABLE();
}

} // namespace foyer

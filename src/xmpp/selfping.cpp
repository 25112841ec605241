#include "xmpp/selfping.h"

#include "stanza/namespaces.h"
#include "stanza/stanzaerror.h"
#include "xmpp/iqrouter.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qint64 timeoutMs = 15000;

/// XEP-0410 section 3. A missing room answers item-not-found too, and our own nickname is always known here, so that
/// answer means outside.
Result<bool> isInside(const IqAnswer &answer)
{
    if (!answer)
        return answer.error();
    const auto error = stanza::readError(*answer);
    if (!error || error->is(u"service-unavailable") || error->is(u"feature-not-implemented"))
        return true;
    if (error->is(u"remote-server-not-found") || error->is(u"remote-server-timeout"))
        return Error::make(ErrorKind::TimedOut, {}, error->condition);
    return false;
}

} // namespace

QFuture<Result<bool>> selfPing(IqRouter &iqs, const Jid &self)
{
    return iqs.get(self, stanza::XmlNode(u"ping"_s, stanza::ns::ping), timeoutMs).then(&isInside);
}

} // namespace foyer

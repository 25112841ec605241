#include "xmpp/messagelimits.h"

#include "core/servicetypes.h"
#include "stanza/message.h"

namespace foyer
{

namespace
{
constexpr qsizetype maximumStanzaBytes = 250000;
// One character of text takes six bytes of XML at most, and the rest of the stanza far less than this.
constexpr qsizetype surelySmallBytes = 40000;
} // namespace

std::optional<Error> checkMessage(const Jid &room, const QString &body)
{
    const qsizetype bytes = body.toUtf8().size();
    bool tooLarge = bytes > maximumBodyBytes;
    if (!tooLarge && bytes > surelySmallBytes) {
        const QString anyId(32, QLatin1Char('0'));
        tooLarge = stanza::groupchatMessage(room, anyId, body).toXml().toUtf8().size() > maximumStanzaBytes;
    }
    if (tooLarge) {
        return Error::make(ErrorKind::MessageTooLarge);
    }
    return std::nullopt;
}

} // namespace foyer

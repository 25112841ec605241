#pragma once

#include "stanza/xmlnode.h"

#include <QString>

#include <optional>

namespace foyer::stanza
{

/// The error a stanza of type `error` carries (RFC 6120 section 8.3). Servers choose different error types for the same
/// refusal, so callers decide by condition, in the context of what they had sent.
struct StanzaError {
    QString condition;   ///< element name of the defined condition; `undefined-condition` when there is none
    QString text;        ///< the server's own words; outside text, maybe empty
    QString alternative; ///< what `<gone/>` or `<redirect/>` points to, without `xmpp:` and query; empty otherwise
    QString specific;    ///< element name of an application-specific condition; empty when there is none
    QString type;        ///< `wait`, `cancel`, `modify`, `auth`, `continue`; as sent

    bool is(QStringView name) const { return condition == name; }
    bool operator==(const StanzaError &) const = default;
};

/// nullopt unless \a stanza has type `error`. Never reads a payload: some servers echo ours in errors, some do not.
std::optional<StanzaError> readError(const XmlNode &stanza);

} // namespace foyer::stanza

#pragma once

#include "core/jid.h"
#include "stanza/xmlnode.h"

#include <QString>

namespace foyer::stanza
{

enum class IqType { Get, Set };

/// A request. \a to may be empty (our own account).
XmlNode iqRequest(IqType type, const Jid &to, const QString &id, const XmlNode &payload);
/// The empty result that answers \a request.
XmlNode iqResult(const XmlNode &request);
/// The error that answers \a request; \a condition is a defined condition of RFC 6120 section 8.3.3.
XmlNode iqError(const XmlNode &request, const QString &type, const QString &condition);

bool isRequest(const XmlNode &iq);
bool isResult(const XmlNode &iq);
/// The element an iq is about: the first child that is no `<error/>`.
XmlNode payloadOf(const XmlNode &iq);

} // namespace foyer::stanza

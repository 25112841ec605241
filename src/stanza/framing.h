#pragma once

#include "stanza/xmlnode.h"

#include <QString>

namespace foyer::stanza
{

/// `<open/>` of RFC 7395 section 3.4, addressed to \a domain.
XmlNode openFrame(const QString &domain);
/// `<close/>` of RFC 7395 section 3.6.
XmlNode closeFrame();
bool isOpenFrame(const XmlNode &element);
bool isCloseFrame(const XmlNode &element);
/// Whether this is a message, presence or iq of `jabber:client`: what stream management counts (XEP-0198 section 4).
bool isStanza(const XmlNode &element);

} // namespace foyer::stanza

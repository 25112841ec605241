#pragma once

#include <QString>

/// Every XML namespace Foyer speaks, each with the paper that defines it. Literals: no allocation, and usable where a
/// QString or a QStringView is asked for.
namespace foyer::stanza::ns
{

using namespace Qt::StringLiterals;

// RFC 6120, RFC 7395
inline const QString client = u"jabber:client"_s;
inline const QString framing = u"urn:ietf:params:xml:ns:xmpp-framing"_s;
inline const QString streams = u"http://etherx.jabber.org/streams"_s;
inline const QString streamErrors = u"urn:ietf:params:xml:ns:xmpp-streams"_s;
inline const QString stanzaErrors = u"urn:ietf:params:xml:ns:xmpp-stanzas"_s;
inline const QString sasl = u"urn:ietf:params:xml:ns:xmpp-sasl"_s;
inline const QString bind = u"urn:ietf:params:xml:ns:xmpp-bind"_s;

inline const QString streamManagement = u"urn:xmpp:sm:3"_s;                // XEP-0198
inline const QString ping = u"urn:xmpp:ping"_s;                            // XEP-0199
inline const QString stanzaId = u"urn:xmpp:sid:0"_s;                       // XEP-0359
inline const QString mam = u"urn:xmpp:mam:2"_s;                            // XEP-0313
inline const QString xrd = u"http://docs.oasis-open.org/ns/xri/xrd-1.0"_s; // XEP-0156

} // namespace foyer::stanza::ns

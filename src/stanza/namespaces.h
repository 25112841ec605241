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
inline const QString session = u"urn:ietf:params:xml:ns:xmpp-session"_s; // RFC 3921
inline const QString roster = u"jabber:iq:roster"_s;                     // RFC 6121

inline const QString streamManagement = u"urn:xmpp:sm:3"_s;                // XEP-0198
inline const QString ping = u"urn:xmpp:ping"_s;                            // XEP-0199
inline const QString stanzaId = u"urn:xmpp:sid:0"_s;                       // XEP-0359
inline const QString mam = u"urn:xmpp:mam:2"_s;                            // XEP-0313
inline const QString xrd = u"http://docs.oasis-open.org/ns/xri/xrd-1.0"_s; // XEP-0156

inline const QString discoInfo = u"http://jabber.org/protocol/disco#info"_s;   // XEP-0030
inline const QString discoItems = u"http://jabber.org/protocol/disco#items"_s; // XEP-0030
inline const QString dataForms = u"jabber:x:data"_s;                           // XEP-0004
inline const QString muc = u"http://jabber.org/protocol/muc"_s;                // XEP-0045
inline const QString mucUser = u"http://jabber.org/protocol/muc#user"_s;       // XEP-0045
inline const QString mucAdmin = u"http://jabber.org/protocol/muc#admin"_s;     // XEP-0045
inline const QString mucOwner = u"http://jabber.org/protocol/muc#owner"_s;     // XEP-0045
inline const QString resultSets = u"http://jabber.org/protocol/rsm"_s;         // XEP-0059
inline const QString hints = u"urn:xmpp:hints"_s;                              // XEP-0334
inline const QString delay = u"urn:xmpp:delay"_s;                              // XEP-0203
inline const QString forward = u"urn:xmpp:forward:0"_s;                        // XEP-0297
inline const QString correction = u"urn:xmpp:message-correct:0"_s;             // XEP-0308
inline const QString chatStates = u"http://jabber.org/protocol/chatstates"_s;  // XEP-0085
inline const QString chatMarkers = u"urn:xmpp:chat-markers:0"_s;               // XEP-0333
inline const QString occupantId = u"urn:xmpp:occupant-id:0"_s;                 // XEP-0421
inline const QString fasten = u"urn:xmpp:fasten:0"_s;                          // XEP-0422
inline const QString retractV0 = u"urn:xmpp:message-retract:0"_s;              // XEP-0424, as deployed
inline const QString retract = u"urn:xmpp:message-retract:1"_s;                // XEP-0424
inline const QString moderate = u"urn:xmpp:message-moderate:1"_s;              // XEP-0425
inline const QString moderateV0 = u"urn:xmpp:message-moderate:0"_s;            // XEP-0425, as deployed
inline const QString fallback = u"urn:xmpp:fallback:0"_s;                      // XEP-0428
inline const QString reactions = u"urn:xmpp:reactions:0"_s;                    // XEP-0444
inline const QString reply = u"urn:xmpp:reply:0"_s;                            // XEP-0461
inline const QString mucRequest = u"http://jabber.org/protocol/muc#request"_s; // XEP-0045
inline const QString httpUpload = u"urn:xmpp:http:upload:0"_s;                 // XEP-0363
inline const QString outOfBand = u"jabber:x:oob"_s;                            // XEP-0066

// Foyer's own

/// What a join tells the other occupants: `<extra/>` directly in every presence.
inline const QString extra = u"urn:foyer:extra:0"_s;
/// `<mute/>`, the complete mute state, directly in an occupant's own presence: in the 110 of a join and again whenever
/// it changes; other occupants do not get it. A server that says it drops the element from what clients send. As a
/// feature in a room's disco#info: a moderator who takes voice may add `<mute minutes='10'/>` to the item, for an end
/// by itself.
inline const QString mute = u"urn:foyer:mute:0"_s;
/// `<content type='App:Gift'>JSON text</content>` in a groupchat message: a message of the Server API that is no text.
inline const QString content = u"urn:foyer:content:0"_s;
/// Feature in the disco#info of a room service: an account is in one room at a time, whoever enters another is taken
/// out of the one before.
inline const QString oneRoom = u"urn:foyer:one-room:0"_s;
/// `<replaced room='new@rooms.example.org'/>` directly in our own unavailable presence: taken out because our account
/// entered that room. No status code but 110; the others see an ordinary unavailable presence without the element.
inline const QString replaced = u"urn:foyer:replaced:0"_s;

} // namespace foyer::stanza::ns

#pragma once

#include "stanza/xmlnode.h"

namespace foyer
{

class XmppStream;

/// Leaves the room that \a presence says we are inside (XEP-0045 section 7.2.2, status 110), for a room that nobody
/// here knows to be in. Nothing happens for any other presence.
void leaveUnlistedRoom(XmppStream &stream, const stanza::XmlNode &presence);

} // namespace foyer

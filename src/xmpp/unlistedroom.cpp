#include "xmpp/unlistedroom.h"

#include "stanza/presence.h"
#include "xmpp/xmppstream.h"

namespace foyer
{

void leaveUnlistedRoom(XmppStream &stream, const stanza::XmlNode &presence)
{
    const stanza::MucPresence told = stanza::readMucPresence(presence);
    const auto occupant = Jid::parse(presence.attribute(u"from"));
    if (occupant && told.type == stanza::MucPresence::Type::Available && told.has(stanza::MucStatus::SelfPresence))
        stream.send(stanza::mucLeavePresence(*occupant));
}

} // namespace foyer

#pragma once

#include "core/roommessage.h"

namespace foyer
{

/// What one may do in a room now, as far as acts on messages depend on it.
struct RoomAbilities {
    bool canSend = false;   ///< one may speak; what is written offline is queued
    bool isLive = false;    ///< inside the room on a standing connection
    bool moderates = false; ///< one is a moderator, and the room lets moderators take messages back (XEP-0425)

    bool operator==(const RoomAbilities &) const = default;
};

/// The acts on one message that can work: what is not here is not offered.
struct MessageActs {
    bool copy = false;
    bool reply = false;
    bool react = false;
    bool edit = false;
    bool retract = false;  ///< own
    bool moderate = false; ///< somebody else's, as a moderator
    bool resend = false;

    bool operator==(const MessageActs &) const = default;
};

/// Reply (XEP-0461), reactions (XEP-0444) and moderation (XEP-0425) name a message by the room's id, so one without it
/// can have neither. A correction (XEP-0308) or retraction (XEP-0424) is the author's, of what the room has.
MessageActs actsOn(const StoredMessage &message, const RoomAbilities &room);

/// The emojis that we have put below \a message.
QStringList ownReactions(const StoredMessage &message);
/// The same after \a emoji was chosen: put there, or taken back when it was there.
QStringList toggledReactions(const StoredMessage &message, const QString &emoji);

} // namespace foyer

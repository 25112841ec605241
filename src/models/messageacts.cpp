#include "models/messageacts.h"

namespace foyer
{

MessageActs actsOn(const StoredMessage &message, const RoomAbilities &room)
{
    MessageActs acts;
    acts.resend = message.state == DeliveryState::Failed;
    if (message.retracted) {
        return acts;
    }
    acts.copy = true;
    const bool isInRoom = message.state == DeliveryState::Received || message.state == DeliveryState::Delivered;
    const bool hasName = isInRoom && !message.archiveId.isEmpty();
    acts.reply = hasName && room.canSend;
    acts.react = hasName && room.canSend && room.isLive;
    acts.edit = message.own && isInRoom && room.canSend && room.isLive;
    acts.retract = message.own && isInRoom && room.isLive;
    acts.moderate = !message.own && hasName && room.moderates && room.isLive;
    return acts;
}

} // namespace foyer

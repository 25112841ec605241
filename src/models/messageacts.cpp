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

QStringList ownReactions(const StoredMessage &message)
{
    QStringList emojis;
    for (const Reaction &reaction : message.reactions) {
        if (reaction.own) {
            emojis += reaction.emoji;
        }
    }
    return emojis;
}

QStringList toggledReactions(const StoredMessage &message, const QString &emoji)
{
    QStringList emojis = ownReactions(message);
    if (emojis.removeAll(emoji) == 0) {
        emojis += emoji;
    }
    return emojis;
}

} // namespace foyer

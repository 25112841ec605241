#include "server/rooms/roomtypes.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qsizetype longestCreatableId = 64;

bool isCreatableCharacter(QChar c)
{
    const char16_t code = c.unicode();
    return (code >= u'A' && code <= u'Z') || (code >= u'a' && code <= u'z') || (code >= u'0' && code <= u'9') ||
           code == u'.' || code == u'_' || code == u'-';
}

} // namespace

QString roomKey(const QString &id)
{
    if (id.isEmpty())
        return {};
    // The domain does not matter: preparing a local part needs a whole address around it.
    const auto address = Jid::fromParts(id, u"rooms"_s);
    return address ? address->local() : QString();
}

bool isCreatableRoomId(const QString &id)
{
    return !id.isEmpty() && id.size() <= longestCreatableId &&
           std::all_of(id.cbegin(), id.cend(), isCreatableCharacter);
}

Refusal Refusal::make(Kind kind)
{
    switch (kind) {
    case Kind::RoomDoesNotExist:
        return {kind, u"There is no such room."_s, {}};
    case Kind::Gone:
        return {kind, u"The room has moved."_s, {}};
    case Kind::Locked:
        return {kind, u"The room is being set up. Try again in a moment."_s, {}};
    case Kind::InvalidRoomId:
        return {kind, u"A room ID has 1 to 64 characters: letters A to Z, digits, dot, underscore, hyphen."_s, {}};
    case Kind::CreationNotAllowed:
        return {kind, u"There is no such room, and only administrators make new ones here."_s, {}};
    case Kind::Banned:
        return {kind, u"You are banned from this room."_s, {}};
    case Kind::MembersOnly:
        return {kind, u"Only members may enter this room."_s, {}};
    case Kind::PasswordWrong:
        return {kind, u"The room asks for a password, and this is not the right one."_s, {}};
    case Kind::NicknameInUse:
        return {kind, u"Somebody else has this name in the room. Choose another one."_s, {}};
    case Kind::NicknameNotAllowed:
        return {kind, u"This name cannot be used in a room."_s, {}};
    case Kind::RoomFull:
        return {kind, u"The room is full."_s, {}};
    case Kind::NotInRoom:
        return {kind, u"You are not in this room."_s, {}};
    case Kind::Muted:
        return {kind, u"You are muted in this room."_s, {}};
    case Kind::NotAllowed:
        return {kind, u"You are not allowed to do this here."_s, {}};
    case Kind::TooFast:
        return {kind, u"You are sending too fast. Wait a moment."_s, {}};
    case Kind::TooLarge:
        return {kind, u"The message is too large."_s, {}};
    case Kind::BadRequest:
        return {kind, u"The request was not understood."_s, {}};
    case Kind::NoSuchOccupant:
        return {kind, u"Nobody of that name is in the room."_s, {}};
    case Kind::Conflict:
        return {kind, u"This cannot be done to oneself, or would leave the room without an owner."_s, {}};
    case Kind::NotSaved:
        return {kind, u"The server cannot save. Its disk may be full."_s, {}};
    }
    return {kind, {}, {}};
}

} // namespace foyer::server

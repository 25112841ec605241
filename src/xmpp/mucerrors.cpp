#include "xmpp/mucerrors.h"

#include <optional>

namespace foyer
{

namespace
{

using stanza::StanzaError;

/// Refusals that mean the same whatever was asked.
std::optional<Error> commonRefusal(const StanzaError &error, const Jid &room)
{
    if (error.is(u"gone"))
        return Error::make(ErrorKind::RoomDoesNotExist, room.local(),
                           error.alternative.isEmpty() ? error.condition : error.alternative);
    if (error.is(u"item-not-found"))
        return Error::make(ErrorKind::RoomDoesNotExist, room.local(), error.condition);
    if (error.is(u"remote-server-not-found"))
        return Error::make(ErrorKind::ServerUnreachable, {}, error.condition);
    if (error.is(u"remote-server-timeout"))
        return Error::make(ErrorKind::TimedOut, {}, error.condition);
    return std::nullopt;
}

ErrorKind joinKind(const StanzaError &error, const JoinContext &context)
{
    if (error.is(u"forbidden"))
        return context.missing ? ErrorKind::CreationNotAllowed : ErrorKind::Banned;
    // Only the creation of a room is refused like this: who did not mean to create one mistyped its name.
    if (error.is(u"not-allowed"))
        return context.create ? ErrorKind::CreationNotAllowed : ErrorKind::RoomDoesNotExist;
    if (error.is(u"registration-required"))
        return ErrorKind::MembersOnly;
    if (error.is(u"not-authorized"))
        return context.passwordGiven ? ErrorKind::PasswordWrong : ErrorKind::PasswordRequired;
    if (error.is(u"resource-constraint") || error.is(u"service-unavailable"))
        return ErrorKind::RoomFull;
    if (error.is(u"conflict"))
        return ErrorKind::NicknameInUse;
    if (error.is(u"jid-malformed") || error.is(u"not-acceptable"))
        return ErrorKind::NicknameNotAllowed;
    return ErrorKind::ServerRefused;
}

} // namespace

Error joinRefusal(const StanzaError &error, const JoinContext &context)
{
    if (const auto common = commonRefusal(error, context.room))
        return *common;
    const ErrorKind kind = joinKind(error, context);
    switch (kind) {
    case ErrorKind::ServerRefused:
        return otherRefusal(error);
    case ErrorKind::NicknameInUse:
        return Error::make(kind, context.nickname, error.condition);
    case ErrorKind::RoomDoesNotExist:
        return Error::make(kind, context.room.local(), error.condition);
    default:
        return Error::make(kind, {}, error.condition);
    }
}

Error messageRefusal(const StanzaError &error)
{
    if (error.is(u"forbidden"))
        return Error::make(ErrorKind::Muted, {}, error.condition);
    if (error.is(u"not-acceptable") || error.is(u"item-not-found") || error.is(u"gone"))
        return Error::make(ErrorKind::NotInRoom, {}, error.condition);
    // Slow mode (XEP-0500 section 4); other words of the same condition are about what the message is.
    const bool isSlowMode = error.is(u"policy-violation") && error.type == QLatin1StringView("wait");
    if (error.is(u"resource-constraint") || isSlowMode)
        return Error::make(ErrorKind::TooFast, {}, error.condition);
    if (error.is(u"policy-violation"))
        return Error::make(ErrorKind::MessageTooLarge, {}, error.condition);
    return otherRefusal(error);
}

Error discoRefusal(const StanzaError &error, const Jid &room)
{
    return commonRefusal(error, room).value_or(otherRefusal(error));
}

Error otherRefusal(const StanzaError &error)
{
    return Error::make(ErrorKind::ServerRefused, error.text.isEmpty() ? error.condition : error.text, error.condition);
}

} // namespace foyer

#pragma once

#include "core/roominfo.h"
#include "server/api/apiendpoints.h"
#include "server/api/whenanswered.h"

namespace foyer::server
{

// Parameters that many endpoints share.
namespace parameter
{
using namespace Qt::StringLiterals;
inline constexpr int mostUsers = 20;

inline constexpr Parameter room{.name = "chatroomId"_L1, .kind = Parameter::Kind::RoomId};
inline constexpr Parameter newRoom{.name = "chatroomId"_L1, .kind = Parameter::Kind::NewRoomId};
inline constexpr Parameter users{.name = "userId"_L1, .kind = Parameter::Kind::UserId, .many = mostUsers};
inline constexpr Parameter user{.name = "userId"_L1, .kind = Parameter::Kind::UserId};
inline constexpr Parameter minute{
    .name = "minute"_L1, .kind = Parameter::Kind::Number, .least = 1, .most = mostMuteMinutes};
inline constexpr Parameter extra{.name = "extra"_L1, .need = Parameter::Need::Optional};
/// Whether clients are told. Foyer's always are, by presence; the parameter is only checked.
inline constexpr Parameter notify{
    .name = "needNotify"_L1, .kind = Parameter::Kind::Flag, .need = Parameter::Need::Optional};
} // namespace parameter

/// Answers with `code` 200 alone, or the refusal.
void answerDone(const ApiCall &call, const RoomHost::Answer<Allowed> &done);

/// The parameter `extra` of mutes and blocks: a JSON object with the texts `reason` and `by`, or else the reason.
struct ReasonAndAuthor {
    QString reason;
    QString by;

    bool operator==(const ReasonAndAuthor &) const = default;
};
ReasonAndAuthor readExtra(const QString &extra);

/// The users of the call, restricted for its `minute`s from now.
QList<UserRestriction> restrictionsOf(const ApiCall &call);
/// Answers with `users`: who is restricted and until when.
void answerRestrictions(const ApiCall &call, const RoomHost::Answer<QList<UserRestriction>> &restricted);

} // namespace foyer::server

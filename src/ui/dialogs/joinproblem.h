#pragma once

#include "core/error.h"
#include "core/roomaddress.h"

#include <optional>

namespace foyer
{

/// The part of the join form a failure belongs to.
enum class JoinField { General, Room, History, Nickname, Password, Extra };
/// What the join form offers to do about a failure.
enum class JoinStep {
    None,
    CreateRoom,
    JoinAlternative, ///< the room has moved: JoinProblem::alternative
    ChooseRoom,      ///< this one is closed to us for good
    TakeSuggestion,  ///< another display name
    TryAgain,
    SignIn,
    EnterAsGuest, ///< the account's server knows no way to the room's: be a guest there
};

/// A failed join as the form shows it.
struct JoinProblem {
    JoinField field = JoinField::General;
    JoinStep step = JoinStep::None;
    std::optional<RoomAddress> alternative;
};

/// Where \a error belongs and what comes next; every ErrorKind has its row.
JoinProblem joinProblemOf(const Error &error);

/// Whether a room of this ID may be created: 1 to 64 bytes of `A-Z a-z 0-9 . _ -`.
bool isCreatableRoomId(const QString &roomId);

/// Another display name where \a taken was refused: \a ownName when that is another one, else a number is added or
/// counted up.
QString suggestedNickname(const QString &taken, const QString &ownName, const QStringList &refused);

} // namespace foyer

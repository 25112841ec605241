#include "core/servicetypes.h"

namespace foyer
{

int effectiveCount(int historyCount)
{
    if (historyCount == 0) {
        return defaultHistoryCount;
    }
    return historyCount < 0 ? 0 : historyCount;
}

std::optional<Error> checkOptions(const JoinOptions &options)
{
    if (options.historyCount < -1 || options.historyCount > maximumHistoryCount) {
        return Error::make(ErrorKind::InvalidHistoryCount, {}, QString::number(options.historyCount));
    }
    if (options.extra.toUtf8().size() > maximumExtraBytes) {
        return Error::make(ErrorKind::InvalidExtra, {}, QString::number(options.extra.toUtf8().size()));
    }
    return std::nullopt;
}

QString nameOf(ConnectionState::Kind kind)
{
    switch (kind) {
    case ConnectionState::Kind::Offline:
        return QStringLiteral("Offline");
    case ConnectionState::Kind::Connecting:
        return QStringLiteral("Connecting");
    case ConnectionState::Kind::Authenticating:
        return QStringLiteral("Authenticating");
    case ConnectionState::Kind::Online:
        return QStringLiteral("Online");
    case ConnectionState::Kind::Waiting:
        return QStringLiteral("Waiting");
    }
    Q_UNREACHABLE();
}

QString nameOf(RoomState state)
{
    switch (state) {
    case RoomState::Joining:
        return QStringLiteral("Joining");
    case RoomState::Joined:
        return QStringLiteral("Joined");
    case RoomState::Rejoining:
        return QStringLiteral("Rejoining");
    case RoomState::CatchingUp:
        return QStringLiteral("CatchingUp");
    case RoomState::Failed:
        return QStringLiteral("Failed");
    case RoomState::Left:
        return QStringLiteral("Left");
    }
    Q_UNREACHABLE();
}

QString nameOf(LeaveReason::Kind kind)
{
    switch (kind) {
    case LeaveReason::Kind::ByUser:
        return QStringLiteral("ByUser");
    case LeaveReason::Kind::ReplacedByOtherRoom:
        return QStringLiteral("ReplacedByOtherRoom");
    case LeaveReason::Kind::Kicked:
        return QStringLiteral("Kicked");
    case LeaveReason::Kind::Banned:
        return QStringLiteral("Banned");
    case LeaveReason::Kind::Destroyed:
        return QStringLiteral("Destroyed");
    case LeaveReason::Kind::LostMembership:
        return QStringLiteral("LostMembership");
    }
    Q_UNREACHABLE();
}

QString nameOf(MessageChange change)
{
    switch (change) {
    case MessageChange::State:
        return QStringLiteral("State");
    case MessageChange::Corrected:
        return QStringLiteral("Corrected");
    case MessageChange::Retracted:
        return QStringLiteral("Retracted");
    case MessageChange::Reactions:
        return QStringLiteral("Reactions");
    }
    Q_UNREACHABLE();
}

} // namespace foyer

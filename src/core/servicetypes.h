#pragma once

#include "core/error.h"
#include "core/mutestate.h"
#include "core/roomaddress.h"
#include "core/roommessage.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace foyer
{

/// What a join asks for.
struct JoinOptions {
    /// 1..50 latest messages, 0 the default (10), -1 none; anything else fails with InvalidHistoryCount.
    int historyCount = 0;
    QString extra;    ///< carried to the other occupants; at most 1024 bytes of UTF-8
    QString nickname; ///< empty: the account's own name
    QString password; ///< empty: none

    bool operator==(const JoinOptions &) const = default;
};

constexpr int defaultHistoryCount = 10;
constexpr int maximumHistoryCount = 50;
constexpr int maximumExtraBytes = 1024;
constexpr int maximumBodyBytes = 131072;

/// The number of message rows a count asks for: 10 for 0, 0 for -1, else the count.
int effectiveCount(int historyCount);
/// nullopt when the options are in range, else the error of the first field that is not.
std::optional<Error> checkOptions(const JoinOptions &options);

/// Facts of a room just joined or rejoined.
struct JoinResult {
    Jid room;
    QString name;
    QString description;
    QString subject;
    int memberCount = 0; ///< self included
    QDateTime createdAt; ///< invalid when the server does not tell
    QDateTime joinedAt;
    QString nickname;
    QStringList features;
    MuteState mute;

    bool operator==(const JoinResult &) const = default;
};

/// What a rejoin brought back. `provable` is false where there is no archive to prove completeness with.
struct CatchUpReport {
    qint64 offlineForMs = 0;
    int recovered = 0;   ///< rows of others inserted between connectionLost and rejoined, by any road
    int alreadyHere = 0; ///< rows the rejoin read that were stored before the loss
    int gaps = 0;        ///< holes made by this outage that remain
    bool provable = false;
    bool resumed = false;

    bool operator==(const CatchUpReport &) const = default;
};

/// Where the connection stands. `attempt`, `delayMs` and `cause` matter in Waiting (and `cause` in Offline).
struct ConnectionState {
    enum class Kind { Offline, Connecting, Authenticating, Online, Waiting };
    Kind kind = Kind::Offline;
    int attempt = 0;
    qint64 delayMs = 0;
    std::optional<Error> cause;

    bool operator==(const ConnectionState &) const = default;
};

enum class RoomState { Joining, Joined, Rejoining, CatchingUp, Failed, Left };

/// Whether the room has one among its people now.
constexpr bool isInside(RoomState state)
{
    return state == RoomState::Joined || state == RoomState::CatchingUp;
}

/// Why a room was left.
struct LeaveReason {
    enum class Kind { ByUser, ReplacedByOtherRoom, Kicked, Banned, Destroyed, LostMembership };
    Kind kind = Kind::ByUser;
    QString by;          ///< nickname of whoever did it; empty when unknown
    QString reason;      ///< outside text
    QString alternative; ///< address of a room to go to instead (Destroyed), or the room that replaced this one

    bool operator==(const LeaveReason &) const = default;
};

/// A room as the interface lists it.
struct RoomSummary {
    RoomAddress address;
    QString name; ///< title, or the room ID as spelled
    RoomState state = RoomState::Left;
    QString nickname;
    QString subject;
    int memberCount = -1;
    MuteState mute;
    std::optional<LeaveReason> leaveReason; ///< in Left
    std::optional<Error> error;             ///< in Failed
    std::optional<CatchUpReport> lastReport;
    QDateTime joinedAt;

    bool operator==(const RoomSummary &) const = default;
};

/// What a person sends.
struct OutgoingMessage {
    QString body;
    MessageKey replyTo = 0; ///< the row it answers; 0: none
    bool isFile = false;    ///< body is the address of a file that was put there for it
};

enum class MessageChange { State, Corrected, Retracted, Reactions };

QString nameOf(ConnectionState::Kind kind);
QString nameOf(RoomState state);
QString nameOf(LeaveReason::Kind kind);
QString nameOf(MessageChange change);

} // namespace foyer

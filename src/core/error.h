#pragma once

#include <QDebug>
#include <QString>

namespace foyer
{

/// Every way something can fail that the interface tells apart (product contract, "Errors").
enum class ErrorKind {
    RoomDoesNotExist,
    RoomFull,
    Banned,
    MembersOnly,
    PasswordRequired,
    PasswordWrong,
    NicknameInUse,
    NicknameNotAllowed,
    Muted,
    NotInRoom,
    InvalidRoomId,
    InvalidHistoryCount,
    InvalidExtra,
    NotConnected,
    TimedOut,
    ServerUnreachable,
    TlsFailed,
    NotAnXmppServer,
    NotAuthorized,
    WeakSignIn,
    AccountDisabled,
    ServiceHasNoRooms,
    CreationNotAllowed,
    MessageTooLarge,
    TooFast,
    StoreFailed,
    ServerRefused,
};

/// A failure as a value: the kind is for code, the text for a person (what happened and what to do), the detail for
/// logs and for the parts of the interface that offer a next step.
struct Error {
    ErrorKind kind = ErrorKind::ServerRefused;
    QString text;
    QString detail;

    /// An error with the standard sentence of its kind. \a subject is what the sentence is about (a room ID, a
    /// nickname, a server's own words); \a detail goes to the log.
    static Error make(ErrorKind kind, const QString &subject = {}, const QString &detail = {});

    /// The code of the chatroom service whose behaviour Foyer follows; 0 where it has none.
    int code() const;

    bool operator==(const Error &) const = default;
};

/// The spelling used in events, exports and logs, for example `RoomDoesNotExist`.
QString nameOf(ErrorKind kind);

/// Whether asking again later may help: false for final answers such as a ban or a wrong password.
bool isTemporary(ErrorKind kind);
/// Whether another nickname may help.
bool isAboutNickname(ErrorKind kind);

QDebug operator<<(QDebug debug, const Error &error);

} // namespace foyer

#include "core/error.h"

#include "core/apart.h"

#include <QCoreApplication>

namespace foyer
{

namespace
{

QString sentence(ErrorKind kind, const QString &subject)
{
    const auto text = [](const char *source) { return QCoreApplication::translate("Error", source); };
    switch (kind) {
    case ErrorKind::RoomDoesNotExist:
        return subject.isEmpty()
                   ? text(QT_TRANSLATE_NOOP("Error",
                                            "There is no such room on this server. Check the ID, or create it."))
                   : text(QT_TRANSLATE_NOOP("Error",
                                            "There is no room “%1” on this server. Check the ID, or create it."))
                         .arg(apart(subject));
    case ErrorKind::RoomFull:
        return text(QT_TRANSLATE_NOOP("Error", "The room is full. Try again when somebody has left."));
    case ErrorKind::Banned:
        return text(
            QT_TRANSLATE_NOOP("Error", "You are banned from this room. Only its moderators can let you in again."));
    case ErrorKind::MembersOnly:
        return text(QT_TRANSLATE_NOOP("Error", "This room is for members only. Ask its owner to make you a member."));
    case ErrorKind::PasswordRequired:
        return text(QT_TRANSLATE_NOOP("Error", "This room needs a password. Enter the one you were given."));
    case ErrorKind::PasswordWrong:
        return text(QT_TRANSLATE_NOOP("Error", "That is not the room’s password. Check it and try again."));
    case ErrorKind::NicknameInUse:
        return subject.isEmpty()
                   ? text(QT_TRANSLATE_NOOP("Error", "Somebody in the room already has this name. Choose another one."))
                   : text(QT_TRANSLATE_NOOP("Error",
                                            "Somebody in the room is already called “%1”. Choose another name."))
                         .arg(apart(subject));
    case ErrorKind::NicknameNotAllowed:
        return text(QT_TRANSLATE_NOOP("Error", "The room does not accept this name. Choose another one."));
    case ErrorKind::Muted:
        return text(QT_TRANSLATE_NOOP("Error", "You may not speak in this room at the moment. Your text is kept."));
    case ErrorKind::NotInRoom:
        return text(QT_TRANSLATE_NOOP("Error", "You are not in this room. Join it first."));
    case ErrorKind::InvalidRoomId:
        return text(QT_TRANSLATE_NOOP("Error",
                                      "This is not a room ID. It looks like launch or launch@conference.example.org."));
    case ErrorKind::InvalidHistoryCount:
        return text(QT_TRANSLATE_NOOP(
            "Error", "The number of earlier messages is 1 to 50, 0 for the usual 10, or -1 for none."));
    case ErrorKind::InvalidExtra:
        return text(
            QT_TRANSLATE_NOOP("Error", "The additional information is too long. At most 1024 bytes are carried."));
    case ErrorKind::NotConnected:
        return text(QT_TRANSLATE_NOOP("Error", "You are not signed in. Sign in to a server first."));
    case ErrorKind::TimedOut:
        return text(QT_TRANSLATE_NOOP("Error", "The server did not answer in time. Try again."));
    case ErrorKind::ServerUnreachable:
        return text(QT_TRANSLATE_NOOP("Error", "The server cannot be reached. Check the address and your network."));
    case ErrorKind::TlsFailed:
        return text(QT_TRANSLATE_NOOP(
            "Error",
            "The connection is not secure: Foyer does not trust the server’s certificate and did not sign in."));
    case ErrorKind::NotAnXmppServer:
        return text(
            QT_TRANSLATE_NOOP("Error", "There is no chat server at this address. Check the address under Advanced."));
    case ErrorKind::NotAuthorized:
        return text(
            QT_TRANSLATE_NOOP("Error", "The server refused this name and password. Check both and sign in again."));
    case ErrorKind::WeakSignIn:
        return text(QT_TRANSLATE_NOOP("Error",
                                      "The server offers only a weak way to sign in, so Foyer did not send it your "
                                      "password. Somebody may be in between: ask the people who run the server."));
    case ErrorKind::AccountDisabled:
        return text(QT_TRANSLATE_NOOP("Error", "This account is disabled. Ask the people who run the server."));
    case ErrorKind::ServiceHasNoRooms:
        return text(QT_TRANSLATE_NOOP(
            "Error",
            "This server offers no chatrooms. Give the room’s full address, like name@conference.example.org."));
    case ErrorKind::CreationNotAllowed:
        return text(
            QT_TRANSLATE_NOOP("Error", "This server does not let you create rooms. Ask the people who run it."));
    case ErrorKind::MessageTooLarge:
        return text(QT_TRANSLATE_NOOP("Error", "The message is too long. Shorten it, or send it in parts."));
    case ErrorKind::TooFast:
        return text(
            QT_TRANSLATE_NOOP("Error", "Too many messages in a short time. Wait a moment, then send it again."));
    case ErrorKind::StoreFailed:
        return text(QT_TRANSLATE_NOOP("Error",
                                      "Foyer cannot save messages on this computer. Check that the disk is not full."));
    case ErrorKind::ServerRefused:
        return subject.isEmpty()
                   ? text(QT_TRANSLATE_NOOP("Error", "The server refused this."))
                   : text(QT_TRANSLATE_NOOP("Error", "The server refused this. It says: %1")).arg(apart(subject));
    }
    Q_UNREACHABLE();
}

} // namespace

Error Error::make(ErrorKind kind, const QString &subject, const QString &detail)
{
    return Error{kind, sentence(kind, subject), detail};
}

int Error::code() const
{
    switch (kind) {
    case ErrorKind::RoomDoesNotExist:
        return 23410;
    case ErrorKind::RoomFull:
        return 23411;
    case ErrorKind::Banned:
        return 23409;
    case ErrorKind::Muted:
        return 23408;
    case ErrorKind::NotInRoom:
        return 23406;
    case ErrorKind::InvalidRoomId:
        return 34210;
    case ErrorKind::InvalidHistoryCount:
        return 34232;
    case ErrorKind::InvalidExtra:
        return 34314;
    case ErrorKind::NotConnected:
        return 30002;
    case ErrorKind::TimedOut:
        return -1;
    case ErrorKind::ServerUnreachable:
        return 35008;
    case ErrorKind::NotAuthorized:
        return 31004;
    case ErrorKind::AccountDisabled:
        return 31009;
    case ErrorKind::MessageTooLarge:
        return 30016;
    case ErrorKind::TooFast:
        return 20604;
    default:
        return 0;
    }
}

QString nameOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::RoomDoesNotExist:
        return QStringLiteral("RoomDoesNotExist");
    case ErrorKind::RoomFull:
        return QStringLiteral("RoomFull");
    case ErrorKind::Banned:
        return QStringLiteral("Banned");
    case ErrorKind::MembersOnly:
        return QStringLiteral("MembersOnly");
    case ErrorKind::PasswordRequired:
        return QStringLiteral("PasswordRequired");
    case ErrorKind::PasswordWrong:
        return QStringLiteral("PasswordWrong");
    case ErrorKind::NicknameInUse:
        return QStringLiteral("NicknameInUse");
    case ErrorKind::NicknameNotAllowed:
        return QStringLiteral("NicknameNotAllowed");
    case ErrorKind::Muted:
        return QStringLiteral("Muted");
    case ErrorKind::NotInRoom:
        return QStringLiteral("NotInRoom");
    case ErrorKind::InvalidRoomId:
        return QStringLiteral("InvalidRoomId");
    case ErrorKind::InvalidHistoryCount:
        return QStringLiteral("InvalidHistoryCount");
    case ErrorKind::InvalidExtra:
        return QStringLiteral("InvalidExtra");
    case ErrorKind::NotConnected:
        return QStringLiteral("NotConnected");
    case ErrorKind::TimedOut:
        return QStringLiteral("TimedOut");
    case ErrorKind::ServerUnreachable:
        return QStringLiteral("ServerUnreachable");
    case ErrorKind::TlsFailed:
        return QStringLiteral("TlsFailed");
    case ErrorKind::NotAnXmppServer:
        return QStringLiteral("NotAnXmppServer");
    case ErrorKind::NotAuthorized:
        return QStringLiteral("NotAuthorized");
    case ErrorKind::WeakSignIn:
        return QStringLiteral("WeakSignIn");
    case ErrorKind::AccountDisabled:
        return QStringLiteral("AccountDisabled");
    case ErrorKind::ServiceHasNoRooms:
        return QStringLiteral("ServiceHasNoRooms");
    case ErrorKind::CreationNotAllowed:
        return QStringLiteral("CreationNotAllowed");
    case ErrorKind::MessageTooLarge:
        return QStringLiteral("MessageTooLarge");
    case ErrorKind::TooFast:
        return QStringLiteral("TooFast");
    case ErrorKind::StoreFailed:
        return QStringLiteral("StoreFailed");
    case ErrorKind::ServerRefused:
        return QStringLiteral("ServerRefused");
    }
    Q_UNREACHABLE();
}

bool isAboutNickname(ErrorKind kind)
{
    return kind == ErrorKind::NicknameInUse || kind == ErrorKind::NicknameNotAllowed;
}

bool isTemporary(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::RoomFull:
    case ErrorKind::NicknameInUse:
    case ErrorKind::TimedOut:
    case ErrorKind::ServerUnreachable:
    case ErrorKind::NotAnXmppServer:
    case ErrorKind::TlsFailed:
    case ErrorKind::TooFast:
    case ErrorKind::StoreFailed:
    case ErrorKind::ServerRefused:
        return true;
    default:
        return false;
    }
}

QDebug operator<<(QDebug debug, const Error &error)
{
    const QDebugStateSaver saver(debug);
    debug.noquote().nospace() << nameOf(error.kind) << " (" << error.detail << ')';
    return debug;
}

} // namespace foyer

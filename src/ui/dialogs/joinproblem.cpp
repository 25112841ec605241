#include "ui/dialogs/joinproblem.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

JoinProblem goneRoom(const Error &error)
{
    // The detail is also a text for the log: only a full address or a link is a place to go.
    const auto alternative = RoomAddress::parse(error.detail);
    if (alternative && alternative->isResolved()) {
        return {JoinField::Room, JoinStep::JoinAlternative, alternative.value()};
    }
    return {JoinField::Room, JoinStep::CreateRoom, {}};
}

} // namespace

JoinProblem joinProblemOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::RoomDoesNotExist:
        return goneRoom(error);
    case ErrorKind::RoomFull:
    case ErrorKind::CreationNotAllowed:
    case ErrorKind::ServiceHasNoRooms:
        return {JoinField::Room, JoinStep::TryAgain, {}};
    case ErrorKind::Banned:
    case ErrorKind::MembersOnly:
        return {JoinField::Room, JoinStep::ChooseRoom, {}};
    case ErrorKind::InvalidRoomId:
        return {JoinField::Room, JoinStep::None, {}};
    case ErrorKind::PasswordRequired:
    case ErrorKind::PasswordWrong:
        return {JoinField::Password, JoinStep::None, {}};
    case ErrorKind::NicknameInUse:
    case ErrorKind::NicknameNotAllowed:
        return {JoinField::Nickname, JoinStep::TakeSuggestion, {}};
    case ErrorKind::InvalidHistoryCount:
        return {JoinField::History, JoinStep::None, {}};
    case ErrorKind::InvalidExtra:
        return {JoinField::Extra, JoinStep::None, {}};
    case ErrorKind::NotConnected:
    case ErrorKind::NotAuthorized:
    case ErrorKind::WeakSignIn:
    case ErrorKind::AccountDisabled:
        return {JoinField::General, JoinStep::SignIn, {}};
    case ErrorKind::ServerUnreachable:
        // As the account's own server says it (RFC 6120 section 8.3.3.16); else it is that one which is out of reach.
        return error.detail == "remote-server-not-found"_L1 ? JoinProblem{JoinField::Room, JoinStep::EnterAsGuest, {}}
                                                            : JoinProblem{JoinField::General, JoinStep::TryAgain, {}};
    case ErrorKind::TimedOut:
    case ErrorKind::TlsFailed:
    case ErrorKind::NotAnXmppServer:
    case ErrorKind::TooFast:
    case ErrorKind::StoreFailed:
    case ErrorKind::ServerRefused:
    case ErrorKind::NotInRoom:
        return {JoinField::General, JoinStep::TryAgain, {}};
    case ErrorKind::Muted:
    case ErrorKind::MessageTooLarge:
        return {JoinField::General, JoinStep::None, {}};
    }
    Q_UNREACHABLE();
}

bool isCreatableRoomId(const QString &roomId)
{
    static const QRegularExpression allowed(u"^[A-Za-z0-9._-]{1,64}\\z"_s);
    return allowed.match(roomId).hasMatch();
}

QString suggestedNickname(const QString &taken, const QString &ownName, const QStringList &refused)
{
    const auto isFree = [&](const QString &name) { return name != taken && !refused.contains(name); };
    if (!ownName.isEmpty() && isFree(ownName)) {
        return ownName;
    }
    static const QRegularExpression numbered(u"^(.*\\S) ?(\\d{1,3})\\z"_s);
    const QRegularExpressionMatch match = numbered.match(taken);
    const QString base = match.hasMatch() ? match.captured(1) : taken;
    int number = match.hasMatch() ? match.captured(2).toInt() : 1;
    QString name;
    do {
        name = u"%1 %2"_s.arg(base, QString::number(++number));
    } while (!isFree(name));
    return name;
}

} // namespace foyer

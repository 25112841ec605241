#include "ui/dialogs/signinproblem.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace foyer
{

SignInProblem signInProblemOf(ErrorKind kind, SignInMode mode, bool urlGiven)
{
    const bool guest = mode == SignInMode::Guest;
    const SignInField place = urlGiven ? SignInField::ServerUrl : guest ? SignInField::Link : SignInField::Address;
    switch (kind) {
    case ErrorKind::NotAuthorized:
        return guest ? SignInProblem{SignInField::Link, SignInStep::UseAccount}
                     : SignInProblem{SignInField::Password, SignInStep::None};
    case ErrorKind::AccountDisabled:
        return guest ? SignInProblem{SignInField::Link, SignInStep::UseAccount}
                     : SignInProblem{SignInField::Address, SignInStep::None};
    case ErrorKind::WeakSignIn:
        return {SignInField::Address, SignInStep::SignInAnyway};
    case ErrorKind::ServerUnreachable:
    case ErrorKind::TimedOut:
    case ErrorKind::NotAnXmppServer:
        return {place, urlGiven ? SignInStep::None : SignInStep::EnterServerUrl};
    case ErrorKind::TlsFailed:
        return {place, SignInStep::ChooseCertificate};
    case ErrorKind::NicknameInUse:
    case ErrorKind::NicknameNotAllowed:
        return {guest ? SignInField::Nickname : SignInField::General, SignInStep::None};
    case ErrorKind::InvalidRoomId:
        return {guest ? SignInField::Link : SignInField::Address, SignInStep::None};
    default:
        return {SignInField::General, SignInStep::None};
    }
}

bool isUsableServerUrl(const QUrl &url)
{
    static const QRegularExpression thisComputer(u"^(localhost|127(\\.\\d{1,3}){3}|::1)\\z"_s,
                                                 QRegularExpression::CaseInsensitiveOption);
    if (!url.isValid() || url.host().isEmpty()) {
        return false;
    }
    return url.scheme() == "wss"_L1 || (url.scheme() == "ws"_L1 && thisComputer.match(url.host()).hasMatch());
}

} // namespace foyer

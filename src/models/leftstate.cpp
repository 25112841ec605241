#include "models/leftstate.h"

#include "core/apart.h"
#include "models/displaytext.h"

namespace foyer
{

LeftState::LeftState(QObject *parent) : QObject(parent) {}

void LeftState::hide()
{
    if (m_shown) {
        m_shown = false;
        m_status.clear();
        Q_EMIT changed();
    }
}

void LeftState::setTexts(const QString &title, const QString &explanation, const QString &status)
{
    m_title = title;
    m_explanation = explanation;
    m_status = status;
}

void LeftState::setAction(Action action, const QString &text)
{
    m_action = action;
    m_actionText = text;
}

void LeftState::showLeft(const LeaveReason &reason, const QString &otherRoom)
{
    const QString stays = tr("What you have read stays on this computer.");
    const QString notAlone = tr("Foyer will not rejoin by itself. What you have read stays on this computer.");
    const QString why = reason.reason.isEmpty() ? notAlone : tr("Reason: “%1”. %2").arg(apart(reason.reason), notAlone);
    const QString by = reason.by.isEmpty() ? QString() : apart(displaytext::oneLine(reason.by));
    m_shown = true;
    m_alternative.clear();
    setAction(Action::Rejoin, tr("Rejoin"));
    switch (reason.kind) {
    case LeaveReason::Kind::ByUser:
        setTexts(tr("You left this room"), stays, tr("You left"));
        break;
    case LeaveReason::Kind::ReplacedByOtherRoom: {
        const QString when = otherRoom.isEmpty()
                                 ? tr("Left when you joined another room")
                                 : tr("Left when you joined %1").arg(apart(displaytext::oneLine(otherRoom)));
        setTexts(when, tr("One can be in one room at a time here. What you have read stays on this computer."), when);
        break;
    }
    case LeaveReason::Kind::Kicked:
        setTexts(by.isEmpty() ? tr("You were removed from this room") : tr("%1 removed you from this room").arg(by),
                 why, tr("You were removed"));
        break;
    case LeaveReason::Kind::Banned:
        setTexts(by.isEmpty() ? tr("You are banned from this room") : tr("%1 banned you from this room").arg(by), why,
                 tr("You are banned"));
        setAction(Action::Rejoin, tr("Try again"));
        break;
    case LeaveReason::Kind::Destroyed:
        setTexts(tr("This room was closed"),
                 reason.reason.isEmpty() ? stays : tr("Reason: “%1”. %2").arg(apart(reason.reason), stays),
                 tr("This room was closed"));
        if (reason.alternative.isEmpty()) {
            setAction(Action::None, {});
        } else {
            m_alternative = reason.alternative;
            setAction(Action::Alternative, tr("Go to %1").arg(apart(reason.alternative)));
        }
        break;
    case LeaveReason::Kind::LostMembership:
        setTexts(tr("You are no longer a member of this room"), why, tr("No longer a member"));
        setAction(Action::Rejoin, tr("Try again"));
        break;
    }
    Q_EMIT changed();
}

void LeftState::showFailed(const Error &error)
{
    m_shown = true;
    m_alternative.clear();
    QString title = tr("You are not in this room");
    QString status = tr("Not joined");
    setAction(Action::Rejoin, tr("Try again"));
    switch (error.kind) {
    case ErrorKind::RoomDoesNotExist:
        title = tr("This room does not exist");
        status = title;
        break;
    case ErrorKind::RoomFull:
        title = tr("The room is full");
        status = title;
        break;
    case ErrorKind::Banned:
        title = tr("You are banned from this room");
        status = tr("You are banned");
        break;
    case ErrorKind::MembersOnly:
        title = tr("This room is for members only");
        status = tr("Members only");
        break;
    case ErrorKind::PasswordRequired:
    case ErrorKind::PasswordWrong:
        title = error.kind == ErrorKind::PasswordWrong ? tr("The password was not accepted")
                                                       : tr("This room needs a password");
        status = tr("Needs a password");
        setAction(Action::AskAgain, tr("Enter password…"));
        break;
    case ErrorKind::NicknameInUse:
    case ErrorKind::NicknameNotAllowed:
        title = error.kind == ErrorKind::NicknameInUse ? tr("Your name is taken in this room")
                                                       : tr("This room does not accept your name");
        status = tr("Needs another name");
        setAction(Action::AskAgain, tr("Choose another name…"));
        break;
    case ErrorKind::NotAuthorized:
    case ErrorKind::WeakSignIn:
    case ErrorKind::AccountDisabled:
    case ErrorKind::NotConnected:
        // The same wish: whoever is signed out is asked for that first.
        setAction(Action::Rejoin, tr("Sign in…"));
        break;
    default:
        break;
    }
    setTexts(title, tr("%1 What you have read stays on this computer.", "the error's own sentences").arg(error.text),
             status);
    Q_EMIT changed();
}

} // namespace foyer

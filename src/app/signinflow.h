#pragma once

#include "app/backend.h"
#include "desktop/accountsecret.h"
#include "ui/dialogs/signindialog.h"
#include "ui/dialogs/startdialog.h"

#include <QObject>
#include <QPointer>

namespace foyer
{

/// Leads from the first question to a signed-in account: start dialog, sign-in dialog, the keyring, and the account
/// of the last time.
class SignInFlow : public QObject
{
    Q_OBJECT

public:
    SignInFlow(Backend &backend, Theme &theme, QWidget *window, QObject *parent = nullptr);

    /// The account of the last time, when its password is kept; else the first question.
    void begin();
    /// Signs in \a account with the password from the keyring; without one the dialog asks.
    void signInKept(const Jid &account, const QList<QUrl> &servers, const QString &caFile);
    /// The question where the rooms are.
    void openStart();
    /// The sign-in dialog, in either form.
    void openSignIn();
    void openGuest(const QString &link);

Q_SIGNALS:
    /// An account is known and signing in has begun; joins may be asked for.
    void begun();
    /// Signed in by a dialog; \a guestRoom is the room of the link, else empty.
    void signedIn(const foyer::RoomAddress &guestRoom, const QString &nickname);

private:
    SignInDialog *dialog();
    void onConnectionState(const ConnectionState &state);
    void signIn(const SignInDetails &details);
    void signInGuest(const GuestDetails &details);
    void keep();

    Backend &m_backend;
    Theme &m_theme;
    QWidget *m_window;
    AccountSecret m_secrets;
    QPointer<StartDialog> m_start;
    QPointer<SignInDialog> m_dialog;
    SignInDetails m_details;
    RoomAddress m_guestRoom;
    QString m_guestName;
    bool m_waiting = false;
};

} // namespace foyer

#pragma once

#include "app/backend.h"
#include "desktop/accountsecret.h"
#include "ui/dialogs/signindialog.h"
#include "ui/dialogs/startdialog.h"

#include <QObject>
#include <QPointer>

namespace foyer
{

/// Leads from the first question to a signed-in account: start dialog, the rooms of this computer, sign-in dialog, the
/// keyring, and the choice of the last time.
class SignInFlow : public QObject
{
    Q_OBJECT

public:
    /// Passwords are kept in \a keyring; none: the desktop's.
    SignInFlow(Backend &backend, Theme &theme, QWidget *window, QObject *parent = nullptr,
               std::unique_ptr<Keyring> keyring = nullptr);

    /// The choice of the last time: the rooms of this computer, or an account whose password is kept; else the first
    /// question, or, with a \a link to a room, the dialog for guests.
    void begin(const QString &link = {});
    /// Whether signing in has begun and nobody knows yet how it ends.
    bool isUnderWay() const { return m_waiting || m_readingPassword; }
    /// Whether who is signed in came by the form, or could have, so that it can be opened again.
    bool mayAskAgain() const;
    /// Whether the choice of the last time was the rooms of this computer.
    bool isLocalKept() const;
    enum class Remember { No, Yes };
    /// The rooms of this computer; with Remember::Yes also at the next start.
    void useThisComputer(Remember remember);
    /// Signs in \a account with the password from the keyring; without one the dialog asks. With Remember::No it is not
    /// the account of the next start, whoever is asked for its password.
    void signInKept(const Jid &account, const QList<QUrl> &servers, const QString &caFile, Remember remember);
    /// The question where the rooms are.
    void openStart();
    /// The sign-in dialog, in either form, with what was typed there before.
    void openSignIn();
    void openGuest(const QString &link);
    /// The form of the account or guest in use, filled in but for a password.
    void openAgain();

Q_SIGNALS:
    /// The rooms of this computer cannot be used; shown in the start dialog unless somebody else deals with it.
    void localFailed(const foyer::Error &error);
    /// Signed in; \a guestRoom is the room of the link, else empty.
    void signedIn(const foyer::RoomAddress &guestRoom, const QString &nickname);

private:
    SignInDialog *dialog();
    void onConnectionState(const ConnectionState &state);
    void signIn(const SignInDetails &details);
    void signInGuest(const GuestDetails &details);
    void onLocalFailed(Error error);
    void askAgain(Error cause);
    /// Fills the form with the account in use, but for a password.
    void fillIn();
    /// The form was left: what it has replaced without success comes back, when that is what is kept.
    void goBack();
    void keep();
    void setKept(const QList<std::pair<QString, QString>> &values);

    enum class Way { Account, AccountOnce, Guest, Local, LocalOnce };
    /// A way to sign in is taken: what the keyring says later of another one counts no more.
    void take(Way way);

    Backend &m_backend;
    Theme &m_theme;
    QWidget *m_window;
    AccountSecret m_secrets;
    QPointer<StartDialog> m_start;
    QPointer<SignInDialog> m_dialog;
    SignInDetails m_details;
    QList<QUrl> m_servers; ///< tried in turn; the form shows and changes the first
    RoomAddress m_guestRoom;
    QString m_guestName;
    Way m_way = Way::Account;
    bool m_waiting = false;
    bool m_fromForm = false;        ///< what is waited for was asked for in the form
    bool m_wasIn = false;           ///< the last that was online is the choice of the next start
    bool m_readingPassword = false; ///< of the account of the last time
    int m_taken = 0;                ///< rises with every way that is taken
};

} // namespace foyer

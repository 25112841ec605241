#pragma once

#include "core/error.h"
#include "core/jid.h"
#include "core/roomaddress.h"
#include "ui/dialogs/formdialog.h"
#include "ui/dialogs/signinproblem.h"

#include <QUrl>

#include <memory>

namespace foyer
{

namespace Ui
{
class SignInDialog;
}

/// What signing in with an account takes.
struct SignInDetails {
    Jid account; ///< bare, with a local part
    QString password;
    QUrl server;              ///< empty: found by the account's domain
    QString caFile;           ///< empty: only the system's certificates
    bool weakAllowed = false; ///< the person has been told that the server offers only a weak way, and wants it
    RoomAddress room = {};    ///< of the link that was tried as a guest before; else empty
    QString nickname = {};    ///< for that room

    bool operator==(const SignInDetails &) const = default;
};

/// What entering as a guest takes: SASL ANONYMOUS at the server that serves \a room.
struct GuestDetails {
    RoomAddress room; ///< resolved; with the link's password
    QString nickname;
    QUrl server;
    QString caFile;

    bool operator==(const GuestDetails &) const = default;
};

/// Signs in with an account, or enters as a guest by a link. Every failure stands under the field it belongs to, and
/// whatever was typed stays.
///
/// Open it with open(); on signInRequested() or guestRequested() call setBusy(true), then showError() or accept().
class SignInDialog : public FormDialog
{
    Q_OBJECT

public:
    explicit SignInDialog(Theme &theme, QWidget *parent = nullptr);
    ~SignInDialog() override;

    /// Account at first. Both forms keep what was typed.
    void setMode(SignInMode mode);
    SignInMode mode() const { return m_mode; }
    /// With another address the password goes.
    void setAddress(const QString &address);
    bool isAddressEmpty() const;
    void setLink(const QString &link);
    void setNickname(const QString &nickname);
    void setServer(const QUrl &server);
    void setCaFile(const QString &path);
    /// One quiet line that the password is not kept beyond this run: there is no keyring.
    void setSessionOnly(bool sessionOnly);
    bool isBusy() const { return m_busy; }

public Q_SLOTS:
    /// Ends the busy state and shows \a error where it belongs.
    void showError(const foyer::Error &error);
    /// While busy nothing can be edited, and *Cancel* and Escape stop signing in instead of closing the dialog.
    void setBusy(bool busy);
    void reject() override;

Q_SIGNALS:
    void signInRequested(const foyer::SignInDetails &details);
    void guestRequested(const foyer::GuestDetails &details);
    /// Signing in is not wanted any more, or the dialog was closed without it.
    void cancelled();

private:
    void setUpFields();
    void submit();
    void submitAccount(const QUrl &server);
    void submitGuest(const QUrl &server);
    bool checkAdvanced(const QUrl &server);
    bool checkNickname();
    void takeStep(SignInStep step);
    void chooseCaFile();
    void openAdvancedAt(QWidget *field);
    QUrl serverUrl() const;
    QString caFile() const;
    QLabel *labelOf(SignInField field) const;
    QWidget *widgetOf(SignInField field) const;
    QString stepText(SignInStep step) const;
    void show(const SignInProblem &problem, const QString &text);

    std::unique_ptr<Ui::SignInDialog> m_ui;
    SignInMode m_mode = SignInMode::Account;
    bool m_busy = false;
    bool m_weakAllowed = false; ///< of the address and the server in the form
    RoomAddress m_link;         ///< whose server lets no guests in, so that an account is used
};

} // namespace foyer

#pragma once

#include "core/error.h"
#include "core/roomaddress.h"
#include "core/servicetypes.h"
#include "ui/dialogs/formdialog.h"
#include "ui/dialogs/joinproblem.h"

#include <memory>

namespace foyer
{

namespace Ui
{
class JoinDialog;
}

class RoomChooser;

/// Asks for a room and how to enter it. Shows every failure under the field it belongs to, with the next step as a
/// button, and keeps whatever was typed. It joins nothing by itself: not even a link does, before *Join* is pressed.
///
/// Open it with open(); on joinRequested() call setBusy(true), then showError() or accept().
class JoinDialog : public FormDialog
{
    Q_OBJECT

public:
    explicit JoinDialog(Theme &theme, QWidget *parent = nullptr);
    ~JoinDialog() override;

    /// The account's own name: shown as the display name until another one is typed.
    void setOwnName(const QString &name);
    /// An account is connected, as \a ownName: what stood in the way of any join is over.
    void onConnected(const QString &ownName);
    using FormDialog::clearProblems;
    /// The list of rooms to choose from, to be filled.
    RoomChooser &rooms() { return *m_rooms; }
    /// The room that joining leaves where only one room at a time is allowed; empty for none.
    void setReplacedRoom(const QString &name);
    bool isBusy() const { return m_busy; }

public Q_SLOTS:
    /// Fills the form, for example from a link. A history count out of range keeps the number chosen before.
    void prefill(const foyer::RoomAddress &room, const foyer::JoinOptions &options);
    /// Ends the busy state and shows \a error where it belongs.
    void showError(const foyer::Error &error);
    /// While busy nothing can be edited, and *Cancel* and Escape stop the join instead of closing the dialog.
    void setBusy(bool busy);
    void reject() override;

Q_SIGNALS:
    /// \a create: make the room when it is missing.
    void joinRequested(const foyer::RoomAddress &room, const foyer::JoinOptions &options, bool create);
    void signInRequested();
    /// To \a room without an account, at the server that has it; this sign-in ends with it.
    void guestRequested(const foyer::RoomAddress &room);
    /// The running join is not wanted any more, or the dialog was closed without one.
    void cancelled();

private:
    enum class Create { No, Yes };

    void setUpFields();
    void setUpButtons();
    void submit(Create create);
    bool checkFields(const Result<RoomAddress> &room, const JoinOptions &options, Create create);
    void takeStep(const JoinProblem &problem);
    void joinAlternative(RoomAddress room);
    JoinOptions options() const;
    int historyCount() const;
    void setHistoryCount(int count);
    void showExtraSize();
    QLabel *labelOf(JoinField field) const;
    QWidget *widgetOf(JoinField field) const;
    QString sentenceFor(const JoinProblem &problem, const Error &error) const;
    QString stepText(const JoinProblem &problem) const;
    void show(const JoinProblem &problem, const QString &text);

    std::unique_ptr<Ui::JoinDialog> m_ui;
    RoomChooser *m_rooms;
    QString m_ownName;
    QString m_suggestion;
    QStringList m_refusedNames; ///< in the room of the form
    Create m_lastCreate = Create::No;
    bool m_busy = false;
};

} // namespace foyer

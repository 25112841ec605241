#pragma once

#include "ui/dialogs/formdialog.h"

#include <memory>

namespace foyer
{

namespace Ui
{
class FaultLabDialog;
}

/// *Help, Fault lab* of the demo: switches for what can go wrong. It stays open beside the window; what a switch shows
/// is what was asked for.
class FaultLabDialog : public FormDialog
{
    Q_OBJECT

public:
    explicit FaultLabDialog(Theme &theme, QWidget *parent = nullptr);
    ~FaultLabDialog() override;

    /// Whether the person is muted, whoever did it.
    void setMuted(bool muted);
    /// The server cannot be restarted twice at once.
    void setRestarting(bool restarting);
    /// What a fault asked for could not be done.
    void showProblem(const QString &text);

Q_SIGNALS:
    void cutRequested(bool cut);
    void freezeRequested(bool frozen);
    /// Milliseconds; 0: none.
    void delayRequested(int ms);
    void restartRequested();
    void muteRequested(bool muted);

private:
    std::unique_ptr<Ui::FaultLabDialog> m_ui;
};

} // namespace foyer

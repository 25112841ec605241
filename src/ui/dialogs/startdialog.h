#pragma once

#include "core/error.h"
#include "ui/dialogs/formdialog.h"

#include <memory>

namespace foyer
{

namespace Ui
{
class StartDialog;
}

/// The first start's only question: where are your rooms? *Use this computer* stays open until it is answered: on
/// localRequested() call setBusy(true), then accept() or showError().
class StartDialog : public FormDialog
{
    Q_OBJECT

public:
    explicit StartDialog(Theme &theme, QWidget *parent = nullptr);
    ~StartDialog() override;

public Q_SLOTS:
    /// While busy nothing can be chosen.
    void setBusy(bool busy);
    /// Ends the busy state and says why the rooms of this computer cannot be used.
    void showError(const foyer::Error &error);

Q_SIGNALS:
    /// *Use this computer* was chosen.
    void localRequested();
    /// *Sign in to a server* was chosen; the dialog has closed with accepted().
    void signInRequested();
    /// *I was given a link* was chosen.
    void linkRequested();

private:
    void applyCardFonts();
    void proceed();

    std::unique_ptr<Ui::StartDialog> m_ui;
};

} // namespace foyer

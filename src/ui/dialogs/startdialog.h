#pragma once

#include "ui/dialogs/formdialog.h"

#include <memory>

namespace foyer
{

namespace Ui
{
class StartDialog;
}

/// The first start's only question: where are your rooms?
class StartDialog : public FormDialog
{
    Q_OBJECT

public:
    explicit StartDialog(Theme &theme, QWidget *parent = nullptr);
    ~StartDialog() override;

Q_SIGNALS:
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

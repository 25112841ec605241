#pragma once

#include "models/moderation.h"
#include "ui/dialogs/formdialog.h"

class QLineEdit;

namespace foyer
{

/// Asks whether a person is really to be removed or banned, and why. The only place with a red button.
class ModerationDialog : public FormDialog
{
    Q_OBJECT

public:
    /// \a moderation: Kick or Ban, of whom, and the reason as far as it is written already.
    ModerationDialog(Theme &theme, const Moderation &moderation, QWidget *parent = nullptr);

Q_SIGNALS:
    void confirmed(const foyer::Moderation &moderation);

private:
    Moderation m_moderation;
    QLineEdit *m_reason;
};

} // namespace foyer

#include "ui/dialogs/startdialog.h"

#include "ui/theme.h"

#include "ui_startdialog.h"

namespace foyer
{

namespace
{

constexpr int dialogWidth = 520;

} // namespace

StartDialog::StartDialog(Theme &theme, QWidget *parent)
    : FormDialog(theme, dialogWidth, parent), m_ui(std::make_unique<Ui::StartDialog>())
{
    m_ui->setupUi(this);
    connect(m_ui->continueButton, &QPushButton::clicked, this, &StartDialog::proceed);
    finishSetup();
    applyCardFonts();
    connect(&theme, &Theme::changed, this, &StartDialog::applyCardFonts);
    m_ui->localCard->setFocus();
}

StartDialog::~StartDialog() = default;

void StartDialog::applyCardFonts()
{
    const auto cards = findChildren<ChoiceCard *>();
    for (ChoiceCard *card : cards) {
        card->setFonts(theme().nameFont(), theme().hintFont());
        card->setGlyphSize(theme().avatarSize(metrics::largeAvatar));
    }
}

void StartDialog::setBusy(bool busy)
{
    const auto cards = findChildren<ChoiceCard *>();
    for (ChoiceCard *card : cards) {
        card->setEnabled(!busy);
    }
    m_ui->continueButton->setEnabled(!busy);
    m_ui->continueButton->setText(busy ? tr("Starting…") : tr("&Continue"));
    if (busy) {
        clearProblems();
    } else {
        m_ui->localCard->setFocus();
    }
}

void StartDialog::showError(const Error &error)
{
    setBusy(false);
    showProblem(m_ui->errorLabel, error.text);
}

void StartDialog::proceed()
{
    if (m_ui->localCard->isChecked()) {
        // Open until it has worked: when it has not, this is the place to choose again.
        Q_EMIT localRequested();
        return;
    }
    const bool link = m_ui->linkCard->isChecked();
    accept();
    if (link) {
        Q_EMIT linkRequested();
    } else {
        Q_EMIT signInRequested();
    }
}

} // namespace foyer

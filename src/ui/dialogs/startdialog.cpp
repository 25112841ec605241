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
    m_ui->signInCard->setFocus();
}

StartDialog::~StartDialog() = default;

void StartDialog::applyCardFonts()
{
    const auto cards = findChildren<ChoiceCard *>();
    for (ChoiceCard *card : cards) {
        card->setFonts(theme().nameFont(), theme().hintFont());
    }
}

void StartDialog::proceed()
{
    const bool link = m_ui->linkCard->isChecked();
    accept();
    if (link) {
        Q_EMIT linkRequested();
    } else {
        Q_EMIT signInRequested();
    }
}

} // namespace foyer

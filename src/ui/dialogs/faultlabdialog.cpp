#include "ui/dialogs/faultlabdialog.h"

#include "ui_faultlabdialog.h"

#include <initializer_list>
#include <utility>

namespace foyer
{

namespace
{

constexpr int dialogWidth = 540;

} // namespace

FaultLabDialog::FaultLabDialog(Theme &theme, QWidget *parent)
    : FormDialog(theme, dialogWidth, parent), m_ui(std::make_unique<Ui::FaultLabDialog>())
{
    m_ui->setupUi(this);
    setModal(false);
    connect(m_ui->cutPushButton, &QPushButton::toggled, this, [this](bool cut) {
        m_ui->cutPushButton->setText(cut ? tr("Mend") : tr("Cut"));
        clearProblems();
        Q_EMIT cutRequested(cut);
    });
    connect(m_ui->freezePushButton, &QPushButton::toggled, this, [this](bool frozen) {
        m_ui->freezePushButton->setText(frozen ? tr("Thaw") : tr("Freeze"));
        Q_EMIT freezeRequested(frozen);
    });
    const std::initializer_list<std::pair<QPushButton *, int>> delays{{m_ui->delayNonePushButton, 0},
                                                                      {m_ui->delayHalfPushButton, 500},
                                                                      {m_ui->delayTwoPushButton, 2000},
                                                                      {m_ui->delayFivePushButton, 5000}};
    for (const auto &[choice, ms] : delays) {
        choice->setAccessibleName(tr("Delay: %1").arg(choice->text()));
        connect(choice, &QPushButton::clicked, this, [this, ms = ms] { Q_EMIT delayRequested(ms); });
    }
    connect(m_ui->restartPushButton, &QPushButton::clicked, this, [this] {
        clearProblems();
        Q_EMIT restartRequested();
    });
    // The button follows the server's word (setMuted()), not the click.
    connect(m_ui->mutePushButton, &QPushButton::clicked, this, [this](bool mute) {
        m_ui->mutePushButton->setChecked(!mute);
        clearProblems();
        Q_EMIT muteRequested(mute);
    });
    connect(m_ui->closePushButton, &QPushButton::clicked, this, &FaultLabDialog::close);
    const auto describe = [](QWidget *control, const QLabel *name, const QLabel *hint) {
        control->setAccessibleName(name->text());
        control->setAccessibleDescription(hint->text());
    };
    describe(m_ui->cutPushButton, m_ui->cutLabel, m_ui->cutHintLabel);
    describe(m_ui->freezePushButton, m_ui->freezeLabel, m_ui->freezeHintLabel);
    describe(m_ui->restartPushButton, m_ui->restartLabel, m_ui->restartHintLabel);
    describe(m_ui->mutePushButton, m_ui->muteLabel, m_ui->muteHintLabel);
    m_ui->problemLabel->hide();
    finishSetup();
    m_ui->cutPushButton->setFocus();
}

FaultLabDialog::~FaultLabDialog() = default;

void FaultLabDialog::setMuted(bool muted)
{
    m_ui->mutePushButton->setChecked(muted);
    m_ui->mutePushButton->setText(muted ? tr("Unmute") : tr("Mute"));
    m_ui->muteHintLabel->setText(muted ? tr("You are muted now, for a minute at most.")
                                       : tr("For a minute, by the server’s API."));
    m_ui->mutePushButton->setAccessibleDescription(m_ui->muteHintLabel->text());
}

void FaultLabDialog::setRestarting(bool restarting)
{
    m_ui->restartPushButton->setEnabled(!restarting);
    m_ui->restartPushButton->setText(restarting ? tr("Restarting…") : tr("Restart"));
}

void FaultLabDialog::showProblem(const QString &text)
{
    FormDialog::showProblem(m_ui->problemLabel, text);
}

} // namespace foyer

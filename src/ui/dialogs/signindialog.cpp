#include "ui/dialogs/signindialog.h"

#include "core/nickname.h"
#include "ui/theme.h"

#include "ui_signindialog.h"

#include <QFileDialog>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int dialogWidth = 480;

} // namespace

SignInDialog::SignInDialog(Theme &theme, QWidget *parent)
    : FormDialog(theme, dialogWidth, parent), m_ui(std::make_unique<Ui::SignInDialog>())
{
    m_ui->setupUi(this);
    setUpFields();
    connect(m_ui->signInButton, &QPushButton::clicked, this, &SignInDialog::submit);
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &SignInDialog::reject);
    connect(m_ui->caFileButton, &QPushButton::clicked, this, &SignInDialog::chooseCaFile);
    finishSetup(m_ui->nextStepButton);
    setMode(SignInMode::Account);
}

SignInDialog::~SignInDialog() = default;

void SignInDialog::setUpFields()
{
    for (const SignInField field : {SignInField::Address, SignInField::Password, SignInField::ServerUrl,
                                    SignInField::CaFile, SignInField::Link, SignInField::Nickname}) {
        addField(widgetOf(field), labelOf(field));
    }
    for (const QLineEdit *of : {m_ui->addressLineEdit, m_ui->serverUrlLineEdit}) {
        connect(of, &QLineEdit::textChanged, this, [this] { m_weakAllowed = false; });
    }
    addSection(m_ui->advancedToolButton, m_ui->advancedWidget);
    connect(m_ui->advancedToolButton, &QToolButton::toggled, this, [this](bool open) {
        m_ui->advancedToolButton->setText(open ? tr("Ad&vanced") : tr("Ad&vanced  (server URL, certificates)"));
    });
}

void SignInDialog::setMode(SignInMode mode)
{
    m_mode = mode;
    m_link = {};
    const bool guest = mode == SignInMode::Guest;
    clearProblems();
    m_ui->guestWidget->setVisible(guest);
    m_ui->accountWidget->setVisible(!guest);
    setWindowTitle(guest ? tr("Enter as a guest") : tr("Sign in"));
    m_ui->titleLabel->setText(guest ? tr("I was given a link") : tr("Sign in to a server"));
    m_ui->subtitleLabel->setText(guest ? tr("Paste an xmpp: link and choose a display name.")
                                       : tr("With an address like name@example.org and a password."));
    m_ui->signInButton->setText(guest ? tr("&Enter the room") : tr("&Sign in"));
    QLineEdit *first = guest ? m_ui->linkLineEdit : m_ui->addressLineEdit;
    first->setFocus();
}

void SignInDialog::setAddress(const QString &address)
{
    if (address != m_ui->addressLineEdit->text()) {
        m_ui->passwordLineEdit->clear();
    }
    m_ui->addressLineEdit->setText(address);
    if (!address.isEmpty() && m_mode == SignInMode::Account) {
        m_ui->passwordLineEdit->setFocus();
    }
}

bool SignInDialog::isAddressEmpty() const
{
    return m_ui->addressLineEdit->text().isEmpty();
}

void SignInDialog::setLink(const QString &link)
{
    m_ui->linkLineEdit->setText(link);
    if (!link.isEmpty() && m_mode == SignInMode::Guest) {
        m_ui->nicknameLineEdit->setFocus();
    }
}

void SignInDialog::setNickname(const QString &nickname)
{
    m_ui->nicknameLineEdit->setText(nickname);
}

void SignInDialog::setServer(const QUrl &server)
{
    m_ui->serverUrlLineEdit->setText(server.toString());
    m_ui->advancedToolButton->setChecked(m_ui->advancedToolButton->isChecked() || !server.isEmpty());
}

void SignInDialog::setCaFile(const QString &path)
{
    m_ui->caFileLineEdit->setText(path);
    m_ui->advancedToolButton->setChecked(m_ui->advancedToolButton->isChecked() || !path.isEmpty());
}

void SignInDialog::setSessionOnly(bool sessionOnly)
{
    m_ui->sessionOnlyLabel->setVisible(sessionOnly);
}

void SignInDialog::showError(const Error &error)
{
    setBusy(false);
    const SignInProblem problem = signInProblemOf(error.kind, m_mode, !serverUrl().isEmpty());
    // The standard sentence is about a name and a password, which a guest has not.
    show(problem, problem.step == SignInStep::UseAccount ? tr("This server lets no guests in. Sign in with an account.")
                                                         : error.text);
}

void SignInDialog::show(const SignInProblem &problem, const QString &text)
{
    if (problem.field == SignInField::ServerUrl || problem.field == SignInField::CaFile) {
        m_ui->advancedToolButton->setChecked(true);
    }
    const QString step = stepText(problem.step);
    showProblem(labelOf(problem.field), text, {step, [this, problem] { takeStep(problem.step); }});
    if (QWidget *field = widgetOf(problem.field)) {
        field->setFocus();
        if (problem.field == SignInField::Password) {
            m_ui->passwordLineEdit->selectAll();
        }
    } else if (!step.isEmpty()) {
        m_ui->nextStepButton->setFocus();
    } else {
        m_ui->signInButton->setFocus();
    }
}

void SignInDialog::setBusy(bool busy)
{
    m_busy = busy;
    const bool guest = m_mode == SignInMode::Guest;
    // A second Enter must not stop what the first one started. It goes first, because the
    // focus passes to *Cancel* as soon as the form is disabled.
    m_ui->cancelButton->setAutoDefault(!busy);
    m_ui->formWidget->setEnabled(!busy);
    m_ui->nextStepButton->setEnabled(!busy);
    m_ui->signInButton->setEnabled(!busy);
    m_ui->signInButton->setText(busy ? tr("Signing in…") : guest ? tr("&Enter the room") : tr("&Sign in"));
    if (busy) {
        clearProblems();
        m_ui->cancelButton->setFocus();
    } else {
        m_ui->signInButton->setDefault(true);
        QLineEdit *last = guest ? m_ui->nicknameLineEdit : m_ui->passwordLineEdit;
        last->setFocus();
    }
}

void SignInDialog::reject()
{
    const bool wasBusy = m_busy;
    if (wasBusy) {
        setBusy(false);
    }
    Q_EMIT cancelled();
    if (!wasBusy) {
        FormDialog::reject();
    }
}

void SignInDialog::submit()
{
    if (m_busy) {
        return;
    }
    clearProblems();
    const QUrl server = serverUrl();
    if (m_mode == SignInMode::Guest) {
        submitGuest(server);
    } else {
        submitAccount(server);
    }
}

/// Checks from the last field to the first, so that the focus ends at the first that is wrong.
void SignInDialog::submitAccount(const QUrl &server)
{
    bool good = checkAdvanced(server);
    const QString password = m_ui->passwordLineEdit->text();
    if (password.isEmpty()) {
        show({SignInField::Password, SignInStep::None}, tr("Enter the password of this account."));
        good = false;
    }
    const auto account = Jid::parse(m_ui->addressLineEdit->text().trimmed());
    if (!account || account->local().isEmpty() || !account->isBare()) {
        show({SignInField::Address, SignInStep::None}, tr("This is not an address. It looks like name@example.org."));
        good = false;
    }
    if (good) {
        const QString name = m_link.isResolved() ? m_ui->nicknameLineEdit->text().trimmed() : QString();
        Q_EMIT signInRequested({*account, password, server, caFile(), m_weakAllowed, m_link, name});
    }
}

void SignInDialog::submitGuest(const QUrl &server)
{
    bool good = checkAdvanced(server);
    good = checkNickname() && good;
    const auto room = RoomAddress::parse(m_ui->linkLineEdit->text());
    if (!room || !room->isResolved()) {
        show({SignInField::Link, SignInStep::None},
             tr("This is not a link to a room. It looks like xmpp:launch@conference.example.org?join."));
        good = false;
    }
    if (good) {
        Q_EMIT guestRequested({room.value(), m_ui->nicknameLineEdit->text().trimmed(), server, caFile()});
    }
}

bool SignInDialog::checkNickname()
{
    if (Nickname::parse(m_ui->nicknameLineEdit->text())) {
        return true;
    }
    show({SignInField::Nickname, SignInStep::None}, tr("Choose the name that the others in the room will see."));
    return false;
}

bool SignInDialog::checkAdvanced(const QUrl &server)
{
    bool good = true;
    const QFileInfo file(caFile());
    if (!caFile().isEmpty() && (!file.isFile() || !file.isReadable())) {
        show({SignInField::CaFile, SignInStep::None}, tr("This file cannot be read. Choose a file in PEM form."));
        good = false;
    }
    if (!m_ui->serverUrlLineEdit->text().trimmed().isEmpty() && !isUsableServerUrl(server)) {
        show({SignInField::ServerUrl, SignInStep::None},
             tr("This is not the URL of a server. It begins with wss://, or with ws:// on this computer."));
        good = false;
    }
    return good;
}

void SignInDialog::takeStep(SignInStep step)
{
    switch (step) {
    case SignInStep::None:
        break;
    case SignInStep::EnterServerUrl:
        openAdvancedAt(m_ui->serverUrlLineEdit);
        break;
    case SignInStep::ChooseCertificate:
        openAdvancedAt(m_ui->caFileLineEdit);
        break;
    case SignInStep::SignInAnyway:
        m_weakAllowed = true;
        submit();
        break;
    case SignInStep::UseAccount: {
        const auto room = RoomAddress::parse(m_ui->linkLineEdit->text());
        setMode(SignInMode::Account);
        m_link = room.valueOr({});
        break;
    }
    }
}

void SignInDialog::openAdvancedAt(QWidget *field)
{
    m_ui->advancedToolButton->setChecked(true);
    field->setFocus();
}

void SignInDialog::chooseCaFile()
{
    auto *chooser = new QFileDialog(this, tr("Further trusted certificates"), QFileInfo(caFile()).path(),
                                    tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    connect(chooser, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_ui->caFileLineEdit->setText(path);
        clearProblem(m_ui->caFileErrorLabel);
    });
    chooser->open();
}

QUrl SignInDialog::serverUrl() const
{
    return QUrl(m_ui->serverUrlLineEdit->text().trimmed(), QUrl::StrictMode);
}

QString SignInDialog::caFile() const
{
    return m_ui->caFileLineEdit->text().trimmed();
}

QLabel *SignInDialog::labelOf(SignInField field) const
{
    switch (field) {
    case SignInField::General:
        return m_ui->generalErrorLabel;
    case SignInField::Address:
        return m_ui->addressErrorLabel;
    case SignInField::Password:
        return m_ui->passwordErrorLabel;
    case SignInField::ServerUrl:
        return m_ui->serverUrlErrorLabel;
    case SignInField::CaFile:
        return m_ui->caFileErrorLabel;
    case SignInField::Link:
        return m_ui->linkErrorLabel;
    case SignInField::Nickname:
        return m_ui->nicknameErrorLabel;
    }
    Q_UNREACHABLE();
}

QWidget *SignInDialog::widgetOf(SignInField field) const
{
    switch (field) {
    case SignInField::General:
        return nullptr;
    case SignInField::Address:
        return m_ui->addressLineEdit;
    case SignInField::Password:
        return m_ui->passwordLineEdit;
    case SignInField::ServerUrl:
        return m_ui->serverUrlLineEdit;
    case SignInField::CaFile:
        return m_ui->caFileLineEdit;
    case SignInField::Link:
        return m_ui->linkLineEdit;
    case SignInField::Nickname:
        return m_ui->nicknameLineEdit;
    }
    Q_UNREACHABLE();
}

QString SignInDialog::stepText(SignInStep step) const
{
    switch (step) {
    case SignInStep::None:
        return {};
    case SignInStep::EnterServerUrl:
        return tr("Enter the server’s &URL");
    case SignInStep::ChooseCertificate:
        return tr("Trust a &certificate…");
    case SignInStep::SignInAnyway:
        return tr("Sign in all the sa&me");
    case SignInStep::UseAccount:
        return tr("&Use an account");
    }
    Q_UNREACHABLE();
}

} // namespace foyer

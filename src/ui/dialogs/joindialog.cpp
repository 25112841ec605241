#include "ui/dialogs/joindialog.h"

#include "core/apart.h"
#include "core/nickname.h"
#include "ui/dialogs/formarea.h"
#include "ui/dialogs/outsidetext.h"
#include "ui/dialogs/roomchooser.h"
#include "ui/theme.h"

#include "ui_joindialog.h"

#include <QStyle>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int dialogWidth = 480;
constexpr int fiftyMessages = 50;

} // namespace

JoinDialog::JoinDialog(Theme &theme, QWidget *parent)
    : FormDialog(theme, dialogWidth, parent), m_ui(std::make_unique<Ui::JoinDialog>()), m_rooms(nullptr)
{
    m_ui->setupUi(this);
    m_rooms = new RoomChooser(theme, *m_ui->roomLineEdit, this);
    setUpFields();
    setUpButtons();
    finishSetup(m_ui->nextStepButton);
    connect(&area(), &FormArea::scrolled, m_rooms, &RoomChooser::follow);
    m_ui->roomLineEdit->setFocus();
}

JoinDialog::~JoinDialog() = default;

void JoinDialog::setUpFields()
{
    for (const JoinField field :
         {JoinField::Room, JoinField::History, JoinField::Nickname, JoinField::Password, JoinField::Extra}) {
        addField(widgetOf(field), labelOf(field));
    }
    addSection(m_ui->optionsToolButton, m_ui->optionsWidget);
    connect(m_ui->optionsToolButton, &QToolButton::toggled, this, [this](bool open) {
        m_ui->optionsToolButton->setText(open ? tr("&More options")
                                              : tr("&More options  (create if missing, password, about you)"));
    });
    connect(m_ui->customHistoryButton, &QPushButton::toggled, m_ui->historySpinBox, &QWidget::setVisible);
    connect(m_ui->customHistoryButton, &QPushButton::clicked, this, [this] {
        m_ui->historySpinBox->setFocus();
        m_ui->historySpinBox->selectAll();
    });
    for (QPushButton *choice :
         {m_ui->noHistoryButton, m_ui->defaultHistoryButton, m_ui->fiftyHistoryButton, m_ui->customHistoryButton}) {
        connect(choice, &QPushButton::toggled, this, [this] { clearProblem(m_ui->historyErrorLabel); });
    }
    connect(m_ui->extraLineEdit, &QLineEdit::textChanged, this, &JoinDialog::showExtraSize);
    showExtraSize();
    connect(m_ui->roomLineEdit, &QLineEdit::textChanged, this, [this] { m_refusedNames.clear(); });
    connect(m_rooms, &RoomChooser::chosen, this, [this] { clearProblem(m_ui->roomErrorLabel); });
}

void JoinDialog::setUpButtons()
{
    connect(m_ui->joinButton, &QPushButton::clicked, this,
            [this] { submit(m_ui->createCheckBox->isChecked() ? Create::Yes : Create::No); });
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &JoinDialog::reject);
}

void JoinDialog::setOwnName(const QString &name)
{
    if (m_ui->nicknameLineEdit->text().isEmpty() || m_ui->nicknameLineEdit->text() == m_ownName) {
        m_ui->nicknameLineEdit->setText(name);
    }
    m_ui->nicknameLineEdit->setPlaceholderText(name);
    m_ownName = name;
}

void JoinDialog::onConnected(const QString &ownName)
{
    setOwnName(ownName);
    clearProblem(m_ui->generalErrorLabel);
}

void JoinDialog::setReplacedRoom(const QString &name)
{
    m_ui->replacedRoomLabel->setVisible(!name.isEmpty());
    m_ui->replacedRoomLabel->setText(
        name.isEmpty() ? QString() : tr("Joining takes you out of %1.").arg(apart(outsideText(name, 80))));
}

void JoinDialog::prefill(const RoomAddress &room, const JoinOptions &options)
{
    const auto before = RoomAddress::parse(m_ui->roomLineEdit->text());
    if (!before || !(before.value() == room)) {
        // What was meant for one room, or said of it, is not told to another.
        clearProblems();
        m_ui->passwordLineEdit->clear();
        m_ui->extraLineEdit->clear();
        m_ui->createCheckBox->setChecked(false);
    }
    m_ui->roomLineEdit->setText(room.spelled());
    if (!options.nickname.isEmpty()) {
        m_ui->nicknameLineEdit->setText(options.nickname);
    }
    const QString password = options.password.isEmpty() ? room.linkPassword() : options.password;
    if (!password.isEmpty()) {
        m_ui->passwordLineEdit->setText(password);
    }
    if (!options.extra.isEmpty()) {
        m_ui->extraLineEdit->setText(options.extra);
    }
    m_ui->optionsToolButton->setChecked(m_ui->optionsToolButton->isChecked() || !password.isEmpty() ||
                                        !options.extra.isEmpty());
    setHistoryCount(options.historyCount);
}

void JoinDialog::showError(const Error &error)
{
    setBusy(false);
    const JoinProblem problem = joinProblemOf(error);
    show(problem, sentenceFor(problem, error));
}

QString JoinDialog::sentenceFor(const JoinProblem &problem, const Error &error) const
{
    if (problem.alternative) {
        // Creating the old room again is not what somebody wants who was told where the new one is.
        return tr("This room has moved to %1.").arg(apart(problem.alternative->spelled()));
    }
    const auto room = RoomAddress::parse(m_ui->roomLineEdit->text());
    if (problem.step == JoinStep::EnterAsGuest && room && room->isResolved()) {
        return tr("From your server no way leads to %1. You can go there as a guest, which signs you out here.")
            .arg(apartFromLeft(room->jid().domain()));
    }
    return error.text;
}

void JoinDialog::show(const JoinProblem &problem, const QString &text)
{
    if (problem.field == JoinField::Password || problem.field == JoinField::Extra) {
        m_ui->optionsToolButton->setChecked(true);
    }
    if (problem.step == JoinStep::TakeSuggestion) {
        const QString typed = m_ui->nicknameLineEdit->text().trimmed();
        const QString refused = typed.isEmpty() ? m_ownName : typed;
        m_suggestion = suggestedNickname(refused, m_ownName, m_refusedNames);
        m_refusedNames += refused;
    }
    const QString step = stepText(problem);
    showProblem(labelOf(problem.field), text, {step, [this, problem] { takeStep(problem); }});
    if (QWidget *field = widgetOf(problem.field)) {
        field->setFocus();
        if (problem.field == JoinField::Password) {
            m_ui->passwordLineEdit->selectAll();
        }
    } else if (!step.isEmpty()) {
        m_ui->nextStepButton->setFocus();
    } else {
        m_ui->joinButton->setFocus();
    }
}

void JoinDialog::setBusy(bool busy)
{
    m_busy = busy;
    // A second Enter must not stop the join that the first one started. It goes first, because the
    // focus passes to *Cancel* as soon as the form is disabled.
    m_ui->cancelButton->setAutoDefault(!busy);
    m_ui->formWidget->setEnabled(!busy);
    m_ui->nextStepButton->setEnabled(!busy);
    m_ui->joinButton->setEnabled(!busy);
    m_ui->joinButton->setText(busy ? tr("Joining…") : tr("&Join"));
    if (busy) {
        clearProblems();
        m_ui->cancelButton->setFocus();
    } else {
        m_ui->joinButton->setDefault(true);
        m_ui->roomLineEdit->setFocus();
    }
}

void JoinDialog::reject()
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

void JoinDialog::submit(Create create)
{
    if (m_busy) {
        return;
    }
    clearProblems();
    const auto room = RoomAddress::parse(m_ui->roomLineEdit->text());
    JoinOptions wanted = options();
    if (!checkFields(room, wanted, create)) {
        return;
    }
    if (wanted.password.isEmpty()) {
        wanted.password = room->linkPassword();
    }
    m_lastCreate = create;
    Q_EMIT joinRequested(room.value(), wanted, create == Create::Yes);
}

/// Shows every problem at once; the first one gets the focus.
bool JoinDialog::checkFields(const Result<RoomAddress> &room, const JoinOptions &options, Create create)
{
    bool good = true;
    if (options.extra.toUtf8().size() > maximumExtraBytes) {
        show({JoinField::Extra, JoinStep::None, {}}, Error::make(ErrorKind::InvalidExtra).text);
        good = false;
    }
    if (!options.nickname.isEmpty() && !Nickname::parse(options.nickname)) {
        const Error error = Error::make(ErrorKind::NicknameNotAllowed);
        show({JoinField::Nickname, JoinStep::None, {}}, error.text);
        good = false;
    }
    if (!room) {
        show(joinProblemOf(room.error()), room.error().text);
        good = false;
    } else if (create == Create::Yes && !room->isResolved() && !isCreatableRoomId(room->roomId())) {
        show({JoinField::Room, JoinStep::None, {}},
             tr("A new room’s ID has 1 to 64 of these: A to Z, a to z, 0 to 9, dot, underscore, hyphen."));
        good = false;
    }
    return good;
}

void JoinDialog::takeStep(const JoinProblem &problem)
{
    switch (problem.step) {
    case JoinStep::None:
        break;
    case JoinStep::CreateRoom:
        submit(Create::Yes);
        break;
    case JoinStep::JoinAlternative:
        joinAlternative(*problem.alternative);
        break;
    case JoinStep::ChooseRoom:
        m_ui->roomLineEdit->setFocus();
        m_ui->roomLineEdit->selectAll();
        break;
    case JoinStep::TakeSuggestion:
        m_ui->nicknameLineEdit->setText(m_suggestion);
        submit(m_lastCreate);
        break;
    case JoinStep::TryAgain:
        submit(m_lastCreate);
        break;
    case JoinStep::SignIn:
        Q_EMIT signInRequested();
        break;
    case JoinStep::EnterAsGuest:
        if (const auto room = RoomAddress::parse(m_ui->roomLineEdit->text())) {
            Q_EMIT guestRequested(room.value());
        }
        break;
    }
}

JoinOptions JoinDialog::options() const
{
    return {historyCount(), m_ui->extraLineEdit->text(), m_ui->nicknameLineEdit->text().trimmed(),
            m_ui->passwordLineEdit->text()};
}

int JoinDialog::historyCount() const
{
    if (m_ui->noHistoryButton->isChecked()) {
        return -1;
    }
    if (m_ui->fiftyHistoryButton->isChecked()) {
        return fiftyMessages;
    }
    return m_ui->customHistoryButton->isChecked() ? m_ui->historySpinBox->value() : defaultHistoryCount;
}

void JoinDialog::setHistoryCount(int count)
{
    if (count < -1 || count > maximumHistoryCount) {
        return;
    }
    if (count == -1) {
        m_ui->noHistoryButton->setChecked(true);
    } else if (count == 0 || count == defaultHistoryCount) {
        m_ui->defaultHistoryButton->setChecked(true);
    } else if (count == fiftyMessages) {
        m_ui->fiftyHistoryButton->setChecked(true);
    } else {
        m_ui->customHistoryButton->setChecked(true);
        m_ui->historySpinBox->setValue(count);
    }
}

void JoinDialog::showExtraSize()
{
    const qsizetype bytes = m_ui->extraLineEdit->text().toUtf8().size();
    //: Size of the extra text and the largest that is allowed
    m_ui->extraCountLabel->setText(
        tr("%1 of %2 bytes").arg(QLocale().toString(bytes), QLocale().toString(maximumExtraBytes)));
    // Nobody counts bytes before they become scarce.
    m_ui->extraCountLabel->setVisible(bytes > maximumExtraBytes / 2);
    const bool isTooLong = bytes > maximumExtraBytes;
    setLook(m_ui->extraCountLabel, isTooLong ? Look::Bad : Look::Quiet);
    m_ui->extraCountLabel->setFont(isTooLong ? theme().problemFont() : theme().hintFont());
}

QLabel *JoinDialog::labelOf(JoinField field) const
{
    switch (field) {
    case JoinField::General:
        return m_ui->generalErrorLabel;
    case JoinField::Room:
        return m_ui->roomErrorLabel;
    case JoinField::History:
        return m_ui->historyErrorLabel;
    case JoinField::Nickname:
        return m_ui->nicknameErrorLabel;
    case JoinField::Password:
        return m_ui->passwordErrorLabel;
    case JoinField::Extra:
        return m_ui->extraErrorLabel;
    }
    Q_UNREACHABLE();
}

/// By value: the problem it was part of goes.
void JoinDialog::joinAlternative(RoomAddress room)
{
    prefill(room, {historyCount(), {}, m_ui->nicknameLineEdit->text().trimmed(), {}});
    submit(Create::No);
}

QWidget *JoinDialog::widgetOf(JoinField field) const
{
    switch (field) {
    case JoinField::General:
        return nullptr;
    case JoinField::Room:
        return m_ui->roomLineEdit;
    case JoinField::History:
        return m_ui->historySpinBox;
    case JoinField::Nickname:
        return m_ui->nicknameLineEdit;
    case JoinField::Password:
        return m_ui->passwordLineEdit;
    case JoinField::Extra:
        return m_ui->extraLineEdit;
    }
    Q_UNREACHABLE();
}

QString JoinDialog::stepText(const JoinProblem &problem) const
{
    switch (problem.step) {
    case JoinStep::None:
        return {};
    case JoinStep::CreateRoom: {
        const auto room = RoomAddress::parse(m_ui->roomLineEdit->text());
        // A room of such an ID can be joined, but not made.
        return room && isCreatableRoomId(room->roomId())
                   ? tr("Create “%1”").arg(apart(outsideButtonText(room->roomId())))
                   : QString();
    }
    case JoinStep::JoinAlternative:
        return tr("Join “%1” instead").arg(apart(outsideButtonText(problem.alternative->roomId())));
    case JoinStep::ChooseRoom:
        return tr("Choose another room");
    case JoinStep::TakeSuggestion:
        return tr("Use “%1”").arg(apart(outsideButtonText(m_suggestion)));
    case JoinStep::TryAgain:
        // *Join* does the same, unless the room was to be made.
        return m_lastCreate == Create::Yes && !m_ui->createCheckBox->isChecked() ? tr("&Try again") : QString();
    case JoinStep::SignIn:
        return tr("&Sign in…");
    case JoinStep::EnterAsGuest:
        return tr("Join as a &guest…");
    }
    Q_UNREACHABLE();
}

} // namespace foyer

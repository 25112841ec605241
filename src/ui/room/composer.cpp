#include "ui/room/composer.h"

#include "core/apart.h"
#include "models/composerstate.h"
#include "models/displaytext.h"
#include "models/occupantlistmodel.h"
#include "ui/icons.h"
#include "ui/room/aimbar.h"
#include "ui/room/attachmentintake.h"
#include "ui/room/attachmentstrip.h"
#include "ui/room/composercompleter.h"
#include "ui/room/composeredit.h"
#include "ui/room/composerfoot.h"
#include "ui/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int iconSize = 20;
constexpr int frameSide = 12;
/// The border and padding of a link in the style sheet, nearly.
constexpr int linkSide = 8;

/// Style sheets read properties only when a widget is polished.
void setStyled(QFrame *frame, const char *property, bool value)
{
    if (frame->property(property) != value) {
        frame->setProperty(property, value);
        frame->style()->unpolish(frame);
        frame->style()->polish(frame);
    }
}

} // namespace

Composer::Composer(const Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_aim(new AimBar(theme, this)),
      m_strip(new AttachmentStrip(theme, this)),
      m_intake(new AttachmentIntake(this)),
      m_frame(new QFrame(this)),
      m_lock(new QLabel(m_frame)),
      m_reason(new QLabel(m_frame)),
      m_ask(new QPushButton(tr("Ask to speak"), m_frame)),
      m_edit(new ComposerEdit(m_frame)),
      m_completer(new ComposerCompleter(theme, m_edit, m_frame)),
      m_attachButton(new QToolButton(m_frame)),
      m_emojiButton(new QToolButton(m_frame)),
      m_send(new QPushButton(tr("Send"), m_frame)),
      m_foot(new ComposerFoot(theme, this))
{
    setObjectName(u"composer"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_frame->setObjectName(u"composerFrame"_s);
    m_reason->setObjectName(u"lockReasonLabel"_s);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);
    setLook(m_reason, Look::Quiet);
    m_edit->setObjectName(u"messagePlainTextEdit"_s);
    m_send->setObjectName(u"sendPushButton"_s);
    m_send->setAccessibleName(tr("Send the message"));
    setLook(m_send, Look::Primary);
    m_ask->setObjectName(u"askToSpeakPushButton"_s);
    setLook(m_ask, Look::Link);
    m_emojiButton->setObjectName(u"emojiToolButton"_s);
    m_emojiButton->setAccessibleName(tr("Emoji"));
    m_emojiButton->setToolTip(tr("Emoji"));
    setLook(m_emojiButton, Look::Icon);

    auto *inside = new QHBoxLayout(m_frame);
    inside->setContentsMargins(frameSide, metrics::step, frameSide, metrics::step);
    inside->setSpacing(metrics::rowPadding);
    inside->addWidget(m_lock);
    inside->addWidget(m_reason, 1);
    inside->addWidget(m_ask);
    inside->addWidget(m_edit, 1);
    inside->addWidget(m_attachButton, 0, Qt::AlignBottom);
    inside->addWidget(m_emojiButton, 0, Qt::AlignBottom);
    inside->addWidget(m_send, 0, Qt::AlignBottom);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::timelineSide, 12, metrics::timelineSide, metrics::rowPadding);
    layout->setSpacing(metrics::step);
    layout->addWidget(m_aim);
    layout->addWidget(m_strip);
    layout->addWidget(m_frame);
    layout->addWidget(m_foot);
    connectParts();
    connectAttachments();
    update();
}

void Composer::connectParts()
{
    // Before the completer's own filter, which is asked first: filters run latest first.
    m_edit->removeEventFilter(m_completer);
    m_edit->installEventFilter(this);
    m_edit->installEventFilter(m_completer);
    connect(m_ask, &QPushButton::clicked, this, [this] {
        if (m_state) {
            m_state->setAsked();
            Q_EMIT askToSpeakRequested();
        }
    });
    connect(m_emojiButton, &QToolButton::clicked, this, &Composer::openPicker);
    connect(m_send, &QPushButton::clicked, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::submitted, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::pageRequested, this, &Composer::pageRequested);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (m_state) {
            m_state->write(m_edit->toPlainText());
        }
        updateSend();
    });
    connect(m_aim, &AimBar::dropRequested, this, [this] {
        if (m_state) {
            m_state->dropAim();
        }
        focusText();
    });
    connect(&m_theme, &Theme::changed, this, &Composer::update);
}

void Composer::setState(ComposerState *state)
{
    if (m_state) {
        disconnect(m_state, nullptr, this, nullptr);
        disconnect(&m_state->attachments(), nullptr, this, nullptr);
    }
    m_state = state;
    if (state != nullptr) {
        connect(state, &ComposerState::changed, this, &Composer::update);
        connect(state, &ComposerState::draftChanged, this, &Composer::takeDraft);
        connect(state, &ComposerState::aimChanged, this, &Composer::showAim);
        connect(&state->attachments(), &AttachmentList::changed, this, &Composer::update);
    }
    m_completer->close();
    m_intake->setList(state == nullptr ? nullptr : &state->attachments());
    m_strip->setList(state == nullptr ? nullptr : &state->attachments());
    takeDraft();
    showAim();
    update();
    // It was opened for the other room.
    if (closePicker()) {
        focusText();
    }
}

void Composer::setPeople(OccupantListModel *people)
{
    m_completer->setPeople(people);
}

void Composer::mention(const QString &nickname)
{
    if (m_edit->isHidden()) {
        return;
    }
    QTextCursor cursor = m_edit->textCursor();
    const QString before = m_edit->toPlainText().left(cursor.selectionStart());
    const bool isApart = before.isEmpty() || before.back().isSpace();
    cursor.insertText((isApart ? u"@"_s : u" @"_s) + nickname + u' ');
    focusText();
}

void Composer::beginReply(MessageKey key, const QString &nickname, const QString &body)
{
    if (m_state && m_state->canSend()) {
        m_state->beginReply(key, nickname, body);
        focusText();
    }
}

void Composer::beginEdit(MessageKey key, const QString &body)
{
    if (m_state && m_state->canSend()) {
        m_state->beginEdit(key, body);
        focusText();
    }
}

void Composer::showAim()
{
    m_aim->setAim(m_state ? m_state->aim() : ComposerAim());
    update();
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        setStyled(m_frame, "focused", event->type() == QEvent::FocusIn);
    } else if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier && takesKey(key->key())) {
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool Composer::isBlank() const
{
    return m_edit->document()->isEmpty() && m_state->aim().kind == ComposerAim::Kind::New;
}

void Composer::beginEditLast(MessageKey key, const QString &body)
{
    if (m_state && isBlank()) {
        beginEdit(key, body);
    }
}

bool Composer::takesKey(int key)
{
    if (!m_state) {
        return false;
    }
    if (key == Qt::Key_Escape && m_state->aim().kind != ComposerAim::Kind::New) {
        m_state->dropAim();
        return true;
    }
    if (key == Qt::Key_Up && isBlank()) {
        Q_EMIT editLastRequested();
        return true;
    }
    return false;
}

void Composer::setTyping(const QString &sentence)
{
    m_foot->setTyping(sentence);
}

void Composer::focusText()
{
    if (!m_edit->isHidden()) {
        m_edit->setFocus(Qt::OtherFocusReason);
    }
}

void Composer::takeDraft()
{
    const QString draft = m_state ? m_state->draft() : QString();
    if (m_edit->toPlainText() != draft) {
        m_edit->setText(draft);
        m_edit->moveCursor(QTextCursor::End);
    }
}

void Composer::update()
{
    const bool open = m_state && m_state->canSend();
    if (!open && window()->focusWidget() == m_edit) {
        // Hidden with the focus it would go to whatever comes next.
        Q_EMIT focusLeft();
    }
    if (!open && closePicker()) {
        Q_EMIT focusLeft();
    }
    const bool opens = open && m_edit->isHidden();
    m_edit->setVisible(open);
    m_send->setVisible(open);
    m_emojiButton->setVisible(open && m_emoji != nullptr);
    const int icons = m_theme.iconSize(iconSize);
    m_emojiButton->setIconSize({icons, icons});
    m_emojiButton->setIcon(Icons::icon(u"smile"_s, m_theme.tokens().quietText, icons));
    m_edit->ensurePolished();
    m_emojiButton->ensurePolished();
    m_send->ensurePolished();
    // As high as each other, because they stand at the foot of the text.
    const int height = std::max(m_send->sizeHint().height(), m_emojiButton->sizeHint().height());
    for (QAbstractButton *button :
         {static_cast<QAbstractButton *>(m_send), static_cast<QAbstractButton *>(m_attachButton),
          static_cast<QAbstractButton *>(m_emojiButton)}) {
        button->setMinimumHeight(height);
    }
    // As high as one line to write, so that what stands above stays where it is when somebody is muted.
    m_reason->setMinimumHeight(std::max(m_edit->minimumSizeHint().height(), height));
    updateAttachments(open);
    const bool isEdit = m_state && m_state->aim().kind == ComposerAim::Kind::Edit;
    m_send->setText(isEdit ? tr("Save") : tr("Send"));
    updateSend();
    m_aim->setVisible(open && m_state->aim().kind != ComposerAim::Kind::New);
    m_lock->setVisible(!open);
    m_reason->setVisible(!open);
    const bool asks = m_state && m_state->canAskToSpeak();
    m_ask->setVisible(asks);
    // A link has room around its words, which are what stands at the edge.
    const int end = asks ? frameSide - linkSide : frameSide;
    m_frame->layout()->setContentsMargins(isRightToLeft() ? end : frameSide, metrics::step,
                                          isRightToLeft() ? frameSide : end, metrics::step);
    setStyled(m_frame, "locked", !open);
    m_lock->setFixedSize(icons, icons);
    m_lock->setPixmap(Icons::pixmap(u"lock"_s, m_theme.tokens().quietText, icons, devicePixelRatioF()));
    m_reason->setText(m_state ? m_state->lockReason() : QString());
    const QString room = m_state ? displaytext::oneLine(m_state->roomName()) : QString();
    m_edit->setPrompt(isEdit ? tr("What it should say")
                             : tr("Message %1", "to the room of that name").arg(apart(room)));
    nameText(room);
    m_foot->setHint(m_state ? m_state->hint() : QString(), m_state && m_state->isHintBad());
    if (opens) {
        Q_EMIT opened();
    }
}

void Composer::nameText(const QString &room)
{
    const ComposerAim aim = m_state ? m_state->aim() : ComposerAim();
    QString name = tr("Message to %1").arg(room);
    if (aim.kind == ComposerAim::Kind::Edit) {
        name = tr("Correction of your message");
    } else if (aim.kind == ComposerAim::Kind::Reply) {
        name = tr("Answer to %1, message to %2", "nickname, room").arg(displaytext::oneLine(aim.nickname), room);
    }
    if (m_edit->accessibleName() != name) {
        m_edit->setAccessibleName(name);
    }
}

void Composer::updateSend()
{
    // A message without a text is deleted, not edited.
    const bool isEdit = m_state && m_state->aim().kind == ComposerAim::Kind::Edit;
    m_send->setEnabled(!isEdit || !m_edit->toPlainText().trimmed().isEmpty());
    m_send->setAccessibleName(isEdit ? tr("Save the message") : tr("Send the message"));
}

void Composer::submit()
{
    const QString body = m_edit->toPlainText();
    const QList<AttachmentId> files = readyFiles();
    if (body.trimmed().isEmpty() && !files.isEmpty()) {
        sendFiles(files);
        return;
    }
    if (!m_state || !m_state->accepts(body)) {
        return;
    }
    m_completer->close();
    // A correction is taken as it stands: what was sent once may begin with a slash.
    if (m_state->aim().kind == ComposerAim::Kind::Edit) {
        send(body);
        return;
    }
    const OccupantListModel *people = m_completer->people();
    const WrittenText written = slashcommands::read(body, people == nullptr ? QStringList() : people->nicknames());
    if (!written.error.isEmpty()) {
        m_state->objectTo(written.error);
    } else if (written.message) {
        // The text first: it is there at once, and a file takes its time.
        if (send(*written.message)) {
            sendFiles(files);
        }
    } else if (written.command->kind == SlashCommand::Kind::Help) {
        // The list of commands is the help.
        m_edit->setPlainText(u"/"_s);
        m_edit->moveCursor(QTextCursor::End);
    } else {
        m_state->submit(body);
        Q_EMIT commandRequested(*written.command, body);
    }
}

bool Composer::send(const QString &body)
{
    if (!m_state->isItsTime()) {
        return false;
    }
    // Emptied first: the answer may come at once, and a refusal puts the text back.
    const ComposerAim aim = m_state->submit(body);
    if (aim.kind == ComposerAim::Kind::Edit) {
        if (body != aim.body) {
            m_state->noteSpoken();
            Q_EMIT correctRequested(aim.key, body);
        }
        return true;
    }
    m_state->noteSpoken();
    Q_EMIT sendRequested(body, aim.key);
    return true;
}

} // namespace foyer

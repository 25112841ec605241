#include "ui/room/composer.h"

#include "models/composerstate.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QStyle>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int mostLines = 6;
constexpr int iconSize = 20;
constexpr int lockedHeight = 28;

} // namespace

ComposerEdit::ComposerEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &ComposerEdit::onSizeChanged);
}

int ComposerEdit::linesHeight(int lines) const
{
    // One pixel more, or the scroll bar thinks that the last line does not fit.
    return lines * fontMetrics().lineSpacing() + 2 * qCeil(document()->documentMargin()) + 1;
}

void ComposerEdit::onSizeChanged(const QSizeF &lines)
{
    setVerticalScrollBarPolicy(lines.height() > mostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    updateGeometry();
}

QSize ComposerEdit::sizeHint() const
{
    // A QPlainTextEdit's document measures its height in lines.
    const int lines = std::clamp(qRound(document()->size().height()), 1, mostLines);
    return {200, linesHeight(lines)};
}

QSize ComposerEdit::minimumSizeHint() const
{
    return {60, linesHeight(1)};
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        Q_EMIT submitted();
        return;
    }
    if (event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown) {
        Q_EMIT pageRequested(event->key() == Qt::Key_PageUp ? -1 : 1);
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText();
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    if (source->hasText()) {
        insertPlainText(source->text());
    }
}

Composer::Composer(const Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_frame(new QFrame(this)),
      m_lock(new QLabel(m_frame)),
      m_reason(new QLabel(m_frame)),
      m_edit(new ComposerEdit(m_frame)),
      m_send(new QPushButton(tr("Send"), m_frame)),
      m_hint(new QLabel(this))
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
    m_hint->setObjectName(u"composerHintLabel"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_reason->setMinimumHeight(lockedHeight);
    m_lock->setFixedSize(iconSize, iconSize);

    auto *inside = new QHBoxLayout(m_frame);
    inside->setContentsMargins(12, 5, 12, 5);
    inside->setSpacing(metrics::rowPadding);
    inside->addWidget(m_lock);
    inside->addWidget(m_reason, 1);
    inside->addWidget(m_edit, 1);
    inside->addWidget(m_send, 0, Qt::AlignBottom);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::timelineSide, 12, metrics::timelineSide, 6);
    layout->setSpacing(metrics::step);
    layout->addWidget(m_frame);
    layout->addWidget(m_hint);

    connect(m_send, &QPushButton::clicked, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::submitted, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::pageRequested, this, &Composer::pageRequested);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (m_state) {
            m_state->setDraft(m_edit->toPlainText());
        }
    });
    connect(&theme, &Theme::changed, this, &Composer::update);
    update();
}

void Composer::setState(ComposerState *state)
{
    if (m_state) {
        disconnect(m_state, nullptr, this, nullptr);
    }
    m_state = state;
    if (state != nullptr) {
        connect(state, &ComposerState::changed, this, &Composer::update);
        connect(state, &ComposerState::draftChanged, this, &Composer::takeDraft);
    }
    takeDraft();
    update();
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
        m_edit->setPlainText(draft);
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
    const bool opens = open && m_edit->isHidden();
    m_edit->setVisible(open);
    m_send->setVisible(open);
    m_lock->setVisible(!open);
    m_reason->setVisible(!open);
    m_frame->setProperty("locked", !open);
    m_frame->style()->unpolish(m_frame);
    m_frame->style()->polish(m_frame);
    m_lock->setPixmap(Icons::pixmap(u"lock"_s, m_theme.tokens().quietText, iconSize, devicePixelRatioF()));
    m_reason->setText(m_state ? m_state->lockReason() : QString());
    const QString room = m_state ? m_state->roomName() : QString();
    m_edit->setPlaceholderText(tr("Message %1", "to the room of that name").arg(room));
    m_edit->setAccessibleName(tr("Message to %1").arg(room));
    const QString hint = m_state ? m_state->hint() : QString();
    m_hint->setFont(m_theme.hintFont());
    m_hint->setText(hint);
    setLook(m_hint, m_state && m_state->isHintBad() ? Look::Bad : Look::Quiet);
    // The line stays when it is empty, so that the timeline does not jump when it fills.
    m_hint->setMinimumHeight(m_hint->fontMetrics().height() + 2);
    if (opens) {
        Q_EMIT opened();
    }
}

void Composer::submit()
{
    const QString body = m_edit->toPlainText();
    if (!m_state || !m_state->accepts(body)) {
        return;
    }
    // Emptied first: the answer may come at once, and a refusal puts the text back.
    m_edit->clear();
    Q_EMIT sendRequested(body);
}

} // namespace foyer

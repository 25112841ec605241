#include "ui/room/composeredit.h"

#include "ui/room/attachmentintake.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextDocument>

#include <algorithm>

namespace foyer
{

namespace
{

constexpr int mostLines = 6;
constexpr int longestWord = 4096;

bool hasLongWord(const QString &text)
{
    int letters = 0;
    return std::any_of(text.cbegin(), text.cend(), [&letters](QChar c) {
        letters = c.isSpace() ? 0 : letters + 1;
        return letters > longestWord;
    });
}

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
    // Looking for the word's end at every line of a word that fills hundreds takes a second a key. Before it is laid
    // out, and back only afterwards.
    connect(document(), &QTextDocument::contentsChange, this, [this] {
        if (hasLongWord(toPlainText())) {
            wrap(QTextOption::WrapAnywhere);
        }
    });
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (!hasLongWord(toPlainText())) {
            wrap(QTextOption::WrapAtWordBoundaryOrAnywhere);
        }
    });
}

void ComposerEdit::wrap(QTextOption::WrapMode mode)
{
    if (wordWrapMode() != mode) {
        setWordWrapMode(mode);
    }
}

void ComposerEdit::setText(const QString &text)
{
    if (hasLongWord(text)) {
        wrap(QTextOption::WrapAnywhere);
    }
    setPlainText(text);
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

void ComposerEdit::setPrompt(const QString &prompt)
{
    m_prompt = prompt;
    elidePrompt();
}

void ComposerEdit::elidePrompt()
{
    const int room = viewport()->width() - 2 * qCeil(document()->documentMargin());
    const QString shown = fontMetrics().elidedText(m_prompt, Qt::ElideRight, room);
    if (shown != placeholderText()) {
        setPlaceholderText(shown);
    }
}

void ComposerEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    elidePrompt();
}

void ComposerEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        elidePrompt();
    }
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
    return source->hasText() || AttachmentIntake::isAttachment(*source);
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    if (AttachmentIntake::isAttachment(*source)) {
        Q_EMIT attachmentGiven(*source);
    } else if (source->hasText()) {
        Q_EMIT textGiven(source->text());
    }
}

void ComposerEdit::dragEnterEvent(QDragEnterEvent *event)
{
    if (AttachmentIntake::isAttachment(*event->mimeData())) {
        // Never a move: whoever offers one might delete the file then.
        event->setDropAction(Qt::CopyAction);
        event->accept();
        return;
    }
    QPlainTextEdit::dragEnterEvent(event);
}

void ComposerEdit::dragMoveEvent(QDragMoveEvent *event)
{
    if (AttachmentIntake::isAttachment(*event->mimeData())) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
        return;
    }
    QPlainTextEdit::dragMoveEvent(event);
}

void ComposerEdit::dropEvent(QDropEvent *event)
{
    if (AttachmentIntake::isAttachment(*event->mimeData())) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
        Q_EMIT attachmentGiven(*event->mimeData());
        return;
    }
    QPlainTextEdit::dropEvent(event);
}

} // namespace foyer

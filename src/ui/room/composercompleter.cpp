#include "ui/room/composercompleter.h"

#include "models/occupantlistmodel.h"
#include "ui/room/completionpopup.h"
#include "ui/theme.h"

#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTextCursor>

namespace foyer
{

ComposerCompleter::ComposerCompleter(const Theme &theme, QPlainTextEdit *edit, QWidget *frame)
    : QObject(edit), m_theme(theme), m_edit(edit), m_frame(frame)
{
    edit->installEventFilter(this);
    connect(edit, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        // Text that is put in by the program, a draft for example, opens nothing.
        if (m_edit->hasFocus()) {
            offer(completion::Cause::Typing);
        } else {
            close();
        }
    });
}

ComposerCompleter::~ComposerCompleter() = default;

void ComposerCompleter::setPeople(OccupantListModel *people)
{
    m_people = people;
    close();
}

OccupantListModel *ComposerCompleter::people() const
{
    return m_people;
}

bool ComposerCompleter::isOpen() const
{
    return m_popup && m_popup->isVisible();
}

void ComposerCompleter::close()
{
    if (m_popup) {
        m_popup->hide();
    }
}

CompletionPopup *ComposerCompleter::popup()
{
    if (!m_popup) {
        // A child of the window: it stands above the timeline, whatever layout the composer is in.
        m_popup = new CompletionPopup(m_theme, m_frame->window());
        connect(m_popup, &CompletionPopup::chosen, this, &ComposerCompleter::insert);
    }
    return m_popup;
}

bool ComposerCompleter::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && takesKey(*static_cast<QKeyEvent *>(event))) {
        return true;
    }
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide) {
        close();
    }
    return QObject::eventFilter(watched, event);
}

bool ComposerCompleter::takesKey(const QKeyEvent &event)
{
    const bool isPlain = (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (!isPlain) {
        return false;
    }
    if (!isOpen()) {
        return event.key() == Qt::Key_Tab && completeByTab();
    }
    switch (event.key()) {
    case Qt::Key_Up:
        m_popup->move(-1);
        return true;
    case Qt::Key_Down:
        m_popup->move(1);
        return true;
    case Qt::Key_Tab:
        m_popup->choose();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // What is written in full goes out at once: nobody presses Enter twice for /leave.
        if (m_offered.choices.size() == 1 &&
            m_edit->toPlainText().mid(m_offered.start, m_offered.length) == m_offered.choices[0].insert.trimmed()) {
            close();
            return false;
        }
        m_popup->choose();
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

bool ComposerCompleter::completeByTab()
{
    offer(completion::Cause::Tab);
    if (isOpen() && m_offered.choices.size() == 1) {
        m_popup->choose();
        return true;
    }
    return isOpen();
}

void ComposerCompleter::offer(completion::Cause cause)
{
    const QTextCursor cursor = m_edit->textCursor();
    m_offered = cursor.hasSelection()
                    ? Completion()
                    : completion::at(m_edit->toPlainText(), cursor.position(), cause, m_people.data());
    if (m_offered.isEmpty() && !m_popup) {
        return;
    }
    constexpr int letters = 60;
    const int widest = letters * m_edit->fontMetrics().averageCharWidth();
    const int width = qMin(widest, m_frame->width());
    const int left = m_frame->isRightToLeft() ? m_frame->width() - width : 0;
    popup()->offer(m_offered, m_frame->mapTo(m_frame->window(), QPoint(left, -metrics::step)), width);
}

void ComposerCompleter::insert(const CompletionChoice &choice)
{
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(static_cast<int>(m_offered.start));
    cursor.setPosition(static_cast<int>(m_offered.start + m_offered.length), QTextCursor::KeepAnchor);
    cursor.insertText(choice.insert);
    m_edit->setTextCursor(cursor);
    close();
    m_edit->setFocus(Qt::OtherFocusReason);
}

} // namespace foyer

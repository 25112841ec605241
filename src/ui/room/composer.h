#pragma once

#include <QPlainTextEdit>
#include <QPointer>
#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;

namespace foyer
{

class ComposerState;
class Theme;

/// A text field that takes plain text only and grows with what is written, up to six lines.
class ComposerEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ComposerEdit(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Enter without Shift.
    void submitted();
    /// Page up or down: the timeline's business. -1 or 1.
    void pageRequested(int pages);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    void onSizeChanged(const QSizeF &lines);
    int linesHeight(int lines) const;
};

/// Where a message is written; or, when one may not write, why not. The text is never lost: it lives in the state.
class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(const Theme &theme, QWidget *parent = nullptr);

    void setState(ComposerState *state);
    void focusText();

Q_SIGNALS:
    void sendRequested(const QString &body);
    void pageRequested(int pages);
    /// The text field is about to be hidden while the cursor is in it.
    void focusLeft();
    /// One may write (again).
    void opened();

private:
    void update();
    void submit();
    void takeDraft();

    const Theme &m_theme;
    QPointer<ComposerState> m_state;
    QFrame *m_frame;
    QLabel *m_lock;
    QLabel *m_reason;
    ComposerEdit *m_edit;
    QPushButton *m_send;
    QLabel *m_hint;
};

} // namespace foyer

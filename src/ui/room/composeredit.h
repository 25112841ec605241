#pragma once

#include <QPlainTextEdit>
#include <QTextOption>

namespace foyer
{

/// A text field that takes plain text only and grows with what is written, up to six lines.
class ComposerEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ComposerEdit(QWidget *parent = nullptr);

    /// As setPlainText(), and quick also when \a text has very long words.
    void setText(const QString &text);
    /// What stands in the empty field; ends with an ellipsis where there is no room for it in one line.
    void setPrompt(const QString &prompt);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Enter without Shift.
    void submitted();
    /// Page up or down: the timeline's business. -1 or 1.
    void pageRequested(int pages);
    /// Files or a picture were pasted or dropped; only valid during the call.
    void attachmentGiven(const QMimeData &data);
    /// \a text was pasted or dropped, and is to be put in at the cursor.
    void textGiven(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void onSizeChanged(const QSizeF &lines);
    int linesHeight(int lines) const;
    void wrap(QTextOption::WrapMode mode);
    void elidePrompt();

    QString m_prompt;
};

} // namespace foyer

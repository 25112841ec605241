#pragma once

#include <QLabel>

namespace foyer
{

/// A label of one line of plain text that ends with an ellipsis where there is no room. Takes text from outside.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    /// Shows \a text as one line, whatever it contains; also what screen readers say.
    void setWords(const QString &text);
    /// Shows a sentence of our own whose names from outside are kept apart by apart().
    void setSentence(const QString &text);
    QString words() const { return m_words; }
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showLine(const QString &words);
    void elide();

    QString m_words;
};

} // namespace foyer

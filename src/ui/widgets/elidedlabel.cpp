#include "ui/widgets/elidedlabel.h"

#include "models/displaytext.h"

#include <QEvent>
#include <QFontMetrics>

namespace foyer
{

ElidedLabel::ElidedLabel(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ElidedLabel::setWords(const QString &text)
{
    showLine(displaytext::oneLine(text));
}

void ElidedLabel::setSentence(const QString &text)
{
    showLine(displaytext::sentence(text));
}

void ElidedLabel::showLine(const QString &words)
{
    if (words == m_words) {
        return;
    }
    m_words = words;
    setAccessibleName(displaytext::oneLine(m_words));
    updateGeometry();
    elide();
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {0, QLabel::minimumSizeHint().height()};
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_words) + 2, QLabel::sizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        elide();
    }
}

void ElidedLabel::elide()
{
    const QString shown = fontMetrics().elidedText(m_words, Qt::ElideRight, width());
    if (shown != text()) {
        setText(shown);
    }
}

} // namespace foyer

#include "ui/dialogs/tickbox.h"

#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionButton>
#include <QStylePainter>

namespace foyer
{

TickBox::TickBox(QWidget *parent) : QCheckBox(parent) {}

void TickBox::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    const QRectF box =
        QRectF(style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, this)).adjusted(0.5, 0.5, -0.5, -0.5);
    option.rect = style()->subElementRect(QStyle::SE_CheckBoxContents, &option, this);
    painter.drawControl(QStyle::CE_CheckBoxLabel, option);

    const QPalette &colours = palette();
    const QColor quiet = colours.color(QPalette::PlaceholderText);
    const QColor accent = isEnabled() ? colours.color(QPalette::Highlight) : quiet;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isChecked() || hasFocus() ? accent : quiet, hasFocus() ? 2 : 1));
    painter.setBrush(isChecked() ? accent : colours.color(QPalette::Base));
    painter.drawRoundedRect(box, metrics::step, metrics::step);
    if (isChecked()) {
        QPainterPath tick(box.topLeft() + QPointF(0.22 * box.width(), 0.52 * box.height()));
        tick.lineTo(box.topLeft() + QPointF(0.42 * box.width(), 0.72 * box.height()));
        tick.lineTo(box.topLeft() + QPointF(0.78 * box.width(), 0.30 * box.height()));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.color(QPalette::HighlightedText), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(tick);
    }
}

} // namespace foyer

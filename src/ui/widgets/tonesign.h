#pragma once

#include <QPainter>

namespace foyer
{

/// How something fares: well, not yet, badly.
enum class ToneSign { Disc, Ring, Square };

/// A small sign of \a colour that fills \a rect: not everybody sees the colours apart, and in high contrast there is
/// only one.
inline void paintToneSign(QPainter &painter, ToneSign sign, const QColor &colour, const QRectF &rect)
{
    constexpr qreal ring = 2;
    if (sign == ToneSign::Ring) {
        painter.setPen(QPen(colour, ring));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(rect.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2));
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    if (sign == ToneSign::Disc) {
        painter.drawEllipse(rect);
    } else {
        painter.drawRect(rect);
    }
}

} // namespace foyer

#pragma once

#include "ui/tokens.h"

#include <QPainter>

namespace foyer
{

/// The ground of the row that Enter takes, in a list of suggestions; outlined where grounds do not show.
inline void paintChosenRow(QPainter &painter, const Tokens &tokens, const QRect &row)
{
    constexpr qreal side = 4.5;
    constexpr qreal above = 1.5;
    constexpr qreal radius = 6;
    painter.setPen(tokens.highContrast ? QPen(tokens.accent) : QPen(Qt::NoPen));
    painter.setBrush(tokens.accentSoft);
    painter.drawRoundedRect(QRectF(row).adjusted(side, above, -side, -above), radius, radius);
}

} // namespace foyer

#pragma once

#include "ui/timeline/rowlayout.h"

class QPainter;

namespace foyer
{

class Theme;

/// What may stand around a message's text: the line of what it answers above it, reactions below it.

/// Lays the quoted line out at \a y, in the column of the body; gives the height it takes.
qreal layOutQuote(RowLayout &layout, const StoredMessage &message, const RowContext &context, qreal y);
/// Lays the reactions out from \a y on, in as many lines as they need; gives the height they take.
qreal layOutReactions(RowLayout &layout, const StoredMessage &message, const RowContext &context, qreal y);

void paintQuote(QPainter &painter, const Theme &theme, const RowLayout &layout);
void paintReactions(QPainter &painter, const Theme &theme, const RowLayout &layout);

} // namespace foyer

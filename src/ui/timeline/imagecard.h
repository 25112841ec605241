#pragma once

#include "ui/timeline/imageshelf.h"
#include "ui/timeline/rowlayout.h"

class QPainter;

namespace foyer
{

/// The card that stands for a message that is an image: as high before the image is there as after.

/// Lays the card out at \a y, in the column of the body; gives the height it takes.
qreal layOutImage(RowLayout &layout, const ImageLink &link, const RowContext &context, qreal y);

void paintImage(QPainter &painter, const Theme &theme, const RowLayout &layout);

} // namespace foyer

#pragma once

#include "models/timelinerow.h"
#include "ui/timeline/rowlayout.h"
#include "ui/timeline/timelineselection.h"

class QPainter;

namespace foyer
{

/// How a row is being pointed at.
struct RowEmphasis {
    bool hovered = false;
    bool current = false; ///< chosen with the keyboard
    bool selected = false;
    bool joinsAbove = false; ///< the row above it is selected too, with nothing between
    bool joinsBelow = false;
    std::optional<TimelineSelection::Text> text; ///< selected part of the body
};

/// Paints \a row as \a layout says, at the painter's origin.
void paintRow(QPainter &painter, const Theme &theme, const TimelineRow &row, const RowLayout &layout,
              RowEmphasis emphasis);

} // namespace foyer

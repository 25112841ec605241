#pragma once

#include <QRect>
#include <QStyle>
#include <QStyleOption>

namespace foyer
{

/// The two ends of a painted row. Rows are worked out as if they began at the left; where the layout goes from right
/// to left this is what turns them round.
class RowSides
{
public:
    explicit RowSides(const QStyleOption &option) : m_direction(option.direction), m_row(option.rect) {}

    /// Where \a rect stands.
    QRect place(const QRect &rect) const { return QStyle::visualRect(m_direction, m_row, rect); }
    /// For words at the beginning of their rectangle, whatever direction they have themselves.
    Qt::Alignment leading() const { return aligned(Qt::AlignLeft); }
    /// For words at the end of their rectangle.
    Qt::Alignment trailing() const { return aligned(Qt::AlignRight); }

private:
    Qt::Alignment aligned(Qt::Alignment side) const
    {
        return QStyle::visualAlignment(m_direction, side) | Qt::AlignAbsolute;
    }

    Qt::LayoutDirection m_direction;
    QRect m_row;
};

} // namespace foyer

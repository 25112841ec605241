#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>

namespace foyer
{

/// The areas of a window that F6 goes through. Where the cursor was in an area it is again on the way back.
class FocusAreas
{
public:
    struct Area {
        QWidget *area;   ///< what belongs to it
        QWidget *target; ///< who gets the cursor the first time
    };

    explicit FocusAreas(const QList<Area> &areas);

    /// To the next (1) or the previous (-1) area that can take the cursor. \a current: who has it, or nullptr.
    void move(QWidget *current, int step);

private:
    struct Place {
        Area area;
        QPointer<QWidget> last;
    };

    QList<Place> m_places;
};

} // namespace foyer

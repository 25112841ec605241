#include "ui/focusareas.h"

namespace foyer
{

namespace
{

bool canTakeFocus(const QWidget *widget)
{
    return widget != nullptr && widget->isVisible() && widget->isEnabled() && widget->focusPolicy() != Qt::NoFocus;
}

} // namespace

FocusAreas::FocusAreas(const QList<Area> &areas)
{
    for (const Area &area : areas) {
        m_places.append({area, nullptr});
    }
}

void FocusAreas::move(QWidget *current, int step)
{
    const auto count = static_cast<int>(m_places.size());
    int at = step > 0 ? -1 : count;
    for (int i = 0; i < count; ++i) {
        QWidget *area = m_places[i].area.area;
        if (current != nullptr && (current == area || area->isAncestorOf(current))) {
            at = i;
            m_places[i].last = current;
        }
    }
    for (int tried = 0; tried < count; ++tried) {
        at = ((at + step) % count + count) % count;
        const Place &place = m_places[at];
        QWidget *wanted = canTakeFocus(place.last) ? place.last.data() : place.area.target;
        if (canTakeFocus(wanted)) {
            wanted->setFocus(step > 0 ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return;
        }
    }
}

} // namespace foyer

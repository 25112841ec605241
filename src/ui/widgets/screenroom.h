#pragma once

#include <QSize>

class QWidget;

namespace foyer
{

/// The largest size that \a window can have on its screen with all of it in sight, what the desktop draws around it
/// too.
QSize roomOnScreen(const QWidget &window);

/// Moves a visible \a window that reaches beyond its screen back into sight, where the desktop lets windows move.
void bringIntoSight(QWidget &window);

} // namespace foyer

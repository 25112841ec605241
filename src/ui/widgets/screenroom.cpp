#include "ui/widgets/screenroom.h"

#include <QScreen>
#include <QWidget>

#include <algorithm>

namespace foyer
{

namespace
{

/// Pixels: what a desktop draws above a window, which is not known before it is shown.
constexpr int titleBar = 40;

} // namespace

QSize roomOnScreen(const QWidget &window)
{
    const QSize frame = window.frameGeometry().size() - window.size();
    return window.screen()->availableSize() - QSize(frame.width(), std::max(frame.height(), titleBar));
}

void bringIntoSight(QWidget &window)
{
    const QRect room = window.screen()->availableGeometry();
    const QRect frame = window.frameGeometry();
    const QPoint place(std::max(room.left(), std::min(frame.left(), room.right() + 1 - frame.width())),
                       std::max(room.top(), std::min(frame.top(), room.bottom() + 1 - frame.height())));
    if (window.isVisible() && place != frame.topLeft()) {
        window.move(place);
    }
}

} // namespace foyer

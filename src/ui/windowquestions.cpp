// What the window asks before it passes a wish on.
#include "ui/mainwindow.h"

#include "models/appstate.h"
#include "models/roompagestate.h"
#include "ui/room/messagequestions.h"

namespace foyer
{

void MainWindow::askToRemove(const RoomAddress &room)
{
    const RoomPageState *page = m_state.page(room);
    askToForget(m_theme, this, page == nullptr ? room.spelled() : page->name(),
                [this, room] { Q_EMIT removeRequested(room); });
}

} // namespace foyer

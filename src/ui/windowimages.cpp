// The images of the window's timeline, for whoever fetches them.
#include "ui/mainwindow.h"

#include "ui/room/roompage.h"
#include "ui/timeline/timelineview.h"

namespace foyer
{

ImageShelf &MainWindow::images() const
{
    return m_page->timeline()->images();
}

} // namespace foyer

// Where a link to a room leads, whenever it comes.
#include "app/windowwiring.h"

#include "app/noticebox.h"
#include "ui/firstframe.h"

#include <QMessageBox>

#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

void WindowWiring::raise()
{
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
}

void WindowWiring::openLink(const QString &link)
{
    raise();
    m_wantedLink = link;
    if (m_firstFrame && m_firstFrame->isAwaited()) {
        // The start goes there.
        return;
    }
    if (!m_backend.service().account().isEmpty()) {
        openWanted();
    } else if (!m_signIn.isUnderWay()) {
        // Else it is opened when that has ended.
        m_signIn.openGuest(link);
    }
}

void WindowWiring::refuseLink()
{
    raise();
    // One is enough, however often it is told.
    if (!m_window.findChild<QMessageBox *>(u"refusedLinkMessageBox"_s)) {
        showNotice(m_window, tr("The link that was to be opened leads to no room. A link to a room looks like "
                                "xmpp:launch@conference.example.org?join."))
            ->setObjectName(u"refusedLinkMessageBox"_s);
    }
}

void WindowWiring::openWanted()
{
    const QString link = std::exchange(m_wantedLink, {});
    if (link.isEmpty()) {
        return;
    }
    const auto room = RoomAddress::parse(link);
    JoinOptions options;
    options.password = room ? room->linkPassword() : QString();
    const auto error = room ? std::optional<Error>() : room.error();
    m_join.open(room.valueOr(RoomAddress::asTyped(link)), options, error);
}

} // namespace foyer

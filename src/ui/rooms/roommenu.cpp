#include "ui/rooms/roommenu.h"

#include <QClipboard>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace foyer
{

RoomMenu::RoomMenu(const RoomListEntry &room, QWidget *parent) : QMenu(parent)
{
    setObjectName(u"roomListMenu"_s);
    const auto add = [this](const QString &text, const QString &name, auto action) {
        QAction *made = addAction(text);
        made->setObjectName(name);
        connect(made, &QAction::triggered, this, action);
    };
    const RoomAddress address = room.address;
    const bool wanted = !room.favourite;
    add(wanted ? tr("Add to &favourites") : tr("Remove from &favourites"), u"favouriteAction"_s,
        [this, address, wanted] { Q_EMIT favouriteRequested(address, wanted); });
    add(tr("&Copy room address"), u"copyListedAddressAction"_s,
        [address] { QGuiApplication::clipboard()->setText(address.spelled()); });
    addSeparator();
    if (room.isIdle()) {
        add(tr("&Rejoin"), u"rejoinListedAction"_s, [this, address] { Q_EMIT rejoinRequested(address); });
        add(tr("Re&move from list"), u"removeListedAction"_s, [this, address] { Q_EMIT removeRequested(address); });
    } else {
        add(tr("&Leave room"), u"leaveListedAction"_s, [this, address] { Q_EMIT leaveRequested(address); });
    }
}

} // namespace foyer

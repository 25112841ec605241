#pragma once

#include "models/roomlistmodel.h"

#include <QMenu>

namespace foyer
{

/// The context menu of one room of the list.
class RoomMenu : public QMenu
{
    Q_OBJECT

public:
    explicit RoomMenu(const RoomListEntry &room, QWidget *parent = nullptr);

Q_SIGNALS:
    void favouriteRequested(const foyer::RoomAddress &room, bool favourite);
    void leaveRequested(const foyer::RoomAddress &room);
    void rejoinRequested(const foyer::RoomAddress &room);
    void removeRequested(const foyer::RoomAddress &room);
};

} // namespace foyer

#pragma once

#include "core/connectionfacts.h"

#include <QByteArray>
#include <QList>

namespace foyer
{

/// What *Help, Connection* knows, as a JSON file for whoever is asked for help: outages and rooms with their times,
/// causes by kind, and figures. It holds no message, no nickname, no room or account password, no account, and no words
/// of a server or a room, because any of those may be in them; rooms appear by their address.
QByteArray connectionExport(const QList<Outage> &outages, const QList<RoomHealth> &rooms, const QDateTime &now);

} // namespace foyer

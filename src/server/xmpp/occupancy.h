#pragma once

#include "server/rooms/roomevents.h"

#include <QHash>
#include <QList>

namespace foyer::server
{

/// Who is inside which room, as the rooms have told it so far. The rooms must not be asked while they tell, and an
/// event is for those who were inside when it happened.
class Occupancy
{
public:
    /// Brings the list up to what \a event says. An occupant who left is gone afterwards.
    void apply(const RoomEvent &event);
    void clear() { m_rooms.clear(); }

    /// In the order they came.
    QList<RoomOccupant> occupants(const QString &roomId) const;
    /// nullptr when nobody has that nickname.
    const RoomOccupant *named(const QString &roomId, const QString &nickname) const;
    const RoomOccupant *withSession(const QString &roomId, const Jid &session) const;

private:
    QList<RoomOccupant> *room(const QString &roomId);
    void put(const QString &roomId, const QString &nickname, const RoomOccupant &occupant);
    void remove(const QString &roomId, const OccupantLeft &left);

    QHash<QString, QList<RoomOccupant>> m_rooms; ///< by roomKey()
};

} // namespace foyer::server

#pragma once

#include "server/rooms/lifetimes.h"
#include "server/rooms/roommessages.h"
#include "server/rooms/roomscore.h"

namespace foyer::server
{

/// What is said in rooms, and what saying it brings about.
class RoomSpeech
{
public:
    RoomSpeech(RoomsCore &core, Lifetimes &lifetimes) : m_core(core), m_lifetimes(lifetimes) {}

    Granted<Rooms::Posted> say(const Utterance &utterance);
    Granted<Rooms::Posted> publish(const Rooms::ServiceMessage &message);
    Granted<Allowed> moderate(const QString &roomId, const Jid &session, const QString &archiveId,
                              const QString &reason);
    Granted<Rooms::PrivateRoute> privateRoute(const QString &roomId, const Jid &session, const QString &nickname);
    /// The client is gone: its rate begins anew.
    void forget(const Jid &session) { m_recent.remove(session); }

private:
    Granted<Rooms::Posted> setSubject(Room &room, const Seat &seat, ArchiveEntry entry, const QString &subject);
    Rooms::Posted post(Room &room, const ArchiveEntry &entry, bool archived, bool includeSender);
    ArchiveEntry entryOf(const Room &room, const RoomOccupant &occupant, const stanza::XmlNode &message);
    bool isTooFast(const Jid &session);
    /// Those who have been offline for too long go now that there is something to miss. The room may end.
    void dropAway(Room &room);

    RoomsCore &m_core;
    Lifetimes &m_lifetimes;
    QHash<Jid, QList<qint64>> m_recent; ///< when the messages of the last second came; monotonic
};

} // namespace foyer::server

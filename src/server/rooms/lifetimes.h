#pragma once

#include "core/clock.h"
#include "server/rooms/roomscore.h"

namespace foyer::server
{

/// Ends what has its time: mutes, blocks, rooms, old archive entries.
class Lifetimes
{
public:
    explicit Lifetimes(RoomsCore &core);

    /// Looks at everything, and waits for what comes next.
    void check();
    /// Rooms were read from the disk: check(), who was inside is told to be gone, and what does not last without
    /// occupants ends. After a commit that failed this waits for a while, because a disk that is full would fail again
    /// at once, and so on.
    void startOver(bool afterFailure);
    /// What is due now, when something is. Cheap; asked before acts that depend on it, because timers may be late.
    void catchUp();
    /// Something new ends at \a at; an invalid time never comes.
    void expect(const QDateTime &at);
    /// When the room ends by itself; invalid: never.
    QDateTime endOf(const RoomRecord &record) const;

private:
    void tellWhoIsGone();
    void endEmptyRooms();
    void endMutes(const QDateTime &now);
    void endRestrictionsOf(Room &room, const QDateTime &now);
    void endRooms(const QDateTime &now);
    void forgetOldEntries(const QDateTime &now);
    void findNext();
    void arm();

    RoomsCore &m_core;
    Timer m_timer;
    Timer m_startOver;
    QDateTime m_next; ///< nothing is due before; invalid: nothing waits
    QDateTime m_nextForgetting;
};

} // namespace foyer::server

#pragma once

#include "core/clock.h"
#include "server/rooms/room.h"
#include "server/rooms/rooms.h"

#include <map>
#include <memory>

namespace foyer::server
{

/// How somebody goes.
struct Exit {
    Departure departure = Departure::Left;
    QString actor = {};
    QString reason = {};
    QString alternative = {};
    QList<stanza::XmlNode> payloads = {};
};
/// Who caused a change, for the people who see it.
struct Cause {
    QString actor = {};
    QString reason = {};
};

/// What the parts of Rooms share: the rooms, who is where, and the few steps out of which every act is made. Each step
/// changes the state, stores it and tells the observers, in this order.
///
/// A room that ends is destroyed; whatever may end one says so.
class RoomsCore
{
public:
    RoomsCore(RoomStorage &roomStorage, Clock &roomClock, const RoomSettings &roomSettings);

    RoomStorage &storage;
    Clock &clock;
    RoomSettings settings;
    QList<RoomObserver *> observers;

    /// Forgets everything and reads the storage.
    void read();
    /// By any spelling; nullptr when there is no such room.
    Room *find(const QString &roomId) const;
    const std::map<QString, std::unique_ptr<Room>> &rooms() const { return m_rooms; }
    /// Keys of all rooms, for loops that may end some.
    QStringList keys() const;
    Room &add(const RoomRecord &record, const Jid &by);
    /// A session may act as its account; empty when it is no address of this service.
    static Jid accountOf(const Jid &session) { return session.bare(); }

    void tell(const Room &room, decltype(RoomEvent::what) what);
    /// Something happened there: the inactivity starts anew.
    void touch(Room &room);

    // coming and going

    QStringList roomsOf(const Jid &account) const { return m_memberships.value(account); }
    void takeSeat(Room &room, Seat &seat, const ClientPresence &client);
    /// \a sessions of an occupant go; the seat goes with its last client. Call endIfEmpty() afterwards.
    void leave(Room &room, Seat &seat, const QList<Jid> &sessions, const Exit &exit);
    void leaveWhole(Room &room, Seat &seat, const Exit &exit);
    /// A room that needs occupants ends without them. True when it did.
    bool endIfEmpty(Room &room);
    /// Everybody is out, the room and its archive are gone.
    void end(Room &room, RoomEnded::Cause cause, const Exit &exit);

    // voice

    std::optional<Restriction> mutedEverywhere(const Jid &account) const;
    QList<Restriction> &globalMutes() { return m_globalMutes; }
    /// Role and mute state for \a seat as it now is, without telling.
    void settle(const Room &room, Seat &seat) const;
    /// Settles and tells when the occupant is not as \a before any more.
    void resettle(Room &room, Seat &seat, const RoomOccupant &before, const Cause &cause);
    void resettleAccount(Room &room, const Jid &account, const Cause &cause);
    void resettleAccountEverywhere(const Jid &account, const Cause &cause);
    void resettleAll(Room &room, const Cause &cause);

    // lists, stored

    void mute(Room &room, const Restriction &mute, const Cause &cause);
    /// False when the account was not muted here.
    bool unmute(Room &room, const Jid &account, const Cause &cause);

    QString occupantIdOf(const Room &room, const Jid &account);

private:
    QByteArray m_secret;
    std::map<QString, std::unique_ptr<Room>> m_rooms;
    QHash<Jid, QStringList> m_memberships; ///< account to keys of rooms, in the order of joining
    QList<Restriction> m_globalMutes;
};

} // namespace foyer::server

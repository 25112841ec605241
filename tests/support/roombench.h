#pragma once

#include "server/rooms/rooms.h"
#include "server/storage/serverstore.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace foyer
{

/// The rooms of a server on a real file, with a clock that tests move, and what they tell in words.
class RoomBench : private server::RoomObserver
{
public:
    /// \a change is applied to the settings before the rooms are read.
    explicit RoomBench(const std::function<void(server::RoomSettings &)> &change = {});
    ~RoomBench() override;

    FakeClock clock;
    server::Rooms &rooms() { return *m_rooms; }
    server::ServerStore &store() { return *m_store; }

    /// Commits, closes everything and reads it from the disk; everybody is outside then. Aborts the test program when
    /// the disk refuses.
    void restart();
    void commit();
    /// As a lost commit does: what was not committed is undone and the rooms are read anew.
    void rollback();

    /// `name@localhost/resource`; \a who may be `name` (resource `r1`) or `name/resource`.
    static Jid session(const QString &who);
    static Jid account(const QString &name) { return session(name).bare(); }

    /// Enters as \a who, under \a nickname or else the name.
    server::Granted<server::EnterResult> enter(const QString &room, const QString &who, const QString &nickname = {},
                                               const QString &password = {});
    /// Enters as \a owner and configures: the room is open for all.
    void open(const QString &room, const QString &owner, const server::RoomConfig &config = {});
    server::Granted<server::Rooms::Posted> say(const QString &room, const QString &who, const QString &body,
                                               const QString &originId = {});
    server::Granted<server::Rooms::Posted> send(const QString &room, const QString &who,
                                                const stanza::XmlNode &message);
    /// The occupant of \a who; one with the role None when outside.
    server::RoomOccupant occupant(const QString &room, const QString &who);
    /// Nicknames in the order of coming.
    QStringList inside(const QString &room);
    server::Granted<server::Allowed> setRole(const QString &room, const QString &who, const QString &nickname,
                                             Role role, const QString &reason = {});
    server::Granted<server::Allowed> setAffiliation(const QString &room, const QString &who, const QString &name,
                                                    Affiliation affiliation, const QString &reason = {});
    server::Restriction restriction(const QString &name, int minutes = 0, const QString &reason = {},
                                    const QString &by = {});

    /// What happened since the last call, a line each, for example `Launch: left bob Kicked by al: spam`.
    QStringList events();
    QList<server::RoomEvent> rawEvents() { return std::exchange(m_events, {}); }

private:
    void onRoomEvent(const server::RoomEvent &event) override { m_events += event; }
    void start();

    QTemporaryDir m_folder;
    server::RoomSettings m_settings;
    std::unique_ptr<server::ServerStore> m_store;
    std::unique_ptr<server::Rooms> m_rooms;
    QList<server::RoomEvent> m_events;
};

/// An event in words.
QString textOf(const server::RoomEvent &event);
QString nameOf(server::Departure departure);
/// What is set of a mute, for example `room here exempt muted until 12:30 by bob: spam`; empty when nothing is.
QString textOf(const MuteState &mute);

} // namespace foyer

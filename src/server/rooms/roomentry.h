#pragma once

#include "server/rooms/lifetimes.h"
#include "server/rooms/roomscore.h"

#include "core/nickname.h"

namespace foyer::server
{

/// Coming, going and what is between: entering, leaving, presence, another nickname, offline.
class RoomEntry
{
public:
    RoomEntry(RoomsCore &core, Lifetimes &lifetimes) : m_core(core), m_lifetimes(lifetimes) {}

    Granted<EnterResult> enter(const EnterRequest &request);
    Granted<Allowed> leave(const QString &roomId, const Jid &session, const QList<stanza::XmlNode> &payloads);
    Granted<Allowed> updatePresence(const QString &roomId, const Jid &session, const QString &nickname,
                                    const QList<stanza::XmlNode> &payloads);
    void offline(const Jid &session);
    void online(const Jid &session);
    /// The service stops.
    void leaveAll();
    void ended(const Jid &session, Departure departure);
    /// Whether \a account may be inside; nullopt: yes.
    std::optional<Refusal> closedTo(const Room &room, const Jid &account) const;

private:
    Granted<Room *> make(const EnterRequest &request);
    std::optional<Refusal> refusalFor(const Room &room, const EnterRequest &request, const Nickname &nickname) const;
    Granted<EnterResult> enterAgain(Room &room, Seat &seat, const EnterRequest &request, const Nickname &nickname);
    EnterResult admit(Room &room, const EnterRequest &request, const Nickname &nickname, bool created);
    Granted<Allowed> present(Room &room, Seat &seat, const ClientPresence &client, const Nickname &nickname);
    void leaveOthers(const Room &room, const Jid &account);
    bool mayCreate(const Jid &account) const;

    RoomsCore &m_core;
    Lifetimes &m_lifetimes;
};

} // namespace foyer::server

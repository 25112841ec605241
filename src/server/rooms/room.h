#pragma once

#include "server/rooms/roomtypes.h"

#include <QHash>

#include <memory>
#include <vector>

namespace foyer::server
{

/// A place in a room: the occupant, and what its role would be without mutes.
struct Seat {
    RoomOccupant occupant;
    Role baseRole = Role::Participant;
};

/// One room: what is stored of it, and who is inside. Only bookkeeping: nothing here tells or stores anything.
class Room
{
public:
    Room(const RoomRecord &record, const Jid &address);

    const QString &key() const { return m_key; }
    const Jid &address() const { return m_address; }
    RoomRecord &record() { return m_record; }
    const RoomRecord &record() const { return m_record; }

    // who is inside

    /// In the order they came.
    const std::vector<std::unique_ptr<Seat>> &seats() const { return m_seats; }
    bool isEmpty() const { return m_seats.empty(); }
    Seat *seatOf(const Jid &session) const { return m_bySession.value(session); }
    Seat *seatNamed(const QString &nickname) const { return m_byNickname.value(nickname); }
    QList<Seat *> seatsOf(const Jid &account) const;
    QList<RoomOccupant> occupants() const;

    /// A place without clients yet.
    Seat &addSeat(const RoomOccupant &occupant, Role baseRole);
    /// The client is the last that spoke.
    void addClient(Seat &seat, const ClientPresence &client);
    /// The seat stays, maybe without clients.
    void removeClient(Seat &seat, const Jid &session);
    void removeSeat(Seat &seat);
    void rename(Seat &seat, const QString &nickname);

    // what the lists say

    Affiliation affiliationOf(const Jid &account) const;
    /// The role at entry (XEP-0045 section 5.1.2), mutes apart.
    Role initialRole(Affiliation affiliation) const;
    bool isExempt(const Jid &account) const { return m_record.exempt.contains(account); }
    std::optional<Restriction> muteOf(const Jid &account) const;
    bool isBlocked(const Jid &account) const;
    /// Whether \a nickname is in use by, or reserved for, somebody else than \a account.
    bool isTaken(const QString &nickname, const Jid &account) const;
    int ownerCount() const;

    // offline clients

    struct Away {
        qint64 sinceMs = 0; ///< monotonic
        int missed = 0;     ///< messages since then
    };
    QHash<Jid, Away> &away() { return m_away; }

private:
    RoomRecord m_record;
    QString m_key;
    Jid m_address;
    std::vector<std::unique_ptr<Seat>> m_seats;
    QHash<Jid, Seat *> m_bySession;
    QHash<QString, Seat *> m_byNickname;
    QHash<Jid, Away> m_away;
};

/// Puts \a restriction in \a list, in the place of the account's earlier one.
void putRestriction(QList<Restriction> &list, const Restriction &restriction);
/// Whether there was one.
bool takeRestriction(QList<Restriction> &list, const Jid &account);
std::optional<Restriction> restrictionOf(const QList<Restriction> &list, const Jid &account);

} // namespace foyer::server

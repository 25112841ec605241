#pragma once

#include "core/error.h"
#include "core/roomaddress.h"
#include "core/servicetypes.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace foyer
{

/// How a held room came through an outage.
struct RoomReturn {
    enum class Outcome {
        Waiting,     ///< not back yet
        Rejoined,    ///< `report` tells what came back
        Failed,      ///< not tried again; `error` tells why
        Left,        ///< left meanwhile, by hand or not
        Interrupted, ///< the next outage came first, and tells the rest
    };
    RoomAddress room;
    Outcome outcome = Outcome::Waiting;
    std::optional<CatchUpReport> report;
    std::optional<Error> error;

    bool operator==(const RoomReturn &) const = default;
};

/// A time in which rooms could not be heard.
struct Outage {
    enum class Kind {
        Connection, ///< the connection was lost, `cause` tells how
        Room,       ///< the connection stood, but the room had let us go
        Start,      ///< Foyer was not running
    };
    Kind kind = Kind::Connection;
    QDateTime lostAt; ///< UTC; of a Start when Foyer was back
    std::optional<Error> cause;
    int attempts = 0;               ///< to connect again, the one that succeeded included
    std::optional<qint64> lengthMs; ///< until the service (of a Room: the room) was back, sleep included; unknown of a
                                    ///< Start
    bool givenUp = false;           ///< there is no further attempt by itself
    QList<RoomReturn> rooms;

    /// Nothing of it is still to come.
    bool isOver() const;
    bool operator==(const Outage &) const = default;
};

/// How sure one can be of a room.
struct RoomHealth {
    enum class Proof {
        None,
        SelfPresence, ///< the room let us in
        Stanza,       ///< the room sent us something that only occupants get
        SelfPing,     ///< the room said so when asked (XEP-0410)
    };
    RoomAddress room;
    Proof proof = Proof::None;         ///< the last one of this membership that we are inside
    QDateTime provedAt;                ///< UTC
    std::optional<qint64> roundTripMs; ///< of the last self-ping that was answered
    QDateTime pingedAt;                ///< when it was answered
    bool hasArchive = false;
    QString newestArchiveId; ///< of the newest entry held; empty when there is none
    QDateTime newestAt;      ///< UTC
    int gaps = 0;            ///< holes in what is held
    /// What is held goes on without a hole from `newestAt` to now: inside, caught up, and the archive proved it.
    bool reachesNow = false;

    bool operator==(const RoomHealth &) const = default;
};

/// What a catch-up under way has read so far.
struct CatchUpProgress {
    int entriesRead = 0; ///< of the archive, of every kind
    int newMessages = 0; ///< message rows among them that were not here

    bool operator==(const CatchUpProgress &) const = default;
};

QString nameOf(Outage::Kind kind);
QString nameOf(RoomReturn::Outcome outcome);
QString nameOf(RoomHealth::Proof proof);

} // namespace foyer

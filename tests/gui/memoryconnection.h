#pragma once

#include "models/connectionreport.h"

#include <QHash>

namespace foyer
{

/// A ConnectionSource that tells what it was given.
class MemoryConnection : public ConnectionSource
{
public:
    ConnectionState connection() const override { return state; }
    QList<Outage> outages() const override { return told; }
    QList<RoomSummary> rooms() const override { return listed; }
    QFuture<Result<RoomHealth>> health(const RoomAddress &room) override
    {
        ++asked;
        return QtFuture::makeReadyFuture<Result<RoomHealth>>(healths.value(room.toString()));
    }

    /// A listed room \a id with the title \a name, in \a roomState, and its health.
    RoomHealth &addRoom(const QString &id, const QString &name, RoomState roomState = RoomState::Joined)
    {
        RoomSummary summary;
        summary.address = address(id);
        summary.name = name;
        summary.state = roomState;
        listed.append(summary);
        RoomHealth &health = healths[summary.address.toString()];
        health.room = summary.address;
        return health;
    }
    static RoomAddress address(const QString &id)
    {
        return RoomAddress::parse(id + QStringLiteral("@conference.example.org")).value();
    }
    static RoomReturn back(const QString &id, const CatchUpReport &report)
    {
        return {address(id), RoomReturn::Outcome::Rejoined, report, {}};
    }

    ConnectionState state{ConnectionState::Kind::Online, 0, 0, {}};
    QList<Outage> told;
    QList<RoomSummary> listed;
    QHash<QString, RoomHealth> healths;
    int asked = 0;
};

} // namespace foyer

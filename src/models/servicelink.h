#pragma once

#include "models/appstate.h"
#include "models/connectionreport.h"
#include "models/roomsource.h"
#include "service/chatroomservice.h"

namespace foyer
{

/// Reads rooms from a ChatroomService, which must outlive it.
class ServiceRoomSource : public RoomSource
{
public:
    explicit ServiceRoomSource(ChatroomService &service) : m_service(service) {}

    QFuture<Result<QList<TimelineItem>>> itemsBefore(const RoomAddress &room, MessageKey before, int limit) override;
    QFuture<Result<QList<TimelineItem>>> itemsAfter(const RoomAddress &room, MessageKey after, int limit) override;
    QFuture<Result<int>> loadOlder(const RoomAddress &room) override;
    QList<Occupant> occupants(const RoomAddress &room) const override;

private:
    ChatroomService &m_service;
};

/// Reads what *Help, Connection* shows from a ChatroomService, which must outlive it.
class ServiceConnectionSource : public ConnectionSource
{
public:
    explicit ServiceConnectionSource(ChatroomService &service) : m_service(service) {}

    ConnectionState connection() const override;
    QList<Outage> outages() const override;
    QList<RoomSummary> rooms() const override;
    QFuture<Result<RoomHealth>> health(const RoomAddress &room) override;

private:
    ChatroomService &m_service;
};

/// Makes \a report look at once when something changes. Both must live.
void linkConnectionReport(ChatroomService &service, ConnectionReport &report);

/// Connects every fact of \a service to \a state and fills it with what there is already. Both must live.
void linkAppState(ChatroomService &service, AppState &state);

} // namespace foyer

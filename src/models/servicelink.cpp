#include "models/servicelink.h"

#include <memory>

namespace foyer
{

QFuture<Result<QList<TimelineItem>>> ServiceRoomSource::itemsBefore(const RoomAddress &room, MessageKey before,
                                                                    int limit)
{
    return m_service.itemsBefore(room, before, limit);
}

QFuture<Result<QList<TimelineItem>>> ServiceRoomSource::itemsAfter(const RoomAddress &room, MessageKey after, int limit)
{
    return m_service.itemsAfter(room, after, limit);
}

QFuture<Result<int>> ServiceRoomSource::loadOlder(const RoomAddress &room)
{
    return m_service.loadOlder(room);
}

QList<Occupant> ServiceRoomSource::occupants(const RoomAddress &room) const
{
    return m_service.occupants(room);
}

ConnectionState ServiceConnectionSource::connection() const
{
    return m_service.connectionState();
}

QList<Outage> ServiceConnectionSource::outages() const
{
    return m_service.outages();
}

QList<RoomSummary> ServiceConnectionSource::rooms() const
{
    return m_service.rooms();
}

QFuture<Result<RoomHealth>> ServiceConnectionSource::health(const RoomAddress &room)
{
    return m_service.roomHealth(room);
}

void linkConnectionReport(ChatroomService &service, ConnectionReport &report)
{
    using Service = ChatroomService;
    QObject::connect(&service, &Service::connectionStateChanged, &report, &ConnectionReport::refresh);
    QObject::connect(&service, &Service::outagesChanged, &report, &ConnectionReport::refresh);
    QObject::connect(&service, &Service::roomStateChanged, &report, &ConnectionReport::refresh);
    QObject::connect(&service, &Service::roomsChanged, &report, &ConnectionReport::refresh);
}

void linkAppState(ChatroomService &service, AppState &state)
{
    using Service = ChatroomService;
    const auto readAccount = [&service, &state, known = std::make_shared<Jid>()] {
        const Jid account = service.account().bare();
        if (account.isEmpty()) {
            return;
        }
        state.setAccount(account);
        if (!known->isEmpty() && *known != account) {
            // Nothing of somebody else's stays under a room that both have: no draft, no row, no count.
            state.setRooms({});
        }
        *known = account;
    };
    // The account first: the words for the connection depend on whether there is one.
    QObject::connect(&service, &Service::connectionStateChanged, &state, readAccount);
    QObject::connect(&service, &Service::connectionStateChanged, &state, &AppState::onConnectionStateChanged);
    QObject::connect(&service, &Service::connectionLost, &state, &AppState::onConnectionLost);
    QObject::connect(&service, &Service::roomsChanged, &state, [&service, &state, readAccount] {
        // An account's rooms are listed before its connection begins.
        readAccount();
        state.setRooms(service.rooms());
    });
    QObject::connect(&service, &Service::roomStateChanged, &state, &AppState::onRoomStateChanged);
    QObject::connect(&service, &Service::joined, &state, &AppState::onJoined);
    QObject::connect(&service, &Service::joinFailed, &state, &AppState::onJoinFailed);
    QObject::connect(&service, &Service::left, &state, &AppState::onLeft);
    QObject::connect(&service, &Service::muteStateChanged, &state, &AppState::onMuteStateChanged);
    QObject::connect(&service, &Service::rejoined, &state, &AppState::onRejoined);
    QObject::connect(&service, &Service::catchUpProgressed, &state, &AppState::onCatchUpProgressed);
    QObject::connect(&service, &Service::storesChanged, &state, [&state](const RoomAddress &room, bool stores) {
        if (RoomPageState *page = state.page(room)) {
            page->banner().storesChanged(stores);
        }
    });
    QObject::connect(&service, &Service::rejoinFailed, &state, &AppState::onRejoinFailed);
    QObject::connect(&service, &Service::messagesStored, &state, &AppState::onMessagesStored);
    QObject::connect(&service, &Service::messageChanged, &state, &AppState::onMessageChanged);
    QObject::connect(&service, &Service::messageRefused, &state, &AppState::onMessageRefused);
    QObject::connect(&service, &Service::occupantsChanged, &state, &AppState::onOccupantsChanged);
    QObject::connect(&service, &Service::voiceRequested, &state, &AppState::onVoiceRequested);
    QObject::connect(&service, &Service::typingChanged, &state, &AppState::onTypingChanged);
    QObject::connect(&service, &Service::slowModeChanged, &state, &AppState::onSlowModeChanged);
    QObject::connect(&service, &Service::nicknameChanged, &state, &AppState::onNicknameChanged);
    QObject::connect(&service, &Service::subjectChanged, &state, &AppState::onSubjectChanged);
    QObject::connect(&service, &Service::roomInfoChanged, &state, &AppState::onRoomInfoChanged);
    QObject::connect(&service, &Service::timelineChanged, &state, &AppState::onTimelineChanged);
    readAccount();
    state.onConnectionStateChanged(service.connectionState());
    state.setRooms(service.rooms());
}

} // namespace foyer

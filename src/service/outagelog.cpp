#include "service/outagelog.h"

#include "service/chatroomservice.h"

#include <utility>

namespace foyer
{

namespace
{

bool isHeldIn(RoomState state)
{
    return state == RoomState::Joined || state == RoomState::CatchingUp || state == RoomState::Rejoining;
}

} // namespace

OutageLog::OutageLog(ChatroomService &service, const Clock &clock) : m_service(service), m_clock(clock)
{
    using Service = ChatroomService;
    connect(&service, &Service::connectionLost, this, &OutageLog::onLost);
    connect(&service, &Service::connectionStateChanged, this, &OutageLog::onState);
    connect(&service, &Service::rejoining, this, &OutageLog::onRejoining);
    connect(&service, &Service::rejoined, this,
            [this](const RoomAddress &room, const JoinResult &, const CatchUpReport &report) {
                settle(room, {room, RoomReturn::Outcome::Rejoined, report, {}});
            });
    connect(&service, &Service::rejoinFailed, this, [this](const RoomAddress &room, const Error &error, bool again) {
        if (!again) {
            settle(room, {room, RoomReturn::Outcome::Failed, {}, error});
        }
    });
    connect(&service, &Service::left, this, [this](const RoomAddress &room) {
        settle(room, {room, RoomReturn::Outcome::Left, {}, {}});
    });
    // A first join that was cut tells its end as a join.
    connect(&service, &Service::joined, this, &OutageLog::forget);
    connect(&service, &Service::joinFailed, this, &OutageLog::forget);
}

void OutageLog::clear()
{
    m_lostAt = -1;
    if (!std::exchange(m_outages, {}).isEmpty()) {
        Q_EMIT changed();
    }
}

void OutageLog::append(const Outage &outage)
{
    for (Outage &earlier : m_outages) {
        for (RoomReturn &room : earlier.rooms) {
            const bool again = std::any_of(outage.rooms.cbegin(), outage.rooms.cend(),
                                           [&room](const RoomReturn &next) { return next.room == room.room; });
            if (room.outcome == RoomReturn::Outcome::Waiting && again) {
                room.outcome = RoomReturn::Outcome::Interrupted;
            }
        }
    }
    m_outages.append(outage);
    while (m_outages.size() > most) {
        m_outages.removeFirst();
    }
    Q_EMIT changed();
}

void OutageLog::onLost(const Error &cause)
{
    Outage outage;
    outage.lostAt = m_clock.now();
    outage.cause = cause;
    const QList<RoomSummary> rooms = m_service.rooms();
    for (const RoomSummary &room : rooms) {
        if (isHeldIn(room.state)) {
            outage.rooms.append(RoomReturn{room.address, RoomReturn::Outcome::Waiting, {}, {}});
        }
    }
    m_lostAt = m_clock.sinceBootMs();
    append(outage);
}

void OutageLog::onState(const ConnectionState &state)
{
    if (m_lostAt < 0) {
        return;
    }
    Outage &last = m_outages.last();
    switch (state.kind) {
    case ConnectionState::Kind::Connecting:
        ++last.attempts;
        break;
    case ConnectionState::Kind::Online:
        last.lengthMs = m_clock.sinceBootMs() - std::exchange(m_lostAt, -1);
        break;
    case ConnectionState::Kind::Offline:
        // By the person's own wish, or because nobody may try again.
        last.givenUp = true;
        m_lostAt = -1;
        break;
    default:
        return;
    }
    Q_EMIT changed();
}

void OutageLog::onRejoining(const RoomAddress &room)
{
    if (waiting(room)) {
        return;
    }
    const RoomReturn awaited{room, RoomReturn::Outcome::Waiting, {}, {}};
    const bool first = !m_service.roomSummary(room).joinedAt.isValid();
    if (first && !m_outages.isEmpty() && m_outages.last().kind == Outage::Kind::Start) {
        m_outages.last().rooms.append(awaited);
        Q_EMIT changed();
        return;
    }
    Outage outage;
    outage.kind = first ? Outage::Kind::Start : Outage::Kind::Room;
    outage.lostAt = m_clock.now();
    outage.rooms.append(awaited);
    append(outage);
}

RoomReturn *OutageLog::waiting(const RoomAddress &room)
{
    for (auto outage = m_outages.rbegin(); outage != m_outages.rend(); ++outage) {
        for (RoomReturn &known : outage->rooms) {
            if (known.room == room && known.outcome == RoomReturn::Outcome::Waiting) {
                return &known;
            }
        }
    }
    return nullptr;
}

void OutageLog::settle(const RoomAddress &room, const RoomReturn &result)
{
    if (RoomReturn *known = waiting(room)) {
        *known = result;
        endRoomOutages();
        Q_EMIT changed();
    }
}

void OutageLog::forget(const RoomAddress &room)
{
    for (Outage &outage : m_outages) {
        outage.rooms.removeIf([&room](const RoomReturn &known) {
            return known.room == room && known.outcome == RoomReturn::Outcome::Waiting;
        });
    }
    endRoomOutages();
    Q_EMIT changed();
}

void OutageLog::endRoomOutages()
{
    for (Outage &outage : m_outages) {
        const RoomReturn *room = outage.rooms.isEmpty() ? nullptr : &outage.rooms.constFirst();
        if (outage.kind != Outage::Kind::Room || outage.lengthMs ||
            (room && room->outcome == RoomReturn::Outcome::Waiting)) {
            continue;
        }
        outage.lengthMs = room && room->report ? room->report->offlineForMs : outage.lostAt.msecsTo(m_clock.now());
    }
}

} // namespace foyer

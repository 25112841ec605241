#include "server/rooms/serviceacts.h"

namespace foyer::server
{

namespace
{

Restriction ofBareAccount(Restriction restriction)
{
    restriction.account = restriction.account.bare();
    return restriction;
}

} // namespace

template <typename Act>
Granted<Allowed> ServiceActs::on(const QString &roomId, Act act)
{
    m_lifetimes.catchUp();
    Room *room = m_core.find(roomId);
    if (!room)
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    act(*room);
    return Allowed{};
}

Granted<Allowed> ServiceActs::create(const Rooms::NewRoom &room)
{
    m_lifetimes.catchUp();
    if (Room *existing = m_core.find(room.roomId)) {
        if (existing->record().locked) {
            existing->record().locked = false;
            m_core.storage.saveRoom(existing->record());
        }
        return Allowed{};
    }
    if (!isCreatableRoomId(room.roomId))
        return Refusal::make(Refusal::Kind::InvalidRoomId);
    RoomRecord record;
    record.id = room.roomId;
    record.config.title = room.title;
    record.lifetime = room.lifetime;
    record.createdAt = m_core.clock.now();
    record.lastActiveAt = record.createdAt;
    record.roomMuted = room.muted;
    for (const Jid &account : room.exempt)
        record.exempt += account.bare();
    m_core.add(record, {});
    m_lifetimes.expect(m_lifetimes.endOf(record));
    return Allowed{};
}

Granted<Allowed> ServiceActs::destroy(const QString &roomId)
{
    return on(roomId,
              [this](Room &room) { m_core.end(room, RoomEnded::Cause::Destroyed, Exit{Departure::RoomDestroyed}); });
}

Granted<Allowed> ServiceActs::setLifetime(const QString &roomId, const RoomLifetime &lifetime)
{
    return on(roomId, [&](Room &room) {
        room.record().lifetime = lifetime;
        m_core.storage.saveRoom(room.record());
        // It may be over already: inactivity counts from the last activity, whatever the lifetime was then.
        m_lifetimes.expect(m_lifetimes.endOf(room.record()));
        m_lifetimes.catchUp();
    });
}

Granted<Allowed> ServiceActs::muteHere(const QString &roomId, const QList<Restriction> &mutes)
{
    return on(roomId, [&](Room &room) {
        for (const Restriction &mute : mutes) {
            m_core.mute(room, ofBareAccount(mute), Cause{mute.by, mute.reason});
            m_lifetimes.expect(mute.until);
        }
    });
}

Granted<Allowed> ServiceActs::unmuteHere(const QString &roomId, const QList<Jid> &accounts)
{
    return on(roomId, [&](Room &room) {
        for (const Jid &account : accounts)
            m_core.unmute(room, account.bare(), {});
    });
}

Granted<Allowed> ServiceActs::setRoomMuted(const QString &roomId, bool muted, const QString &reason, const QString &by)
{
    return on(roomId, [&](Room &room) {
        RoomRecord &record = room.record();
        record.roomMuted = muted;
        record.roomMuteReason = muted ? reason : QString();
        record.roomMutedBy = muted ? by : QString();
        m_core.storage.saveRoom(record);
        m_core.resettleAll(room, Cause{by, reason});
    });
}

Granted<Allowed> ServiceActs::setExempt(const QString &roomId, const QList<Jid> &accounts, bool exempt)
{
    return on(roomId, [&](Room &room) {
        for (const Jid &listed : accounts) {
            const Jid account = listed.bare();
            if (room.isExempt(account) == exempt)
                continue;
            if (exempt)
                room.record().exempt += account;
            else
                room.record().exempt.removeAll(account);
            m_core.storage.setExempt(room.record().id, account, exempt);
            m_core.resettleAccount(room, account, {});
        }
    });
}

Granted<Allowed> ServiceActs::block(const QString &roomId, const QList<Restriction> &blocks)
{
    return on(roomId, [&](Room &room) {
        for (const Restriction &listed : blocks) {
            const Restriction block = ofBareAccount(listed);
            putRestriction(room.record().blocks, block);
            m_core.storage.saveBlock(room.record().id, block);
            m_lifetimes.expect(block.until);
            const QList<Seat *> seats = room.seatsOf(block.account);
            for (Seat *seat : seats)
                m_core.leaveWhole(room, *seat, Exit{Departure::Banned, block.by, block.reason});
        }
        m_core.endIfEmpty(room);
    });
}

Granted<Allowed> ServiceActs::unblock(const QString &roomId, const QList<Jid> &accounts)
{
    return on(roomId, [&](Room &room) {
        for (const Jid &account : accounts) {
            if (takeRestriction(room.record().blocks, account.bare()))
                m_core.storage.removeBlock(room.record().id, account.bare());
        }
    });
}

void ServiceActs::muteEverywhere(const QList<Restriction> &mutes)
{
    m_lifetimes.catchUp();
    for (const Restriction &listed : mutes) {
        const Restriction mute = ofBareAccount(listed);
        putRestriction(m_core.globalMutes(), mute);
        m_core.storage.saveMute({}, mute);
        m_lifetimes.expect(mute.until);
        m_core.resettleAccountEverywhere(mute.account, Cause{mute.by, mute.reason});
    }
}

void ServiceActs::unmuteEverywhere(const QList<Jid> &accounts)
{
    m_lifetimes.catchUp();
    for (const Jid &account : accounts) {
        if (!takeRestriction(m_core.globalMutes(), account.bare()))
            continue;
        m_core.storage.removeMute({}, account.bare());
        m_core.resettleAccountEverywhere(account.bare(), {});
    }
}

} // namespace foyer::server

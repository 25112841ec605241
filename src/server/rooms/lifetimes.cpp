#include "server/rooms/lifetimes.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qint64 msPerMinute = 60000;
constexpr qint64 forgettingEveryMs = 60 * msPerMinute;
/// How long the disk gets after it refused.
constexpr qint64 restMs = 5000;
/// Below this a timer of the machine is precise.
constexpr qint64 preciseMs = 2000;

bool hasEnded(const Restriction &restriction, const QDateTime &now)
{
    return restriction.until.isValid() && restriction.until <= now;
}

QList<Jid> endedIn(const QList<Restriction> &list, const QDateTime &now)
{
    QList<Jid> accounts;
    for (const Restriction &restriction : list) {
        if (hasEnded(restriction, now))
            accounts += restriction.account;
    }
    return accounts;
}

void lower(QDateTime &next, const QDateTime &candidate)
{
    if (candidate.isValid() && (!next.isValid() || candidate < next))
        next = candidate;
}

void lower(QDateTime &next, const QList<Restriction> &list)
{
    for (const Restriction &restriction : list)
        lower(next, restriction.until);
}

} // namespace

Lifetimes::Lifetimes(RoomsCore &core)
    : m_core(core),
      m_timer(core.clock,
              [this] {
                  catchUp();
                  arm();
              }),
      m_startOver(core.clock, [this] { startOver(false); })
{
}

void Lifetimes::startOver(bool afterFailure)
{
    m_timer.stop();
    m_next = {};
    if (afterFailure) {
        m_startOver.start(restMs);
        return;
    }
    m_startOver.stop();
    tellWhoIsGone();
    endEmptyRooms();
    check();
}

void Lifetimes::tellWhoIsGone()
{
    for (const auto &entry : m_core.rooms()) {
        const Room &room = *entry.second;
        QList<Jid> gone = m_core.storage.inside(room.record().id);
        gone.removeIf([&room](const Jid &account) { return !room.seatsOf(account).isEmpty(); });
        for (const Jid &account : std::as_const(gone))
            m_core.storage.saveInside(room.record().id, account, false);
        if (!gone.isEmpty())
            m_core.tell(room, GoneUnseen{gone});
    }
}

void Lifetimes::endEmptyRooms()
{
    const QStringList keys = m_core.keys();
    for (const QString &key : keys)
        m_core.endIfEmpty(*m_core.find(key));
}

void Lifetimes::check()
{
    const QDateTime now = m_core.clock.now();
    endMutes(now);
    const QStringList keys = m_core.keys();
    for (const QString &key : keys)
        endRestrictionsOf(*m_core.find(key), now);
    endRooms(now);
    forgetOldEntries(now);
    findNext();
    arm();
}

void Lifetimes::catchUp()
{
    if (m_next.isValid() && m_core.clock.now() >= m_next)
        check();
}

void Lifetimes::expect(const QDateTime &at)
{
    if (!at.isValid() || (m_next.isValid() && m_next <= at))
        return;
    m_next = at;
    arm();
}

QDateTime Lifetimes::endOf(const RoomRecord &record) const
{
    switch (record.lifetime.kind) {
    case RoomLifetime::Kind::Service:
        if (m_core.settings.autoDestroyMinutes > 0)
            return record.lastActiveAt.addMSecs(m_core.settings.autoDestroyMinutes * msPerMinute);
        return {};
    case RoomLifetime::Kind::Inactive:
        return record.lastActiveAt.addMSecs(record.lifetime.minutes * msPerMinute);
    case RoomLifetime::Kind::Fixed:
        return record.createdAt.addMSecs(record.lifetime.minutes * msPerMinute);
    case RoomLifetime::Kind::Never:
        break;
    }
    return {};
}

void Lifetimes::endMutes(const QDateTime &now)
{
    const QList<Jid> accounts = endedIn(m_core.globalMutes(), now);
    for (const Jid &account : accounts) {
        takeRestriction(m_core.globalMutes(), account);
        m_core.storage.removeMute({}, account);
        m_core.resettleAccountEverywhere(account, {});
    }
}

void Lifetimes::endRestrictionsOf(Room &room, const QDateTime &now)
{
    const QList<Jid> unmuted = endedIn(room.record().mutes, now);
    for (const Jid &account : unmuted)
        m_core.unmute(room, account, {});
    const QList<Jid> unblocked = endedIn(room.record().blocks, now);
    for (const Jid &account : unblocked) {
        takeRestriction(room.record().blocks, account);
        m_core.storage.removeBlock(room.record().id, account);
    }
}

void Lifetimes::endRooms(const QDateTime &now)
{
    const QStringList keys = m_core.keys();
    for (const QString &key : keys) {
        Room &room = *m_core.find(key);
        const QDateTime end = endOf(room.record());
        if (!end.isValid() || end > now)
            continue;
        const bool fixed = room.record().lifetime.kind == RoomLifetime::Kind::Fixed;
        const QString reason = fixed ? u"The time of the room is over."_s
                                     : u"The room was closed because nothing happened in it for a long time."_s;
        m_core.end(room, RoomEnded::Cause::AutoDestroyed, Exit{Departure::RoomDestroyed, {}, reason});
    }
}

void Lifetimes::forgetOldEntries(const QDateTime &now)
{
    if (m_core.settings.archiveRetentionDays <= 0) {
        m_nextForgetting = {};
        return;
    }
    if (m_nextForgetting.isValid() && now < m_nextForgetting)
        return;
    m_core.storage.expireEntries(now.addDays(-m_core.settings.archiveRetentionDays));
    m_nextForgetting = now.addMSecs(forgettingEveryMs);
}

void Lifetimes::findNext()
{
    m_next = m_nextForgetting;
    lower(m_next, m_core.globalMutes());
    for (const auto &entry : m_core.rooms()) {
        const RoomRecord &record = entry.second->record();
        lower(m_next, record.mutes);
        lower(m_next, record.blocks);
        lower(m_next, endOf(record));
    }
}

void Lifetimes::arm()
{
    if (!m_next.isValid()) {
        m_timer.stop();
        return;
    }
    // What ends is told by the wall clock, which may jump, and long timers are coarse: so the waits are short of the
    // end until it is near.
    const qint64 remaining = std::max<qint64>(0, m_core.clock.now().msecsTo(m_next));
    m_timer.start(remaining < preciseMs ? remaining : std::min(msPerMinute, remaining - remaining / 10));
}

} // namespace foyer::server

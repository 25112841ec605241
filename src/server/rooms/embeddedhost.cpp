#include "server/rooms/embeddedhost.h"

#include "server/rooms/roomstatuses.h"

#include <QPromise>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

using Kind = Refusal::Kind;

} // namespace

EmbeddedHost::EmbeddedHost(Rooms &rooms, const EmbeddedHostDeps &deps) : m_rooms(rooms), m_deps(deps)
{
    m_rooms.addObserver(this);
}

EmbeddedHost::~EmbeddedHost()
{
    m_rooms.removeObserver(this);
}

void EmbeddedHost::addListener(RoomStatusListener *listener)
{
    m_listeners += listener;
}

template <typename T>
RoomHost::Answer<T> EmbeddedHost::answer(Granted<T> value) const
{
    auto promise = std::make_shared<QPromise<Granted<T>>>();
    promise->start();
    Answer<T> future = promise->future();
    m_deps.afterCommit([promise, value] {
        promise->addResult(value);
        promise->finish();
    });
    return future;
}

Granted<Jid> EmbeddedHost::accountOf(const QString &userId) const
{
    const auto account = Jid::fromParts(userId, m_rooms.settings().domain);
    if (!account || account->local().isEmpty())
        return Refusal{Kind::BadRequest, QString(u"This is no user ID: "_s + userId.left(64)), {}};
    return *account;
}

Granted<QList<Jid>> EmbeddedHost::accountsOf(const QStringList &userIds) const
{
    QList<Jid> accounts;
    for (const QString &userId : userIds) {
        const Granted<Jid> account = accountOf(userId);
        if (!account)
            return account.refusal();
        accounts += *account;
    }
    return accounts;
}

Granted<QList<Restriction>> EmbeddedHost::restrictionsOf(const QList<UserRestriction> &users) const
{
    QList<Restriction> restrictions;
    for (const UserRestriction &user : users) {
        const Granted<Jid> account = accountOf(user.userId);
        if (!account)
            return account.refusal();
        restrictions += Restriction{*account, user.until, user.reason, user.by};
    }
    return restrictions;
}

QString EmbeddedHost::userIdOf(const Jid &account) const
{
    return m_deps.spelledUserId(account.local()).value_or(account.local());
}

QList<UserRestriction> EmbeddedHost::usersOf(const QList<Restriction> &restrictions) const
{
    QList<UserRestriction> users;
    for (const Restriction &restriction : restrictions)
        users += UserRestriction{userIdOf(restriction.account), restriction.until, restriction.reason, restriction.by};
    return users;
}

RoomHost::Answer<Allowed> EmbeddedHost::createRoom(const NewRoom &room)
{
    const Granted<QList<Jid>> exempt = accountsOf(room.exemptUserIds);
    if (!exempt)
        return answer<Allowed>(exempt.refusal());
    return answer(m_rooms.create({room.roomId, room.title, room.lifetime, room.muted, *exempt}));
}

RoomHost::Answer<Allowed> EmbeddedHost::destroyRoom(const QString &roomId)
{
    return answer(m_rooms.destroyByService(roomId));
}

RoomHost::Answer<Allowed> EmbeddedHost::setLifetime(const QString &roomId, const RoomLifetime &lifetime)
{
    return answer(m_rooms.setLifetime(roomId, lifetime));
}

QList<HostedMember> EmbeddedHost::membersOf(const QString &roomId) const
{
    // A user may have two places in a room, under two nicknames; the earlier one counts.
    QList<HostedMember> members;
    QList<Jid> seen;
    const QList<RoomOccupant> occupants = m_rooms.occupants(roomId);
    for (const RoomOccupant &occupant : occupants) {
        if (seen.contains(occupant.account))
            continue;
        seen += occupant.account;
        members += HostedMember{userIdOf(occupant.account), occupant.joinedAt};
    }
    return members;
}

HostedRoom EmbeddedHost::hostedOf(const RoomRecord &record) const
{
    QSet<Jid> accounts;
    const QList<RoomOccupant> occupants = m_rooms.occupants(record.id);
    for (const RoomOccupant &occupant : occupants)
        accounts += occupant.account;
    return {record.id,       record.config.title, record.createdAt, static_cast<int>(accounts.size()),
            record.lifetime, record.roomMuted};
}

RoomHost::Answer<HostedRoom> EmbeddedHost::room(const QString &roomId)
{
    const RoomRecord *record = m_rooms.record(roomId);
    if (!record)
        return answer<HostedRoom>(Refusal::make(Kind::RoomDoesNotExist));
    return answer<HostedRoom>(hostedOf(*record));
}

RoomHost::Answer<QList<HostedRoom>> EmbeddedHost::rooms()
{
    QList<HostedRoom> all;
    const QList<RoomRecord> records = m_rooms.records();
    for (const RoomRecord &record : records)
        all += hostedOf(record);
    return answer<QList<HostedRoom>>(all);
}

RoomHost::Answer<HostedMembers> EmbeddedHost::members(const QString &roomId, int count, bool ascending)
{
    if (!m_rooms.record(roomId))
        return answer<HostedMembers>(Refusal::make(Kind::RoomDoesNotExist));
    HostedMembers found;
    found.members = membersOf(roomId);
    found.total = static_cast<int>(found.members.size());
    if (!ascending)
        std::reverse(found.members.begin(), found.members.end());
    found.members = found.members.mid(0, std::max(0, count));
    return answer<HostedMembers>(found);
}

int EmbeddedHost::placesOf(const QString &roomId, const Jid &account) const
{
    const QList<RoomOccupant> occupants = m_rooms.occupants(roomId);
    return static_cast<int>(
        std::count_if(occupants.cbegin(), occupants.cend(),
                      [&account](const RoomOccupant &occupant) { return occupant.account == account; }));
}

RoomHost::Answer<bool> EmbeddedHost::isMember(const QString &roomId, const QString &userId)
{
    const Granted<Jid> account = accountOf(userId);
    if (!account)
        return answer<bool>(account.refusal());
    if (!m_rooms.record(roomId))
        return answer<bool>(Refusal::make(Kind::RoomDoesNotExist));
    return answer<bool>(placesOf(roomId, *account) > 0);
}

RoomHost::Answer<Allowed> EmbeddedHost::muteUsers(const QString &roomId, const QList<UserRestriction> &users)
{
    const Granted<QList<Restriction>> mutes = restrictionsOf(users);
    return answer(mutes ? m_rooms.muteHere(roomId, *mutes) : Granted<Allowed>(mutes.refusal()));
}

RoomHost::Answer<Allowed> EmbeddedHost::unmuteUsers(const QString &roomId, const QStringList &userIds)
{
    const Granted<QList<Jid>> accounts = accountsOf(userIds);
    return answer(accounts ? m_rooms.unmuteHere(roomId, *accounts) : Granted<Allowed>(accounts.refusal()));
}

RoomHost::Answer<QList<UserRestriction>> EmbeddedHost::mutedUsers(const QString &roomId)
{
    const RoomRecord *record = m_rooms.record(roomId);
    if (!record)
        return answer<QList<UserRestriction>>(Refusal::make(Kind::RoomDoesNotExist));
    return answer<QList<UserRestriction>>(usersOf(record->mutes));
}

RoomHost::Answer<Allowed> EmbeddedHost::setRoomMuted(const QString &roomId, bool muted, const QString &reason,
                                                     const QString &by)
{
    return answer(m_rooms.setRoomMuted(roomId, muted, reason, by));
}

RoomHost::Answer<Allowed> EmbeddedHost::setExempt(const QString &roomId, const QStringList &userIds, bool exempt)
{
    const Granted<QList<Jid>> accounts = accountsOf(userIds);
    return answer(accounts ? m_rooms.setExempt(roomId, *accounts, exempt) : Granted<Allowed>(accounts.refusal()));
}

RoomHost::Answer<QStringList> EmbeddedHost::exemptUsers(const QString &roomId)
{
    const RoomRecord *record = m_rooms.record(roomId);
    if (!record)
        return answer<QStringList>(Refusal::make(Kind::RoomDoesNotExist));
    QStringList userIds;
    for (const Jid &account : record->exempt)
        userIds += userIdOf(account);
    return answer<QStringList>(userIds);
}

RoomHost::Answer<Allowed> EmbeddedHost::muteEverywhere(const QList<UserRestriction> &users)
{
    const Granted<QList<Restriction>> mutes = restrictionsOf(users);
    if (!mutes)
        return answer<Allowed>(mutes.refusal());
    m_rooms.muteEverywhere(*mutes);
    return answer<Allowed>(Allowed{});
}

RoomHost::Answer<Allowed> EmbeddedHost::unmuteEverywhere(const QStringList &userIds)
{
    const Granted<QList<Jid>> accounts = accountsOf(userIds);
    if (!accounts)
        return answer<Allowed>(accounts.refusal());
    m_rooms.unmuteEverywhere(*accounts);
    return answer<Allowed>(Allowed{});
}

RoomHost::Answer<QList<UserRestriction>> EmbeddedHost::mutedEverywhere()
{
    return answer<QList<UserRestriction>>(usersOf(m_rooms.mutedEverywhere()));
}

RoomHost::Answer<Allowed> EmbeddedHost::blockUsers(const QString &roomId, const QList<UserRestriction> &users)
{
    const Granted<QList<Restriction>> blocks = restrictionsOf(users);
    return answer(blocks ? m_rooms.block(roomId, *blocks) : Granted<Allowed>(blocks.refusal()));
}

RoomHost::Answer<Allowed> EmbeddedHost::unblockUsers(const QString &roomId, const QStringList &userIds)
{
    const Granted<QList<Jid>> accounts = accountsOf(userIds);
    return answer(accounts ? m_rooms.unblock(roomId, *accounts) : Granted<Allowed>(accounts.refusal()));
}

RoomHost::Answer<QList<UserRestriction>> EmbeddedHost::blockedUsers(const QString &roomId)
{
    const RoomRecord *record = m_rooms.record(roomId);
    if (!record)
        return answer<QList<UserRestriction>>(Refusal::make(Kind::RoomDoesNotExist));
    return answer<QList<UserRestriction>>(usersOf(record->blocks));
}

RoomHost::Answer<QStringList> EmbeddedHost::publish(const HostedMessage &message)
{
    return answer(publishNow(message));
}

Granted<QStringList> EmbeddedHost::publishNow(const HostedMessage &message)
{
    const Granted<Jid> sender = accountOf(message.fromUserId);
    if (!sender)
        return sender.refusal();
    const auto content = contentOf(message);
    if (!content)
        return Refusal::make(Kind::BadRequest);
    // All rooms or none.
    for (const QString &roomId : message.roomIds) {
        if (!m_rooms.record(roomId))
            return Refusal::make(Kind::RoomDoesNotExist);
    }
    Rooms::ServiceMessage sent;
    sent.from = *sender;
    sent.nickname = m_deps.spelledUserId(message.fromUserId).value_or(message.fromUserId);
    sent.body = content->body;
    sent.content = content->content;
    sent.persisted = message.persisted;
    sent.includeSender = message.includeSender;
    QStringList ids;
    for (const QString &roomId : message.roomIds) {
        sent.roomId = roomId;
        const Granted<Rooms::Posted> posted = m_rooms.publish(sent);
        if (!posted)
            return posted.refusal();
        ids += posted->entry.id;
    }
    return ids;
}

RoomHost::Answer<QString> EmbeddedHost::userToken(const QString &userId, const QString &name,
                                                  const QString &portraitUri)
{
    const Granted<Jid> account = accountOf(userId);
    return answer(account ? m_deps.newToken(userId, name, portraitUri) : Granted<QString>(account.refusal()));
}

void EmbeddedHost::onRoomEvent(const RoomEvent &event)
{
    if (m_listeners.isEmpty())
        return;
    RoomStatus status;
    status.roomId = event.roomId;
    status.at = event.at;
    if (std::holds_alternative<RoomCreated>(event.what)) {
        status.type = RoomStatus::Type::Created;
    } else if (const auto *entered = std::get_if<OccupantEntered>(&event.what)) {
        if (!entered->first || placesOf(event.roomId, entered->occupant.account) > 1)
            return;
        status.type = RoomStatus::Type::Joined;
        status.userIds += userIdOf(entered->occupant.account);
    } else if (const auto *left = std::get_if<OccupantLeft>(&event.what)) {
        // That the room is gone says it for everybody.
        if (!left->last || left->departure == Departure::RoomDestroyed ||
            placesOf(event.roomId, left->occupant.account) > 0)
            return;
        status.type = RoomStatus::Type::Left;
        status.cause = causeOf(left->departure);
        status.userIds += userIdOf(left->occupant.account);
    } else if (const auto *gone = std::get_if<GoneUnseen>(&event.what)) {
        status.type = RoomStatus::Type::Left;
        status.cause = RoomStatus::Cause::Offline;
        for (const Jid &account : gone->accounts)
            status.userIds += userIdOf(account);
    } else if (const auto *ended = std::get_if<RoomEnded>(&event.what)) {
        status.type = RoomStatus::Type::Destroyed;
        status.cause = causeOf(ended->cause);
    } else {
        return;
    }
    for (RoomStatusListener *listener : std::as_const(m_listeners))
        listener->onRoomStatus(status);
}

} // namespace foyer::server

#pragma once

#include "server/rooms/roomhost.h"
#include "server/rooms/rooms.h"

#include <functional>

namespace foyer::server
{

/// What the host needs besides the rooms.
struct EmbeddedHostDeps {
    /// How the account of \a userId (any spelling) was spelled when it was made; nullopt: there is none.
    std::function<std::optional<QString>(const QString &userId)> spelledUserId;
    /// Makes the account or gives it a new token.
    std::function<Granted<QString>(const QString &userId, const QString &name, const QString &portraitUri)> newToken;
    /// Runs its argument once the current turn is committed; drops it when the commit fails.
    std::function<void(std::function<void()>)> afterCommit;
};

/// The embedded rooms as the Server API and the status callbacks see them: user ids for addresses, futures for calls,
/// statuses for events. Every answer comes after the commit; when that fails, its future is cancelled.
///
/// Listeners are told within the turn, so that what they write belongs to the same commit.
class EmbeddedHost : public RoomHost, private RoomObserver
{
public:
    /// \a rooms must outlive the host.
    EmbeddedHost(Rooms &rooms, const EmbeddedHostDeps &deps);
    ~EmbeddedHost() override;
    EmbeddedHost(const EmbeddedHost &) = delete;
    EmbeddedHost &operator=(const EmbeddedHost &) = delete;

    void addListener(RoomStatusListener *listener) override;

    Answer<Allowed> createRoom(const NewRoom &room) override;
    Answer<Allowed> destroyRoom(const QString &roomId) override;
    Answer<Allowed> setLifetime(const QString &roomId, const RoomLifetime &lifetime) override;
    Answer<HostedRoom> room(const QString &roomId) override;
    Answer<QList<HostedRoom>> rooms() override;
    Answer<HostedMembers> members(const QString &roomId, int count, bool ascending) override;
    Answer<bool> isMember(const QString &roomId, const QString &userId) override;

    Answer<Allowed> muteUsers(const QString &roomId, const QList<UserRestriction> &users) override;
    Answer<Allowed> unmuteUsers(const QString &roomId, const QStringList &userIds) override;
    Answer<QList<UserRestriction>> mutedUsers(const QString &roomId) override;
    Answer<Allowed> setRoomMuted(const QString &roomId, bool muted, const QString &reason, const QString &by) override;
    Answer<Allowed> setExempt(const QString &roomId, const QStringList &userIds, bool exempt) override;
    Answer<QStringList> exemptUsers(const QString &roomId) override;
    Answer<Allowed> muteEverywhere(const QList<UserRestriction> &users) override;
    Answer<Allowed> unmuteEverywhere(const QStringList &userIds) override;
    Answer<QList<UserRestriction>> mutedEverywhere() override;
    Answer<Allowed> blockUsers(const QString &roomId, const QList<UserRestriction> &users) override;
    Answer<Allowed> unblockUsers(const QString &roomId, const QStringList &userIds) override;
    Answer<QList<UserRestriction>> blockedUsers(const QString &roomId) override;

    Answer<QStringList> publish(const HostedMessage &message) override;
    Answer<QString> userToken(const QString &userId, const QString &name, const QString &portraitUri) override;

private:
    void onRoomEvent(const RoomEvent &event) override;

    template <typename T>
    Answer<T> answer(Granted<T> value) const;
    Granted<Jid> accountOf(const QString &userId) const;
    Granted<QList<Jid>> accountsOf(const QStringList &userIds) const;
    Granted<QList<Restriction>> restrictionsOf(const QList<UserRestriction> &users) const;
    QString userIdOf(const Jid &account) const;
    QList<UserRestriction> usersOf(const QList<Restriction> &restrictions) const;
    HostedRoom hostedOf(const RoomRecord &record) const;
    QList<HostedMember> membersOf(const QString &roomId) const;
    int placesOf(const QString &roomId, const Jid &account) const;
    Granted<QStringList> publishNow(const HostedMessage &message);

    Rooms &m_rooms;
    EmbeddedHostDeps m_deps;
    QList<RoomStatusListener *> m_listeners;
};

} // namespace foyer::server

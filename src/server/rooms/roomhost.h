#pragma once

#include "server/rooms/roomevents.h"

#include <QFuture>

namespace foyer::server
{

/// A room as the Server API tells it.
struct HostedRoom {
    QString id; ///< as spelled at creation
    QString title;
    QDateTime createdAt;
    int memberCount = 0;
    RoomLifetime lifetime;
    bool muted = false;
};
struct HostedMember {
    QString userId; ///< as spelled when the account was made
    QDateTime joinedAt;
};
struct HostedMembers {
    int total = 0;
    QList<HostedMember> members;
};
/// A restriction by user id.
struct UserRestriction {
    QString userId;
    QDateTime until;
    QString reason;
    QString by;
};
struct HostedMessage {
    QString fromUserId;
    QStringList roomIds;
    QString objectName; ///< for example `RC:TxtMsg`
    QString content;    ///< JSON text
    bool persisted = true;
    bool includeSender = false;
};

/// What the status callbacks report (source service, section 9).
struct RoomStatus {
    enum class Type { Created = 0, Joined = 1, Left = 2, Destroyed = 3 };
    enum class Cause { Direct = 0, Offline = 1, Blocked = 2, AutoDestroyed = 3 };
    QString roomId;
    QStringList userIds;
    Type type = Type::Created;
    Cause cause = Cause::Direct;
    QDateTime at;
};
class RoomStatusListener
{
public:
    virtual ~RoomStatusListener() = default;
    virtual void onRoomStatus(const RoomStatus &status) = 0;
};

/// A chatroom service as the Server API and the status callbacks see it: the embedded server's rooms today; the same
/// interface can stand in front of another server, hence the futures. Called on the server's thread; the embedded
/// rooms answer once the turn is committed. A future that is cancelled says that nothing was done: the disk refused.
class RoomHost
{
public:
    template <typename T>
    using Answer = QFuture<Granted<T>>;

    virtual ~RoomHost() = default;
    virtual void addListener(RoomStatusListener *listener) = 0;

    struct NewRoom {
        QString roomId;
        QString title;
        RoomLifetime lifetime;
        bool muted = false;
        QStringList exemptUserIds;
    };
    virtual Answer<Allowed> createRoom(const NewRoom &room) = 0;
    virtual Answer<Allowed> destroyRoom(const QString &roomId) = 0;
    virtual Answer<Allowed> setLifetime(const QString &roomId, const RoomLifetime &lifetime) = 0;
    virtual Answer<HostedRoom> room(const QString &roomId) = 0;
    virtual Answer<QList<HostedRoom>> rooms() = 0;
    /// By time of joining; \a ascending: the earliest first.
    virtual Answer<HostedMembers> members(const QString &roomId, int count, bool ascending) = 0;
    virtual Answer<bool> isMember(const QString &roomId, const QString &userId) = 0;

    virtual Answer<Allowed> muteUsers(const QString &roomId, const QList<UserRestriction> &users) = 0;
    virtual Answer<Allowed> unmuteUsers(const QString &roomId, const QStringList &userIds) = 0;
    virtual Answer<QList<UserRestriction>> mutedUsers(const QString &roomId) = 0;
    virtual Answer<Allowed> setRoomMuted(const QString &roomId, bool muted, const QString &reason,
                                         const QString &by) = 0;
    virtual Answer<Allowed> setExempt(const QString &roomId, const QStringList &userIds, bool exempt) = 0;
    virtual Answer<QStringList> exemptUsers(const QString &roomId) = 0;
    virtual Answer<Allowed> muteEverywhere(const QList<UserRestriction> &users) = 0;
    virtual Answer<Allowed> unmuteEverywhere(const QStringList &userIds) = 0;
    virtual Answer<QList<UserRestriction>> mutedEverywhere() = 0;
    virtual Answer<Allowed> blockUsers(const QString &roomId, const QList<UserRestriction> &users) = 0;
    virtual Answer<Allowed> unblockUsers(const QString &roomId, const QStringList &userIds) = 0;
    virtual Answer<QList<UserRestriction>> blockedUsers(const QString &roomId) = 0;

    /// The message's UID in each room, in the order of `roomIds`.
    virtual Answer<QStringList> publish(const HostedMessage &message) = 0;
    /// Makes the account or gives it a new token (which voids the old one).
    virtual Answer<QString> userToken(const QString &userId, const QString &name, const QString &portraitUri) = 0;
};

} // namespace foyer::server

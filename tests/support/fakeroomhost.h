#pragma once

#include "server/rooms/roomhost.h"

#include <QPromise>
#include <QFuture>

#include <utility>
#include <vector>

namespace foyer::server
{

/// A RoomHost that writes down what it is asked, as text, and answers what a test has put into it. It refuses
/// everything while `refusal` is set, and keeps destroyRoom() waiting while `isHolding`.
class FakeRoomHost : public RoomHost
{
public:
    QStringList calls;
    std::optional<Refusal> refusal;
    bool isHolding = false;
    std::vector<QPromise<Granted<Allowed>>> held;
    QList<RoomStatusListener *> listeners;

    HostedRoom oneRoom{QStringLiteral("Launch"),
                       QStringLiteral("Launch day"),
                       QDateTime(QDate(2026, 3, 1), QTime(11, 0), Qt::UTC),
                       3,
                       {},
                       false};
    QList<HostedRoom> allRooms;
    HostedMembers memberList;
    QStringList inside;
    QList<UserRestriction> restricted;
    QStringList exempt;
    QStringList messageIds;
    QString token = QStringLiteral("secret-token");

    /// Ends what was held.
    void release()
    {
        isHolding = false;
        for (QPromise<Granted<Allowed>> &promise : held) {
            promise.addResult(Granted<Allowed>(Allowed{}));
            promise.finish();
        }
        held.clear();
    }

    void addListener(RoomStatusListener *listener) override { listeners.append(listener); }
    Answer<Allowed> createRoom(const NewRoom &room) override
    {
        return told(QStringLiteral("create %1 title=%2 life=%3/%4 muted=%5 exempt=%6")
                        .arg(room.roomId, room.title)
                        .arg(static_cast<int>(room.lifetime.kind))
                        .arg(room.lifetime.minutes)
                        .arg(room.muted)
                        .arg(room.exemptUserIds.join(u',')),
                    Allowed{});
    }
    Answer<Allowed> destroyRoom(const QString &roomId) override
    {
        if (isHolding) {
            calls.append(QStringLiteral("destroy ") + roomId);
            QPromise<Granted<Allowed>> promise;
            promise.start();
            auto future = promise.future();
            held.push_back(std::move(promise));
            return future;
        }
        return told(QStringLiteral("destroy ") + roomId, Allowed{});
    }
    Answer<Allowed> setLifetime(const QString &roomId, const RoomLifetime &life) override
    {
        return told(QStringLiteral("lifetime %1 %2/%3").arg(roomId).arg(static_cast<int>(life.kind)).arg(life.minutes),
                    Allowed{});
    }
    Answer<HostedRoom> room(const QString &roomId) override
    {
        if (roomId.compare(oneRoom.id, Qt::CaseInsensitive) != 0) {
            calls.append(QStringLiteral("room ") + roomId);
            return QtFuture::makeReadyFuture(Granted<HostedRoom>(
                Refusal{Refusal::Kind::RoomDoesNotExist, QStringLiteral("There is no such room."), {}}));
        }
        return told(QStringLiteral("room ") + roomId, oneRoom);
    }
    Answer<QList<HostedRoom>> rooms() override { return told(QStringLiteral("rooms"), allRooms); }
    Answer<HostedMembers> members(const QString &roomId, int count, bool ascending) override
    {
        return told(QStringLiteral("members %1 %2 %3").arg(roomId).arg(count).arg(ascending), memberList);
    }
    Answer<bool> isMember(const QString &roomId, const QString &userId) override
    {
        return told(QStringLiteral("isMember %1 %2").arg(roomId, userId), inside.contains(userId));
    }
    Answer<Allowed> muteUsers(const QString &roomId, const QList<UserRestriction> &users) override
    {
        return told(QStringLiteral("mute %1 %2").arg(roomId, text(users)), Allowed{});
    }
    Answer<Allowed> unmuteUsers(const QString &roomId, const QStringList &userIds) override
    {
        return told(QStringLiteral("unmute %1 %2").arg(roomId, userIds.join(u',')), Allowed{});
    }
    Answer<QList<UserRestriction>> mutedUsers(const QString &roomId) override
    {
        return told(QStringLiteral("muted ") + roomId, restricted);
    }
    Answer<Allowed> setRoomMuted(const QString &roomId, bool muted, const QString &reason, const QString &by) override
    {
        return told(QStringLiteral("roomMuted %1 %2 reason=%3 by=%4").arg(roomId).arg(muted).arg(reason, by),
                    Allowed{});
    }
    Answer<Allowed> setExempt(const QString &roomId, const QStringList &userIds, bool isExempt) override
    {
        return told(QStringLiteral("exempt %1 %2 %3").arg(roomId, userIds.join(u',')).arg(isExempt), Allowed{});
    }
    Answer<QStringList> exemptUsers(const QString &roomId) override
    {
        return told(QStringLiteral("exempts ") + roomId, exempt);
    }
    Answer<Allowed> muteEverywhere(const QList<UserRestriction> &users) override
    {
        return told(QStringLiteral("muteEverywhere ") + text(users), Allowed{});
    }
    Answer<Allowed> unmuteEverywhere(const QStringList &userIds) override
    {
        return told(QStringLiteral("unmuteEverywhere ") + userIds.join(u','), Allowed{});
    }
    Answer<QList<UserRestriction>> mutedEverywhere() override
    {
        return told(QStringLiteral("mutedEverywhere"), restricted);
    }
    Answer<Allowed> blockUsers(const QString &roomId, const QList<UserRestriction> &users) override
    {
        return told(QStringLiteral("block %1 %2").arg(roomId, text(users)), Allowed{});
    }
    Answer<Allowed> unblockUsers(const QString &roomId, const QStringList &userIds) override
    {
        return told(QStringLiteral("unblock %1 %2").arg(roomId, userIds.join(u',')), Allowed{});
    }
    Answer<QList<UserRestriction>> blockedUsers(const QString &roomId) override
    {
        return told(QStringLiteral("blocked ") + roomId, restricted);
    }
    Answer<QStringList> publish(const HostedMessage &message) override
    {
        return told(QStringLiteral("publish %1 to=%2 %3 %4 persisted=%5 sender=%6")
                        .arg(message.fromUserId, message.roomIds.join(u','), message.objectName, message.content)
                        .arg(message.persisted)
                        .arg(message.includeSender),
                    messageIds);
    }
    Answer<QString> userToken(const QString &userId, const QString &name, const QString &portraitUri) override
    {
        return told(QStringLiteral("token %1 %2 %3").arg(userId, name, portraitUri), token);
    }

private:
    static QString text(const QList<UserRestriction> &users)
    {
        QStringList each;
        for (const UserRestriction &user : users) {
            each.append(QStringLiteral("%1 until=%2 reason=%3 by=%4")
                            .arg(user.userId, user.until.toString(Qt::ISODate), user.reason, user.by));
        }
        return each.join(QStringLiteral("; "));
    }

    template <typename T>
    Answer<T> told(const QString &call, T value)
    {
        calls.append(call);
        return QtFuture::makeReadyFuture(refusal ? Granted<T>(*refusal) : Granted<T>(std::move(value)));
    }
};

} // namespace foyer::server

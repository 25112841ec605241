#pragma once

#include "core/clock.h"
#include "server/api/callbackqueue.h"
#include "server/rooms/roomhost.h"

#include <QObject>
#include <QString>
#include <QUrl>

#include <memory>

namespace foyer::server
{

/// What of the server's settings concerns the status callbacks.
struct CallbackSettings {
    QUrl url; ///< empty: nothing is queued or sent
    QString appKey;
    QString appSecret;
    bool allowLoopback = true;
    QList<quint16> ownPorts; ///< of this server; never called on loopback

    bool operator==(const CallbackSettings &) const = default;
};

/// Tells the application's server what happened in rooms (chatroom-semantics, section 9): a signed POST with a JSON
/// array, in order, one at a time, 5 s for an answer, two retries, a minute of rest after many failures. Whatever the
/// other side does, the rooms never wait for it. On the server's thread.
///
/// Targets are checked after their name is resolved, and the connection goes to the address that was checked.
class CallbackSender : public QObject, public RoomStatusListener
{
    Q_OBJECT

public:
    /// Both must outlive the sender. What is still in the queue is sent after the first committed().
    CallbackSender(CallbackQueue &queue, Clock &clock, QObject *parent = nullptr);
    ~CallbackSender() override;

    void setSettings(const CallbackSettings &settings);
    /// Queues; nothing is sent before committed().
    void onRoomStatus(const RoomStatus &status) override;
    /// To be called after each commit: what is queued is on disk now and may be told. Cheap when there is nothing.
    void committed();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer::server

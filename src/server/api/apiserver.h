#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "server/rooms/roomhost.h"

#include <QObject>
#include <QString>

#include <memory>

namespace foyer::server
{

/// What of the server's settings concerns the Server API.
struct ApiSettings {
    QString appKey; ///< empty: every request is answered 401
    QString appSecret;
    int requestsPerSecond = 0;   ///< an endpoint; 0: no limit
    int autoDestroyMinutes = 60; ///< the service's own, told for rooms that have no lifetime of theirs; 0: never

    bool operator==(const ApiSettings &) const = default;
};

/// The Server API: signed HTTP on loopback in front of a RoomHost (chatroom-semantics, section 8). Lives on the
/// server's thread; waiting for the network is the HTTP library's business, on a thread of its own.
class ApiServer : public QObject
{
    Q_OBJECT

public:
    ApiServer(const ApiSettings &settings, RoomHost &host, Clock &clock, QObject *parent = nullptr);
    /// Stops first.
    ~ApiServer() override;

    /// Listens on 127.0.0.1; \a port 0 picks a free one. The port, or ServerUnreachable when it is taken.
    Result<quint16> start(quint16 port);
    /// Requests that wait for their answer get 503. It can be started again.
    void stop();
    /// Takes effect with the next request.
    void setSettings(const ApiSettings &settings);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer::server

#pragma once

#include "server/api/apiparameters.h"
#include "server/api/apireply.h"
#include "server/rooms/roomhost.h"

#include <QDateTime>
#include <QObject>

#include <functional>

namespace foyer::server
{

/// One request as an endpoint gets it. `answer` is called once, at once or later; `context` bounds the waiting.
struct ApiCall {
    ApiParameters parameters;
    RoomHost &host;
    QObject *context;
    QDateTime now;
    int autoDestroyMinutes;
    std::function<void(const ApiReply &)> answer;

    /// The one room most calls are about.
    QString roomId() const { return parameters.text(QLatin1StringView("chatroomId")); }
};

/// A path of the API: its parameters in the order they are checked, and what it does.
struct ApiEndpoint {
    QLatin1StringView path;
    QList<Parameter> parameters;
    void (*serve)(const ApiCall &call);
    QLatin1StringView counted = {}; ///< each value of this parameter counts as one request
};

/// Making, ending and describing rooms.
QList<ApiEndpoint> roomEndpoints();
/// Who is inside.
QList<ApiEndpoint> memberEndpoints();
/// The three mutes and the exempt list.
QList<ApiEndpoint> muteEndpoints();
/// Blocks of users in a room.
QList<ApiEndpoint> blockEndpoints();
/// Messages and accounts.
QList<ApiEndpoint> messageEndpoints();

/// The endpoint at \a path, or nullptr. May be called from any thread.
const ApiEndpoint *findEndpoint(const QString &path);

} // namespace foyer::server

#pragma once

#include "server/api/httptypes.h"
#include "server/rooms/roomtypes.h"

#include <QJsonObject>

namespace foyer::server
{

/// Codes of the source service in `code` (chatroom-semantics, section 3). What is wrong with the HTTP itself has the
/// HTTP status as its code.
namespace apicode
{
constexpr int success = 200;
constexpr int internal = 1000;
constexpr int invalidParameter = 1002;
constexpr int wrongSignature = 1004;
constexpr int notAllowed = 1007;
constexpr int tooFast = 1008;
constexpr int notEnabled = 1009;
constexpr int roomDoesNotExist = 23410;
} // namespace apicode

/// What an endpoint answers.
struct ApiReply {
    int status = 200;
    QJsonObject body;
};

/// `code` 200 and \a fields.
ApiReply succeeded(QJsonObject fields = {});
/// `code` and `errorMessage`.
ApiReply failed(int status, int code, const QString &text);
/// The host's refusal in the API's words.
ApiReply refused(const Refusal &refusal);
HttpResponse toHttp(const ApiReply &reply);

/// `YYYY-MM-DD HH:MM:SS`, UTC; empty for an invalid time.
QString apiTime(const QDateTime &time);

} // namespace foyer::server

#pragma once

#include "server/api/apisignature.h"
#include "server/rooms/roomhost.h"

#include <QUrl>

namespace foyer::server
{

/// The JSON array of chatroom-semantics, section 9: one object a status, in order.
QByteArray callbackBody(const QList<RoomStatus> &statuses);

/// \a url with `appKey`, `timestamp`, `nonce` and `signature` behind what its query has already. The signature is
/// apiSignature() of the nonce and the timestamp, which are milliseconds and fresh for each try.
QUrl signedCallbackUrl(const QUrl &url, const ApiCredentials &credentials, const QByteArray &nonce,
                       const QDateTime &now);

} // namespace foyer::server

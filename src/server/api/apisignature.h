#pragma once

#include "server/api/httptypes.h"

#include <QByteArray>
#include <QString>

namespace foyer::server
{

/// What an application signs its requests with.
struct ApiCredentials {
    QString appKey;
    QString appSecret;

    bool operator==(const ApiCredentials &) const = default;
};

/// Lower-case hex of SHA-1 over secret, nonce and timestamp, nothing between them (chatroom-semantics, section 8).
QByteArray apiSignature(const QString &secret, QByteArrayView nonce, QByteArrayView timestamp);

/// Whether the headers `App-Key`, `Nonce`, `Timestamp` and `Signature` (or each with `RC-` before it) are there once
/// and are right. The timestamp is signed as it is written and may be of any age, because the source service's own
/// SDK makes it once for its whole life. Never right while no key or no secret is set.
bool isSigned(const HttpHead &head, const ApiCredentials &credentials);

/// Takes as long for a wrong text as for the right one, whatever the place of the first difference.
bool isEqualInConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace foyer::server

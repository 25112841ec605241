#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace foyer::server
{

/// Line and headers of an HTTP request.
struct HttpHead {
    QByteArray method;
    QByteArray path; ///< percent-decoded, without the query
    QList<std::pair<QByteArray, QByteArray>> headers;

    /// How often the header is there; names compare case-insensitively.
    int count(QByteArrayView name) const;
    /// The first value of that name; null when there is none.
    QByteArray value(QByteArrayView name) const;
};

struct HttpRequest {
    HttpHead head;
    QByteArray body;
};

/// An answer with a JSON body.
struct HttpResponse {
    int status = 200;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< besides those every answer has

    /// The whole answer as text, for a connection that ends with it.
    QByteArray toClosingText() const;
};

/// Headers every answer of the API has.
QList<std::pair<QByteArray, QByteArray>> commonHeaders();

/// What the listener allows (reliability S34; the body is larger, because 128 kB of content may need three bytes for
/// each when it is percent-encoded).
struct HttpLimits {
    qsizetype headerBytes = 16 * 1024;
    int headerCount = 100;
    qsizetype bodyBytes = 400 * 1024;
    int connections = 64;
    int silent = 16; ///< connections that have sent no request for a second
    int headerSeconds = 10;
    int bodySeconds = 30;
    int idleSeconds = 30;
};

} // namespace foyer::server

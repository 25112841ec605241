#pragma once

#include "server/api/httptypes.h"

#include <optional>

struct MHD_Connection;

namespace foyer::server
{

/// One request on its way in: how its end is found, what of its body is kept, and whether it is refused already. On
/// the library's thread until it is handed over.
class HttpExchange
{
public:
    /// Looks at the headers; afterwards refusal() tells whether they are beyond the limits or contradict each other.
    HttpExchange(HttpHead head, const HttpLimits &limits);

    const HttpHead &head() const { return m_request.head; }
    const std::optional<HttpResponse> &refusal() const { return m_refusal; }
    /// Refuses, unless it is refused already.
    void refuse(const std::optional<HttpResponse> &refusal);
    /// The headers do not say where the request ends (RFC 9112 section 6.3): nothing after it can be trusted.
    bool isBrokenFraming() const { return m_isBrokenFraming; }
    /// The client waits for a word before it sends the body, or the body is not worth the wait.
    bool isAskingBeforeBody() const;
    /// Keeps \a data of the body, or lets it pass by when the request is refused. False when too much has passed by.
    bool take(QByteArrayView data);
    /// The request, moved out.
    HttpRequest takeRequest() { return std::move(m_request); }

    MHD_Connection *connection = nullptr;
    std::optional<HttpResponse> response; ///< of the handler; guarded by the listener's mutex

private:
    void checkFraming();
    void checkSize();

    HttpRequest m_request;
    const HttpLimits m_limits;
    std::optional<HttpResponse> m_refusal;
    bool m_isBrokenFraming = false;
    qint64 m_length = 0; ///< of the body as announced
    qint64 m_passed = 0;
};

} // namespace foyer::server

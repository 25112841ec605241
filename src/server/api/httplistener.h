#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "server/api/httptypes.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace foyer::server
{

/// A small HTTP server on 127.0.0.1, with limits. The one place that knows libmicrohttpd: its sockets and its parser
/// run on a thread of their own; requests come out on the thread of this object and are answered from there, whenever
/// the answer is known.
class HttpListener : public QObject
{
    Q_OBJECT

public:
    /// Decides from the headers alone whether a request is refused; called on the library's thread. The refusal is
    /// sent once the body has passed by unread.
    using Gate = std::function<std::optional<HttpResponse>(const HttpHead &)>;
    /// To be called once, on the thread of this object, at once or later. Too late does no harm.
    using Answer = std::function<void(const HttpResponse &)>;
    using Handler = std::function<void(const HttpRequest &, const Answer &)>;

    /// \a clock must outlive the listener; deadlines are counted in its seconds.
    HttpListener(Gate gate, Handler handler, Clock &clock, const HttpLimits &limits = {});
    ~HttpListener() override;

    /// The port; \a port 0 picks a free one. ServerUnreachable when it is taken.
    Result<quint16> listen(quint16 port);
    /// Requests that are still to be answered get 503, all connections end, and no handler is called any more.
    void close();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer::server

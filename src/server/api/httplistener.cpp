#include "server/api/httplistener.h"

#include "core/logging.h"
#include "server/api/connectionwatch.h"
#include "server/api/httpexchange.h"

#include <QMutex>
#include <QMutexLocker>
#include <QPointer>
#include <QSet>

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <netinet/in.h>

#include <microhttpd.h>

namespace foyer::server
{

namespace
{

/// Room of a connection in the library: request line, headers and its own tables.
constexpr size_t connectionMemory = 48 * 1024;

using ExchangePointer = std::shared_ptr<HttpExchange>;

void logLibrary(void *, const char *format, va_list arguments)
{
    std::array<char, 512> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    qCDebug(lcServer) << "http:" << QByteArray(text.data()).trimmed();
}

HttpResponse stopping()
{
    return {503, R"({"code":503,"errorMessage":"The server is stopping."})", {}};
}

MHD_Result queueResponse(MHD_Connection *connection, const HttpResponse &response, bool closes)
{
    // The library copies the bytes, so it may read them through a pointer that is not const.
    MHD_Response *made =
        MHD_create_response_from_buffer(static_cast<size_t>(response.body.size()),
                                        const_cast<char *>(response.body.constData()), MHD_RESPMEM_MUST_COPY);
    for (const auto &[name, value] : commonHeaders() + response.headers) {
        MHD_add_response_header(made, name.constData(), value.constData());
    }
    if (closes) {
        MHD_add_response_header(made, MHD_HTTP_HEADER_CONNECTION, "close");
    }
    const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned int>(response.status), made);
    MHD_destroy_response(made);
    return queued;
}

HttpHead readHead(MHD_Connection *connection, const char *method, const char *path)
{
    HttpHead head{method, path, {}};
    MHD_get_connection_values_n(
        connection, MHD_HEADER_KIND,
        [](void *target, MHD_ValueKind, const char *key, size_t keySize, const char *value, size_t valueSize) {
            static_cast<HttpHead *>(target)->headers.emplaceBack(
                QByteArray(key, static_cast<qsizetype>(keySize)),
                QByteArray(value ? value : "", static_cast<qsizetype>(valueSize)));
            return MHD_YES;
        },
        &head);
    return head;
}

} // namespace

class HttpListener::Private
{
public:
    Private(HttpListener *object, Gate theGate, Handler theHandler, Clock &clock, const HttpLimits &theLimits)
        : q(object),
          gate(std::move(theGate)),
          handler(std::move(theHandler)),
          limits(theLimits),
          watch(theLimits),
          second(clock, [this] {
              watch.tick();
              second.start(1000);
          })
    {
    }

    // On the library's thread.
    MHD_Result onHead(MHD_Connection *connection, const char *method, const char *path, void **slot);
    MHD_Result onBody(MHD_Connection *connection, HttpExchange &exchange, const char *data, size_t *size);
    MHD_Result onWhole(MHD_Connection *connection, const ExchangePointer &exchange);

    // On the object's thread.
    void hand(const ExchangePointer &exchange);
    void answer(const ExchangePointer &exchange, const HttpResponse &response);

    HttpListener *q;
    const Gate gate;
    const Handler handler;
    const HttpLimits limits;
    ConnectionWatch watch;
    Timer second;
    MHD_Daemon *daemon = nullptr;

    QMutex mutex;
    QSet<HttpExchange *> waiting; ///< guarded by mutex: handed over, not answered
    bool isStopping = false;      ///< guarded by mutex
};

MHD_Result HttpListener::Private::onHead(MHD_Connection *connection, const char *method, const char *path, void **slot)
{
    auto exchange = std::make_shared<HttpExchange>(readHead(connection, method, path), limits);
    exchange->connection = connection;
    *slot = new ExchangePointer(exchange);
    if (exchange->isBrokenFraming()) {
        // Where this request ends is not known, so nothing behind it is read.
        watch.enter(connection, ConnectionWatch::Phase::Busy);
        return queueResponse(connection, *exchange->refusal(), true);
    }
    if (!exchange->refusal()) {
        exchange->refuse(gate(exchange->head()));
    }
    watch.enter(connection, exchange->refusal() ? ConnectionWatch::Phase::Refused : ConnectionWatch::Phase::Body);
    if (exchange->refusal() && exchange->isAskingBeforeBody()) {
        watch.enter(connection, ConnectionWatch::Phase::Busy);
        return queueResponse(connection, *exchange->refusal(), true);
    }
    return MHD_YES;
}

MHD_Result HttpListener::Private::onBody(MHD_Connection *connection, HttpExchange &exchange, const char *data,
                                         size_t *size)
{
    const bool wasRefused = exchange.refusal().has_value();
    const bool goesOn = exchange.take(QByteArrayView(data, static_cast<qsizetype>(*size)));
    *size = 0;
    if (!goesOn) {
        watch.cut(connection, *exchange.refusal());
        return MHD_NO;
    }
    if (!wasRefused && exchange.refusal()) {
        watch.enter(connection, ConnectionWatch::Phase::Refused);
    }
    return MHD_YES;
}

MHD_Result HttpListener::Private::onWhole(MHD_Connection *connection, const ExchangePointer &exchange)
{
    QMutexLocker lock(&mutex);
    if (waiting.contains(exchange.get())) {
        return MHD_YES;
    }
    std::optional<HttpResponse> response = exchange->refusal() ? exchange->refusal() : exchange->response;
    if (!response && isStopping) {
        response = stopping();
    }
    watch.enter(connection, ConnectionWatch::Phase::Busy);
    if (response) {
        return queueResponse(connection, *response, false);
    }
    // Suspended first: the answer may be there before this function has returned.
    waiting.insert(exchange.get());
    MHD_suspend_connection(connection);
    QMetaObject::invokeMethod(
        q, [this, exchange] { hand(exchange); }, Qt::QueuedConnection);
    return MHD_YES;
}

void HttpListener::Private::hand(const ExchangePointer &exchange)
{
    {
        QMutexLocker lock(&mutex);
        if (!waiting.contains(exchange.get())) {
            return;
        }
    }
    handler(exchange->takeRequest(), [this, exchange, guard = QPointer<HttpListener>(q)](const HttpResponse &response) {
        if (guard) {
            answer(exchange, response);
        }
    });
}

void HttpListener::Private::answer(const ExchangePointer &exchange, const HttpResponse &response)
{
    {
        QMutexLocker lock(&mutex);
        if (!waiting.remove(exchange.get())) {
            return;
        }
        exchange->response = response;
    }
    // A suspended connection cannot go away, and only this thread resumes.
    MHD_resume_connection(exchange->connection);
}

HttpListener::HttpListener(Gate gate, Handler handler, Clock &clock, const HttpLimits &limits)
    : d(std::make_unique<Private>(this, std::move(gate), std::move(handler), clock, limits))
{
}

HttpListener::~HttpListener()
{
    close();
}

Result<quint16> HttpListener::listen(quint16 port)
{
    close();
    d->isStopping = false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

    const auto onCall = [](void *self, MHD_Connection *connection, const char *path, const char *method, const char *,
                           const char *data, size_t *size, void **slot) {
        auto *listener = static_cast<Private *>(self);
        if (!*slot) {
            return listener->onHead(connection, method, path, slot);
        }
        const auto &exchange = *static_cast<ExchangePointer *>(*slot);
        return *size > 0 ? listener->onBody(connection, *exchange, data, size)
                         : listener->onWhole(connection, exchange);
    };
    const auto onCompleted = [](void *self, MHD_Connection *connection, void **slot, MHD_RequestTerminationCode) {
        static_cast<Private *>(self)->watch.enter(connection, ConnectionWatch::Phase::KeptAlive);
        delete static_cast<ExchangePointer *>(*slot);
        *slot = nullptr;
    };
    const auto onConnection = [](void *self, MHD_Connection *connection, void **, MHD_ConnectionNotificationCode what) {
        ConnectionWatch &watch = static_cast<Private *>(self)->watch;
        if (what == MHD_CONNECTION_NOTIFY_STARTED) {
            watch.opened(connection,
                         MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
        } else {
            watch.closed(connection);
        }
    };
    MHD_AccessHandlerCallback access = onCall;
    MHD_RequestCompletedCallback completed = onCompleted;
    MHD_NotifyConnectionCallback connectionNoted = onConnection;
    errno = 0;
    d->daemon = MHD_start_daemon(
        MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, port, nullptr, nullptr, access,
        d.get(), MHD_OPTION_EXTERNAL_LOGGER, &logLibrary, nullptr, MHD_OPTION_SOCK_ADDR, &address,
        MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned int>(d->limits.connections),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connectionMemory, MHD_OPTION_CONNECTION_TIMEOUT,
        static_cast<unsigned int>(d->limits.idleSeconds), MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED,
        completed, d.get(), MHD_OPTION_NOTIFY_CONNECTION, connectionNoted, d.get(), MHD_OPTION_END);
    if (!d->daemon) {
        return Error{
            ErrorKind::ServerUnreachable,
            tr("The Server API cannot listen on port %1. Choose another port, or end the program that uses it.")
                .arg(port),
            QString::fromLocal8Bit(std::strerror(errno))};
    }
    d->second.start(1000);
    return MHD_get_daemon_info(d->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void HttpListener::close()
{
    if (!d->daemon) {
        return;
    }
    d->second.stop();
    QSet<HttpExchange *> unanswered;
    {
        QMutexLocker lock(&d->mutex);
        d->isStopping = true;
        unanswered.swap(d->waiting);
        for (HttpExchange *exchange : std::as_const(unanswered)) {
            exchange->response = stopping();
        }
    }
    // The library ends without sending what it still has.
    d->watch.cutAll(stopping());
    for (const HttpExchange *exchange : std::as_const(unanswered)) {
        MHD_resume_connection(exchange->connection);
    }
    MHD_stop_daemon(d->daemon);
    d->daemon = nullptr;
}

} // namespace foyer::server

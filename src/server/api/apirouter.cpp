#include "server/api/apirouter.h"

#include "server/api/apiendpoints.h"
#include "server/api/apireply.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

/// The caller's name for its request, to be repeated in the answer; empty when there is none to repeat.
QByteArray requestId(const HttpHead &head)
{
    static const QRegularExpression harmless(u"\\A[A-Za-z0-9._-]{1,36}\\z"_s);
    const QByteArray id = head.value("X-Request-ID");
    return harmless.match(QString::fromLatin1(id)).hasMatch() ? id : QByteArray();
}

} // namespace

ApiRouter::ApiRouter(RoomHost &host, Clock &clock, const ApiSettings &settings, QObject *context)
    : m_host(host), m_clock(clock), m_settings(settings), m_context(context), m_rate(clock, settings.requestsPerSecond)
{
}

void ApiRouter::setSettings(const ApiSettings &settings)
{
    m_settings = settings;
    m_rate.setPerSecond(settings.requestsPerSecond);
}

void ApiRouter::serve(const HttpRequest &request, const std::function<void(const HttpResponse &)> &answer)
{
    const auto reply = [answer, id = requestId(request.head)](const ApiReply &told) {
        HttpResponse response = toHttp(told);
        if (!id.isEmpty()) {
            response.headers.emplaceBack("X-Request-ID", id);
        }
        answer(response);
    };
    const ApiEndpoint *endpoint = findEndpoint(QString::fromUtf8(request.head.path));
    if (!endpoint) {
        reply(failed(404, 404, u"There is no such call."_s));
        return;
    }
    const auto form = FormBody::parse(request.body);
    if (!form) {
        reply(failed(400, apicode::invalidParameter, u"The body is not a form of percent-encoded UTF-8."_s));
        return;
    }
    const auto parameters = ApiParameters::read(*form, endpoint->parameters);
    if (!parameters) {
        reply(refused(parameters.refusal()));
        return;
    }
    const auto count = endpoint->counted.isEmpty() ? 1 : static_cast<int>(parameters->list(endpoint->counted).size());
    if (!m_rate.take(endpoint->path, count)) {
        reply(failed(429, apicode::tooFast,
                     u"Too many requests: at most %1 a second to this call."_s.arg(m_settings.requestsPerSecond)));
        return;
    }
    endpoint->serve({*parameters, m_host, m_context, m_clock.now(), m_settings.autoDestroyMinutes, reply});
}

} // namespace foyer::server

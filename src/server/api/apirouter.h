#pragma once

#include "server/api/apiserver.h"
#include "server/api/httptypes.h"
#include "server/api/ratelimit.h"

#include <functional>

namespace foyer::server
{

/// Takes requests the gate let in to their endpoints: reads the form, checks the parameters, keeps the rate. On the
/// server's thread.
class ApiRouter
{
public:
    /// \a host and \a clock must outlive it; \a context bounds the waiting for the host.
    ApiRouter(RoomHost &host, Clock &clock, const ApiSettings &settings, QObject *context);

    void setSettings(const ApiSettings &settings);
    /// \a answer is called once, at once or later.
    void serve(const HttpRequest &request, const std::function<void(const HttpResponse &)> &answer);

private:
    RoomHost &m_host;
    Clock &m_clock;
    ApiSettings m_settings;
    QObject *m_context;
    RateLimit m_rate;
};

} // namespace foyer::server

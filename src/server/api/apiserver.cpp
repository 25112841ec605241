#include "server/api/apiserver.h"

#include "server/api/apigate.h"
#include "server/api/apirouter.h"
#include "server/api/httplistener.h"

namespace foyer::server
{

class ApiServer::Private
{
public:
    Private(const ApiSettings &settings, RoomHost &host, Clock &clock, QObject *context)
        : gate({settings.appKey, settings.appSecret}),
          router(host, clock, settings, context),
          listener(
              [this](const HttpHead &head) { return gate.check(head); },
              [this](const HttpRequest &request, const HttpListener::Answer &answer) { router.serve(request, answer); },
              clock)
    {
    }

    ApiGate gate;
    ApiRouter router;
    HttpListener listener; // last: it ends before what it calls
};

ApiServer::ApiServer(const ApiSettings &settings, RoomHost &host, Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(settings, host, clock, this))
{
}

ApiServer::~ApiServer() = default;

Result<quint16> ApiServer::start(quint16 port)
{
    return d->listener.listen(port);
}

void ApiServer::stop()
{
    d->listener.close();
}

void ApiServer::setSettings(const ApiSettings &settings)
{
    d->gate.setCredentials({settings.appKey, settings.appSecret});
    d->router.setSettings(settings);
}

} // namespace foyer::server

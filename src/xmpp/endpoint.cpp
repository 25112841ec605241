#include "xmpp/endpoint.h"

#include <QHostAddress>

namespace foyer
{

bool isLoopbackHost(const QString &host)
{
    QStringView name(host);
    if (name.endsWith(u'.'))
        name.chop(1);
    if (name.compare(u"localhost", Qt::CaseInsensitive) == 0 || name.endsWith(u".localhost", Qt::CaseInsensitive))
        return true;
    const QHostAddress address(host);
    return !address.isNull() && address.isLoopback();
}

bool isAllowedEndpoint(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty())
        return false;
    // QUrl has already put the scheme into lower case.
    if (url.scheme() == u"wss")
        return true;
    return url.scheme() == u"ws" && isLoopbackHost(url.host());
}

} // namespace foyer

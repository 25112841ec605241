#include "server/api/apiendpoints.h"

#include <QHash>

namespace foyer::server
{

const ApiEndpoint *findEndpoint(const QString &path)
{
    static const QList<ApiEndpoint> endpoints =
        roomEndpoints() + memberEndpoints() + muteEndpoints() + blockEndpoints() + messageEndpoints();
    static const QHash<QString, const ApiEndpoint *> byPath = [] {
        QHash<QString, const ApiEndpoint *> index;
        for (const ApiEndpoint &endpoint : endpoints) {
            index.insert(endpoint.path, &endpoint);
        }
        return index;
    }();
    return byPath.value(path);
}

} // namespace foyer::server

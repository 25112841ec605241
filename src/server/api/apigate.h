#pragma once

#include "server/api/apisignature.h"

#include <QMutex>

#include <optional>

namespace foyer::server
{

/// Decides from the headers whether a request of the API is let in: who it is for, where to, by which method, signed
/// by the application, with a body we can read. Any thread.
class ApiGate
{
public:
    explicit ApiGate(const ApiCredentials &credentials);

    void setCredentials(const ApiCredentials &credentials);
    /// The refusal, or nullopt to let it in. A browser can be made to reach loopback under a foreign name, so `Host`
    /// must be a loopback address or `localhost` (reliability S32).
    std::optional<HttpResponse> check(const HttpHead &head) const;

private:
    mutable QMutex m_mutex;
    ApiCredentials m_credentials;
};

} // namespace foyer::server

#include "server/api/apigate.h"

#include "server/api/apiendpoints.h"

#include <QMutexLocker>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

bool isLoopbackHost(const QByteArray &host)
{
    static const QRegularExpression loopback(u"\\A(127\\.0\\.0\\.1|\\[::1\\]|localhost)(:[0-9]{1,5})?\\z"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    return loopback.match(QString::fromLatin1(host)).hasMatch();
}

/// Without parameters such as the charset, which is always UTF-8 here.
bool isForm(const QByteArray &contentType)
{
    return contentType.split(';').constFirst().trimmed().compare("application/x-www-form-urlencoded",
                                                                 Qt::CaseInsensitive) == 0;
}

bool hasBody(const HttpHead &head)
{
    return head.count("Transfer-Encoding") > 0 || head.value("Content-Length").toLongLong() > 0;
}

HttpResponse refusal(int status, int code, const QString &text)
{
    return toHttp(failed(status, code, text));
}

} // namespace

ApiGate::ApiGate(const ApiCredentials &credentials) : m_credentials(credentials) {}

void ApiGate::setCredentials(const ApiCredentials &credentials)
{
    QMutexLocker lock(&m_mutex);
    m_credentials = credentials;
}

std::optional<HttpResponse> ApiGate::check(const HttpHead &head) const
{
    if (head.count("Host") != 1 || !isLoopbackHost(head.value("Host"))) {
        return refusal(403, 403, u"The Host header must be 127.0.0.1, [::1] or localhost."_s);
    }
    if (!findEndpoint(QString::fromUtf8(head.path))) {
        return refusal(404, 404, u"There is no such call."_s);
    }
    if (head.method != "POST") {
        HttpResponse response = refusal(405, 405, u"Calls are made by POST."_s);
        response.headers.emplaceBack("Allow", "POST");
        return response;
    }
    QMutexLocker lock(&m_mutex);
    if (!isSigned(head, m_credentials)) {
        return refusal(401, apicode::wrongSignature,
                       u"The signature is missing or wrong: App-Key, Nonce, Timestamp and Signature are needed, and "
                       "the Signature is the SHA-1 of secret, nonce and timestamp in hex."_s);
    }
    if (hasBody(head) && !isForm(head.value("Content-Type"))) {
        return refusal(415, 415, u"The body must be application/x-www-form-urlencoded."_s);
    }
    return std::nullopt;
}

} // namespace foyer::server

#include "server/api/httptypes.h"

#include <algorithm>

namespace foyer::server
{

namespace
{

bool isNamed(const std::pair<QByteArray, QByteArray> &header, QByteArrayView name)
{
    return header.first.compare(name, Qt::CaseInsensitive) == 0;
}

QByteArray reasonOf(int status)
{
    switch (status) {
    case 400:
        return "Bad Request";
    case 408:
        return "Request Timeout";
    case 413:
        return "Content Too Large";
    case 503:
        return "Service Unavailable";
    default:
        return "Answer";
    }
}

} // namespace

int HttpHead::count(QByteArrayView name) const
{
    return static_cast<int>(
        std::count_if(headers.cbegin(), headers.cend(), [name](const auto &header) { return isNamed(header, name); }));
}

QByteArray HttpHead::value(QByteArrayView name) const
{
    const auto found =
        std::find_if(headers.cbegin(), headers.cend(), [name](const auto &header) { return isNamed(header, name); });
    return found == headers.cend() ? QByteArray() : found->second;
}

QByteArray HttpResponse::toClosingText() const
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonOf(status) + "\r\n";
    for (const auto &[name, value] : commonHeaders() + headers) {
        text += name + ": " + value + "\r\n";
    }
    text += "Connection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n";
    return text + body;
}

QList<std::pair<QByteArray, QByteArray>> commonHeaders()
{
    return {{"Content-Type", "application/json; charset=utf-8"},
            {"Cache-Control", "no-store"},
            {"X-Content-Type-Options", "nosniff"}};
}

} // namespace foyer::server

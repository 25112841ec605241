#include "server/api/httpexchange.h"

#include <algorithm>

namespace foyer::server
{

namespace
{

/// How much of a refused body is read, so that the client has sent everything when it sees the answer: a connection
/// closed under its hands would lose it the answer.
constexpr qint64 mostDrained = 16 * 1024 * 1024;

HttpResponse refusalOf(int status, const QByteArray &text)
{
    return {status, "{\"code\":" + QByteArray::number(status) + ",\"errorMessage\":\"" + text + "\"}", {}};
}

bool isNumber(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= 18 &&
           std::all_of(text.cbegin(), text.cend(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

HttpExchange::HttpExchange(HttpHead head, const HttpLimits &limits) : m_request{std::move(head), {}}, m_limits(limits)
{
    checkFraming();
    checkSize();
}

void HttpExchange::refuse(const std::optional<HttpResponse> &refusal)
{
    if (!m_refusal) {
        m_refusal = refusal;
    }
}

bool HttpExchange::isAskingBeforeBody() const
{
    return m_length > mostDrained || head().value("Expect").compare("100-continue", Qt::CaseInsensitive) == 0;
}

bool HttpExchange::take(QByteArrayView data)
{
    m_passed += data.size();
    if (!m_refusal && m_passed > m_limits.bodyBytes) {
        m_request.body.clear();
        refuse(refusalOf(413, "The body is too large."));
    }
    if (!m_refusal) {
        m_request.body.append(data.data(), data.size());
    }
    return m_passed <= mostDrained;
}

void HttpExchange::checkFraming()
{
    const int lengths = head().count("Content-Length");
    const int encodings = head().count("Transfer-Encoding");
    const bool isChunked =
        encodings == 1 && head().value("Transfer-Encoding").compare("chunked", Qt::CaseInsensitive) == 0;
    m_isBrokenFraming = lengths > 1 || (lengths == 1 && encodings > 0) || (encodings > 0 && !isChunked) ||
                        (lengths == 1 && !isNumber(head().value("Content-Length")));
    if (m_isBrokenFraming) {
        refuse(refusalOf(400, "The headers do not say clearly where the request ends."));
    } else {
        m_length = head().value("Content-Length").toLongLong();
    }
}

void HttpExchange::checkSize()
{
    qsizetype bytes = 0;
    for (const auto &[name, value] : head().headers) {
        bytes += name.size() + value.size() + 4;
    }
    if (head().headers.size() > m_limits.headerCount || bytes > m_limits.headerBytes) {
        refuse(refusalOf(431, "The headers are too large."));
    }
    if (m_length > m_limits.bodyBytes) {
        refuse(refusalOf(413, "The body is too large."));
    }
}

} // namespace foyer::server

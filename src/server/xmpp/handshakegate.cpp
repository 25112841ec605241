#include "server/xmpp/handshakegate.h"

#include <QHash>
#include <QList>

#include <algorithm>

namespace foyer::server
{

namespace
{

constexpr char path[] = "/xmpp-websocket";
constexpr qsizetype maximumFields = 100;

HandshakeVerdict refuse(int status, const QByteArray &reason)
{
    return {status, reason};
}

bool hasToken(const QByteArray &list, QByteArrayView token)
{
    const QList<QByteArray> parts = list.split(',');
    return std::any_of(parts.cbegin(), parts.cend(), [token](const QByteArray &part) {
        return part.trimmed().compare(token, Qt::CaseInsensitive) == 0;
    });
}

bool isPort(QByteArrayView port)
{
    return !port.isEmpty() && port.size() <= 5 &&
           std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isLoopbackOrigin(const QByteArray &origin)
{
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (origin.startsWith(scheme))
            return isLoopbackHost(QByteArrayView(origin).sliced(scheme.size()));
    }
    return false;
}

/// Header fields by lower-case name; a field that comes twice is joined with a comma (RFC 9110 section 5.3).
std::optional<QHash<QByteArray, QByteArray>> fieldsOf(const QList<QByteArray> &lines)
{
    QHash<QByteArray, QByteArray> fields;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray &line = lines[i];
        const qsizetype colon = line.indexOf(':');
        // A name with a space before the colon, or a folded line, is how requests are smuggled.
        if (colon <= 0 || line.left(colon).contains(' ') || line.left(colon).contains('\t'))
            return std::nullopt;
        const QByteArray name = line.left(colon).toLower();
        const QByteArray value = line.mid(colon + 1).trimmed();
        if (!fields.contains(name)) {
            fields.insert(name, value);
        } else {
            fields[name] += ',';
            fields[name] += value;
        }
    }
    return fields;
}

HandshakeVerdict judgeUpgrade(const QHash<QByteArray, QByteArray> &fields)
{
    if (!hasToken(fields.value("upgrade"), "websocket") || !hasToken(fields.value("connection"), "upgrade"))
        return refuse(426, "Upgrade Required");
    if (fields.value("sec-websocket-version") != "13")
        return refuse(426, "Upgrade Required");
    if (QByteArray::fromBase64(fields.value("sec-websocket-key")).size() != 16)
        return refuse(400, "Bad Request");
    if (!hasToken(fields.value("sec-websocket-protocol"), "xmpp"))
        return refuse(400, "Subprotocol xmpp required");
    return {};
}

} // namespace

bool isLoopbackHost(QByteArrayView host)
{
    QByteArrayView name = host;
    if (host.startsWith('[')) {
        const qsizetype end = host.indexOf(']');
        if (end < 0 || (end + 1 < host.size() && (host[end + 1] != ':' || !isPort(host.sliced(end + 2)))))
            return false;
        name = host.sliced(1, end - 1);
        return name == "::1";
    }
    const qsizetype colon = host.indexOf(':');
    if (colon >= 0) {
        if (!isPort(host.sliced(colon + 1)))
            return false;
        name = host.first(colon);
    }
    return name == "127.0.0.1" || name.compare("localhost", Qt::CaseInsensitive) == 0;
}

HandshakeVerdict judgeHandshake(const QByteArray &head)
{
    QList<QByteArray> lines = head.split('\n');
    for (QByteArray &line : lines) {
        if (!line.endsWith('\r') && &line != &lines.last())
            return refuse(400, "Bad Request");
        if (line.endsWith('\r'))
            line.chop(1);
    }
    const QList<QByteArray> request = lines.constFirst().split(' ');
    if (request.size() != 3 || request[2] != "HTTP/1.1")
        return refuse(400, "Bad Request");
    if (lines.size() - 1 > maximumFields)
        return refuse(431, "Request Header Fields Too Large");
    const auto fields = fieldsOf(lines);
    if (!fields)
        return refuse(400, "Bad Request");
    if (!fields->contains("host") || !isLoopbackHost(fields->value("host")))
        return refuse(403, "Forbidden");
    if (fields->contains("origin") && !isLoopbackOrigin(fields->value("origin")))
        return refuse(403, "Forbidden");
    if (request[1] != path)
        return refuse(404, "Not Found");
    if (request[0] != "GET")
        return refuse(405, "Method Not Allowed");
    return judgeUpgrade(*fields);
}

QByteArray refusalResponse(const HandshakeVerdict &verdict)
{
    QByteArray response = "HTTP/1.1 " + QByteArray::number(verdict.status) + ' ' + verdict.reason + "\r\n";
    if (verdict.status == 426)
        response += "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    if (verdict.status == 405)
        response += "Allow: GET\r\n";
    return response + "Content-Length: 0\r\nConnection: close\r\n\r\n";
}

} // namespace foyer::server

#include "core/imagelink.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qsizetype longestAddress = 2048;
constexpr std::array endings{".png"_L1, ".jpg"_L1, ".jpeg"_L1, ".gif"_L1};

bool endsLikeAnImage(const QString &path)
{
    return std::any_of(endings.begin(), endings.end(),
                       [&path](QLatin1StringView ending) { return path.endsWith(ending, Qt::CaseInsensitive); });
}

/// Characters that are not seen, or that move others about.
bool isHidden(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return c == QChar(QChar::ReplacementCharacter);
    }
}

QString nameOf(const QUrl &url)
{
    const QString encoded = url.path(QUrl::FullyEncoded).section(u'/', -1);
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder.decode(QByteArray::fromPercentEncoding(encoded.toLatin1()));
    const bool hides = decoder.hasError() || std::any_of(decoded.begin(), decoded.end(), isHidden);
    return hides ? encoded : decoded;
}

} // namespace

bool isOnThisComputer(const QUrl &url)
{
    QString host = url.host(QUrl::FullyEncoded);
    if (host.endsWith(u'.')) {
        host.chop(1);
    }
    // QUrl has put the host into lower case, and numbers of every spelling into four parts.
    const bool isNumeric = std::all_of(host.begin(), host.end(), [](QChar c) { return c.isDigit() || c == u'.'; });
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) || host == "::1"_L1 ||
           (isNumeric && host.startsWith("127."_L1) && host.count(u'.') == 3);
}

bool mayFetchImage(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty()) {
        return false;
    }
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isOnThisComputer(url));
}

QString imageHostOf(const QUrl &url)
{
    const QString host = url.host(QUrl::FullyEncoded);
    const int usual = url.scheme() == "https"_L1 ? 443 : 80;
    return url.port(usual) == usual ? host : u"%1:%2"_s.arg(host).arg(url.port());
}

std::optional<ImageLink> imageLinkOf(const QString &body)
{
    const bool mayBe = body.size() <= longestAddress && body.startsWith("http"_L1, Qt::CaseInsensitive);
    if (!mayBe || std::any_of(body.begin(), body.end(), [](QChar c) { return c.isSpace(); })) {
        return std::nullopt;
    }
    const QUrl url(body, QUrl::StrictMode);
    if (!mayFetchImage(url) || !endsLikeAnImage(url.path(QUrl::FullyEncoded))) {
        return std::nullopt;
    }
    return ImageLink{url, nameOf(url), imageHostOf(url)};
}

} // namespace foyer

#include "xmpp/uploadslot.h"

#include "core/upload.h"
#include "stanza/namespaces.h"
#include "stanza/stanzaerror.h"
#include "xmpp/endpoint.h"
#include "xmpp/mucerrors.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::uploads
{

namespace
{

using stanza::XmlNode;
namespace ns = stanza::ns;

constexpr qsizetype longestAddress = 4000;
constexpr qsizetype longestHeader = 8000;

QString sentence(const char *text)
{
    return QCoreApplication::translate("HttpUpload", text);
}

qint64 sizeIn(const QString &text)
{
    bool isNumber = false;
    const qint64 bytes = text.trimmed().toLongLong(&isNumber);
    return isNumber && bytes > 0 ? bytes : 0;
}

/// The form field `max-file-size` of the service's own form. ejabberd sends another form for the version before.
qint64 maximumIn(const XmlNode &query)
{
    const QList<XmlNode> forms = query.childrenNamed(u"x", ns::dataForms);
    for (const XmlNode &form : forms) {
        const QList<XmlNode> fields = form.childrenNamed(u"field", ns::dataForms);
        const auto value = [&fields](QLatin1StringView name) {
            const auto field = std::find_if(fields.cbegin(), fields.cend(),
                                            [name](const XmlNode &one) { return one.attribute(u"var") == name; });
            return field == fields.cend() ? QString() : field->child(u"value", ns::dataForms).text();
        };
        if (value("FORM_TYPE"_L1) == ns::httpUpload)
            return sizeIn(value("max-file-size"_L1));
    }
    return 0;
}

/// Without anything that could end the line and begin another one.
QByteArray headerValue(const QString &text)
{
    QByteArray value;
    for (const char letter : text.toUtf8()) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte >= 0x20 && byte != 0x7f)
            value.append(letter);
    }
    return value.trimmed();
}

QList<std::pair<QByteArray, QByteArray>> headersIn(const XmlNode &put)
{
    QList<std::pair<QByteArray, QByteArray>> headers;
    const QList<XmlNode> given = put.childrenNamed(u"header", ns::httpUpload);
    for (const QByteArray &allowed : {"Authorization"_ba, "Cookie"_ba, "Expires"_ba}) {
        const auto header = std::find_if(given.cbegin(), given.cend(), [&allowed](const XmlNode &one) {
            return headerValue(one.attribute(u"name")).compare(allowed, Qt::CaseInsensitive) == 0;
        });
        if (header == given.cend())
            continue;
        const QByteArray value = headerValue(header->text());
        if (!value.isEmpty() && value.size() <= longestHeader)
            headers.append({allowed, value});
    }
    return headers;
}

std::optional<QUrl> addressIn(const XmlNode &node, const QString &domain)
{
    const QString text = node.attribute(u"url");
    const QUrl url(text, QUrl::StrictMode);
    const bool isHere = isLoopbackHost(url.host()) && isLoopbackHost(domain);
    const bool allowed = url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isHere);
    if (!url.isValid() || url.host().isEmpty() || !allowed || text.size() > longestAddress)
        return std::nullopt;
    // A name or a password in it would be said to the whole room.
    if (!url.userInfo().isEmpty())
        return std::nullopt;
    return url.adjusted(QUrl::RemoveFragment);
}

Error refusal(const XmlNode &iq, const stanza::StanzaError &error)
{
    const XmlNode node = iq.child(u"error", iq.xmlNamespace());
    const XmlNode large = node.child(u"file-too-large", ns::httpUpload);
    if (!large.isNull())
        return tooLarge(sizeIn(large.child(u"max-file-size", ns::httpUpload).text()));
    if (error.is(u"resource-constraint"))
        return {ErrorKind::TooFast,
                sentence(QT_TRANSLATE_NOOP("HttpUpload",
                                           "The server takes no more files from you at the moment. Try again later.")),
                error.condition};
    if (error.is(u"forbidden") || error.is(u"not-allowed") || error.is(u"not-authorized"))
        return {ErrorKind::ServerRefused,
                sentence(QT_TRANSLATE_NOOP("HttpUpload", "The server does not let you send files.")), error.condition};
    return otherRefusal(error);
}

} // namespace

std::optional<UploadService> readService(const Jid &address, const XmlNode &info)
{
    const QList<XmlNode> features = info.childrenNamed(u"feature", ns::discoInfo);
    const bool takesFiles = std::any_of(features.cbegin(), features.cend(), [](const XmlNode &feature) {
        return feature.attribute(u"var") == ns::httpUpload;
    });
    return takesFiles ? std::optional(UploadService{address, maximumIn(info)}) : std::nullopt;
}

XmlNode slotRequest(const SlotRequest &request)
{
    XmlNode node(u"request"_s, ns::httpUpload);
    return node.setAttribute(u"filename"_s, request.fileName)
        .setAttribute(u"size"_s, QString::number(request.bytes))
        .setAttribute(u"content-type"_s, request.contentType);
}

Result<UploadSlot> readSlot(const IqAnswer &answer, const QString &domain)
{
    if (!answer)
        return answer.error().kind == ErrorKind::NotConnected ? notConnected() : answer.error();
    if (const auto error = stanza::readError(*answer))
        return refusal(*answer, *error);
    const XmlNode slot = answer->child(u"slot", ns::httpUpload);
    const XmlNode put = slot.child(u"put", ns::httpUpload);
    const auto putAddress = addressIn(put, domain);
    const auto getAddress = addressIn(slot.child(u"get", ns::httpUpload), domain);
    if (!putAddress || !getAddress)
        return Error{ErrorKind::ServerRefused,
                     sentence(QT_TRANSLATE_NOOP("HttpUpload", "The server names no safe place for the file. It was not "
                                                              "sent.")),
                     u"slot address"_s};
    return UploadSlot{*putAddress, *getAddress, headersIn(put)};
}

Error tooLarge(qint64 limit)
{
    const QString text =
        limit > 0 ? sentence(QT_TRANSLATE_NOOP("HttpUpload", "The file is too large. This server takes up to %1."))
                        .arg(sizeText(limit))
                  : sentence(QT_TRANSLATE_NOOP("HttpUpload", "The file is too large for this server."));
    return {ErrorKind::MessageTooLarge, text, u"file-too-large"_s};
}

Error notOffered()
{
    return {ErrorKind::ServerRefused,
            sentence(QT_TRANSLATE_NOOP("HttpUpload", "This server does not take files. Text can be sent.")),
            u"no upload service"_s};
}

Error notConnected()
{
    return {ErrorKind::NotConnected,
            sentence(QT_TRANSLATE_NOOP("HttpUpload",
                                       "There is no connection at the moment. Try again when you are connected.")),
            u"no connection"_s};
}

} // namespace foyer::uploads

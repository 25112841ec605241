#include "server/api/formbody.h"

#include <QStringDecoder>

namespace foyer::server
{

namespace
{

constexpr qsizetype mostFields = 2000;

int hexDigit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<QString> decoded(QByteArrayView text)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            bytes.append(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            bytes.append(text[i] == '+' ? ' ' : text[i]);
        }
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString result = decoder(bytes);
    if (decoder.hasError() || result.contains(QChar::Null)) {
        return std::nullopt;
    }
    return result;
}

} // namespace

std::optional<FormBody> FormBody::parse(QByteArrayView body)
{
    FormBody form;
    qsizetype begin = 0;
    while (begin <= body.size()) {
        qsizetype end = body.indexOf('&', begin);
        end = end < 0 ? body.size() : end;
        const QByteArrayView field = body.sliced(begin, end - begin);
        begin = end + 1;
        if (field.isEmpty()) {
            continue;
        }
        const qsizetype equals = field.indexOf('=');
        const auto name = decoded(equals < 0 ? field : field.first(equals));
        const auto value = decoded(equals < 0 ? QByteArrayView() : field.sliced(equals + 1));
        if (!name || !value || form.m_fields.size() == mostFields) {
            return std::nullopt;
        }
        form.m_fields.emplaceBack(*name, *value);
    }
    return form;
}

QStringList FormBody::values(QLatin1StringView name) const
{
    QStringList found;
    for (const auto &[each, value] : m_fields) {
        if (each == name && !value.isEmpty()) {
            found.append(value);
        }
    }
    return found;
}

} // namespace foyer::server

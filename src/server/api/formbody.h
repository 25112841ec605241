#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace foyer::server
{

/// A body of type `application/x-www-form-urlencoded`: names and values in their order, a name as often as it came.
class FormBody
{
public:
    using Field = std::pair<QString, QString>;

    /// `+` is a space and `%XX` a byte of UTF-8. nullopt when the bytes are not UTF-8, a percent sign is not followed
    /// by two hex digits, a NUL is inside, or there are more than 2,000 fields.
    static std::optional<FormBody> parse(QByteArrayView body);

    const QList<Field> &fields() const { return m_fields; }
    /// The values of \a name that are not empty: a field left blank is a field left out.
    QStringList values(QLatin1StringView name) const;

private:
    QList<Field> m_fields;
};

} // namespace foyer::server

#include "server/storage/storedvalues.h"

#include "sql/database.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

QString textOf(const QString &value)
{
    return value.isNull() ? u""_s : value;
}

QByteArray bytesOf(const QByteArray &value)
{
    return value.isNull() ? QByteArray("") : value;
}

QVariant timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>());
}

QDateTime timeAt(const Query &query, int column)
{
    return query.isNull(column) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(query.number(column), Qt::UTC);
}

} // namespace foyer::server

#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QVariant>

namespace foyer
{
class Query;
}

namespace foyer::server
{

/// For columns that are NOT NULL: Qt binds a null QString as NULL.
QString textOf(const QString &value);
QByteArray bytesOf(const QByteArray &value);
/// Milliseconds since 1970, NULL for an invalid time.
QVariant timeOrNull(const QDateTime &time);
/// UTC; invalid for NULL.
QDateTime timeAt(const Query &query, int column);

} // namespace foyer::server

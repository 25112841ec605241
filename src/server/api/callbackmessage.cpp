#include "server/api/callbackmessage.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace foyer::server
{

QByteArray callbackBody(const QList<RoomStatus> &statuses)
{
    QJsonArray items;
    for (const RoomStatus &status : statuses) {
        items.append(QJsonObject{{u"chatRoomId"_s, status.roomId},
                                 {u"userIds"_s, QJsonArray::fromStringList(status.userIds)},
                                 {u"type"_s, static_cast<int>(status.type)},
                                 {u"status"_s, static_cast<int>(status.cause)},
                                 {u"time"_s, status.at.toMSecsSinceEpoch()}});
    }
    return QJsonDocument(items).toJson(QJsonDocument::Compact);
}

QUrl signedCallbackUrl(const QUrl &url, const ApiCredentials &credentials, const QByteArray &nonce,
                       const QDateTime &now)
{
    const QByteArray timestamp = QByteArray::number(now.toMSecsSinceEpoch());
    QByteArray query = url.query(QUrl::FullyEncoded).toLatin1();
    if (!query.isEmpty()) {
        query += '&';
    }
    query += "appKey=" + QUrl::toPercentEncoding(credentials.appKey) + "&timestamp=" + timestamp + "&nonce=" + nonce +
             "&signature=" + apiSignature(credentials.appSecret, nonce, timestamp);
    QUrl target = url;
    target.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    target.setFragment({});
    return target;
}

} // namespace foyer::server

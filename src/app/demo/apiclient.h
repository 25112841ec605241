#pragma once

#include "core/result.h"

#include <QFuture>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <utility>

namespace foyer
{

/// Calls the Server API as an application server does: signed form posts (SHA-1 of secret, nonce and timestamp). One
/// call after the other keeps its order.
class ApiClient : public QObject
{
    Q_OBJECT

public:
    using Form = QList<std::pair<QString, QString>>;

    ApiClient(const QUrl &api, const QString &appKey, const QString &appSecret, QObject *parent = nullptr);

    /// Posts \a form to \a path (for example `/chatroom/create.json`). The answer's JSON when its `code` is 200; else
    /// ServerRefused with the server's text, or ServerUnreachable.
    QFuture<Result<QJsonObject>> call(const QString &path, const Form &form);

private:
    QUrl m_api;
    QString m_appKey;
    QString m_appSecret;
    QNetworkAccessManager m_network;
};

} // namespace foyer

#include "app/demo/apiclient.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPromise>
#include <QRandomGenerator>

#include <memory>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int answerWithinMs = 10000;

QByteArray encodedForm(const ApiClient::Form &form)
{
    QByteArray body;
    for (const auto &[name, value] : form) {
        if (!body.isEmpty())
            body += '&';
        body += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return body;
}

Result<QJsonObject> readAnswer(QNetworkReply &reply)
{
    const QByteArray body = reply.readAll();
    const QJsonObject answer = QJsonDocument::fromJson(body).object();
    if (answer.isEmpty()) {
        return Error{ErrorKind::ServerUnreachable, ApiClient::tr("The server’s API did not answer."),
                     reply.errorString()};
    }
    const int code = answer.value("code"_L1).toInt();
    if (code != 200) {
        return Error{ErrorKind::ServerRefused, answer.value("errorMessage"_L1).toString(), u"code %1"_s.arg(code)};
    }
    return answer;
}

} // namespace

ApiClient::ApiClient(const QUrl &api, const QString &appKey, const QString &appSecret, QObject *parent)
    : QObject(parent), m_api(api), m_appKey(appKey), m_appSecret(appSecret)
{
    m_network.setTransferTimeout(answerWithinMs);
}

QFuture<Result<QJsonObject>> ApiClient::call(const QString &path, const Form &form)
{
    QUrl url = m_api;
    url.setPath(path);
    const QByteArray nonce = QByteArray::number(QRandomGenerator::system()->generate());
    const QByteArray timestamp = QByteArray::number(QDateTime::currentMSecsSinceEpoch());
    const QByteArray signedText = m_appSecret.toUtf8() + nonce + timestamp;
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/x-www-form-urlencoded"_s);
    request.setRawHeader("App-Key", m_appKey.toUtf8());
    request.setRawHeader("Nonce", nonce);
    request.setRawHeader("Timestamp", timestamp);
    request.setRawHeader("Signature", QCryptographicHash::hash(signedText, QCryptographicHash::Sha1).toHex());

    const auto promise = std::make_shared<QPromise<Result<QJsonObject>>>();
    promise->start();
    QNetworkReply *reply = m_network.post(request, encodedForm(form));
    connect(reply, &QNetworkReply::finished, this, [reply, promise] {
        promise->addResult(readAnswer(*reply));
        promise->finish();
        reply->deleteLater();
    });
    return promise->future();
}

} // namespace foyer

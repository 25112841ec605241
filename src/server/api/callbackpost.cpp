#include "server/api/callbackpost.h"

#include "server/api/callbacktarget.h"

#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qint64 deadlineMs = 5000;
constexpr qint64 mostAnswerBytes = 64 * 1024;

void resolveBySystem(const QString &name, QObject *context, std::function<void(QList<QHostAddress>)> found)
{
    QHostInfo::lookupHost(name, context,
                          [found = std::move(found)](const QHostInfo &info) { found(info.addresses()); });
}

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

/// What stands in the header Host: the name and port as they were written.
QByteArray hostHeader(const QUrl &url)
{
    return url.authority(QUrl::FullyEncoded).toLatin1();
}

} // namespace

CallbackPost::CallbackPost(Clock &clock, Resolver resolver, QObject *parent)
    : QObject(parent),
      m_resolver(resolver ? std::move(resolver) : Resolver(resolveBySystem)),
      m_deadline(clock, [this] {
          // An answer that has begun with 200 is one, however long the rest of it takes.
          finish(statusOfReply() == 200 ? Outcome::Delivered : Outcome::TimedOut);
      })
{
}

CallbackPost::~CallbackPost()
{
    cancel();
}

void CallbackPost::start(const QUrl &url, const QByteArray &body, const Rules &rules, Done done)
{
    cancel();
    m_done = std::move(done);
    m_url = url;
    m_body = body;
    if (!isCallbackUrl(url)) {
        finish(Outcome::NotAllowed);
        return;
    }
    m_deadline.start(deadlineMs);
    if (const QHostAddress literal(url.host()); !literal.isNull()) {
        onResolved({literal}, rules);
        return;
    }
    m_resolver(url.host(), this, [this, rules, number = m_number](const QList<QHostAddress> &addresses) {
        if (number == m_number && isBusy()) {
            onResolved(addresses, rules);
        }
    });
}

void CallbackPost::cancel()
{
    ++m_number;
    m_deadline.stop();
    m_done = nullptr;
    dropReply();
}

void CallbackPost::onResolved(const QList<QHostAddress> &addresses, const Rules &rules)
{
    const auto isAllowed = [&](const QHostAddress &address) {
        const bool isOwn = address.isLoopback() && rules.ownPorts.contains(static_cast<quint16>(portOf(m_url)));
        return !isOwn && isCallbackAddress(address, rules.allowLoopback);
    };
    if (addresses.isEmpty()) {
        finish(Outcome::Failed);
    } else if (!std::all_of(addresses.cbegin(), addresses.cend(), isAllowed)) {
        finish(Outcome::NotAllowed);
    } else {
        m_addresses = addresses;
        tryNextAddress();
    }
}

void CallbackPost::tryNextAddress()
{
    if (!m_network) {
        m_network = std::make_unique<QNetworkAccessManager>();
        m_network->setProxy(QNetworkProxy::NoProxy);
    }
    QUrl target = m_url;
    target.setHost(m_addresses.takeFirst().toString());
    QNetworkRequest request(target);
    request.setRawHeader("Host", hostHeader(m_url));
    request.setPeerVerifyName(m_url.host());
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("foyer-server/" FOYER_VERSION));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setDecompressedSafetyCheckThreshold(mostAnswerBytes);
    m_received = 0;
    m_reply = m_network->post(request, m_body);
    m_reply->setReadBufferSize(mostAnswerBytes);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        m_received += m_reply->readAll().size();
        if (m_received > mostAnswerBytes) {
            onFinished();
        }
    });
    connect(m_reply, &QNetworkReply::finished, this, &CallbackPost::onFinished);
}

void CallbackPost::onFinished()
{
    const int status = statusOfReply();
    if (status == 0 && !m_addresses.isEmpty()) {
        dropReply();
        tryNextAddress();
        return;
    }
    finish(status == 200 ? Outcome::Delivered : Outcome::Failed);
}

void CallbackPost::finish(Outcome outcome)
{
    const Done done = std::exchange(m_done, nullptr);
    cancel();
    if (done) {
        done(outcome);
    }
}

void CallbackPost::dropReply()
{
    if (QNetworkReply *reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

int CallbackPost::statusOfReply() const
{
    return m_reply ? m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : 0;
}

} // namespace foyer::server

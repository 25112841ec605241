#include "xmpp/hostmeta.h"

#include "stanza/namespaces.h"
#include "xmpp/endpoint.h"
#include "xmpp/tlsproblems.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPromise>
#include <QSslConfiguration>
#include <QXmlStreamReader>

namespace foyer
{

using namespace Qt::StringLiterals;
namespace ns = stanza::ns;

namespace
{

constexpr qint64 findMs = 10000;
constexpr qint64 mostBytes = 64 * 1024;
constexpr int mostRedirects = 5;
const QString webSocketRelation = u"urn:xmpp:alt-connections:websocket"_s;

QStringList linksOfXrd(const QByteArray &text)
{
    QStringList links;
    QXmlStreamReader reader(text);
    while (!reader.atEnd()) {
        const auto token = reader.readNext();
        if (token == QXmlStreamReader::DTD)
            return {};
        if (token != QXmlStreamReader::StartElement || reader.name() != u"Link" || reader.namespaceUri() != ns::xrd)
            continue;
        const QXmlStreamAttributes attributes = reader.attributes();
        if (attributes.value(u"rel"_s) == webSocketRelation)
            links.append(attributes.value(u"href"_s).toString());
    }
    return reader.hasError() ? QStringList() : links;
}

QStringList linksOfJson(const QByteArray &text)
{
    QStringList links;
    const QJsonArray entries = QJsonDocument::fromJson(text).object().value(u"links").toArray();
    for (const auto &entry : entries) {
        const QJsonObject link = entry.toObject();
        if (link.value(u"rel").toString() == webSocketRelation)
            links.append(link.value(u"href").toString());
    }
    return links;
}

/// One look-up: two requests and a time limit, answered once.
class Search : public QObject
{
public:
    Search(const QString &domain, Clock &clock, QObject *parent)
        : QObject(parent), m_domain(domain), m_timer(clock, [this] { finish(Error::make(ErrorKind::TimedOut)); })
    {
        m_promise.start();
        m_timer.start(findMs);
    }
    ~Search() override
    {
        if (!m_finished)
            finish(Error::make(ErrorKind::NotConnected));
    }

    QFuture<Result<QList<QUrl>>> future() const { return m_promise.future(); }
    void watch(QNetworkReply *reply, QStringList (*linksOf)(const QByteArray &), QStringList *links);

    QStringList xrdLinks;
    QStringList jsonLinks;

private:
    void onReplyFinished(const QNetworkReply &reply);
    void conclude();
    void finish(const Result<QList<QUrl>> &result);

    QString m_domain;
    Timer m_timer;
    QPromise<Result<QList<QUrl>>> m_promise;
    int m_open = 0;
    bool m_answered = false;
    bool m_finished = false;
    QString m_tlsProblem;
    QString m_failure;
};

void Search::watch(QNetworkReply *reply, QStringList (*linksOf)(const QByteArray &), QStringList *links)
{
    ++m_open;
    reply->setParent(this);
    connect(reply, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_tlsProblem = tlsProblems(errors); });
    connect(reply, &QNetworkReply::readyRead, this, [reply] {
        if (reply->bytesAvailable() > mostBytes)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, linksOf, links] {
        if (reply->error() == QNetworkReply::NoError && reply->bytesAvailable() <= mostBytes)
            *links = linksOf(reply->readAll());
        onReplyFinished(*reply);
    });
}

void Search::onReplyFinished(const QNetworkReply &reply)
{
    m_answered = m_answered || reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    if (reply.error() == QNetworkReply::SslHandshakeFailedError && m_tlsProblem.isEmpty())
        m_tlsProblem = reply.errorString();
    if (reply.error() != QNetworkReply::NoError)
        m_failure = reply.errorString();
    if (--m_open == 0)
        conclude();
}

void Search::conclude()
{
    QList<QUrl> endpoints;
    for (const QString &link : xrdLinks + jsonLinks) {
        const QUrl url(link, QUrl::StrictMode);
        const bool allowed = url.scheme() == u"wss" || isLoopbackHost(m_domain);
        if (allowed && isAllowedEndpoint(url) && !endpoints.contains(url))
            endpoints.append(url);
    }
    if (!endpoints.isEmpty())
        finish(endpoints);
    else if (!m_tlsProblem.isEmpty())
        finish(Error::make(ErrorKind::TlsFailed, {}, m_tlsProblem));
    else if (m_answered)
        finish(Error::make(ErrorKind::NotAnXmppServer, {}, u"host-meta names no endpoint"_s));
    else
        finish(Error::make(ErrorKind::ServerUnreachable, {}, m_failure));
}

void Search::finish(const Result<QList<QUrl>> &result)
{
    if (m_finished)
        return;
    m_finished = true;
    m_timer.stop();
    const auto replies = findChildren<QNetworkReply *>();
    for (QNetworkReply *reply : replies) {
        reply->disconnect(this);
        reply->abort();
    }
    deleteLater();
    m_promise.addResult(result);
    m_promise.finish();
}

} // namespace

class HostMeta::Private
{
public:
    QNetworkRequest request(QUrl url, const QString &file) const
    {
        url.setPath(u"/.well-known/"_s + file);
        QNetworkRequest request(url);
        request.setSslConfiguration(tls);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
        request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
        request.setMaximumRedirectsAllowed(mostRedirects);
        return request;
    }

    QSslConfiguration tls;
    Clock *clock = nullptr;
    QNetworkAccessManager network;
    Base base = [](const QString &domain) {
        QUrl url;
        url.setScheme(u"https"_s);
        url.setHost(domain);
        return url;
    };
};

HostMeta::HostMeta(const QSslConfiguration &tls, Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>())
{
    d->tls = tls;
    d->clock = &clock;
}

HostMeta::~HostMeta()
{
    // The searches' replies belong to the network object, which goes first otherwise.
    const auto searches = children();
    qDeleteAll(searches);
}

void HostMeta::setBase(Base base)
{
    d->base = std::move(base);
}

QFuture<Result<QList<QUrl>>> HostMeta::find(const QString &domain)
{
    auto *search = new Search(domain, *d->clock, this);
    auto future = search->future();
    const QUrl base = d->base(domain);
    search->watch(d->network.get(d->request(base, u"host-meta"_s)), linksOfXrd, &search->xrdLinks);
    search->watch(d->network.get(d->request(base, u"host-meta.json"_s)), linksOfJson, &search->jsonLinks);
    return future;
}

} // namespace foyer

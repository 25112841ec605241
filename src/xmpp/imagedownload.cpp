#include "xmpp/imagedownload.h"

#include "core/apart.h"
#include "core/imagelink.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPromise>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int mostRedirects = 3;
constexpr int quietMs = 30'000;     ///< without one more byte
constexpr qint64 wholeMs = 120'000; ///< however many bytes come
constexpr qint64 bufferBytes = 256 * 1024;
constexpr int forbidden = 403;
constexpr int unauthorized = 401;
constexpr int notFound = 404;
constexpr int gone = 410;

QString sentence(const char *source)
{
    return QCoreApplication::translate("ImageDownload", source);
}

Error tooLarge()
{
    return {ErrorKind::ServerRefused,
            sentence(QT_TRANSLATE_NOOP("ImageDownload", "The image is larger than 16 MB and is not shown here.")),
            {}};
}

Error tooSlow()
{
    return {ErrorKind::TimedOut, sentence(QT_TRANSLATE_NOOP("ImageDownload", "The image did not come in time.")), {}};
}

Error movedAway(const QString &where)
{
    return {ErrorKind::ServerRefused,
            sentence(QT_TRANSLATE_NOOP("ImageDownload", "The image was moved to a place that Foyer does not follow.")),
            where};
}

const auto elsewhere = "moved to "_L1;

Error movedElsewhere(const QString &host)
{
    return {
        ErrorKind::ServerRefused,
        sentence(QT_TRANSLATE_NOOP("ImageDownload", "The image was moved to %1, which has not been asked for it yet."))
            .arg(apartFromLeft(host)),
        elsewhere + host};
}

Error refusedWith(int status, const QString &host)
{
    const QString detail = QString::number(status);
    switch (status) {
    case notFound:
    case gone:
        return {ErrorKind::ServerRefused, sentence(QT_TRANSLATE_NOOP("ImageDownload", "The image is no longer there.")),
                detail};
    case unauthorized:
    case forbidden:
        return {
            ErrorKind::ServerRefused,
            sentence(QT_TRANSLATE_NOOP("ImageDownload", "%1 does not give the image out.")).arg(apartFromLeft(host)),
            detail};
    default:
        return {
            ErrorKind::ServerRefused,
            sentence(QT_TRANSLATE_NOOP("ImageDownload", "%1 answered with error %2.")).arg(apartFromLeft(host), detail),
            detail};
    }
}

Error failureOf(const QNetworkReply &reply)
{
    const QString host = reply.url().host(QUrl::FullyEncoded);
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply.error() == QNetworkReply::SslHandshakeFailedError) {
        return {ErrorKind::TlsFailed,
                sentence(QT_TRANSLATE_NOOP("ImageDownload", "The connection to %1 would not be safe."))
                    .arg(apartFromLeft(host)),
                reply.errorString()};
    }
    if (reply.error() == QNetworkReply::OperationCanceledError || reply.error() == QNetworkReply::TimeoutError) {
        return tooSlow();
    }
    constexpr int firstError = 400;
    if (status >= firstError) {
        return refusedWith(status, host);
    }
    return {ErrorKind::ServerUnreachable,
            sentence(QT_TRANSLATE_NOOP("ImageDownload", "%1 cannot be reached.")).arg(apartFromLeft(host)),
            reply.errorString()};
}

QNetworkRequest requestFor(const QUrl &url, const QSslConfiguration &tls)
{
    QNetworkRequest request(url);
    request.setSslConfiguration(tls);
    request.setTransferTimeout(quietMs);
    for (const auto kept : {QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::CookieSaveControlAttribute,
                            QNetworkRequest::AuthenticationReuseAttribute}) {
        request.setAttribute(kept, QNetworkRequest::Manual);
    }
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // Nothing is unpacked on the way, so the limit counts what comes; and nobody is told the person's language.
    request.setRawHeader("Accept-Encoding", "identity");
    request.setRawHeader("Accept-Language", "*");
    request.setRawHeader("Accept", "image/png, image/jpeg, image/gif");
    request.setRawHeader("User-Agent", "Foyer");
    return request;
}

} // namespace

/// One image on its way, answered once.
class ImageDownload::Job : public QObject
{
public:
    Job(ImageDownload &owner, const QUrl &url, const QStringList &agreedHosts)
        : QObject(&owner),
          m_owner(owner),
          m_url(url),
          m_hosts(agreedHosts + QStringList(imageHostOf(url))),
          m_deadline(owner.m_clock, [this] { finish(tooSlow()); })
    {
        m_promise.start();
    }
    ~Job() override { finish(Error::make(ErrorKind::NotConnected)); }

    QFuture<Result<QByteArray>> future() const { return m_promise.future(); }
    void start();
    void finish(const Result<QByteArray> &result);

private:
    void request();
    void onReadyRead();
    void onFinished();
    void follow(const QUrl &target);
    void drop();

    ImageDownload &m_owner;
    QUrl m_url;
    QStringList m_hosts; ///< that may be asked
    Timer m_deadline;
    QPromise<Result<QByteArray>> m_promise;
    QNetworkReply *m_reply = nullptr;
    QByteArray m_bytes;
    int m_redirects = 0;
    bool m_finished = false;
};

class ImageDownload::Private
{
public:
    QNetworkAccessManager network;
    QList<Job *> waiting;
    QList<Job *> running;
    bool ending = false;
};

void ImageDownload::Job::start()
{
    m_deadline.start(wholeMs);
    request();
}

void ImageDownload::Job::request()
{
    m_reply = m_owner.d->network.get(requestFor(m_url, m_owner.m_tls()));
    m_reply->setReadBufferSize(bufferBytes);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, [this] {
        if (m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > mostBytes) {
            finish(tooLarge());
        }
    });
    connect(m_reply, &QNetworkReply::readyRead, this, &Job::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &Job::onFinished);
}

void ImageDownload::Job::onReadyRead()
{
    m_bytes += m_reply->readAll();
    if (m_bytes.size() > mostBytes) {
        finish(tooLarge());
    }
}

void ImageDownload::Job::onFinished()
{
    m_bytes += m_reply->readAll();
    const QUrl target = m_reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
    if (m_reply->error() != QNetworkReply::NoError) {
        finish(failureOf(*m_reply));
    } else if (!target.isEmpty()) {
        follow(m_url.resolved(target));
    } else if (m_bytes.size() > mostBytes) {
        finish(tooLarge());
    } else {
        finish(m_bytes);
    }
}

void ImageDownload::Job::follow(const QUrl &target)
{
    const bool isLessSafe = m_url.scheme() == "https"_L1 && target.scheme() != "https"_L1;
    const bool comesHome = isOnThisComputer(target) && !isOnThisComputer(m_url);
    if (++m_redirects > mostRedirects || !mayFetchImage(target) || isLessSafe || comesHome) {
        finish(movedAway(target.toString(QUrl::FullyEncoded)));
        return;
    }
    if (const QString host = imageHostOf(target); !m_hosts.contains(host)) {
        // Who sends an image through a host that passes on would learn who looks at it.
        finish(movedElsewhere(host));
        return;
    }
    drop();
    m_bytes.clear();
    m_url = target;
    request();
}

void ImageDownload::Job::drop()
{
    if (m_reply != nullptr) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply = nullptr;
    }
}

void ImageDownload::Job::finish(const Result<QByteArray> &result)
{
    if (m_finished) {
        return;
    }
    m_finished = true;
    m_deadline.stop();
    drop();
    m_owner.d->waiting.removeOne(this);
    m_owner.d->running.removeOne(this);
    m_promise.addResult(result);
    m_promise.finish();
    if (!m_owner.d->ending) {
        deleteLater();
        m_owner.startNext();
    }
}

ImageDownload::ImageDownload(std::function<QSslConfiguration()> tls, Clock &clock, QObject *parent)
    : QObject(parent), m_tls(std::move(tls)), m_clock(clock), d(std::make_unique<Private>())
{
}

ImageDownload::~ImageDownload()
{
    d->ending = true;
    // Their replies belong to the network object, which goes first otherwise.
    const auto jobs = children();
    qDeleteAll(jobs);
}

QString ImageDownload::hostToAgreeTo(const Error &error)
{
    return error.detail.startsWith(elsewhere) ? error.detail.mid(elsewhere.size()) : QString();
}

QFuture<Result<QByteArray>> ImageDownload::fetch(const QUrl &url, const QStringList &agreedHosts)
{
    auto *job = new Job(*this, url, agreedHosts);
    auto future = job->future();
    if (!mayFetchImage(url)) {
        job->finish(movedAway(url.toString(QUrl::FullyEncoded)));
        return future;
    }
    d->waiting.append(job);
    if (d->waiting.size() > mostWaiting) {
        // Whoever scrolls fast has left the first ones behind.
        d->waiting.first()->finish(Error{ErrorKind::TooFast, {}, {}});
    }
    startNext();
    return future;
}

void ImageDownload::startNext()
{
    while (!d->waiting.isEmpty() && d->running.size() < mostAtOnce) {
        Job *const next = d->waiting.takeFirst();
        d->running.append(next);
        next->start();
    }
}

} // namespace foyer

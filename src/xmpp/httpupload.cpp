#include "xmpp/httpupload.h"

#include "core/apart.h"
#include "core/filename.h"
#include "core/photometadata.h"
#include "xmpp/servicesearch.h"
#include "xmpp/tlsproblems.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QMimeDatabase>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QPromise>
#include <QSslConfiguration>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int silenceMs = 30000;
constexpr qint64 largestPhoto = 128 * 1024 * 1024;
constexpr qint64 readAnswerBytes = 64 * 1024;

/// One file on its way.
struct Job {
    UploadId id = 0;
    std::unique_ptr<QIODevice> content;
    SlotRequest request;
    UploadSlot slot;
    QPromise<Result<QUrl>> promise;
    QPointer<QNetworkReply> reply;
    QString tlsProblem;
    qint64 told = 0;
    bool finished = false;
};

Error unreadable(const QString &name, const QString &detail)
{
    return {ErrorKind::StoreFailed, HttpUpload::tr("The file “%1” cannot be read.").arg(apart(name)), detail};
}

/// A photo is not to tell where it was taken: \a content without that, when it is one.
std::unique_ptr<QIODevice> withoutMetadata(std::unique_ptr<QIODevice> content)
{
    if (content->size() > largestPhoto || content->peek(3) != "\xFF\xD8\xFF")
        return content;
    const auto photo = withoutPhotoMetadata(content->readAll());
    if (!photo) {
        content->seek(0);
        return content;
    }
    auto buffer = std::make_unique<QBuffer>();
    buffer->setData(*photo);
    buffer->open(QIODevice::ReadOnly);
    return buffer;
}

/// Opens \a file into \a job; an error when there is nothing to send.
std::optional<Error> open(const UploadFile &file, Job &job)
{
    const QString name = safeFileName(file.name.isEmpty() ? QFileInfo(file.path).fileName() : file.name);
    if (file.path.isEmpty()) {
        auto buffer = std::make_unique<QBuffer>();
        buffer->setData(file.content);
        job.content = std::move(buffer);
    } else if (QFileInfo(file.path).isFile()) {
        // Not a pipe or a device, which would hold everything up or never end.
        job.content = std::make_unique<QFile>(file.path);
    } else {
        return unreadable(name, u"not a file"_s);
    }
    if (!job.content->open(QIODevice::ReadOnly))
        return unreadable(name, job.content->errorString());
    if (job.content->size() == 0)
        return Error{ErrorKind::StoreFailed, HttpUpload::tr("The file “%1” is empty.").arg(apart(name)), u"empty"_s};
    job.content = withoutMetadata(std::move(job.content));
    const QString type = QMimeDatabase().mimeTypeForFile(name, QMimeDatabase::MatchExtension).name();
    job.request = {name, type, job.content->size()};
    return std::nullopt;
}

QNetworkRequest putRequest(const Job &job, const QSslConfiguration &tls)
{
    QNetworkRequest request(job.slot.put);
    request.setSslConfiguration(tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setTransferTimeout(silenceMs);
    // The size that was announced, also when the file grows meanwhile.
    request.setHeader(QNetworkRequest::ContentLengthHeader, job.request.bytes);
    request.setHeader(QNetworkRequest::ContentTypeHeader, job.request.contentType);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Foyer"_s);
    for (const auto &[name, value] : job.slot.headers)
        request.setRawHeader(name, value);
    return request;
}

Error statusRefusal(int status, qint64 limit)
{
    const QString detail = u"HTTP %1"_s.arg(status);
    if (status == 413)
        return uploads::tooLarge(limit);
    if (status == 507)
        return {ErrorKind::ServerRefused, HttpUpload::tr("The server has no more room for files."), detail};
    if (status >= 300 && status < 400)
        return {ErrorKind::ServerRefused,
                HttpUpload::tr("The server sent the file on to another place. It was not sent there."), detail};
    if (status == 401 || status == 403)
        return {ErrorKind::ServerRefused, HttpUpload::tr("The server did not accept the file. Try again."), detail};
    if (status >= 500)
        return {ErrorKind::ServerRefused, HttpUpload::tr("The server could not store the file. Try again later."),
                detail};
    return {ErrorKind::ServerRefused, HttpUpload::tr("The server did not accept the file (%1).").arg(status), detail};
}

Result<QUrl> outcomeOf(const Job &job, const QNetworkReply &reply, qint64 limit)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 200 && status < 300 && reply.error() == QNetworkReply::NoError)
        return job.slot.get;
    // A server may refuse before it has read everything, and end the connection over that.
    if (status >= 300)
        return statusRefusal(status, limit);
    if (!job.tlsProblem.isEmpty() || reply.error() == QNetworkReply::SslHandshakeFailedError)
        return Error{ErrorKind::TlsFailed,
                     HttpUpload::tr("The place for files is not secure: its certificate was refused."),
                     job.tlsProblem.isEmpty() ? reply.errorString() : job.tlsProblem};
    if (reply.error() == QNetworkReply::OperationCanceledError || reply.error() == QNetworkReply::TimeoutError)
        return Error{ErrorKind::TimedOut, HttpUpload::tr("The server stopped answering. Try again."),
                     reply.errorString()};
    return Error{ErrorKind::ServerUnreachable, HttpUpload::tr("The connection was lost on the way. Try again."),
                 reply.errorString()};
}

} // namespace

class HttpUpload::Private
{
public:
    using JobPointer = std::shared_ptr<Job>;

    Private(HttpUpload *owner, IqRouter &router, Tls trusted) : q(owner), iqs(router), tls(std::move(trusted)) {}

    void put(const JobPointer &job, qint64 limit);
    void finish(const JobPointer &job, const Result<QUrl> &result);
    void cancel(const JobPointer &job);

    HttpUpload *q;
    IqRouter &iqs;
    Tls tls;
    QString domain;
    QHash<UploadId, JobPointer> jobs;
    /// Made for the first file: most runs of the program need none.
    std::unique_ptr<QNetworkAccessManager> network;
};

void HttpUpload::Private::put(const JobPointer &job, qint64 limit)
{
    if (!network) {
        network = std::make_unique<QNetworkAccessManager>();
        network->setAutoDeleteReplies(true);
    }
    const QSslConfiguration trusted = tls ? tls() : QSslConfiguration::defaultConfiguration();
    QNetworkReply *const reply = network->put(putRequest(*job, trusted), job->content.get());
    job->reply = reply;
    reply->setReadBufferSize(readAnswerBytes);
    connect(reply, &QNetworkReply::sslErrors, q,
            [job](const QList<QSslError> &errors) { job->tlsProblem = tlsProblems(errors); });
    // Nobody reads what the place says; but it has to be taken, or the answer does not end.
    connect(reply, &QNetworkReply::readyRead, q, [reply] { (void)reply->readAll(); });
    connect(reply, &QNetworkReply::uploadProgress, q, [this, job](qint64 sent, qint64) {
        // The last call of all says 0 of 0.
        const qint64 now = std::min(sent, job->request.bytes);
        if (now > job->told && !job->finished) {
            job->told = now;
            Q_EMIT q->progressed(job->id, now, job->request.bytes);
        }
    });
    connect(reply, &QNetworkReply::finished, q,
            [this, job, reply, limit] { finish(job, outcomeOf(*job, *reply, limit)); });
}

void HttpUpload::Private::finish(const JobPointer &job, const Result<QUrl> &result)
{
    if (job->finished)
        return;
    job->finished = true;
    jobs.remove(job->id);
    job->promise.addResult(result);
    job->promise.finish();
}

void HttpUpload::Private::cancel(const JobPointer &job)
{
    const QPointer<QNetworkReply> reply = job->reply;
    finish(job, Error{ErrorKind::ServerRefused, HttpUpload::tr("Cancelled."), uploadCancelled});
    if (reply)
        reply->abort();
}

HttpUpload::HttpUpload(IqRouter &iqs, Tls tls, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, iqs, std::move(tls)))
{
}

HttpUpload::~HttpUpload()
{
    cancelAll();
    // The replies read from the jobs' files, so they go first.
    d->network.reset();
}

void HttpUpload::setDomain(const QString &domain)
{
    d->domain = domain;
}

void HttpUpload::cancel(UploadId id)
{
    if (const auto job = d->jobs.value(id))
        d->cancel(job);
}

void HttpUpload::cancelAll()
{
    const auto all = d->jobs.values();
    for (const auto &job : all)
        d->cancel(job);
}

void HttpUpload::connectionLost()
{
    const auto all = d->jobs.values();
    for (const auto &job : all) {
        if (!job->reply)
            d->finish(job, uploads::notConnected());
    }
}

QFuture<Result<UploadService>> HttpUpload::findService(const QString &domain)
{
    const QPointer<HttpUpload> self(this);
    return servicesearch::find<UploadService>(
        d->iqs, Jid::parse(domain).value_or(Jid()),
        {uploads::readService, uploads::notOffered(), uploads::notConnected(), [self] { return !self.isNull(); }});
}

QFuture<Result<QUrl>> HttpUpload::send(UploadId id, const UploadService &service, const UploadFile &file)
{
    const auto job = std::make_shared<Job>();
    job->id = id;
    job->promise.start();
    QFuture<Result<QUrl>> future = job->promise.future();
    const qint64 limit = service.maximumBytes;
    if (const auto problem = open(file, *job)) {
        d->finish(job, *problem);
        return future;
    }
    if (limit > 0 && job->request.bytes > limit) {
        d->finish(job, uploads::tooLarge(limit));
        return future;
    }
    d->jobs.insert(id, job);
    const QPointer<HttpUpload> self(this);
    d->iqs.get(service.address, uploads::slotRequest(job->request)).then([self, job, limit](const IqAnswer &answer) {
        if (!self || job->finished)
            return;
        const Result<UploadSlot> slot = uploads::readSlot(answer, self->d->domain);
        if (!slot) {
            self->d->finish(job, slot.error());
            return;
        }
        job->slot = slot.value();
        self->d->put(job, limit);
    });
    return future;
}

} // namespace foyer

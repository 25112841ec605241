#include "service/uploads.h"

#include "core/logging.h"
#include "core/whendone.h"

#include <algorithm>
#include <utility>

namespace foyer
{

namespace
{

void settle(const std::shared_ptr<QPromise<Result<QUrl>>> &promise, const Result<QUrl> &result)
{
    promise->addResult(result);
    promise->finish();
}

QFuture<Result<QUrl>> refusedWith(const Error &error)
{
    return QtFuture::makeReadyFuture<Result<QUrl>>(error);
}

Error cancelled()
{
    return {ErrorKind::ServerRefused, HttpUpload::tr("Cancelled."), uploadCancelled};
}

} // namespace

Uploads::Uploads(IqRouter &iqs, HttpUpload::Tls tls, QObject *parent)
    : QObject(parent), m_http(iqs, std::move(tls), this)
{
    connect(&m_http, &HttpUpload::progressed, this, &Uploads::progressed);
}

void Uploads::sessionBegan(const QString &domain)
{
    m_domain = domain;
    m_http.setDomain(domain);
    ask();
}

void Uploads::sessionResumed()
{
    if (m_offer.state == UploadOffer::State::Unknown) {
        ask();
    }
}

void Uploads::ask()
{
    const quint64 asked = ++m_generation;
    m_asking = true;
    whenDone(m_http.findService(m_domain), this, [this, asked](const Result<UploadService> &service) {
        if (asked == m_generation) {
            m_asking = false;
            onFound(service);
        }
    });
}

void Uploads::onFound(const Result<UploadService> &service)
{
    if (!service && service.error().kind != ErrorKind::ServerRefused) {
        // No answer is no answer: whoever sends something next asks again.
        qCInfo(lcService) << "the upload service could not be asked for:" << service.error();
        endWaiting(service.error());
        return;
    }
    if (!service) {
        m_service.reset();
        setOffer({UploadOffer::State::No, 0});
        endWaiting(service.error());
        return;
    }
    m_service = service.value();
    setOffer({UploadOffer::State::Yes, m_service->maximumBytes});
    const auto waiting = std::exchange(m_waiting, {});
    for (const Waiting &one : waiting) {
        whenDone(m_http.send(one.id, *m_service, one.file), this,
                 [promise = one.promise](const Result<QUrl> &result) { settle(promise, result); });
    }
}

void Uploads::endWaiting(const Error &error)
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const Waiting &one : waiting) {
        settle(one.promise, error);
    }
}

void Uploads::connectionLost()
{
    endWaiting(uploads::notConnected());
    m_http.connectionLost();
}

void Uploads::reset()
{
    ++m_generation;
    m_asking = false;
    m_service.reset();
    endWaiting(cancelled());
    m_http.cancelAll();
    setOffer({});
}

Upload Uploads::send(const UploadFile &file)
{
    const UploadId id = ++m_lastId;
    if (m_service) {
        return {id, m_http.send(id, *m_service, file)};
    }
    if (m_offer.state == UploadOffer::State::No) {
        return {id, refusedWith(uploads::notOffered())};
    }
    const auto promise = std::make_shared<QPromise<Result<QUrl>>>();
    promise->start();
    m_waiting.append({id, file, promise});
    if (!m_asking) {
        ask();
    }
    return {id, promise->future()};
}

void Uploads::cancel(UploadId id)
{
    const auto waiting =
        std::find_if(m_waiting.cbegin(), m_waiting.cend(), [id](const Waiting &one) { return one.id == id; });
    if (waiting == m_waiting.cend()) {
        m_http.cancel(id);
        return;
    }
    const auto promise = waiting->promise;
    m_waiting.erase(waiting);
    settle(promise, cancelled());
}

void Uploads::setOffer(const UploadOffer &offer)
{
    if (m_offer != offer) {
        m_offer = offer;
        Q_EMIT offerChanged(offer);
    }
}

} // namespace foyer

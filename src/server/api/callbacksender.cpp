#include "server/api/callbacksender.h"

#include "core/logging.h"
#include "server/api/callbackmessage.h"
#include "server/api/callbackpost.h"

#include <QRandomGenerator>

namespace foyer::server
{

namespace
{

constexpr int mostItems = 100;
constexpr int mostTries = 3;
constexpr qint64 retryMs = 1000;
/// So many tries without an answer of 200, one after the other, and the other side is left alone for a while.
constexpr int failuresBeforeRest = 6;
constexpr qint64 restMs = 60000;

QByteArray newNonce()
{
    return QByteArray::number(QRandomGenerator::system()->bounded(1, 1000000000));
}

} // namespace

class CallbackSender::Private
{
public:
    Private(CallbackQueue &theQueue, Clock &theClock)
        : queue(theQueue), clock(theClock), post(theClock), pause(theClock, [this] { send(); })
    {
    }

    void load();
    void send();
    void onOutcome(CallbackPost::Outcome outcome);
    void forgetBatch();

    CallbackQueue &queue;
    Clock &clock;
    CallbackSettings settings;
    CallbackPost post;
    Timer pause; ///< before the batch is tried again, or the next is begun
    /// What is being told. It is read in committed() alone, because between two commits the queue also shows what may
    /// still be undone.
    QList<CallbackQueue::Item> batch;
    int tries = 0;
    int failures = 0;
    bool mayHaveMore = true;
};

void CallbackSender::Private::load()
{
    if (settings.url.isEmpty() || !batch.isEmpty() || !mayHaveMore) {
        return;
    }
    batch = queue.first(mostItems);
    mayHaveMore = !batch.isEmpty();
    tries = 0;
    if (!batch.isEmpty() && !pause.isActive()) {
        send();
    }
}

void CallbackSender::Private::send()
{
    if (batch.isEmpty() || post.isBusy()) {
        return;
    }
    if (settings.url.isEmpty()) {
        batch.clear();
        return;
    }
    QList<RoomStatus> statuses;
    for (const CallbackQueue::Item &item : std::as_const(batch)) {
        statuses.append(item.status);
    }
    ++tries;
    const QUrl url = signedCallbackUrl(settings.url, {settings.appKey, settings.appSecret}, newNonce(), clock.now());
    post.start(url, callbackBody(statuses), {settings.allowLoopback, settings.ownPorts},
               [this](CallbackPost::Outcome outcome) { onOutcome(outcome); });
}

void CallbackSender::Private::onOutcome(CallbackPost::Outcome outcome)
{
    if (outcome == CallbackPost::Outcome::Delivered) {
        failures = 0;
        forgetBatch();
        return;
    }
    const bool isHopeless = outcome == CallbackPost::Outcome::NotAllowed;
    if (isHopeless) {
        qCWarning(lcServer) << "the callback URL leads where callbacks may not go:" << settings.url.host();
    }
    ++failures;
    const bool needsRest = isHopeless || failures >= failuresBeforeRest;
    if (needsRest) {
        failures = 0;
    }
    if (isHopeless || tries >= mostTries) {
        qCWarning(lcServer) << "status callbacks dropped after" << tries << "tries:" << batch.size();
        forgetBatch();
        if (needsRest) {
            pause.start(restMs);
        }
        return;
    }
    pause.start(needsRest ? restMs : retryMs);
}

void CallbackSender::Private::forgetBatch()
{
    const qint64 last = batch.constLast().number;
    batch.clear();
    mayHaveMore = true;
    queue.removeUpTo(last);
}

CallbackSender::CallbackSender(CallbackQueue &queue, Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(queue, clock))
{
}

CallbackSender::~CallbackSender() = default;

void CallbackSender::setSettings(const CallbackSettings &settings)
{
    d->settings = settings;
}

void CallbackSender::onRoomStatus(const RoomStatus &status)
{
    if (!d->settings.url.isEmpty()) {
        d->queue.append(status);
        d->mayHaveMore = true;
    }
}

void CallbackSender::committed()
{
    d->load();
}

} // namespace foyer::server

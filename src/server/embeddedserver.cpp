#include "server/embeddedserver.h"

#include "server/servercore.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QPromise>

#include <future>
#include <memory>
#include <thread>

namespace foyer::server
{

class EmbeddedServer::Private
{
public:
    explicit Private(const ServerSettings &settings);
    ~Private();

    /// Not a QThread: QThread::wait() returns while the thread still ends, and what libraries keep for a thread
    /// (OpenSSL's random generators) would be given back while the process leaves, or never. A join waits for that too.
    std::thread thread;
    QEventLoop *loop = nullptr; ///< both live on the thread, and go with it
    ServerCore *core = nullptr;

    /// Runs \a action on the server's thread; its answer finishes the future there.
    template <typename T, typename Action>
    QFuture<T> ask(Action action)
    {
        auto promise = std::make_shared<QPromise<T>>();
        promise->start();
        QMetaObject::invokeMethod(
            core,
            [promise, action = std::move(action)] {
                promise->addResult(action());
                promise->finish();
            },
            Qt::QueuedConnection);
        return promise->future();
    }
};

EmbeddedServer::Private::Private(const ServerSettings &settings)
{
    std::promise<void> isReady;
    thread = std::thread([this, &settings, &isReady] {
        {
            QEventLoop ownLoop;
            ServerCore ownCore(settings);
            loop = &ownLoop;
            core = &ownCore;
            isReady.set_value();
            ownLoop.exec();
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
    isReady.get_future().wait();
}

EmbeddedServer::Private::~Private()
{
    QMetaObject::invokeMethod(loop, &QEventLoop::quit, Qt::QueuedConnection);
    thread.join();
}

EmbeddedServer::EmbeddedServer(const ServerSettings &settings, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(settings))
{
    qRegisterMetaType<Error>();
    connect(d->core, &ServerCore::disturbed, this, &EmbeddedServer::disturbed);
}

EmbeddedServer::~EmbeddedServer()
{
    stop().waitForFinished();
}

QFuture<Result<Endpoints>> EmbeddedServer::start()
{
    return d->ask<Result<Endpoints>>([core = d->core] { return core->start(); });
}

QFuture<void> EmbeddedServer::stop()
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    QMetaObject::invokeMethod(
        d->core, [promise, core = d->core] { core->stop([promise] { promise->finish(); }); }, Qt::QueuedConnection);
    return promise->future();
}

void EmbeddedServer::setSettings(const ServerSettings &settings)
{
    QMetaObject::invokeMethod(
        d->core, [settings, core = d->core] { core->setSettings(settings); }, Qt::QueuedConnection);
}

QFuture<Result<Done>> EmbeddedServer::setPassword(const QString &name, const QString &password)
{
    return d->ask<Result<Done>>([name, password, core = d->core] { return core->setPassword(name, password); });
}

} // namespace foyer::server

#include "server/embeddedserver.h"

#include "server/servercore.h"

#include <QPromise>
#include <QThread>

#include <memory>

namespace foyer::server
{

class EmbeddedServer::Private
{
public:
    QThread thread;
    ServerCore *core = nullptr; ///< lives on the thread, and goes with it

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

EmbeddedServer::EmbeddedServer(const ServerSettings &settings, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>())
{
    qRegisterMetaType<Error>();
    d->core = new ServerCore(settings);
    d->core->moveToThread(&d->thread);
    connect(&d->thread, &QThread::finished, d->core, &QObject::deleteLater);
    connect(d->core, &ServerCore::disturbed, this, &EmbeddedServer::disturbed);
    d->thread.setObjectName(QStringLiteral("server"));
    d->thread.start();
}

EmbeddedServer::~EmbeddedServer()
{
    stop().waitForFinished();
    d->thread.quit();
    d->thread.wait();
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

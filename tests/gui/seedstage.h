#pragma once

#include "app/demo/apiclient.h"
#include "app/demo/demobot.h"
#include "app/windowwiring.h"
#include "desktop/instancelock.h"
#include "server/embeddedserver.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace foyer
{

constexpr int longestMs = 15'000;

/// A port of this computer that is free now.
inline int freePort()
{
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHost)) {
        qFatal("no port is free");
    }
    return probe.serverPort();
}

/// The future's value, once it is there.
template <typename T>
T waited(const QFuture<T> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, longestMs)) {
        qFatal("no answer");
    }
    return future.result();
}

/// The room server with its Server API, in this process on its own thread, as an application's owner sets it up.
class SeedServer
{
public:
    explicit SeedServer(int callbackPort)
    {
        server::ServerSettings settings;
        settings.dataFolder = folder.filePath(QStringLiteral("server"));
        settings.port = 0;
        settings.apiPort = 0;
        settings.appKey = QStringLiteral("key");
        settings.appSecret = QStringLiteral("secret");
        settings.callbackUrl = QUrl(QStringLiteral("http://127.0.0.1:%1/callback").arg(callbackPort));
        m_server = std::make_unique<server::EmbeddedServer>(settings);
        endpoints = waited(m_server->start()).valueOr({});
        m_api = std::make_unique<ApiClient>(endpoints.api, settings.appKey, settings.appSecret);
    }

    /// Posts a signed form; the answer, empty when the server refused.
    QJsonObject ask(const QString &path, const ApiClient::Form &form)
    {
        const auto answer = waited(m_api->call(path, form));
        if (!answer) {
            qWarning() << path << answer.error();
        }
        return answer.valueOr({});
    }
    /// Makes the account; what it signs in with.
    QString tokenOf(const QString &userId)
    {
        return ask(QStringLiteral("/user/getToken.json"),
                   {{QStringLiteral("userId"), userId}, {QStringLiteral("name"), userId}})
            .value(QLatin1String("token"))
            .toString();
    }

    QTemporaryDir folder;
    server::Endpoints endpoints;

private:
    std::unique_ptr<server::EmbeddedServer> m_server;
    std::unique_ptr<ApiClient> m_api;
};

/// A program run from outside; its lines.
class ChildProgram
{
public:
    ChildProgram(const QString &program, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(program, arguments, QIODevice::ReadOnly);
    }
    ~ChildProgram()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    /// The next line; empty when none comes.
    QString line()
    {
        (void)QTest::qWaitFor([this] { return m_process.canReadLine(); }, longestMs);
        return QString::fromUtf8(m_process.readLine()).trimmed();
    }
    /// -1 while it runs.
    int exitCode()
    {
        const bool ended = QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, longestMs);
        return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }

private:
    QProcess m_process;
};

/// Foyer as main() puts it together, in this process.
class SeedFoyer
{
public:
    explicit SeedFoyer(const CommandLine &line) : backend(Profile(line.profile)), m_lock(line.profile, backend.clock())
    {
        if (m_lock.acquire() != InstanceLock::Outcome::First || !backend.open(line)) {
            qFatal("the profile cannot be opened");
        }
        m_wiring = std::make_unique<WindowWiring>(*qApp, backend, line);
        QObject::connect(&m_lock, &InstanceLock::openLinkRequested, m_wiring.get(), &WindowWiring::openLink);
        QObject::connect(&backend, &Backend::done, &backend, [this] { m_ended = true; });
    }
    ~SeedFoyer()
    {
        backend.close();
        if (!QTest::qWaitFor([this] { return m_ended; }, longestMs)) {
            qFatal("the program does not end");
        }
    }

    Result<Done> start(const QString &password) { return m_wiring->start(password); }
    MainWindow &window() { return m_wiring->window(); }

    Backend backend;

private:
    InstanceLock m_lock;
    std::unique_ptr<WindowWiring> m_wiring;
    bool m_ended = false;
};

} // namespace foyer

#include "server/servercore.h"

#include "core/logging.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTimer>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr int stopMs = 1500;
constexpr qint64 accountWatchMs = 2000;

/// 128 random bits: a password nobody has to type.
QString randomToken()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words))
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

Error storeError(const QString &text, const QString &detail)
{
    return {ErrorKind::StoreFailed, text, detail};
}

} // namespace

QString storeFileName(const QString &dataFolder)
{
    return QDir(dataFolder).filePath(u"server.sqlite"_s);
}

Result<Done> prepareDataFolder(const QString &dataFolder)
{
    const bool isNew = !QFileInfo::exists(dataFolder);
    if (!QDir().mkpath(dataFolder) ||
        (isNew && !QFile::setPermissions(dataFolder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)))
        return storeError(
            ServerCore::tr("The folder %1 cannot be made. Check the path and its permissions.").arg(dataFolder),
            dataFolder);
    return Done{};
}

Result<Done> saveAccount(ServerStore &store, const QString &name, const QString &password, const QDateTime &now)
{
    const auto keys = derivePasswordKeys(password);
    if (!keys) {
        return Error{ErrorKind::NotAuthorized,
                     ServerCore::tr("This password cannot be used: it is empty, longer than 1023 bytes, or has "
                                    "characters that no keyboard writes. Choose another one."),
                     {}};
    }
    Account account = store.accounts().find(name).value_or(Account());
    account.name = name;
    account.keys = *keys;
    if (!account.createdAt.isValid())
        account.createdAt = now;
    if (!store.accounts().save(account)) {
        return Error{ErrorKind::InvalidRoomId,
                     ServerCore::tr("“%1” is no name for an account. Use letters, digits, dots and dashes.").arg(name),
                     {}};
    }
    return Done{};
}

ServerCore::ServerCore(const ServerSettings &settings) : m_wanted(settings), m_settings(settings) {}

ServerCore::~ServerCore()
{
    close();
}

Result<Done> ServerCore::openStore()
{
    if (auto prepared = prepareDataFolder(m_settings.dataFolder); !prepared)
        return prepared;
    m_lock = std::make_unique<QLockFile>(QDir(m_settings.dataFolder).filePath(u"server.lock"_s));
    m_lock->setStaleLockTime(0);
    if (!m_lock->tryLock(0)) {
        m_lock.reset();
        return storeError(tr("Another server already uses the folder %1. Stop it, or choose another folder.")
                              .arg(m_settings.dataFolder),
                          u"locked"_s);
    }
    return m_store.open(storeFileName(m_settings.dataFolder));
}

Result<Endpoints> ServerCore::start()
{
    m_settings = m_wanted;
    if (const auto opened = openStore(); !opened) {
        close();
        return opened.error();
    }
    m_settings.rooms.domain = m_settings.domain;
    m_settings.rooms.mucDomain = u"conference."_s + m_settings.domain;
    assemble();
    m_rooms->load();
    m_turn->finish();
    m_store.wasChangedOutside();
    m_accountWatch.start(accountWatchMs);
    auto endpoints = listen();
    if (!endpoints)
        close();
    return endpoints;
}

void ServerCore::assemble()
{
    m_turn = std::make_unique<Turn>([this] { return commit(); });
    connect(m_turn.get(), &Turn::commitFailed, this, &ServerCore::recover);
    m_store.setChanged([this] { m_turn->touch(); });
    m_rooms = std::make_unique<Rooms>(m_store, m_clock, m_settings.rooms);
    m_xmpp = std::make_unique<XmppServer>(
        XmppServer::Deps{*m_rooms, m_store, *m_turn, m_clock, [this] { return accounts(); }}, xmppSettings());

    EmbeddedHostDeps host;
    host.spelledUserId = [this](const QString &userId) -> std::optional<QString> {
        const auto account = m_store.accounts().find(userId);
        return account ? std::optional(account->name) : std::nullopt;
    };
    host.newToken = [this](const QString &userId, const QString &name, const QString &portrait) {
        return newToken(userId, name, portrait);
    };
    host.afterCommit = [this](const std::function<void()> &action) {
        m_turn->whenCommitted([action](bool committed) {
            if (committed)
                action();
        });
    };
    m_host = std::make_unique<EmbeddedHost>(*m_rooms, host);
    m_api = std::make_unique<ApiServer>(apiSettings(), *m_host, m_clock);
    m_callbacks = std::make_unique<CallbackSender>(m_store.callbacks(), m_clock);
    // Before the rooms are read: some may have run out, and the application hears of that too.
    m_callbacks->setSettings(callbackSettings());
    m_host->addListener(m_callbacks.get());
}

Granted<QString> ServerCore::newToken(const QString &userId, const QString &name, const QString &portrait)
{
    const QString token = randomToken();
    if (const auto saved = saveAccount(m_store, userId, token, m_clock.now()); !saved)
        return Refusal{Refusal::Kind::BadRequest, saved.error().text, {}};
    if (auto account = m_store.accounts().find(userId)) {
        account->displayName = name;
        account->portrait = portrait;
        m_store.accounts().save(*account);
    }
    return token;
}

Result<Endpoints> ServerCore::listen()
{
    const auto port = m_xmpp->listen(m_port ? m_port : m_settings.port);
    if (!port)
        return port.error();
    const auto apiPort = m_api->start(m_apiPort ? m_apiPort : m_settings.apiPort);
    if (!apiPort)
        return apiPort.error();
    m_port = *port;
    m_apiPort = *apiPort;
    // Only now is it known which ports are our own and not to be called.
    m_callbacks->setSettings(callbackSettings());
    connect(m_turn.get(), &Turn::committed, m_callbacks.get(), &CallbackSender::committed);
    m_callbacks->committed();
    Endpoints endpoints;
    endpoints.xmpp = QUrl(u"ws://127.0.0.1:%1/xmpp-websocket"_s.arg(m_port));
    endpoints.api = QUrl(u"http://127.0.0.1:%1"_s.arg(m_apiPort));
    endpoints.domain = m_settings.domain;
    endpoints.muc = m_settings.rooms.mucDomain;
    return endpoints;
}

void ServerCore::stop(std::function<void()> stopped)
{
    if (!m_xmpp) {
        close();
        stopped();
        return;
    }
    m_stopped = std::move(stopped);
    const auto finish = [this] {
        if (!m_stopped)
            return;
        close();
        std::exchange(m_stopped, nullptr)();
    };
    // Queued: the server must not go while it speaks.
    connect(m_xmpp.get(), &XmppServer::emptied, this, finish, Qt::QueuedConnection);
    QTimer::singleShot(stopMs, this, finish);
    m_api->stop();
    m_xmpp->shutDown();
    // The application hears of it, now or after the next start.
    m_rooms->shutDown();
}

void ServerCore::close()
{
    m_accountWatch.stop();
    if (m_turn)
        m_turn->finish();
    m_api.reset();
    m_host.reset();
    m_callbacks.reset();
    m_xmpp.reset();
    m_rooms.reset();
    m_store.setChanged({});
    m_turn.reset();
    m_store.close();
    m_lock.reset();
}

bool ServerCore::commit()
{
    const auto committed = m_store.commit();
    if (!committed)
        m_failure = committed.error();
    return committed.isOk();
}

void ServerCore::recover()
{
    qCWarning(lcServer) << "a turn was not saved, all streams end:" << m_failure.detail;
    m_xmpp->forgetEverything();
    m_store.rollback();
    m_rooms->load();
    Q_EMIT disturbed(m_failure);
}

void ServerCore::lookForRemovedAccounts()
{
    m_accountWatch.start(accountWatchMs);
    if (!m_store.wasChangedOutside())
        return;
    m_xmpp->endSessionsWithoutAccount(
        [this](const QString &name) { return m_store.accounts().find(name).has_value(); });
}

SaslAccounts ServerCore::accounts()
{
    SaslAccounts accounts;
    accounts.keysOf = [this](const QString &name) -> std::optional<PasswordKeys> {
        const auto account = m_store.accounts().find(name);
        return account ? std::optional(account->keys) : std::nullopt;
    };
    accounts.secret = m_store.occupantSecret();
    accounts.anonymous = m_settings.anonymousLogin;
    return accounts;
}

ApiSettings ServerCore::apiSettings() const
{
    ApiSettings settings;
    settings.appKey = m_settings.appKey;
    settings.appSecret = m_settings.appSecret;
    settings.requestsPerSecond = m_settings.apiRequestsPerSecond;
    settings.autoDestroyMinutes = m_settings.rooms.autoDestroyMinutes;
    return settings;
}

CallbackSettings ServerCore::callbackSettings() const
{
    CallbackSettings settings;
    settings.url = m_settings.callbackUrl;
    settings.appKey = m_settings.appKey;
    settings.appSecret = m_settings.appSecret;
    settings.allowLoopback = m_settings.callbackAllowLoopback;
    settings.ownPorts = {m_port, m_apiPort};
    return settings;
}

XmppServer::Settings ServerCore::xmppSettings() const
{
    XmppServer::Settings settings;
    settings.domain = m_settings.domain;
    settings.mucDomain = m_settings.rooms.mucDomain;
    settings.resumeSeconds = m_settings.resumeSeconds;
    settings.maxStanzaBytes = m_settings.maxStanzaBytes;
    settings.stanzasPerSecond = m_settings.stanzasPerSecond;
    settings.maxConnections = m_settings.maxConnections;
    settings.archive = m_settings.archive;
    return settings;
}

void ServerCore::setSettings(const ServerSettings &settings)
{
    // The same ports again after a stop, unless others are wanted.
    if (settings.port != m_wanted.port)
        m_port = 0;
    if (settings.apiPort != m_wanted.apiPort)
        m_apiPort = 0;
    m_wanted = settings;
    if (!m_rooms)
        return;
    const ServerSettings running = m_settings;
    m_settings = settings;
    m_settings.domain = running.domain;
    m_settings.dataFolder = running.dataFolder;
    m_settings.rooms.domain = running.rooms.domain;
    m_settings.rooms.mucDomain = running.rooms.mucDomain;
    m_rooms->setSettings(m_settings.rooms);
    m_xmpp->setSettings(xmppSettings());
    m_api->setSettings(apiSettings());
    m_callbacks->setSettings(callbackSettings());
}

Result<Done> ServerCore::setPassword(const QString &name, const QString &password)
{
    if (!m_turn)
        return storeError(tr("The server is not running. Start it first."), {});
    auto saved = saveAccount(m_store, name, password, m_clock.now());
    if (!saved)
        return saved;
    bool committed = false;
    m_turn->whenCommitted([&committed](bool ok) { committed = ok; });
    m_turn->finish();
    return committed ? saved : Result<Done>(m_failure);
}

} // namespace foyer::server

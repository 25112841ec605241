#pragma once

#include "server/api/apiserver.h"
#include "server/api/callbacksender.h"
#include "server/embeddedserver.h"
#include "server/rooms/embeddedhost.h"
#include "server/storage/serverstore.h"
#include "server/xmpp/turn.h"
#include "server/xmpp/xmppserver.h"

#include <QLockFile>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace foyer::server
{

/// The embedded server's parts, put together. Lives on the server's thread; EmbeddedServer is its door.
class ServerCore : public QObject
{
    Q_OBJECT

public:
    explicit ServerCore(const ServerSettings &settings);
    ~ServerCore() override;

    Result<Endpoints> start();
    /// Ends the streams; \a stopped is called when they are closed and all is committed, after 1.5 s at the latest.
    void stop(std::function<void()> stopped);
    void setSettings(const ServerSettings &settings);
    Result<Done> setPassword(const QString &name, const QString &password);

Q_SIGNALS:
    void disturbed(const foyer::Error &cause);

private:
    Result<Done> openStore();
    void assemble();
    Result<Endpoints> listen();
    Granted<QString> newToken(const QString &userId, const QString &name, const QString &portrait);
    ApiSettings apiSettings() const;
    CallbackSettings callbackSettings() const;
    void close();
    bool commit();
    void recover();
    void lookForRemovedAccounts();
    SaslAccounts accounts();
    XmppServer::Settings xmppSettings() const;

    ServerSettings m_wanted;   ///< as set last
    ServerSettings m_settings; ///< in force
    SystemClock m_clock;
    std::unique_ptr<QLockFile> m_lock;
    ServerStore m_store;
    std::unique_ptr<Turn> m_turn;
    std::unique_ptr<Rooms> m_rooms;
    std::unique_ptr<XmppServer> m_xmpp;
    std::unique_ptr<CallbackSender> m_callbacks;
    std::unique_ptr<EmbeddedHost> m_host;
    std::unique_ptr<ApiServer> m_api;
    Timer m_accountWatch{m_clock, [this] { lookForRemovedAccounts(); }};
    Error m_failure;
    quint16 m_port = 0; ///< the ports of the first start, for every further one
    quint16 m_apiPort = 0;
    std::function<void()> m_stopped;
};

/// The file that a data folder holds.
QString storeFileName(const QString &dataFolder);
/// Makes the folder (mode 0700). StoreFailed with a sentence.
Result<Done> prepareDataFolder(const QString &dataFolder);
/// Makes or changes an account in an open store; the caller commits. The errors are sentences for a person.
Result<Done> saveAccount(ServerStore &store, const QString &name, const QString &password, const QDateTime &now);

} // namespace foyer::server

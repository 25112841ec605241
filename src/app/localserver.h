#pragma once

#include "core/jid.h"
#include "server/embeddedserver.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <memory>

namespace foyer
{

/// What a client needs to be with us in the rooms of this computer.
struct LocalAccess {
    server::Endpoints endpoints;
    Jid account;
    QString password;
    QString passwordFile; ///< holds the password, for its owner alone
};

/// The room server of this computer (`--local`, *Use this computer*): the embedded server on free ports, its data and
/// its configuration file in the profile's folder `server`, and our own account with a random password on it.
class LocalServer : public QObject
{
    Q_OBJECT

public:
    /// \a accountName is used for a new account: the login name of whoever runs the program is a good one.
    LocalServer(const QString &folder, const QString &accountName, QObject *parent = nullptr);
    ~LocalServer() override;

    /// Runs already: how to get there. Else reads the configuration, listens, makes sure of our account. StoreFailed
    /// with a sentence when the folder or the configuration cannot be used, ServerUnreachable when a port of the
    /// configuration is taken.
    QFuture<Result<LocalAccess>> start();
    /// Ends in order. start() may follow, on the same ports; one under way fails.
    QFuture<void> stop();
    bool isRunning() const { return m_running; }

    /// As read by start(), or set since.
    const server::ServerSettings &settings() const { return m_settings; }
    /// Keeps the settings in the configuration file and passes them on: at once what can be, else at the next start.
    Result<Done> setSettings(const server::ServerSettings &settings);
    /// What holds where the configuration file is silent.
    server::ServerSettings usualSettings() const;
    QString settingsFile() const;
    QString passwordFile() const;

Q_SIGNALS:
    void runningChanged(bool running);
    /// The server ended its streams and goes on, see EmbeddedServer::disturbed().
    void disturbed(const foyer::Error &cause);

private:
    Result<Done> prepare();
    Result<QString> ownPassword() const;
    void setRunning(bool running);

    QString m_folder;
    QString m_accountName;
    server::ServerSettings m_settings;
    std::unique_ptr<server::EmbeddedServer> m_server;
    LocalAccess m_access; ///< of the last start
    bool m_running = false;
    int m_asked = 0; ///< rises with every start() and stop()
};

/// The login name of whoever runs the program, made fit for an account; `guest` when there is none.
QString ownAccountName();

} // namespace foyer

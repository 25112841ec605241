#pragma once

#include "server/serversettings.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace foyer::server
{

/// Where a running server is to be found.
struct Endpoints {
    QUrl xmpp; ///< ws://127.0.0.1:PORT/xmpp-websocket
    QUrl api;  ///< http://127.0.0.1:PORT
    QString domain;
    QString muc;
};

/// The embedded room server, on a thread of its own. Any thread may call; answers come by future. Loopback only.
///
/// What it tells anybody is committed first: all that one turn of its event loop brings is one transaction, and the
/// stanzas and acknowledgements made in that turn leave after its commit. When a commit fails (disk full), nothing of
/// the turn is told, all streams end with internal-server-error and the rooms are read anew from the disk.
class EmbeddedServer : public QObject
{
    Q_OBJECT

public:
    explicit EmbeddedServer(const ServerSettings &settings, QObject *parent = nullptr);
    /// Stops first, if it runs.
    ~EmbeddedServer() override;

    /// Opens the data folder (StoreFailed, or when another server uses it) and listens (ServerUnreachable when the port
    /// is taken).
    QFuture<Result<Endpoints>> start();
    /// Closes every stream with system-shutdown, commits, stops listening. It can be started again: the same ports.
    QFuture<void> stop();
    /// Takes effect at once where that is possible; ports and domain at the next start.
    void setSettings(const ServerSettings &settings);

    /// Makes an account or changes its password. InvalidRoomId-like sentences for a bad name.
    QFuture<Result<Done>> setPassword(const QString &name, const QString &password);

Q_SIGNALS:
    /// The server had to end its streams, for example because the disk is full; it goes on by itself.
    void disturbed(const foyer::Error &cause);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer::server

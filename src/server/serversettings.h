#pragma once

#include "core/result.h"
#include "server/rooms/rooms.h"

#include <QString>
#include <QStringList>
#include <QUrl>

namespace foyer::server
{

/// Everything that can be set about the embedded server: the configuration file, the command line, the settings page.
struct ServerSettings {
    QString dataFolder;     ///< made with mode 0700
    quint16 port = 5290;    ///< XMPP over WebSocket, loopback only; 0: any free one
    quint16 apiPort = 5291; ///< Server API; 0: any free one
    QString domain = QStringLiteral("localhost");
    QString appKey; ///< empty: the Server API answers 401
    QString appSecret;
    QUrl callbackUrl; ///< empty: no status callbacks
    bool callbackAllowLoopback = true;
    bool anonymousLogin = false;
    bool archive = true;         ///< clients may read the rooms' archives
    int resumeSeconds = 300;     ///< how long a lost stream can be resumed, at most
    int maxStanzaBytes = 262144; ///< of one WebSocket message
    int stanzasPerSecond = 0;    ///< a connection; 0: no limit
    int maxConnections = 5000;
    int apiRequestsPerSecond = 0; ///< an endpoint; 0: no limit
    RoomSettings rooms;           ///< `domain` and `mucDomain` are set from `domain`
};

/// Reads a configuration file (INI, section `[server]`; the man page foyer-server(1) lists the keys) over \a base. An
/// unknown key or a value out of range is an error that names key and line.
Result<ServerSettings> readSettingsFile(const QString &fileName, const ServerSettings &base);

/// Writes what differs from \a base in that form, readable by its owner only: the secret of the Server API may be in
/// it.
Result<Done> writeSettingsFile(const QString &fileName, const ServerSettings &settings, const ServerSettings &base);

/// Sets one key from its text; what is wrong, in one line, or an empty text.
QString applySetting(ServerSettings &settings, const QString &key, const QString &value);
/// The text that applySetting() takes to set the key as it is; empty for an unknown key.
QString settingText(const ServerSettings &settings, const QString &key);
/// The keys that a configuration file may have.
QStringList settingsKeys();

} // namespace foyer::server

#pragma once

#include <QUrl>

namespace foyer
{

/// Whether Foyer may sign in at \a url: `wss://` anywhere, `ws://` only to this machine, because nothing else keeps a
/// password from being read on the way.
bool isAllowedEndpoint(const QUrl &url);
/// Whether \a host names this machine: `localhost`, a name below it (RFC 6761), 127.0.0.0/8 or ::1.
bool isLoopbackHost(const QString &host);

} // namespace foyer

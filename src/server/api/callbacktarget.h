#pragma once

#include <QHostAddress>
#include <QUrl>

namespace foyer::server
{

/// Whether \a url can be a callback URL at all: http or https, a host, no user name in it.
bool isCallbackUrl(const QUrl &url);

/// Whether a callback may go to \a address: to the public internet, and to this computer when that is allowed. Never
/// to private networks, link-local addresses (there live the metadata services of clouds), shared or reserved ranges,
/// multicast, nor to one of them inside an IPv6 address (mapped, NAT64, 6to4). Reliability S37.
bool isCallbackAddress(const QHostAddress &address, bool allowLoopback);

} // namespace foyer::server

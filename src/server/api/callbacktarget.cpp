#include "server/api/callbacktarget.h"

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

bool isInAny(const QHostAddress &address, const QStringList &networks)
{
    return std::any_of(networks.cbegin(), networks.cend(), [&address](const QString &network) {
        return address.isInSubnet(QHostAddress::parseSubnet(network));
    });
}

/// The IPv4 address an IPv6 address stands for, when it stands for one.
std::optional<QHostAddress> innerAddress(const QHostAddress &address)
{
    if (address.protocol() != QAbstractSocket::IPv6Protocol) {
        return std::nullopt;
    }
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    const auto at = [&bytes](int begin) {
        return QHostAddress(static_cast<quint32>(bytes[begin]) << 24 | static_cast<quint32>(bytes[begin + 1]) << 16 |
                            static_cast<quint32>(bytes[begin + 2]) << 8 | static_cast<quint32>(bytes[begin + 3]));
    };
    if (isInAny(address, {u"::ffff:0:0/96"_s, u"64:ff9b::/96"_s})) {
        return at(12);
    }
    return isInAny(address, {u"2002::/16"_s}) ? std::optional(at(2)) : std::nullopt;
}

} // namespace

bool isCallbackUrl(const QUrl &url)
{
    return url.isValid() && (url.scheme() == "http"_L1 || url.scheme() == "https"_L1) && !url.host().isEmpty() &&
           url.userInfo().isEmpty();
}

bool isCallbackAddress(const QHostAddress &address, bool allowLoopback)
{
    static const QStringList denied4{u"0.0.0.0/8"_s,     u"10.0.0.0/8"_s,      u"100.64.0.0/10"_s,  u"169.254.0.0/16"_s,
                                     u"172.16.0.0/12"_s, u"192.0.0.0/24"_s,    u"192.0.2.0/24"_s,   u"192.168.0.0/16"_s,
                                     u"198.18.0.0/15"_s, u"198.51.100.0/24"_s, u"203.0.113.0/24"_s, u"224.0.0.0/3"_s};
    if (const auto inner = innerAddress(address)) {
        return isCallbackAddress(*inner, allowLoopback);
    }
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        return isInAny(address, {u"127.0.0.0/8"_s}) ? allowLoopback : !isInAny(address, denied4);
    }
    if (address == QHostAddress(QHostAddress::LocalHostIPv6)) {
        return allowLoopback;
    }
    // Everything public is in 2000::/3, documentation and tunnels taken out.
    return address.protocol() == QAbstractSocket::IPv6Protocol && isInAny(address, {u"2000::/3"_s}) &&
           !isInAny(address, {u"2001::/23"_s, u"2001:db8::/32"_s});
}

} // namespace foyer::server

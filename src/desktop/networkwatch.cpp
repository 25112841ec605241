#include "desktop/networkwatch.h"

#include "core/logging.h"

#include <QNetworkInformation>
#include <QSocketNotifier>

#include <array>

#ifdef Q_OS_LINUX
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace foyer
{

namespace
{

/// A new connection comes as link, addresses and routes, one after the other; a try before the last is in vain.
constexpr qint64 quietMs = 250;
/// Until a program's window is there. The kernel is listened to from the beginning.
constexpr qint64 askDesktopMs = 1000;

} // namespace

NetworkWatch::NetworkWatch(Clock &clock, QObject *parent)
    : QObject(parent), m_quiet(clock, [this] { Q_EMIT changed(); }), m_askDesktop(clock, [this] { listenToDesktop(); })
{
}

NetworkWatch::~NetworkWatch()
{
#ifdef Q_OS_LINUX
    delete m_notifier;
    if (m_socket >= 0) {
        ::close(m_socket);
    }
#endif
}

void NetworkWatch::start()
{
    listenToKernel();
    // Its library brings many others along.
    m_askDesktop.start(askDesktopMs);
}

void NetworkWatch::listenToDesktop()
{
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability)) {
        qCInfo(lcApp) << "no reachability from the desktop";
        return;
    }
    connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, this,
            [this](QNetworkInformation::Reachability reachability) {
                if (reachability != QNetworkInformation::Reachability::Disconnected) {
                    notice();
                }
            });
}

void NetworkWatch::notice()
{
    m_quiet.start(quietMs);
}

void NetworkWatch::listenToKernel()
{
#ifdef Q_OS_LINUX
    m_socket = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the socket API asks for
    if (m_socket < 0 || ::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
        qCInfo(lcApp) << "the kernel tells nothing of the network";
        return;
    }
    m_notifier = new QSocketNotifier(m_socket, QSocketNotifier::Read);
    connect(m_notifier, &QSocketNotifier::activated, this, &NetworkWatch::readKernel);
#endif
}

void NetworkWatch::readKernel()
{
#ifdef Q_OS_LINUX
    std::array<char, 8192> buffer{};
    ssize_t length = 0;
    // What they say is of no interest, only that something has changed; all are read, or the notifier never rests.
    do {
        length = ::recv(m_socket, buffer.data(), buffer.size(), 0);
    } while (length > 0);
    notice();
#endif
}

} // namespace foyer

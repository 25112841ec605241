#pragma once

#include "core/clock.h"

#include <QObject>

class QSocketNotifier;

namespace foyer
{

/// Tells when the machine's network became another one or came back: by the kernel's own messages about links,
/// addresses and routes, and by Qt's reachability where the desktop has a backend for it. Never tells whether there is
/// a network, because a server on this computer needs none: it is a reason to try, not a reason to wait.
class NetworkWatch : public QObject
{
    Q_OBJECT

public:
    explicit NetworkWatch(Clock &clock, QObject *parent = nullptr);
    ~NetworkWatch() override;

    /// Begins to listen, to the desktop a second later. Without it, or where the system offers neither source, nothing
    /// is ever told.
    void start();

public Q_SLOTS:
    /// A sign of a change; changed() follows when the signs have ended for a quarter of a second.
    void notice();

Q_SIGNALS:
    void changed();

private:
    void listenToKernel();
    void listenToDesktop();
    void readKernel();

    Timer m_quiet;
    Timer m_askDesktop;
    int m_socket = -1;
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace foyer

#include "server/program/termination.h"

#include <QSocketNotifier>

#include <csignal>

#include <sys/signalfd.h>
#include <unistd.h>

namespace foyer::server
{

Termination::Termination(QObject *parent) : QObject(parent)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    // A peer that is gone must not end the server.
    std::signal(SIGPIPE, SIG_IGN);
    m_descriptor = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        signalfd_siginfo info;
        while (read(m_descriptor, &info, sizeof(info)) == sizeof(info)) {
        }
        Q_EMIT requested();
    });
}

Termination::~Termination()
{
    m_notifier.reset();
    ::close(m_descriptor);
}

} // namespace foyer::server

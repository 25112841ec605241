#include "app/eventpipe.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace foyer
{

namespace
{
constexpr qsizetype mostBehind = 64 * 1024 * 1024;
constexpr qint64 usualStallMs = 60'000;
/// Nothing tells that somebody has begun to read a named pipe.
constexpr qint64 nextTryMs = 100;
} // namespace

EventPipe::EventPipe(Clock &clock, QObject *parent)
    : QObject(parent),
      m_nextTry(clock, [this] { tryOpen(); }),
      m_stall(clock, [this] { fail(tr("nobody reads them")); }),
      m_longestStallMs(usualStallMs)
{
}

EventPipe::~EventPipe()
{
    const QSignalBlocker silent(this);
    // Also opens a named pipe for a reader that came last: it would wait for ever.
    tryOpen();
    close();
}

bool EventPipe::openStandardOutput()
{
    // Opened anew, because the mode belongs to what is open and not to the descriptor: set on standard output itself,
    // it would hold for standard error and for the shell too.
    int descriptor = ::open("/proc/self/fd/1", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) {
        // A socket, or a pipe of another user.
        descriptor = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    }
    if (descriptor >= 0) {
        open(descriptor);
    }
    return descriptor >= 0;
}

void EventPipe::open(int descriptor)
{
    m_descriptor = descriptor;
    struct stat status = {};
    m_isSocket = ::fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
    m_notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Write);
    m_notifier->setEnabled(false);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &EventPipe::flush);
}

void EventPipe::openOnceRead(const QByteArray &fileName)
{
    m_fileName = fileName;
    tryOpen();
}

void EventPipe::tryOpen()
{
    if (!m_fileName.isEmpty()) {
        const int descriptor = ::open(m_fileName.constData(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (descriptor >= 0) {
            m_fileName.clear();
            open(descriptor);
        } else if (errno == ENXIO || errno == EINTR) {
            m_nextTry.start(nextTryMs);
        } else {
            fail(QString::fromLocal8Bit(std::strerror(errno)));
        }
    }
    flush();
}

void EventPipe::write(const QByteArray &line)
{
    if (!isOpen()) {
        return;
    }
    if (isBehind() && m_waiting - m_lines.front().size() > mostBehind) {
        giveUp();
        return;
    }
    m_lines.push_back(line);
    m_waiting += line.size();
    flush();
}

void EventPipe::setLongestStall(qint64 ms)
{
    m_longestStallMs = ms;
    if (m_stall.isActive()) {
        m_stall.start(ms);
    }
}

void EventPipe::giveUp()
{
    fail(tr("they are read too slowly"));
}

void EventPipe::flush()
{
    const bool wasBehind = m_stall.isActive();
    bool isTaken = false;
    while (m_descriptor >= 0 && isBehind()) {
        const QByteArray &line = m_lines.front();
        const qint64 count = put(line.constData() + m_written, line.size() - m_written);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0 && errno != EAGAIN) {
            fail(QString::fromLocal8Bit(std::strerror(errno)));
            return;
        }
        if (count < 0) {
            break;
        }
        isTaken = true;
        m_written += count;
        if (m_written == line.size()) {
            m_waiting -= m_written;
            m_written = 0;
            m_lines.pop_front();
        }
    }
    if (m_notifier) {
        m_notifier->setEnabled(isBehind());
    }
    if (!isBehind()) {
        m_stall.stop();
        if (wasBehind) {
            Q_EMIT drained();
        }
    } else if (isTaken || !wasBehind) {
        m_stall.start(m_longestStallMs);
    }
}

qint64 EventPipe::put(const char *bytes, qsizetype count) const
{
    if (m_isSocket) {
        return ::send(m_descriptor, bytes, static_cast<size_t>(count), MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    // One that had to be shared may block; of a pipe that says it has room a page is free.
    pollfd room{m_descriptor, POLLOUT, 0};
    const int ready = ::poll(&room, 1, 0);
    if (ready <= 0) {
        errno = ready == 0 ? EAGAIN : errno;
        return -1;
    }
    return ::write(m_descriptor, bytes, static_cast<size_t>(std::min<qsizetype>(count, PIPE_BUF)));
}

void EventPipe::fail(const QString &why)
{
    close();
    Q_EMIT failed(why);
}

void EventPipe::close()
{
    m_fileName.clear();
    m_lines.clear();
    m_waiting = 0;
    m_written = 0;
    m_nextTry.stop();
    m_stall.stop();
    // It stays, because this may be its own signal.
    if (m_notifier) {
        m_notifier->setEnabled(false);
    }
    if (m_descriptor >= 0) {
        ::close(std::exchange(m_descriptor, -1));
    }
}

} // namespace foyer

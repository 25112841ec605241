#include "desktop/instancelock.h"

#include "core/clock.h"
#include "core/logging.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QScopedPointer>
#include <QThread>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int maximumLinkBytes = 4000;
constexpr int maximumLineBytes = maximumLinkBytes + 16;
constexpr int maximumPeers = 8;
constexpr qint64 peerSilenceMs = 3000;
constexpr unsigned long retryMs = 50;

const QByteArray raiseVerb = QByteArrayLiteral("raise");
const QByteArray openVerb = QByteArrayLiteral("open ");
const QByteArray acceptedAnswer = QByteArrayLiteral("ok\n");
const QByteArray refusedAnswer = QByteArrayLiteral("no\n");

QString systemError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

} // namespace

/// One connection of a second instance: one line in, one answer out, then it is closed.
class InstanceLock::Peer
{
public:
    Peer(QLocalSocket *socket, InstanceLock &lock)
        : m_socket(socket), m_lock(lock), m_silence(lock.m_clock, [this] { m_lock.drop(this); })
    {
        m_socket->setParent(nullptr);
        m_socket->setReadBufferSize(maximumLineBytes + 1);
        connect(m_socket.get(), &QLocalSocket::readyRead, &m_lock, [this] { read(); });
        connect(m_socket.get(), &QLocalSocket::disconnected, &m_lock, [this] { m_lock.drop(this); });
        m_silence.start(peerSilenceMs);
    }
    ~Peer() { m_socket->disconnect(); }
    Q_DISABLE_COPY_MOVE(Peer)

    void read()
    {
        m_line += m_socket->read(maximumLineBytes + 1 - m_line.size());
        const qsizetype end = m_line.indexOf('\n');
        if (end < 0 && m_line.size() <= maximumLineBytes) {
            return;
        }
        QObject::disconnect(m_socket.get(), &QLocalSocket::readyRead, &m_lock, nullptr);
        m_socket->write(m_lock.answerTo(end < 0 ? m_line : m_line.left(end)));
        // Sends what is written, then reports disconnected(). This may be the end of this object.
        m_socket->disconnectFromServer();
    }

private:
    // Deleted later, because a peer is mostly dropped from inside a signal of its socket.
    std::unique_ptr<QLocalSocket, QScopedPointerDeleteLater> m_socket;
    InstanceLock &m_lock;
    Timer m_silence;
    QByteArray m_line;
};

InstanceLock::InstanceLock(const QString &profile, Clock &clock, QObject *parent)
    : QObject(parent), m_profile(profile), m_clock(clock)
{
}

InstanceLock::~InstanceLock()
{
    stopListening();
    // The lock file stays: removing it would let a third instance lock a file that a second one is about to open.
    if (m_lockFile >= 0) {
        ::close(m_lockFile);
    }
    if (m_folder >= 0) {
        ::close(m_folder);
    }
}

InstanceLock::Outcome InstanceLock::acquire()
{
    const QByteArray folder = QFile::encodeName(m_profile.absolutePath());
    if (!m_profile.exists()) {
        QDir().mkpath(QFileInfo(m_profile.absolutePath()).path());
        ::mkdir(folder.constData(), 0700);
    }
    if (m_folder < 0) {
        m_folder = ::open(folder.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    }
    if (m_folder >= 0) {
        m_lockFile = ::openat(m_folder, "instance.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    }
    if (m_lockFile < 0) {
        m_errorText = systemError();
        return Outcome::Failed;
    }
    if (::flock(m_lockFile, LOCK_EX | LOCK_NB) != 0) {
        const bool held = errno == EWOULDBLOCK;
        m_errorText = systemError();
        ::close(std::exchange(m_lockFile, -1));
        return held ? Outcome::OtherRunning : Outcome::Failed;
    }
    return listen() ? Outcome::First : Outcome::Failed;
}

bool InstanceLock::listen()
{
    // Whoever made the socket that lies here is dead, or it would hold the lock.
    ::unlinkat(m_folder, "instance.socket", 0);
    m_server.setMaxPendingConnections(maximumPeers);
    connect(&m_server, &QLocalServer::newConnection, this, &InstanceLock::acceptPeers);
    if (!m_server.listen(socketPath())) {
        m_errorText = m_server.errorString();
        return false;
    }
    ::chmod(QFile::encodeName(socketPath()).constData(), 0600);
    return true;
}

QString InstanceLock::socketPath() const
{
    // By way of the open folder: the address of a socket holds 107 bytes, and a profile's path may be longer.
    return u"/proc/self/fd/%1/instance.socket"_s.arg(m_folder);
}

void InstanceLock::acceptPeers()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        if (m_peers.size() >= maximumPeers) {
            delete socket;
            continue;
        }
        m_peers.push_back(std::make_unique<Peer>(socket, *this));
        // What came together with the connection is announced by no further signal.
        if (socket->bytesAvailable() > 0) {
            m_peers.back()->read();
        }
    }
}

QByteArray InstanceLock::answerTo(const QByteArray &line)
{
    if (line == raiseVerb) {
        Q_EMIT raiseRequested();
        return acceptedAnswer;
    }
    if (line.startsWith(openVerb)) {
        const QString link = QString::fromUtf8(line.mid(openVerb.size()));
        if (isAcceptableLink(link)) {
            Q_EMIT openLinkRequested(link);
            return acceptedAnswer;
        }
        Q_EMIT linkRefused();
    }
    qCWarning(lcApp) << "refused a line of" << line.size() << "bytes from another instance";
    return refusedAnswer;
}

void InstanceLock::drop(const Peer *peer)
{
    const auto found = std::find_if(m_peers.begin(), m_peers.end(), [peer](const auto &p) { return p.get() == peer; });
    if (found != m_peers.end()) {
        m_peers.erase(found);
    }
}

std::optional<InstanceLock::Start> InstanceLock::tryHandOver(const QString &link, const QDeadlineTimer &deadline) const
{
    // What is no link is not passed on, because a line of it might look like one; only that there was something.
    const QByteArray passed = isAcceptableLink(link) ? link.toUtf8() : QByteArrayLiteral("?");
    const QByteArray line = link.isEmpty() ? raiseVerb : QByteArray(openVerb + passed);
    const auto remaining = [&deadline] { return static_cast<int>(deadline.remainingTime()); };
    QLocalSocket socket;
    socket.connectToServer(socketPath());
    if (socket.waitForConnected(remaining())) {
        socket.write(line + '\n');
        while (!socket.canReadLine() && socket.waitForReadyRead(remaining())) {
        }
        if (socket.canReadLine()) {
            return socket.readLine() == acceptedAnswer ? Start::HandedOver : Start::Refused;
        }
    }
    return std::nullopt;
}

bool InstanceLock::isOtherListening(const QDeadlineTimer &deadline) const
{
    QLocalSocket socket;
    socket.connectToServer(socketPath());
    return socket.waitForConnected(static_cast<int>(deadline.remainingTime()));
}

InstanceLock::Start InstanceLock::start(const QString &link, bool mayHandOver, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    for (;;) {
        const Outcome outcome = acquire();
        if (outcome != Outcome::OtherRunning) {
            return outcome == Outcome::First ? Start::First : Start::Failed;
        }
        if (!mayHandOver && isOtherListening(deadline)) {
            return Start::OtherRunning;
        }
        if (const auto answer = mayHandOver ? tryHandOver(link, deadline) : std::nullopt) {
            return *answer;
        }
        if (deadline.hasExpired()) {
            return Start::NoAnswer;
        }
        QThread::msleep(retryMs);
    }
}

void InstanceLock::stopListening()
{
    m_server.close();
    m_peers.clear();
}

bool InstanceLock::isAcceptableLink(const QString &link)
{
    return link.startsWith("xmpp:"_L1, Qt::CaseInsensitive) && link.toUtf8().size() <= maximumLinkBytes &&
           std::all_of(link.cbegin(), link.cend(),
                       [](QChar c) { return (c.isPrint() && !c.isSpace()) || c.isSurrogate(); });
}

} // namespace foyer

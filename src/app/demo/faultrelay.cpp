#include "app/demo/faultrelay.h"

#include "core/logging.h"

#include <QQueue>
#include <QTcpSocket>

#include <algorithm>

#include <sys/socket.h>

namespace foyer
{

namespace
{

constexpr int longestDelayMs = 60000;
/// Held back for one direction at most; beyond that the sender has to wait, as on a slow link.
constexpr qint64 heldBytes = 1 << 20;

} // namespace

/// One connection of the client and the one made for it to the server.
class FaultRelay::Link : public QObject
{
public:
    Link(FaultRelay &relay, QTcpSocket *client) : QObject(&relay), m_relay(relay)
    {
        client->setParent(this);
        auto *server = new QTcpSocket(this);
        m_up = std::make_unique<Direction>(*this, client, server);
        m_down = std::make_unique<Direction>(*this, server, client);
        for (QTcpSocket *end : {client, server}) {
            end->setReadBufferSize(heldBytes);
            end->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            connect(end, &QTcpSocket::disconnected, this, [this] { finish(); });
            connect(end, &QTcpSocket::errorOccurred, this, [this] { finish(); });
        }
        server->connectToHost(QHostAddress::LocalHost, relay.m_targetPort);
    }

    void pump()
    {
        m_up->read();
        m_down->read();
    }

    /// Without a farewell: the other side sees a reset.
    void abort()
    {
        m_ended = true;
        const linger reset{1, 0};
        const auto ends = findChildren<QTcpSocket *>();
        for (QTcpSocket *end : ends) {
            if (end->socketDescriptor() >= 0)
                setsockopt(static_cast<int>(end->socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
            end->abort();
        }
    }

private:
    /// What goes one way, in order, each part not before its time.
    class Direction
    {
    public:
        Direction(Link &link, QTcpSocket *from, QTcpSocket *to)
            : m_link(link), m_from(from), m_to(to), m_due(link.m_relay.m_clock, [this] { write(); })
        {
            QObject::connect(from, &QTcpSocket::readyRead, &link, [this] { read(); });
        }

        void read()
        {
            const FaultRelay &relay = m_link.m_relay;
            if (relay.m_frozen || m_heldBytes > heldBytes || m_from->bytesAvailable() == 0)
                return;
            Part part{relay.m_clock.monotonicMs() + relay.m_delayMs, m_from->readAll()};
            // A shorter delay must not let later bytes pass earlier ones.
            if (!m_held.isEmpty())
                part.dueMs = std::max(part.dueMs, m_held.last().dueMs);
            m_heldBytes += part.bytes.size();
            m_held.enqueue(part);
            write();
        }

    private:
        struct Part {
            qint64 dueMs = 0;
            QByteArray bytes;
        };

        void write()
        {
            const FaultRelay &relay = m_link.m_relay;
            const qint64 now = relay.m_clock.monotonicMs();
            while (!m_held.isEmpty() && m_held.head().dueMs <= now) {
                const Part part = m_held.dequeue();
                m_heldBytes -= part.bytes.size();
                m_to->write(part.bytes);
            }
            if (!m_held.isEmpty())
                m_due.start(m_held.head().dueMs - now);
            else
                read();
        }

        Link &m_link;
        QTcpSocket *m_from;
        QTcpSocket *m_to;
        QQueue<Part> m_held;
        qint64 m_heldBytes = 0;
        Timer m_due;
    };

    void finish()
    {
        if (m_ended)
            return;
        m_ended = true;
        m_relay.drop(this);
    }

    FaultRelay &m_relay;
    std::unique_ptr<Direction> m_up;
    std::unique_ptr<Direction> m_down;
    bool m_ended = false;
};

FaultRelay::FaultRelay(Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
    connect(&m_listener, &QTcpServer::newConnection, this, &FaultRelay::onConnection);
}

FaultRelay::~FaultRelay()
{
    m_cut = true;
    for (Link *link : std::as_const(m_links))
        link->abort();
}

Result<Done> FaultRelay::start(quint16 targetPort)
{
    m_targetPort = targetPort;
    listen();
    if (m_port == 0) {
        return Error{ErrorKind::ServerUnreachable, tr("The Fault lab could not open a port on this computer."),
                     m_listener.errorString()};
    }
    return Done{};
}

void FaultRelay::listen()
{
    if (!m_listener.listen(QHostAddress::LocalHost, m_port))
        qCWarning(lcApp) << "the relay cannot listen:" << m_listener.errorString();
    else
        m_port = m_listener.serverPort();
}

void FaultRelay::setCut(bool cut)
{
    if (m_cut == cut)
        return;
    m_cut = cut;
    if (!cut) {
        listen();
        return;
    }
    m_listener.close();
    const QList<Link *> links = std::exchange(m_links, {});
    for (Link *link : links) {
        link->abort();
        link->deleteLater();
    }
}

void FaultRelay::setFrozen(bool frozen)
{
    m_frozen = frozen;
    for (Link *link : std::as_const(m_links))
        link->pump();
}

void FaultRelay::setDelay(int ms)
{
    m_delayMs = std::clamp(ms, 0, longestDelayMs);
}

void FaultRelay::onConnection()
{
    while (QTcpSocket *client = m_listener.nextPendingConnection())
        m_links += new Link(*this, client);
}

void FaultRelay::drop(Link *link)
{
    m_links.removeOne(link);
    link->abort();
    link->deleteLater();
}

} // namespace foyer

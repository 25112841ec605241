#include "server/api/connectionwatch.h"

#include <QMutexLocker>

#include <algorithm>

#include <sys/socket.h>

namespace foyer::server
{

namespace
{

/// Places kept free, so that a newcomer is let in before the one that makes room for it is gone.
constexpr int spareConnections = 4;

HttpResponse tooSlow()
{
    return {408, R"({"code":408,"errorMessage":"The request took too long to arrive."})", {}};
}

} // namespace

ConnectionWatch::ConnectionWatch(const HttpLimits &limits) : m_limits(limits) {}

void ConnectionWatch::opened(const void *connection, int socket)
{
    QMutexLocker lock(&m_mutex);
    m_connections.push_back({connection, socket, Phase::Fresh, 0, false});
    const auto open =
        std::count_if(m_connections.cbegin(), m_connections.cend(), [](const Connection &each) { return !each.isCut; });
    if (open > m_limits.connections - spareConnections) {
        // Those between two good requests go last.
        if (!cutOldest({Phase::Fresh, Phase::Refused}, 0)) {
            cutOldest({Phase::KeptAlive}, 0);
        }
    }
}

void ConnectionWatch::enter(const void *connection, Phase phase)
{
    QMutexLocker lock(&m_mutex);
    if (Connection *found = find(connection)) {
        found->phase = phase;
        found->seconds = 0;
    }
}

void ConnectionWatch::closed(const void *connection)
{
    QMutexLocker lock(&m_mutex);
    m_connections.remove_if([connection](const Connection &each) { return each.name == connection; });
}

void ConnectionWatch::tick()
{
    QMutexLocker lock(&m_mutex);
    int fresh = 0;
    for (Connection &connection : m_connections) {
        ++connection.seconds;
        if (!connection.isCut && isOverdue(connection)) {
            cut(connection, connection.phase == Phase::KeptAlive ? QByteArray() : tooSlow().toClosingText());
        }
        fresh += !connection.isCut && connection.phase == Phase::Fresh;
    }
    // A good client sends its request at once; whoever is still silent after a second is not missed.
    for (int over = fresh - m_limits.silent; over > 0 && cutOldest({Phase::Fresh}, 1); --over) {
    }
}

void ConnectionWatch::cutAll(const HttpResponse &answer)
{
    QMutexLocker lock(&m_mutex);
    for (Connection &connection : m_connections) {
        cut(connection, connection.phase == Phase::KeptAlive ? QByteArray() : answer.toClosingText());
    }
}

void ConnectionWatch::cut(const void *connection, const HttpResponse &answer)
{
    QMutexLocker lock(&m_mutex);
    if (Connection *found = find(connection)) {
        cut(*found, answer.toClosingText());
    }
}

int ConnectionWatch::count() const
{
    QMutexLocker lock(&m_mutex);
    return static_cast<int>(m_connections.size());
}

ConnectionWatch::Connection *ConnectionWatch::find(const void *name)
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                    [name](const Connection &each) { return each.name == name; });
    return found == m_connections.end() ? nullptr : &*found;
}

bool ConnectionWatch::isOverdue(const Connection &connection) const
{
    switch (connection.phase) {
    case Phase::Fresh:
        return connection.seconds >= m_limits.headerSeconds;
    case Phase::Body:
    case Phase::Refused:
        return connection.seconds >= m_limits.bodySeconds;
    case Phase::KeptAlive:
        return connection.seconds >= m_limits.idleSeconds;
    case Phase::Busy:
        return false;
    }
    return false;
}

bool ConnectionWatch::cutOldest(std::initializer_list<Phase> phases, int atLeastSeconds)
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(), [&](const Connection &each) {
        return !each.isCut && each.seconds >= atLeastSeconds &&
               std::find(phases.begin(), phases.end(), each.phase) != phases.end();
    });
    if (found == m_connections.end()) {
        return false;
    }
    cut(*found, {});
    return true;
}

void ConnectionWatch::cut(Connection &connection, const QByteArray &text)
{
    if (connection.isCut) {
        return;
    }
    connection.isCut = true;
    if (!text.isEmpty()) {
        // What does not fit into the socket at once is not waited for.
        (void)::send(connection.socket, text.constData(), static_cast<size_t>(text.size()),
                     MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    ::shutdown(connection.socket, SHUT_RDWR);
}

} // namespace foyer::server

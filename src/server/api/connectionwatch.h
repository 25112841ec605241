#pragma once

#include "server/api/httptypes.h"

#include <QMutex>

#include <initializer_list>
#include <list>

namespace foyer::server
{

/// Ends HTTP connections that take too long or too many places: the library only knows a time without any byte, so
/// that one byte a second would hold a place for ever (reliability S34). It counts seconds by tick(), says 408 where
/// nothing was answered yet and shuts the socket down; the library then sees its end. Any thread.
class ConnectionWatch
{
public:
    enum class Phase {
        Fresh,    ///< no request yet
        Body,     ///< a request the gate let through, its body on the way
        Refused,  ///< a request the gate refused, the rest of it on the way
        Busy,     ///< being answered: no deadline of ours
        KeptAlive ///< between requests
    };

    explicit ConnectionWatch(const HttpLimits &limits);

    /// \a connection is any name for it. When places are short, the oldest connection without a good request goes.
    void opened(const void *connection, int socket);
    void enter(const void *connection, Phase phase);
    /// Must come before the socket's number is free again.
    void closed(const void *connection);
    /// Once a second.
    void tick();
    /// Says \a answer to every connection that waits for one, and shuts all down.
    void cutAll(const HttpResponse &answer);
    /// Says \a answer to one connection, in place of what the library would say, and shuts it down.
    void cut(const void *connection, const HttpResponse &answer);

    int count() const;

private:
    struct Connection {
        const void *name = nullptr;
        int socket = -1;
        Phase phase = Phase::Fresh;
        int seconds = 0; ///< in this phase
        bool isCut = false;
    };

    Connection *find(const void *name);
    bool isOverdue(const Connection &connection) const;
    bool cutOldest(std::initializer_list<Phase> phases, int atLeastSeconds);
    static void cut(Connection &connection, const QByteArray &text);

    const HttpLimits m_limits;
    mutable QMutex m_mutex;
    std::list<Connection> m_connections; ///< the oldest first
};

} // namespace foyer::server

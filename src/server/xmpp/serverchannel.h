#pragma once

#include <QString>

namespace foyer::server
{

/// The transport under one client's stream; frames are texts (RFC 7395).
class ServerChannel
{
public:
    virtual ~ServerChannel() = default;
    virtual void send(const QString &frame) = 0;
    /// Ends the connection once what was sent has left.
    virtual void close() = 0;
    /// Ends it now.
    virtual void abort() = 0;
    /// What was sent and has not left this process.
    virtual qint64 pendingBytes() const = 0;
};

} // namespace foyer::server

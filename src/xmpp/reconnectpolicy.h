#pragma once

#include "xmpp/xmppstream.h"

#include <QRandomGenerator>

namespace foyer
{

/// A generator that gives the same numbers for the same \a seed.
QRandomGenerator seededRandom(quint64 seed);

/// When to try again after a stream ended: the client is the only brake a server has (guarantee, rule 17). No clock and
/// no timers inside; the same seed and the same calls give the same delays.
class ReconnectPolicy
{
public:
    explicit ReconnectPolicy(quint64 seed);

    /// How long to wait now, in milliseconds. \a connectedForMs: how long the stream had been ready, 0 for an attempt
    /// that failed. \a sinceFirstLossMs: since the loss that began this outage. StreamEnd::Final answers an hour: who
    /// retries at all after that end (a refused certificate) does so hourly at most.
    qint64 nextDelayMs(StreamEnd end, qint64 connectedForMs, qint64 sinceFirstLossMs);
    /// Whether a connection lasted long enough to end an outage.
    static bool isGood(qint64 connectedForMs);
    /// Failed attempts, and connections shorter than 5 s, since the last good connection.
    int attempt() const { return m_attempt; }
    /// The next delay is that of a first loss.
    void reset();

private:
    qint64 between(qint64 low, qint64 high);

    QRandomGenerator m_random;
    int m_attempt = 0;
    bool m_serverWide = false;
};

} // namespace foyer

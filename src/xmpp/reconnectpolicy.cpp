#include "xmpp/reconnectpolicy.h"

#include <algorithm>
#include <array>

namespace foyer
{

namespace
{

constexpr qint64 goodConnectionMs = 5000;
constexpr qint64 shortestMs = 100;
constexpr qint64 baseMs = 1000;
constexpr qint64 shutdownSpreadMs = 20000;
constexpr qint64 hurryMs = 10 * 60 * 1000;
constexpr qint64 ownLossCapMs = 4000;
constexpr qint64 refusedCapMs = 15000;
constexpr qint64 lastingCapMs = 60000;
constexpr qint64 finalMs = 60 * 60 * 1000;

} // namespace

QRandomGenerator seededRandom(quint64 seed)
{
    const std::array<quint32, 2> words{static_cast<quint32>(seed), static_cast<quint32>(seed >> 32)};
    return QRandomGenerator(words.data(), static_cast<qsizetype>(words.size()));
}

ReconnectPolicy::ReconnectPolicy(quint64 seed) : m_random(seededRandom(seed)) {}

qint64 ReconnectPolicy::nextDelayMs(StreamEnd end, qint64 connectedForMs, qint64 sinceFirstLossMs)
{
    if (isGood(connectedForMs))
        reset();
    else
        ++m_attempt;
    if (end == StreamEnd::Final)
        return finalMs;

    // Full jitter: the random spread itself is what keeps many clients from coming back together.
    const qint64 doubled = baseMs << std::clamp(m_attempt - 1, 0, 10);
    if (end == StreamEnd::ServerShutdown) {
        m_serverWide = true;
        return between(baseMs, std::clamp(doubled, shutdownSpreadMs, lastingCapMs));
    }
    const bool hurry = sinceFirstLossMs < hurryMs && !m_serverWide;
    const qint64 cap = !hurry ? lastingCapMs : end == StreamEnd::Network ? ownLossCapMs : refusedCapMs;
    return between(shortestMs, std::min(doubled, cap));
}

bool ReconnectPolicy::isGood(qint64 connectedForMs)
{
    return connectedForMs >= goodConnectionMs;
}

void ReconnectPolicy::reset()
{
    m_attempt = 0;
    m_serverWide = false;
}

qint64 ReconnectPolicy::between(qint64 low, qint64 high)
{
    return m_random.bounded(low, high + 1);
}

} // namespace foyer

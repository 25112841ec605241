#include "xmpp/linkwatchdog.h"

#include <algorithm>

namespace foyer
{

namespace
{

constexpr qint64 idleMs = 30000;
constexpr qint64 pongMs = 15000;
constexpr qint64 answerMs = 10000;
constexpr qint64 answerPingMs = 5000;
constexpr qint64 probeMs = 3000;
constexpr qint64 requestMs = 30000;
constexpr qint64 longestRequestMs = 120000;
constexpr qint64 longestBusyMs = 300000;
constexpr qint64 readMs = 1000;
constexpr qint64 slowestBytesPerSecond = 3000;

} // namespace

LinkWatchdog::LinkWatchdog(Clock &clock, Link link)
    : m_clock(clock),
      m_link(std::move(link)),
      m_idle(clock, [this] { checkIdle(); }),
      m_expected(clock, [this] { checkExpected(); }),
      m_probe(clock, [this] { giveUp(m_link.dead); }),
      m_answer(clock, [this] { checkAnswer(); })
{
}

void LinkWatchdog::start()
{
    stop();
    m_running = true;
    m_lastHeard = m_clock.monotonicMs();
    m_idle.start(idleMs);
}

void LinkWatchdog::stop()
{
    m_running = false;
    m_pinged = false;
    m_idle.stop();
    m_expected.stop();
    m_probe.stop();
    m_answer.stop();
}

void LinkWatchdog::heard(qint64 bytes)
{
    m_arrivedBytes += bytes;
    if (!m_running)
        return;
    // The idle timer is not restarted here: a flood would restart it thousands of times a second.
    m_lastHeard = m_clock.monotonicMs();
    ++m_heardSinceAsked;
    m_probe.stop();
    m_expected.stop();
}

void LinkWatchdog::expectActivity()
{
    if (!m_running || m_expected.isActive())
        return;
    m_expectedSince = m_clock.monotonicMs();
    m_expectedPinged = false;
    m_expected.start(answerPingMs);
}

void LinkWatchdog::probe()
{
    if (!m_running || m_probe.isActive())
        return;
    m_probe.start(probeMs + readingTime());
    m_link.ping();
}

void LinkWatchdog::asked()
{
    if (!m_running || m_answer.isActive())
        return;
    m_askedSince = m_clock.monotonicMs();
    m_heardSinceAsked = 0;
    m_arrivedBeforeAsked = m_arrivedBytes;
    m_answer.start(requestMs);
}

void LinkWatchdog::answered()
{
    m_answer.stop();
}

void LinkWatchdog::checkAnswer()
{
    // On a slow link the answer stands behind all that comes before it.
    const qint64 reads = std::min(longestRequestMs, requestMs + m_heardSinceAsked * readMs);
    const qint64 busy = std::min(longestBusyMs, requestMs + arrivalMs(m_arrivedBytes - m_arrivedBeforeAsked));
    const qint64 allowed = std::max(reads, busy) + readingTime();
    const qint64 waited = m_clock.monotonicMs() - m_askedSince;
    if (waited < allowed)
        m_answer.start(allowed - waited);
    else
        giveUp(m_link.deaf);
}

qint64 LinkWatchdog::readingTime() const
{
    return m_link.unacknowledgedBytes() * 1000 / slowestBytesPerSecond;
}

void LinkWatchdog::checkIdle()
{
    const qint64 silent = silentFor();
    if (silent < idleMs) {
        m_pinged = false;
        m_idle.start(idleMs - silent);
    } else if (!m_pinged) {
        m_pinged = true;
        m_idle.start(pongMs);
        m_link.ping();
    } else {
        giveUp(m_link.dead);
    }
}

void LinkWatchdog::checkExpected()
{
    if (!m_expectedPinged) {
        // Not every stanza is answered; a pong is. So silence from here on means that nothing gets through.
        m_expectedPinged = true;
        m_expected.start(answerMs - answerPingMs);
        m_link.ping();
        return;
    }
    const qint64 allowed = answerMs + readingTime();
    const qint64 waited = m_clock.monotonicMs() - m_expectedSince;
    if (waited < allowed)
        m_expected.start(allowed - waited);
    else
        giveUp(m_link.dead);
}

qint64 LinkWatchdog::silentFor() const
{
    return m_clock.monotonicMs() - m_lastHeard;
}

void LinkWatchdog::giveUp(const std::function<void()> &tell)
{
    if (!m_running)
        return;
    stop();
    tell();
}

} // namespace foyer

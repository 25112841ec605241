#pragma once

#include "core/clock.h"

#include <functional>

namespace foyer
{

/// Decides whether a connection is still alive, because TCP does not tell. A link is dead when it stays silent after a
/// ping: within 45 s when idle, 10 s after something was sent whose answer is due, 3 s after probe(). Bytes that still
/// arrive do not prove that ours do: so it is dead, too, when a request is not answered for 30 s, and a second more for
/// every read that brought something meanwhile, up to 120 s, or for as much as a slow link has to carry, up to 300 s.
class LinkWatchdog
{
public:
    struct Link {
        std::function<void()> ping;
        std::function<void()> dead; ///< called once; the watchdog has stopped by then
        std::function<qint64()> unacknowledgedBytes;
        /// In place of dead() when bytes still arrive but a request stays unanswered: what we say is not heard.
        std::function<void()> deaf;
    };

    LinkWatchdog(Clock &clock, Link link);

    void start();
    void stop();
    /// A byte arrived, and with it the rest of a frame of \a bytes.
    void heard(qint64 bytes = 0);
    /// The bytes of all frames that ever arrived.
    qint64 arrivedBytes() const { return m_arrivedBytes; }
    /// Something was sent that must be answered. A server that reads us slowly gets a second more for every 3000 bytes
    /// it has not acknowledged.
    void expectActivity();
    void probe();
    /// A request went out which the server answers in the order of the stream (XEP-0198, section 4: `<r/>`).
    void asked();
    /// Its answer arrived.
    void answered();
    /// A request went out, and its answer has not arrived.
    bool isUnanswered() const { return m_answer.isActive(); }
    /// How long the slowest link is busy with \a bytes that arrive, in whole seconds: half as fast as that of F4.
    static qint64 arrivalMs(qint64 bytes) { return bytes / 1000 * 1000; }

private:
    void checkIdle();
    void checkExpected();
    void checkAnswer();
    qint64 readingTime() const;
    qint64 silentFor() const;
    void giveUp(const std::function<void()> &tell);

    Clock &m_clock;
    Link m_link;
    Timer m_idle;
    Timer m_expected;
    Timer m_probe;
    Timer m_answer;
    bool m_running = false;
    bool m_pinged = false;
    bool m_expectedPinged = false;
    qint64 m_lastHeard = 0;
    qint64 m_expectedSince = 0;
    qint64 m_arrivedBytes = 0;
    qint64 m_askedSince = 0;
    qint64 m_heardSinceAsked = 0;
    qint64 m_arrivedBeforeAsked = 0;
};

} // namespace foyer

#include "xmpp/answerdeadline.h"

#include "xmpp/linkwatchdog.h"
#include "xmpp/xmppstream.h"

#include <algorithm>
#include <utility>

namespace foyer
{

AnswerDeadline::AnswerDeadline(const XmppStream &stream, Clock &clock, std::function<void()> overdue)
    : m_stream(stream), m_clock(clock), m_overdue(std::move(overdue)), m_timer(clock, [this] { check(); })
{
}

void AnswerDeadline::start(qint64 ms, qint64 longestMs)
{
    m_ms = ms;
    m_longestMs = std::max(ms, longestMs);
    m_since = m_clock.monotonicMs();
    m_arrivedBefore = m_stream.link().arrivedBytes();
    m_timer.start(ms);
}

void AnswerDeadline::check()
{
    const qint64 busy = LinkWatchdog::arrivalMs(m_stream.link().arrivedBytes() - m_arrivedBefore);
    const qint64 allowed = std::min(m_longestMs, m_ms + busy);
    const qint64 waited = m_clock.monotonicMs() - m_since;
    if (waited < allowed) {
        m_timer.start(allowed - waited);
        return;
    }
    // Copied, because it may destroy this and would go with it.
    const auto overdue = m_overdue;
    overdue();
}

} // namespace foyer

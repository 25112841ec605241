#pragma once

#include "core/clock.h"

#include <functional>

namespace foyer
{

class XmppStream;

/// When an answer is overdue. It stands behind all that the server has sent before it, and on a slow link (F4) that is
/// on its way for longer than any answer may take: so there is a second more for every 1000 bytes that arrive
/// meanwhile. A link that brings less is not busy with what stands before the answer, but with what is being said now.
class AnswerDeadline
{
public:
    /// \a stream brings the answer; \a overdue may start() anew.
    AnswerDeadline(const XmppStream &stream, Clock &clock, std::function<void()> overdue);

    /// Waits \a ms from now on and, while other things arrive, up to \a longestMs; begins anew when it waits already.
    void start(qint64 ms, qint64 longestMs = 300000);
    void stop() { m_timer.stop(); }
    bool isActive() const { return m_timer.isActive(); }

private:
    void check();

    const XmppStream &m_stream;
    Clock &m_clock;
    std::function<void()> m_overdue;
    Timer m_timer;
    qint64 m_ms = 0;
    qint64 m_longestMs = 0;
    qint64 m_since = 0;
    qint64 m_arrivedBefore = 0;
};

} // namespace foyer

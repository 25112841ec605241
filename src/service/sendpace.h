#pragma once

#include "core/clock.h"

#include <functional>

namespace foyer
{

/// When the next own message may go out in a room that wants time between two of them: because it says so (slow mode,
/// XEP-0500), or because it has just refused one as too fast.
class SendPace
{
public:
    /// \a due is called when the time is up.
    SendPace(Clock &clock, std::function<void()> due) : m_wait(clock, std::move(due)) {}

    /// What the room asks for, in ms; 0: nothing.
    void setInterval(qint64 ms) { m_intervalMs = ms; }
    /// The room takes one message at a time, so that a refused one can still keep its place.
    bool isSlow() const { return m_intervalMs > 0 || m_learntMs > 0; }
    bool isWaiting() const { return m_wait.isActive(); }
    /// The room took a message.
    void accepted();
    /// The room refused a message as too fast: the wait doubles each time, up to half a minute.
    void refused();
    /// Nothing is left to send: what was learnt by refusals is forgotten.
    void rest() { m_learntMs = 0; }

private:
    Timer m_wait;
    qint64 m_intervalMs = 0;
    qint64 m_learntMs = 0;
};

} // namespace foyer

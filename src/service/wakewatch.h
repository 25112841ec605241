#pragma once

#include "core/clock.h"

#include <functional>

namespace foyer
{

/// Notices that the machine has slept, or that the program stood still: what was true of a connection before is then
/// only a guess (guarantee, rules 16 and 17). Looks every two seconds while it is started.
class WakeWatch
{
public:
    WakeWatch(Clock &clock, std::function<void()> woke);

    void start();
    void stop();

private:
    void look();

    Clock &m_clock;
    std::function<void()> m_woke;
    Timer m_timer;
    qint64 m_lookedAt = 0;
};

} // namespace foyer

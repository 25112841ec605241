#include "service/wakewatch.h"

#include "core/logging.h"

#include <utility>

namespace foyer
{

namespace
{

constexpr qint64 periodMs = 2000;
/// A look may be late on a busy machine.
constexpr qint64 slackMs = 3000;

} // namespace

WakeWatch::WakeWatch(Clock &clock, std::function<void()> woke)
    : m_clock(clock), m_woke(std::move(woke)), m_timer(clock, [this] { look(); })
{
}

void WakeWatch::start()
{
    m_lookedAt = m_clock.sinceBootMs();
    m_timer.start(periodMs);
}

void WakeWatch::stop()
{
    m_timer.stop();
}

void WakeWatch::look()
{
    const qint64 passed = m_clock.sinceBootMs() - m_lookedAt;
    start();
    if (passed > periodMs + slackMs) {
        qCInfo(lcService) << "stood still for" << passed - periodMs << "ms";
        m_woke();
    }
}

} // namespace foyer

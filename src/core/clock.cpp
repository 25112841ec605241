#include "core/clock.h"

#include <QDeadlineTimer>
#include <QScopedPointer>
#include <QTimer>

#include <ctime>
#include <limits>

namespace foyer
{

namespace
{

class TimerWait : public Clock::Wait
{
public:
    TimerWait(qint64 delayMs, std::function<void()> action) : m_action(std::move(action))
    {
        m_timer->setSingleShot(true);
        m_timer->setTimerType(delayMs < 2000 ? Qt::PreciseTimer : Qt::CoarseTimer);
        QObject::connect(m_timer.get(), &QTimer::timeout, m_timer.get(), [this] {
            // The action may destroy this wait, so nothing of it is touched afterwards.
            const auto run = m_action;
            run();
        });
        m_timer->start(static_cast<int>(std::min<qint64>(delayMs, std::numeric_limits<int>::max())));
    }
    ~TimerWait() override { m_timer->disconnect(); }

private:
    std::function<void()> m_action;
    // Deleted later, because a wait is often destroyed from inside its own timeout.
    std::unique_ptr<QTimer, QScopedPointerDeleteLater> m_timer{new QTimer};
};

} // namespace

SystemClock::SystemClock() = default;

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

qint64 SystemClock::monotonicMs() const
{
    return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

qint64 SystemClock::sinceBootMs() const
{
#ifdef CLOCK_BOOTTIME
    timespec time{};
    if (clock_gettime(CLOCK_BOOTTIME, &time) == 0) {
        return static_cast<qint64>(time.tv_sec) * 1000 + time.tv_nsec / 1000000;
    }
#endif
    return monotonicMs();
}

std::unique_ptr<Clock::Wait> SystemClock::callAfter(qint64 delayMs, std::function<void()> action)
{
    return std::make_unique<TimerWait>(std::max<qint64>(0, delayMs), std::move(action));
}

Timer::Timer(Clock &clock, std::function<void()> action) : m_clock(clock), m_action(std::move(action)) {}

Timer::~Timer() = default;

void Timer::start(qint64 delayMs)
{
    m_wait = m_clock.callAfter(delayMs, [this] {
        // Moved out first: isActive() is false inside the action, which may start the timer again. Copied, because
        // the action may destroy this timer and would go with it.
        const auto finished = std::move(m_wait);
        const auto run = m_action;
        run();
    });
}

void Timer::stop()
{
    m_wait.reset();
}

} // namespace foyer

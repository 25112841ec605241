#pragma once

#include <QDateTime>
#include <QObject>

#include <functional>
#include <memory>

namespace foyer
{

/// Where time comes from. Injected everywhere, so that waits are tested by moving a fake clock.
class Clock
{
public:
    /// One running wait; destroying it cancels it.
    class Wait
    {
    public:
        virtual ~Wait() = default;
    };

    virtual ~Clock() = default;
    /// Wall time, UTC; may jump.
    virtual QDateTime now() const = 0;
    /// Milliseconds since some start; never jumps back.
    virtual qint64 monotonicMs() const = 0;
    /// Like monotonicMs(), but goes on while the machine sleeps. Where the system cannot tell, the same.
    virtual qint64 sinceBootMs() const { return monotonicMs(); }
    /// Calls \a action once after \a delayMs (monotonic), on the caller's thread, unless the Wait is destroyed first.
    virtual std::unique_ptr<Wait> callAfter(qint64 delayMs, std::function<void()> action) = 0;
};

/// The machine's clock, on Qt's event loop.
class SystemClock : public Clock
{
public:
    SystemClock();
    QDateTime now() const override;
    qint64 monotonicMs() const override;
    qint64 sinceBootMs() const override;
    std::unique_ptr<Wait> callAfter(qint64 delayMs, std::function<void()> action) override;
};

/// A single-shot timer on a Clock. start() restarts; the action may start() it again.
class Timer
{
public:
    Timer(Clock &clock, std::function<void()> action);
    ~Timer();
    Timer(const Timer &) = delete;
    Timer &operator=(const Timer &) = delete;

    void start(qint64 delayMs);
    void stop();
    bool isActive() const { return m_wait != nullptr; }

private:
    Clock &m_clock;
    std::function<void()> m_action;
    std::unique_ptr<Clock::Wait> m_wait;
};

} // namespace foyer

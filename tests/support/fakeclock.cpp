#include "support/fakeclock.h"

#include <algorithm>

namespace foyer
{

class FakeClock::FakeWait : public Clock::Wait
{
public:
    FakeWait(std::shared_ptr<Waits> waits, Waits::key_type key) : m_waits(std::move(waits)), m_key(key) {}
    ~FakeWait() override { m_waits->erase(m_key); }
    FakeWait(const FakeWait &) = delete;
    FakeWait &operator=(const FakeWait &) = delete;

private:
    std::shared_ptr<Waits> m_waits;
    Waits::key_type m_key;
};

FakeClock::FakeClock(const QDateTime &start) : m_now(start.toUTC()) {}

std::unique_ptr<Clock::Wait> FakeClock::callAfter(qint64 delayMs, std::function<void()> action)
{
    const Waits::key_type key(m_monotonicMs + std::max<qint64>(0, delayMs), m_nextNumber++);
    m_waits->emplace(key, std::move(action));
    return std::make_unique<FakeWait>(m_waits, key);
}

void FakeClock::advance(qint64 ms)
{
    const qint64 end = m_monotonicMs + std::max<qint64>(0, ms);
    while (!m_waits->empty() && m_waits->begin()->first.first <= end)
        fireFirst();
    moveTo(end);
}

void FakeClock::sleep(qint64 ms)
{
    m_sleptMs += ms;
    m_now = m_now.addMSecs(ms);
}

bool FakeClock::advanceToNext()
{
    if (m_waits->empty())
        return false;
    fireFirst();
    return true;
}

qint64 FakeClock::msToNext() const
{
    return m_waits->empty() ? -1 : std::max<qint64>(0, m_waits->begin()->first.first - m_monotonicMs);
}

void FakeClock::moveTo(qint64 monotonicMs)
{
    if (monotonicMs <= m_monotonicMs)
        return;
    m_now = m_now.addMSecs(monotonicMs - m_monotonicMs);
    m_monotonicMs = monotonicMs;
}

void FakeClock::fireFirst()
{
    // Taken out first: the action may destroy its wait, or make new ones.
    const auto first = m_waits->extract(m_waits->begin());
    moveTo(first.key().first);
    first.mapped()();
}

} // namespace foyer

#pragma once

#include "core/clock.h"

#include <map>
#include <utility>

namespace foyer
{

/// A clock that stands still until a test moves it. Waits fire inside advance(), in order of their time, then of
/// their making, on the thread that calls advance(). One thread only; it must outlive its waits' users, not the waits.
class FakeClock : public Clock
{
public:
    /// Starts at \a start; monotonic time starts at 0.
    explicit FakeClock(const QDateTime &start = QDateTime(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC));

    QDateTime now() const override { return m_now; }
    qint64 monotonicMs() const override { return m_monotonicMs; }
    qint64 sinceBootMs() const override { return m_monotonicMs + m_sleptMs; }
    std::unique_ptr<Wait> callAfter(qint64 delayMs, std::function<void()> action) override;

    /// Moves both times forward and fires what falls due on the way, each at its own time; also what those actions ask
    /// for, if it falls due too. advance(0) fires waits of 0 ms.
    void advance(qint64 ms);
    /// The machine sleeps: the wall clock and the time since boot go on, waits and monotonic time stand still.
    void sleep(qint64 ms);
    /// The wall clock jumps; no wait is touched.
    void setNow(const QDateTime &now) { m_now = now.toUTC(); }
    /// Moves to the next wait and fires it. False when nothing waits.
    bool advanceToNext();

    /// Waits that have not fired and were not cancelled.
    int waiting() const { return static_cast<int>(m_waits->size()); }
    /// Milliseconds until the next wait fires; -1 when nothing waits.
    qint64 msToNext() const;

private:
    using Waits = std::map<std::pair<qint64, quint64>, std::function<void()>>;
    class FakeWait;

    void moveTo(qint64 monotonicMs);
    void fireFirst();

    QDateTime m_now;
    qint64 m_monotonicMs = 0;
    qint64 m_sleptMs = 0;
    quint64 m_nextNumber = 0;
    // Shared, so that a wait that outlives the clock cancels nothing that is gone.
    std::shared_ptr<Waits> m_waits = std::make_shared<Waits>();
};

} // namespace foyer

#include "service/sendpace.h"

#include <algorithm>

namespace foyer
{

namespace
{
constexpr qint64 firstWaitMs = 1000;
constexpr qint64 longestWaitMs = 32000;
} // namespace

void SendPace::accepted()
{
    if (isSlow()) {
        m_wait.start(std::max(m_intervalMs, m_learntMs));
    }
}

void SendPace::refused()
{
    m_learntMs = std::clamp(m_learntMs * 2, firstWaitMs, longestWaitMs);
    m_wait.start(std::max(m_intervalMs, m_learntMs));
}

} // namespace foyer

#include "server/api/ratelimit.h"

#include <algorithm>

namespace foyer::server
{

RateLimit::RateLimit(Clock &clock, int perSecond) : m_clock(clock), m_perSecond(perSecond) {}

bool RateLimit::take(const QString &name, int count)
{
    if (m_perSecond <= 0) {
        return true;
    }
    const qint64 now = m_clock.monotonicMs();
    const double full = m_perSecond;
    const auto found = m_buckets.find(name);
    Bucket bucket = found == m_buckets.end() ? Bucket{full, now} : *found;
    bucket.left = std::min(full, bucket.left + full * static_cast<double>(now - bucket.filledAtMs) / 1000);
    bucket.filledAtMs = now;
    const bool isGranted = bucket.left >= std::min<double>(count, full);
    if (isGranted) {
        bucket.left -= count;
    }
    m_buckets.insert(name, bucket);
    return isGranted;
}

} // namespace foyer::server

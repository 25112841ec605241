#pragma once

#include "core/clock.h"

#include <QHash>
#include <QString>

namespace foyer::server
{

/// So many requests a second under each name; what was not used in the last second may come at once.
class RateLimit
{
public:
    /// \a perSecond 0: no limit. \a clock must outlive it.
    RateLimit(Clock &clock, int perSecond);

    void setPerSecond(int perSecond) { m_perSecond = perSecond; }
    /// Takes \a count requests of \a name; false, and nothing taken, when they are too many. More at once than a
    /// second holds are let through when the whole second is unused.
    bool take(const QString &name, int count = 1);

private:
    struct Bucket {
        double left = 0;
        qint64 filledAtMs = 0;
    };

    Clock &m_clock;
    int m_perSecond;
    QHash<QString, Bucket> m_buckets;
};

} // namespace foyer::server

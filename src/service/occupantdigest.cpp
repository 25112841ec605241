#include "service/occupantdigest.h"

namespace foyer
{

namespace
{
constexpr qint64 reportIntervalMs = 200;
}

OccupantDigest::OccupantDigest(Clock &clock, QObject *parent) : QObject(parent), m_timer(clock, [this] { flush(); }) {}

void OccupantDigest::add(const OccupantDelta &delta)
{
    for (const Occupant &occupant : delta.left) {
        if (m_joined.remove(occupant.nickname) == 0) {
            m_left.insert(occupant.nickname, occupant);
        }
        m_changed.remove(occupant.nickname);
    }
    for (const Occupant &occupant : delta.joined) {
        if (m_left.remove(occupant.nickname) > 0) {
            m_changed.insert(occupant.nickname, occupant);
        } else {
            m_joined.insert(occupant.nickname, occupant);
        }
    }
    for (const Occupant &occupant : delta.changed) {
        QHash<QString, Occupant> &target = m_joined.contains(occupant.nickname) ? m_joined : m_changed;
        target.insert(occupant.nickname, occupant);
    }
    m_count = delta.count;
    m_pending = true;
    if (!m_timer.isActive()) {
        m_timer.start(reportIntervalMs);
    }
}

void OccupantDigest::flush()
{
    m_timer.stop();
    if (!m_pending) {
        return;
    }
    m_pending = false;
    const OccupantDelta delta{m_joined.values(), m_left.values(), m_changed.values(), m_count};
    m_joined.clear();
    m_left.clear();
    m_changed.clear();
    if (!delta.joined.isEmpty() || !delta.left.isEmpty() || !delta.changed.isEmpty()) {
        Q_EMIT changed(delta);
    }
}

void OccupantDigest::clear()
{
    m_timer.stop();
    m_joined.clear();
    m_left.clear();
    m_changed.clear();
    m_pending = false;
}

} // namespace foyer

#pragma once

#include "core/clock.h"
#include "core/occupant.h"

#include <QHash>
#include <QObject>

namespace foyer
{

/// Gathers occupant changes of a room and reports at most ten times a second, so that a storm of joins cannot keep the
/// interface busy. Somebody who comes and goes within one report is not in it.
class OccupantDigest : public QObject
{
    Q_OBJECT

public:
    explicit OccupantDigest(Clock &clock, QObject *parent = nullptr);

    void add(const OccupantDelta &delta);
    /// Reports at once what is pending.
    void flush();
    /// Drops what is pending (the room was left).
    void clear();

Q_SIGNALS:
    void changed(const foyer::OccupantDelta &delta);

private:
    Timer m_timer;
    QHash<QString, Occupant> m_joined;
    QHash<QString, Occupant> m_left;
    QHash<QString, Occupant> m_changed;
    int m_count = 0;
    bool m_pending = false;
};

} // namespace foyer

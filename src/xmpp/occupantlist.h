#pragma once

#include "core/occupant.h"
#include "stanza/presence.h"

#include <QHash>
#include <QString>

namespace foyer
{

/// Who is in a room, from its presences, and what has been told of it. A join's presences are collected and told as one
/// difference to what was told last, so that a rejoin only tells who came and went meanwhile.
class OccupantList
{
public:
    /// A presence of a join's answer.
    void collect(const stanza::MucPresence &presence);
    /// The difference between what is known now and what was told last.
    OccupantDelta settle();
    /// A live presence: collected and told at once.
    OccupantDelta apply(const stanza::MucPresence &presence);
    /// A change of nickname (303): one leaves, another one joins, and is until his new presence comes as he was before.
    OccupantDelta rename(const stanza::MucPresence &presence);

    /// Nobody is known any more; what was told stands until settle().
    void clear();

    QHash<QString, Occupant> occupants() const { return m_present; }
    Occupant occupant(const QString &nickname) const { return m_present.value(nickname); }
    bool contains(const QString &nickname) const { return m_present.contains(nickname); }
    /// Which stay in the room, from joining to leaving and through changes of nickname, that of \a nickname is; a
    /// number that nobody else gets. Below 0: of somebody who was there before us. 0: nobody of that name is known.
    qint64 stayOf(const QString &nickname) const { return m_stays.value(nickname); }

private:
    void see(const stanza::MucPresence &presence, qint64 newStay);

    qint64 m_lastStay = 0;
    QHash<QString, qint64> m_stays;
    QHash<QString, Occupant> m_present;
    QHash<QString, Occupant> m_told;
};

/// Whether there is nothing to tell.
bool isEmpty(const OccupantDelta &delta);

} // namespace foyer

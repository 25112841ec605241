#include "xmpp/occupantlist.h"

namespace foyer
{

using stanza::MucPresence;

void OccupantList::collect(const MucPresence &presence)
{
    see(presence, -++m_lastStay);
}

void OccupantList::see(const MucPresence &presence, qint64 newStay)
{
    const QString nickname = presence.occupant.nickname;
    if (nickname.isEmpty())
        return;
    if (presence.type == MucPresence::Type::Available) {
        m_present.insert(nickname, presence.occupant);
        if (!m_stays.contains(nickname))
            m_stays.insert(nickname, newStay);
    } else if (presence.type == MucPresence::Type::Unavailable) {
        m_present.remove(nickname);
        m_stays.remove(nickname);
    }
}

void OccupantList::clear()
{
    m_present.clear();
    m_stays.clear();
}

OccupantDelta OccupantList::settle()
{
    OccupantDelta delta;
    for (auto it = m_present.cbegin(); it != m_present.cend(); ++it) {
        const auto told = m_told.constFind(it.key());
        if (told == m_told.cend())
            delta.joined.append(*it);
        else if (!(*told == *it))
            delta.changed.append(*it);
    }
    for (auto it = m_told.cbegin(); it != m_told.cend(); ++it) {
        if (!m_present.contains(it.key()))
            delta.left.append(*it);
    }
    delta.count = static_cast<int>(m_present.size());
    m_told = m_present;
    return delta;
}

OccupantDelta OccupantList::apply(const MucPresence &presence)
{
    const QString nickname = presence.occupant.nickname;
    const bool wasPresent = m_present.contains(nickname);
    const Occupant before = m_present.value(nickname);
    see(presence, ++m_lastStay);

    OccupantDelta delta;
    delta.count = static_cast<int>(m_present.size());
    if (m_present.contains(nickname)) {
        if (!wasPresent)
            delta.joined.append(presence.occupant);
        else if (!(before == presence.occupant))
            delta.changed.append(presence.occupant);
        m_told.insert(nickname, presence.occupant);
    } else if (wasPresent) {
        delta.left.append(before);
        m_told.remove(nickname);
    }
    return delta;
}

OccupantDelta OccupantList::rename(const MucPresence &presence)
{
    MucPresence renamed = presence;
    renamed.type = MucPresence::Type::Available;
    renamed.occupant = m_present.value(presence.occupant.nickname, presence.occupant);
    renamed.occupant.nickname = presence.newNickname;
    const qint64 stay = stayOf(presence.occupant.nickname);
    OccupantDelta delta = apply(presence);
    const OccupantDelta arrival = apply(renamed);
    if (stay != 0)
        m_stays.insert(presence.newNickname, stay);
    delta.joined = arrival.joined;
    delta.changed = arrival.changed;
    delta.count = arrival.count;
    return delta;
}

bool isEmpty(const OccupantDelta &delta)
{
    return delta.joined.isEmpty() && delta.left.isEmpty() && delta.changed.isEmpty();
}

} // namespace foyer

#include "service/poisonedplaces.h"

#include <algorithm>

namespace foyer
{

void PoisonedPlaces::wasFatal(const ArchivePlace &page)
{
    const Key key(page.side, page.id);
    if (page.size == 1) {
        m_unreadable.insert(key);
    }
    qint64 &careful = m_careful[key];
    careful = std::max<qint64>(careful, page.size);
    if (page.passed >= 0) {
        m_suspect = Suspect{page.passed};
    }
}

void PoisonedPlaces::wasRead(const ArchivePlace &page, const QString &next, qint64 entries)
{
    const Key key(page.side, page.id);
    m_unreadable.erase(key);
    if (page.side == ArchivePlace::Side::Oldest) {
        // Nobody reads on from there: the next question meets the same entries.
        return;
    }
    const auto careful = m_careful.extract(key);
    const qint64 left = careful.empty() ? 0 : careful.mapped() - entries;
    if (left > 0 && !next.isEmpty()) {
        qint64 &there = m_careful[Key(page.side, next)];
        there = std::max(there, left);
    }
    if (m_suspect && page.passed >= 0 && page.passed + entries >= m_suspect->end()) {
        m_suspect.reset();
    }
}

void PoisonedPlaces::forgetNewest()
{
    m_unreadable.erase(Key(ArchivePlace::Side::Before, {}));
}

void PoisonedPlaces::forgive(ArchivePlace::Side side, const QString &id)
{
    m_unreadable.erase(Key(side, id));
}

bool PoisonedPlaces::isUnreadable(ArchivePlace::Side side, const QString &id) const
{
    return m_unreadable.contains(Key(side, id));
}

int PoisonedPlaces::sizeFor(const ArchivePlace &page) const
{
    if (m_careful.contains(Key(page.side, page.id))) {
        return 1;
    }
    if (!m_suspect || page.passed < 0 || page.passed >= m_suspect->end()) {
        return page.size;
    }
    return static_cast<int>(std::clamp<qint64>(m_suspect->safe - page.passed, 1, page.size));
}

} // namespace foyer

#include "models/switchermodel.h"

#include "models/fuzzymatch.h"
#include "models/roomlistmodel.h"

#include <algorithm>

namespace foyer
{

namespace
{

constexpr int noFit = -1;

} // namespace

SwitcherModel::SwitcherModel(RoomListModel &rooms, QObject *parent) : QSortFilterProxyModel(parent), m_rooms(rooms)
{
    setSourceModel(&rooms);
    sort(0);
}

void SwitcherModel::setPattern(const QString &pattern)
{
    m_pattern = pattern;
    invalidate();
}

int SwitcherModel::scoreOf(int row) const
{
    const RoomListEntry &entry = m_rooms.entry(row);
    return std::max(fuzzyMatch(m_pattern, entry.name).value_or(noFit),
                    fuzzyMatch(m_pattern, entry.address.roomId()).value_or(noFit));
}

bool SwitcherModel::filterAcceptsRow(int row, const QModelIndex &) const
{
    return m_pattern.isEmpty() || scoreOf(row) != noFit;
}

bool SwitcherModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    if (!m_pattern.isEmpty()) {
        const int one = scoreOf(left.row());
        const int other = scoreOf(right.row());
        if (one != other) {
            return one > other;
        }
    }
    const auto rank = [this](const QModelIndex &index) {
        const RoomListEntry &entry = m_rooms.entry(index.row());
        return std::tuple(entry.mentions == 0, entry.unread == 0, index.row());
    };
    return rank(left) < rank(right);
}

} // namespace foyer

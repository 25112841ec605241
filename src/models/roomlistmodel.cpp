#include "models/roomlistmodel.h"

#include "models/spokentext.h"
#include "models/timetext.h"

#include <QLocale>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace foyer
{

RoomListModel::RoomListModel(QObject *parent) : QAbstractListModel(parent) {}

int RoomListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant RoomListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const RoomListEntry &entry = m_entries[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return entry.name;
    case Qt::AccessibleTextRole:
        return spokentext::ofRoom(entry, data(index, TimeRole).toString());
    case AddressRole:
        return entry.address.toString();
    case SecondLineRole:
        return entry.status.isEmpty() ? entry.preview : entry.status;
    case TimeRole: {
        if (!entry.lastAt.isValid()) {
            return QString();
        }
        const QDateTime local = entry.lastAt.toLocalTime();
        return local.date() == m_now.toLocalTime().date() ? timetext::clockTime(entry.lastAt)
                                                          : QLocale().toString(local.date(), u"d MMM"_s);
    }
    case UnreadRole:
        return entry.unread;
    case MentionsRole:
        return entry.mentions;
    case FavouriteRole:
        return entry.favourite;
    case IdleRole:
        return entry.isIdle();
    case StateRole:
        return static_cast<int>(entry.state);
    default:
        return {};
    }
}

QHash<int, QByteArray> RoomListModel::roleNames() const
{
    return {{AddressRole, "address"}, {NameRole, "name"},           {SecondLineRole, "secondLine"},
            {TimeRole, "time"},       {UnreadRole, "unread"},       {MentionsRole, "mentions"},
            {IdleRole, "idle"},       {FavouriteRole, "favourite"}, {StateRole, "state"}};
}

int RoomListModel::rowOf(const RoomAddress &room) const
{
    const auto found = std::find_if(m_entries.cbegin(), m_entries.cend(),
                                    [&room](const RoomListEntry &entry) { return entry.address == room; });
    return found == m_entries.cend() ? -1 : static_cast<int>(found - m_entries.cbegin());
}

int RoomListModel::totalUnread() const
{
    return std::accumulate(m_entries.cbegin(), m_entries.cend(), 0,
                           [](int sum, const RoomListEntry &entry) { return sum + entry.unread; });
}

int RoomListModel::placeFor(const RoomListEntry &entry, int ignoring) const
{
    // Favourites before all others; newest first, rooms without messages last; equal times keep the order they came in.
    int place = 0;
    for (int row = 0; row < m_entries.size(); ++row) {
        const QDateTime &other = m_entries[row].lastAt;
        const bool equal = other == entry.lastAt || (!other.isValid() && !entry.lastAt.isValid());
        const bool newer = other.isValid() && (!entry.lastAt.isValid() || other > entry.lastAt);
        const bool ranksSame = m_entries[row].favourite == entry.favourite;
        const bool ranksHigher = m_entries[row].favourite && !entry.favourite;
        if (row != ignoring &&
            (ranksHigher || (ranksSame && newer) || (ranksSame && equal && (ignoring < 0 || row < ignoring)))) {
            ++place;
        }
    }
    return place;
}

void RoomListModel::put(const RoomListEntry &entry)
{
    const int unreadBefore = totalUnread();
    const int row = rowOf(entry.address);
    if (row < 0) {
        const int place = placeFor(entry, -1);
        beginInsertRows({}, place, place);
        m_entries.insert(place, entry);
        endInsertRows();
    } else if (m_entries[row] != entry) {
        const bool moves = m_entries[row].lastAt != entry.lastAt || m_entries[row].favourite != entry.favourite;
        m_entries[row] = entry;
        Q_EMIT dataChanged(index(row), index(row));
        const int place = moves ? placeFor(entry, row) : row;
        if (place != row && beginMoveRows({}, row, row, {}, place > row ? place + 1 : place)) {
            m_entries.move(row, place);
            endMoveRows();
        }
    }
    if (totalUnread() != unreadBefore) {
        Q_EMIT totalUnreadChanged(totalUnread());
    }
}

void RoomListModel::remove(const RoomAddress &room)
{
    const int row = rowOf(room);
    if (row < 0) {
        return;
    }
    const int unreadBefore = totalUnread();
    beginRemoveRows({}, row, row);
    m_entries.removeAt(row);
    endRemoveRows();
    if (totalUnread() != unreadBefore) {
        Q_EMIT totalUnreadChanged(totalUnread());
    }
}

void RoomListModel::setToday(const QDateTime &now)
{
    m_now = now;
    if (!m_entries.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {TimeRole, Qt::AccessibleTextRole});
    }
}

} // namespace foyer

#pragma once

#include "core/roomaddress.h"
#include "core/servicetypes.h"

#include <QAbstractListModel>

namespace foyer
{

/// One line of the room list.
struct RoomListEntry {
    RoomAddress address;
    QString name;
    RoomState state = RoomState::Left;
    QString status;  ///< what to say instead of the last message ("You were removed"); empty: the last message
    QString preview; ///< last message, with who wrote it
    QDateTime lastAt;
    int unread = 0;
    int mentions = 0;
    bool favourite = false;

    bool isIdle() const { return state == RoomState::Left || state == RoomState::Failed; }
    bool operator==(const RoomListEntry &) const = default;
};

/// The rooms of the account: favourites, then the others, each the one with the newest message first. Screen readers
/// get a sentence (Qt::AccessibleTextRole) with all that the list paints.
class RoomListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        AddressRole = Qt::UserRole + 1, ///< RoomAddress::toString()
        NameRole,
        SecondLineRole,
        TimeRole, ///< local time or day of the last message, as text
        UnreadRole,
        MentionsRole, ///< how many of the unread messages have one's own nickname in them
        FavouriteRole,
        IdleRole, ///< not in the room: the avatar is grey
        StateRole,
    };

    explicit RoomListModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

    const RoomListEntry &entry(int row) const { return m_entries[row]; }
    /// Row of a room, -1 when it is not listed.
    int rowOf(const RoomAddress &room) const;
    int totalUnread() const;

    /// Adds or changes one room; it moves when its last message is newer than others'.
    void put(const RoomListEntry &entry);
    void remove(const RoomAddress &room);
    /// The day that counts as today in times.
    void setToday(const QDateTime &now);

Q_SIGNALS:
    void totalUnreadChanged(int count);

private:
    int placeFor(const RoomListEntry &entry, int ignoring) const;

    QList<RoomListEntry> m_entries;
    QDateTime m_now;
};

} // namespace foyer

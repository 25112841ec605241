#pragma once

#include "models/messageacts.h"
#include "models/roomsource.h"
#include "models/timelinerow.h"

#include <QAbstractListModel>
#include <QFuture>
#include <QSet>
#include <QTimer>

#include <functional>
#include <optional>
#include <utility>

namespace foyer
{

/// Where somebody is in a room: the topmost message and how far it stands below the upper edge, in pixels.
struct ReadingPlace {
    MessageKey key = 0; ///< 0: at the newest end
    int top = 0;

    bool operator==(const ReadingPlace &) const = default;
};

/// One room's timeline: a window of at most `windowLimit` rows over what the store holds, messages and gap lines.
/// Nothing is put into the window but what the store answers: a stored batch makes it read again, so that the order
/// is always the store's (guarantee, rule 4). Memory stays constant however much is stored.
class TimelineModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< MessageKey; 0 for a gap
        KindRole,                   ///< "message" or "gap"
        NicknameRole,
        BodyRole,
        SentAtRole,
        OwnRole,
        StateRole, ///< DeliveryState as int
        StartsGroupRole,
        DayRole,
        NewLineRole,
    };
    enum class Older { Idle, Loading, Beginning, Failed };
    /// How far fetchOlder() goes: showing more than a join asked for is the person's wish, not the window's.
    enum class From { Store, StoreThenServer };

    static constexpr int pageSize = 60;
    static constexpr int windowLimit = 400;
    /// While the reader follows the newest, fewer rows are enough: what is above is read again when asked for.
    static constexpr int followedLimit = 200;
    static constexpr int ownLookback = 1000;

    TimelineModel(RoomSource &source, const RoomAddress &room, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

    const TimelineRow &row(int index) const { return m_rows[index]; }
    /// The window's rows and gap lines in order.
    QList<TimelineItem> items() const;
    /// Index of the row with this TimelineRow::id(), -1 when it is not in the window.
    int indexOf(qint64 id) const;
    /// Whether the window's end is the newest row there is.
    bool isAtNewest() const { return m_atNewest; }
    Older older() const { return m_older; }
    /// Messages that came while the reader was scrolled up: the number on the pill.
    int newerCount() const { return m_newerCount; }
    /// The nickname that counts as "me" in mentions.
    QString ownNickname() const { return m_ownNickname; }
    void setOwnNickname(const QString &nickname);
    /// Our occupant id in the room, when it is known: own messages under way get the colour that they will have.
    void setOwnIdentity(const QString &occupantId);
    /// Newest message row of the window, when it ends at the newest.
    std::optional<StoredMessage> newest() const;
    /// The same without own rows that wait for the server: those stand behind what is still to come.
    std::optional<StoredMessage> newestSettled() const;
    /// Newest message row of the window with the room's own time, when it ends at the newest.
    std::optional<StoredMessage> newestStamped() const;

    /// The newest own message that was not deleted, wherever the window stands; none when it is not among the newest
    /// `ownLookback` rows.
    QFuture<std::optional<StoredMessage>> newestOwn();

    /// What the *New* line stands below, see setNewLineAfter(); 0 when there is none.
    MessageKey newLineAfter() const { return m_newLineAfter; }
    /// The row below the *New* line, or, while that is not in the window, the row above it; 0 when there is none.
    MessageKey firstUnread() const;

    ReadingPlace place() const { return m_place; }
    /// Whoever shows the room tells where its reader is.
    void setPlace(const ReadingPlace &place);
    /// Where its reader was in an earlier run: whoever shows the room goes there first.
    void restorePlace(const ReadingPlace &place);
    bool hasWantedPlace() const { return m_wantedPlace.key != 0; }
    /// The place to go to first, once; key 0 when there is none.
    ReadingPlace takeWantedPlace() { return std::exchange(m_wantedPlace, {}); }

    /// Stored rows are read at once, but those that follow only when \a ms have passed, so that a busy room costs
    /// little.
    void setPace(int ms) { m_pace.setInterval(ms); }
    void setRoom(const RoomAddress &room) { m_room = room; }
    /// What one may do in the room now: asked whenever acts are offered. None: nothing.
    void setAbilities(std::function<RoomAbilities()> abilities) { m_abilities = std::move(abilities); }
    MessageActs actsOn(const StoredMessage &message) const
    {
        return foyer::actsOn(message, m_abilities ? m_abilities() : RoomAbilities());
    }

public Q_SLOTS:
    /// The store accepted \a rows of this room: shown when the reader follows, else counted.
    void applyStored(const QList<foyer::StoredMessage> &rows);
    /// A row changed in place (state, correction, retraction).
    void applyChanged(const foyer::StoredMessage &row);
    /// Rows moved, gaps came or went: reads the window again.
    void reload();
    /// It is another day, or the same in another time zone: every row is to be shown anew.
    void onDayChanged();
    /// Whether the reader is at the newest end; while not, the window does not grow under the eyes.
    void setFollowing(bool following);
    /// Goes to the newest rows at once, wherever the window is.
    void showNewest();
    /// Extends the window upwards, from the store, then from the server's archive.
    void fetchOlder(foyer::TimelineModel::From from = From::StoreThenServer);
    /// Extends the window downwards when it does not end at the newest.
    void fetchNewer();
    /// Moves the window so that \a key is in it with rows on both sides, and tells when it is there: jumped(). The
    /// reader must not be following. Nothing happens when the row is not held.
    void showAround(foyer::MessageKey key);
    /// Puts the *New* line above the first message of others after \a lastRead; 0 takes it away.
    void setNewLineAfter(foyer::MessageKey lastRead);

Q_SIGNALS:
    void newerCountChanged(int count);
    void olderChanged();
    /// The newest message row is another one, or changed.
    void newestChanged();
    /// showAround() has its row in the window.
    void jumped(foyer::MessageKey key);
    /// showAround() found no such row, or the reader follows meanwhile; the window is where it was.
    void jumpMissed();
    void placeChanged();
    /// restorePlace() was called.
    void placeWanted();
    /// The window was read again and says what the store says.
    void refreshed();
    /// The window could not be read and is as it was.
    void readFailed(const foyer::Error &error);

private:
    /// Tail: what is newer than the newest settled row, for rows that were stored at the end.
    enum class Read { Window, Newest, Tail };
    using Items = QList<TimelineItem>;

    Read wantedRead() const;
    void read(Read what);
    void takeWindow(const Items &items, MessageKey after, int limit);
    bool takeTail(const Items &items, MessageKey after, const QSet<MessageKey> &arrived);
    MessageKey tailStart() const;
    void checkFirstGap();
    void noteNewestLeft();
    void takeOlder(const Items &items, From from);
    void takeAround(MessageKey key, const Items &before, const Items &after);
    void fetchOlderFromServer();
    void setOlder(Older older);
    void setNewerCount(int count);
    void showItems(const Items &items);
    void replaceMiddle(const Items &items);
    void insertItems(int at, const Items &items);
    void removeItems(int at, int count);
    void redecorate();
    TimelineRow decorated(int index) const;
    QString identityOf(const StoredMessage &message) const;
    void learnOwnIdentity(const Items &items);
    bool isFirstUnread(int before) const;
    MessageKey firstKey() const;
    MessageKey lastKey() const;
    void announceNewest();

    RoomSource &m_source;
    RoomAddress m_room;
    QList<TimelineRow> m_rows;
    std::function<RoomAbilities()> m_abilities;
    ReadingPlace m_place;
    ReadingPlace m_wantedPlace;
    QString m_ownNickname;
    QString m_ownIdentity;
    MessageKey m_newLineAfter = 0;
    MessageKey m_newestKey = 0;
    Older m_older = Older::Idle;
    int m_newerCount = 0;
    int m_arrived = 0;
    QSet<MessageKey> m_arrivedKeys; ///< stored since the last read, as far as only a read of the tail is owed
    QTimer m_pace;
    bool m_tailEnough = true;  ///< nothing but arrivals happened since the last read
    QDateTime m_leftNewestAt;  ///< time of the newest row when the reader scrolled up
    QDateTime m_leftStampedAt; ///< the same by the room's clock
    MessageKey m_goingTo = 0;  ///< what showAround() was asked for last
    bool m_following = true;
    bool m_atNewest = true;
    bool m_reading = false;
    bool m_readAgain = false;
    bool m_fetchingNewer = false;
    bool m_storeRead = false; ///< the window begins where the store does
};

} // namespace foyer

#pragma once

#include "core/clock.h"
#include "core/roomaddress.h"
#include "core/servicetypes.h"
#include "models/noticelevel.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <optional>

namespace foyer
{

class AppState;
class RoomPageState;
struct StoredMessage;

/// What is told outside the window. Its words hold text from outside: whoever shows it shows it literally.
struct Notice {
    QString key;      ///< a later notice with the same key takes the place of the earlier one
    RoomAddress room; ///< the room to go to
    QString title;
    QString body;
    bool mention = false; ///< somebody named us

    bool operator==(const Notice &) const = default;
};

/// Decides what is told outside the window: messages nobody looks at, by the level of their room, at most one standing
/// notice a room; and after an outage one summary of everything it brought, however many rooms and messages that were.
/// Fed by AppState and by slots with the signatures of ChatroomService's signals.
class RoomNotices : public QObject
{
    Q_OBJECT

public:
    /// A room's standing notice changes at most this often.
    static constexpr qint64 pauseMs = 3000;

    RoomNotices(AppState &state, QObject *parent = nullptr);

public Q_SLOTS:
    void onConnectionLost();
    void onRoomStateChanged(const foyer::RoomAddress &room, foyer::RoomState state);
    void onRejoined(const foyer::RoomAddress &room);
    /// A room that is tried again later is not waited for.
    void onRejoinFailed(const foyer::RoomAddress &room);

Q_SIGNALS:
    void raised(const foyer::Notice &notice);
    /// What the notice told of has been read.
    void withdrawn(const QString &key);

private:
    /// The unread messages of one room that are told of.
    struct Told {
        RoomAddress room;
        int count = 0;
        int mentions = 0;
        QString title;
        QString lastLine;
        MessageKey lastKey = 0;        ///< whose line that is
        std::optional<qint64> shownMs; ///< when its notice was last raised
    };

    void onUnread(const RoomAddress &room, const QList<StoredMessage> &rows);
    /// What a notice shows was deleted: it goes.
    void onUnreadRemoved(const RoomAddress &room, MessageKey key);
    void forgetRead();
    /// A room has gone from the list.
    void forgetGone();
    void raiseDue();
    void raise(Told &told);
    void returned(const RoomAddress &room);
    void summarise();
    static void count(Told &told, const RoomPageState &page, const QList<StoredMessage> &rows);
    Notice summaryOf(const QList<Told> &rooms) const;

    AppState &m_state;
    Timer m_pause;
    QHash<QString, Told> m_standing; ///< by RoomAddress::toString()
    QSet<QString> m_due;
    QSet<QString> m_returning; ///< rooms whose outage has not ended
    QHash<QString, Told> m_missed;
    QSet<QString> m_inSummary;
};

} // namespace foyer

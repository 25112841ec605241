#pragma once

#include "core/clock.h"
#include "core/connectionfacts.h"

#include <QList>
#include <QObject>

namespace foyer
{

class ChatroomService;

/// Writes down what a service says of its outages: when, why, how long, and how each room came back. Keeps the newest
/// 200.
class OutageLog : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype most = 200;

    OutageLog(ChatroomService &service, const Clock &clock);

    /// Oldest first.
    const QList<Outage> &outages() const { return m_outages; }
    /// Another account: nothing of the old one's is told to it.
    void clear();

Q_SIGNALS:
    void changed();

private:
    void onLost(const Error &cause);
    void onState(const ConnectionState &state);
    void onRejoining(const RoomAddress &room);
    void settle(const RoomAddress &room, const RoomReturn &result);
    void forget(const RoomAddress &room);
    /// The place where \a room's return is still to be told; nullptr when there is none.
    RoomReturn *waiting(const RoomAddress &room);
    void append(const Outage &outage);
    void endRoomOutages();

    ChatroomService &m_service;
    const Clock &m_clock;
    QList<Outage> m_outages;
    qint64 m_lostAt = -1; ///< since boot, of the connection's outage under way
};

} // namespace foyer

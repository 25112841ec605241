#pragma once

#include <QList>
#include <QObject>
#include <QPointer>

namespace foyer
{

class RoomSession;

/// Lets at most four rooms enter at a time, the visible one first, so that a reconnect with many rooms neither floods
/// the server nor keeps the person waiting for the room on screen.
class JoinQueue : public QObject
{
    Q_OBJECT

public:
    explicit JoinQueue(QObject *parent = nullptr);

    void setVisible(RoomSession *session);
    /// Asks for a turn; RoomSession::enter() is called when it comes. Asking twice is asking once.
    void request(RoomSession *session);
    /// The entry of \a session is decided (or not wanted any more).
    void done(RoomSession *session);
    /// Stops: nobody waits or enters any more (the connection is gone).
    void clear();
    /// From now on one room at a time, until nobody waits or enters: so that it is certain whose answer harms.
    void oneAtATime() { m_oneAtATime = true; }

private:
    void pump();

    QList<QPointer<RoomSession>> m_waiting;
    QList<QPointer<RoomSession>> m_entering;
    QPointer<RoomSession> m_visible;
    bool m_oneAtATime = false;
};

} // namespace foyer

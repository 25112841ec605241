#pragma once

#include "core/clock.h"
#include "core/roomaddress.h"

#include <QObject>
#include <QSet>

namespace foyer
{

class AppState;
class RoomPageState;
class UserSettings;

/// Keeps something of each room over restarts: reads it when a room is listed, and writes it some time after a change,
/// or at once in flush().
class RoomKeeper : public QObject
{
    Q_OBJECT

public:
    /// Whose rooms these are: what was kept of those already listed is read.
    void setAccount(const Jid &account);
    /// Writes what has not been written.
    void flush();

protected:
    RoomKeeper(AppState &state, UserSettings &settings, Clock &clock, qint64 writeAfterMs, QObject *parent);

    /// \a room is not as it was written. Says nothing while it is being restored.
    void note(const RoomAddress &room);
    /// The room is removed with everything that was in it.
    void drop(const RoomAddress &room);
    QString kept(const QString &what, const RoomAddress &room) const;
    void keep(const QString &what, const RoomAddress &room, const QString &value);

    virtual void restore(const RoomAddress &room, RoomPageState &page) = 0;
    /// False: it is to be written later.
    virtual bool write(const RoomAddress &room, RoomPageState &page) = 0;

private:
    void restoreRoom(const RoomAddress &room);
    QString keyOf(const QString &what, const RoomAddress &room) const;

    AppState &m_state;
    UserSettings &m_settings;
    Timer m_soon;
    qint64 m_writeAfterMs;
    Jid m_account;
    QSet<QString> m_changed; ///< rooms that are not as they were written
    bool m_restoring = false;
};

} // namespace foyer

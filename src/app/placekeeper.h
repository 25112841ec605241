#pragma once

#include "core/clock.h"
#include "core/roomaddress.h"

#include <QObject>
#include <QSet>

namespace foyer
{

class AppState;
class UserSettings;

/// Keeps over restarts where one was in each room: the row at the top of the window, unless one followed the newest,
/// and up to where it was read.
///
/// Writes happen a few seconds after a change, and at once in flush().
class PlaceKeeper : public QObject
{
    Q_OBJECT

public:
    PlaceKeeper(AppState &state, UserSettings &settings, Clock &clock, QObject *parent = nullptr);

    /// Whose places these are: those of the rooms already listed are read.
    void setAccount(const Jid &account);
    /// The room is removed with everything that was in it.
    void forget(const RoomAddress &room);
    /// Writes what has not been written.
    void flush();

private:
    void restore(const RoomAddress &room);
    void note(const RoomAddress &room);
    void keep(const QString &key, const QString &value);
    QString keyOf(const QString &what, const RoomAddress &room) const;

    AppState &m_state;
    UserSettings &m_settings;
    Timer m_soon;
    Jid m_account;
    QSet<QString> m_changed; ///< rooms where one is somewhere else than was written
    bool m_restoring = false;
};

} // namespace foyer

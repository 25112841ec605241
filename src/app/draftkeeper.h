#pragma once

#include "core/clock.h"
#include "core/roomaddress.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace foyer
{

class AppState;
class UserSettings;

/// Keeps what is being written in each room over restarts. A text that was sent is kept until it is stored as a row, so
/// that a program that ends in between has it in one place or the other.
///
/// Writes happen a second after the last key, and at once in flush().
class DraftKeeper : public QObject
{
    Q_OBJECT

public:
    DraftKeeper(AppState &state, UserSettings &settings, Clock &clock, QObject *parent = nullptr);

    /// Whose drafts these are: those of the rooms already listed are read.
    void setAccount(const Jid &account);
    /// A message of \a room is on its way into the store: an emptied field is not yet written down.
    void hold(const RoomAddress &room);
    /// It is stored, or its text is a draft again.
    void release(const RoomAddress &room);
    /// The room is removed with everything that was in it.
    void forget(const RoomAddress &room);
    /// Writes what has not been written.
    void flush();

private:
    void restore(const RoomAddress &room);
    void note(const RoomAddress &room);
    QString keyOf(const RoomAddress &room) const;

    AppState &m_state;
    UserSettings &m_settings;
    Timer m_soon;
    Jid m_account;
    QSet<QString> m_changed; ///< rooms whose draft is another one than the kept one
    QHash<QString, int> m_held;
    bool m_restoring = false;
};

} // namespace foyer

#pragma once

#include "core/roomaddress.h"

#include <QObject>

namespace foyer
{

class AppState;
class UserSettings;

/// Keeps which rooms are favourites over restarts, for each account.
class FavouriteKeeper : public QObject
{
    Q_OBJECT

public:
    FavouriteKeeper(AppState &state, UserSettings &settings, QObject *parent = nullptr);

    void setAccount(const Jid &account);
    void setFavourite(const RoomAddress &room, bool favourite);
    /// The room is removed: should it come again, it comes as any other.
    void forget(const RoomAddress &room);

private:
    void restore(const RoomAddress &room);
    void keep(const RoomAddress &room, bool favourite);
    QString keyOf(const RoomAddress &room) const;

    AppState &m_state;
    UserSettings &m_settings;
    Jid m_account;
};

} // namespace foyer

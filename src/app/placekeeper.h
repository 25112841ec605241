#pragma once

#include "app/roomkeeper.h"

namespace foyer
{

/// Keeps over restarts where one was in each room: the row at the top of the window, unless one followed the newest,
/// and up to where it was read. Writes happen a few seconds after a change.
class PlaceKeeper : public RoomKeeper
{
    Q_OBJECT

public:
    PlaceKeeper(AppState &state, UserSettings &settings, Clock &clock, QObject *parent = nullptr);

    /// The room is removed with everything that was in it.
    void forget(const RoomAddress &room);

protected:
    void restore(const RoomAddress &room, RoomPageState &page) override;
    bool write(const RoomAddress &room, RoomPageState &page) override;
};

} // namespace foyer

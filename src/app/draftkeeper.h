#pragma once

#include "app/roomkeeper.h"

#include <QHash>

namespace foyer
{

/// Keeps what is being written in each room over restarts. A text that was sent is kept until it is stored as a row, so
/// that a program that ends in between has it in one place or the other. Writes happen a second after the last key.
class DraftKeeper : public RoomKeeper
{
    Q_OBJECT

public:
    DraftKeeper(AppState &state, UserSettings &settings, Clock &clock, QObject *parent = nullptr);

    /// A message of \a room is on its way into the store: an emptied field is not yet written down.
    void hold(const RoomAddress &room);
    /// It is stored, or its text is a draft again.
    void release(const RoomAddress &room);
    /// The room is removed with everything that was in it.
    void forget(const RoomAddress &room);

protected:
    void restore(const RoomAddress &room, RoomPageState &page) override;
    bool write(const RoomAddress &room, RoomPageState &page) override;

private:
    QHash<QString, int> m_held;
};

} // namespace foyer

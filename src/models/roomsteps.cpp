#include "models/roomsteps.h"

#include "models/roomlistmodel.h"

namespace foyer::roomsteps
{

std::optional<RoomAddress> beside(const RoomListModel &rooms, const RoomAddress &from, int step, Which which)
{
    const int count = rooms.rowCount();
    const int known = rooms.rowOf(from);
    const int start = known < 0 && step < 0 ? count : known;
    for (int i = 1; i <= count; ++i) {
        const int row = ((start + i * step) % count + count) % count;
        if (row == known) {
            break;
        }
        if (which == Which::Any || rooms.entry(row).unread > 0) {
            return rooms.entry(row).address;
        }
    }
    return std::nullopt;
}

} // namespace foyer::roomsteps

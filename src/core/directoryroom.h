#pragma once

#include "core/roomaddress.h"

namespace foyer
{

/// A room that its service lists for everybody (XEP-0045 section 6.3).
struct DirectoryRoom {
    RoomAddress address;
    QString name;    ///< outside text; empty when the service gives none but the ID
    int people = -1; ///< inside now; -1 when the service does not tell

    bool operator==(const DirectoryRoom &) const = default;
};

} // namespace foyer

#pragma once

#include "core/jid.h"

#include <QFuture>
#include <QString>

#include <functional>

namespace foyer
{

/// Where the passwords of rooms are kept, so that a later run of the program comes back to them. Null functions:
/// nowhere. Called on the service's thread.
struct RoomPasswords {
    /// What was kept for \a room of \a account; empty when nothing. It may take long: a keyring may be locked.
    std::function<QFuture<QString>(const Jid &account, const Jid &room)> read;
    /// An empty password is forgotten.
    std::function<void(const Jid &account, const Jid &room, const QString &password)> keep;
};

} // namespace foyer

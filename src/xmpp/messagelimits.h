#pragma once

#include "core/error.h"
#include "core/jid.h"

#include <optional>

namespace foyer
{

/// MessageTooLarge when a body, or the stanza it makes for \a room, is larger than servers take.
std::optional<Error> checkMessage(const Jid &room, const QString &body);

} // namespace foyer

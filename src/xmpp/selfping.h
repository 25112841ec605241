#pragma once

#include "core/jid.h"
#include "core/result.h"

#include <QFuture>

namespace foyer
{

class IqRouter;

/// Asks the room whether \a self is one of its occupants (XEP-0410): true inside, false outside; TimedOut or
/// NotConnected when undecided.
QFuture<Result<bool>> selfPing(IqRouter &iqs, const Jid &self);

} // namespace foyer

#pragma once

#include "core/result.h"

#include <QString>

namespace foyer
{

/// Sends the program's log lines to \a fileName (mode 0600, appended to) besides standard error. The log holds no
/// passwords and no message bodies, because nothing in Foyer logs them.
Result<Done> startLogFile(const QString &fileName);

} // namespace foyer

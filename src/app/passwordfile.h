#pragma once

#include "core/result.h"

#include <QString>

namespace foyer
{

/// The password in a file (`-`: standard input); one trailing newline is dropped. StoreFailed with a sentence when the
/// file cannot be read.
Result<QString> readPasswordFile(const QString &fileName);

} // namespace foyer

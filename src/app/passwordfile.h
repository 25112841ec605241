#pragma once

#include "core/result.h"

#include <QString>

namespace foyer
{

/// What a password may be read from.
enum class PasswordSource {
    Anything, ///< standard input (`-`), a pipe and a device too: whoever starts the program waits for them
    File,     ///< a regular file, which answers at once: for a program that runs
};

/// The password in a file; one trailing newline is dropped. A pipe that nobody writes into is waited for up to
/// \a longestWaitMs. StoreFailed with a sentence when the file cannot be read or is none that \a source allows.
Result<QString> readPasswordFile(const QString &fileName, PasswordSource source, int longestWaitMs = 5000);

} // namespace foyer

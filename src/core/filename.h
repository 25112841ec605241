#pragma once

#include <QString>

namespace foyer
{

/// \a name made fit to be a file's name on any system and in any program: what stands after its last separator, percent
/// signs decoded as often as it takes, without control, direction and other invisible characters, without characters
/// and names that a system keeps for itself, at most 120 bytes of UTF-8 with its ending kept. Never empty, never
/// hidden, never a way to another folder.
QString safeFileName(const QString &name);

} // namespace foyer

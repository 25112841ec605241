#pragma once

#include "core/roommessage.h"

namespace foyer
{

/// What an entry says about another one, read from the XML that a version stored which did not understand it; empty
/// when it cannot be read.
Annotation readStoredEntry(const QString &raw, EntryKind kind);

} // namespace foyer

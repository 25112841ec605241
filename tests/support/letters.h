#pragma once

#include "support/builders.h"
#include "support/tempstore.h"

namespace foyer
{

/// Archive entries named by one letter each, which is id and text: short enough for a whole archive in one line.
RoomMessage entry(QChar name);
/// They come live, one after the other.
void live(TempStore &store, MembershipKey membership, const QString &names);
/// One membership that has seen these live, and was lost.
MembershipKey livedThrough(TempStore &store, const QString &names);

} // namespace foyer

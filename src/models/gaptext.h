#pragma once

#include "core/roommessage.h"

namespace foyer::gaptext
{

/// What a gap line says, with the times it lies between as far as they are known.
QString sentence(const TimelineGap &gap, const QDateTime &now);
/// Why it is so and what can be done, for *Why?*.
QString explanation(GapReason reason);
/// Whether asking the server (again) may fill it: with a connection the line offers *Load* instead of *Why?*.
bool canLoad(GapReason reason);

} // namespace foyer::gaptext

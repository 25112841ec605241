#pragma once

#include "core/roommessage.h"

#include <QList>
#include <QString>

/// What the clipboard gets.
namespace foyer::copytext
{

/// Of one message its text alone; of several, each on a line of its own with day, time (local) and nickname before it.
/// A hole between them is named as one, a deleted message is left out. \a now as in gaptext::sentence().
QString ofItems(const QList<TimelineItem> &items, const QDateTime &now);

} // namespace foyer::copytext

#pragma once

#include "core/roommessage.h"

#include <QString>

#include <functional>

class QWidget;

namespace foyer
{

class Theme;

/// Asks before the room called \a name goes with all its messages here.
void askToForget(const Theme &theme, QWidget *parent, const QString &name, const std::function<void()> &forget);
/// Asks before an own message is deleted for everyone.
void askToRetract(const Theme &theme, QWidget *parent, const StoredMessage &message,
                  const std::function<void()> &retract);
/// Asks before somebody else's message is removed, with a reason that may stay empty.
void askToModerate(const Theme &theme, QWidget *parent, const StoredMessage &message,
                   const std::function<void(const QString &reason)> &moderate);

} // namespace foyer

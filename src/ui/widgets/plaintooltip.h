#pragma once

#include <QString>

namespace foyer
{

/// \a words as a tool tip that shows them letter by letter, from the side where the window begins. A tool tip guesses
/// whether it is rich text, and turns with the first letter: escaped and told, it cannot guess wrong. What comes from
/// outside is kept apart within \a words (core/apart.h).
QString plainToolTip(const QString &words);

} // namespace foyer

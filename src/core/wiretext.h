#pragma once

#include <QString>
#include <QStringView>

namespace foyer
{

/// How many units of UTF-16 the character at \a place has; 0 for one that XML 1.0 forbids (section 2.2), half a pair
/// included.
qsizetype xmlCharacterAt(QStringView text, qsizetype place);

/// \a text as it comes back from a room: what XML 1.0 forbids (section 2.2) is left out, because it never goes out, and
/// every line break is a newline (section 2.11). An own message is kept like this, so that it is known again.
QString asWritten(const QString &text);

/// The first \a most characters of \a text, or one fewer where the last would be half of a pair (UTF-16).
QString beginningOf(const QString &text, qsizetype most);

} // namespace foyer

#pragma once

#include <QString>
#include <QStringList>

namespace foyer
{

/// Who writes at this moment, as one line: "bob is typing…", "bob and carol are typing…", "Several people are typing…";
/// empty when nobody does. \a nicknames are outside text.
QString typingText(const QStringList &nicknames);

} // namespace foyer

#pragma once

#include <QString>

namespace foyer
{

/// Text from outside (a server, a room, a link) made fit for one label: line breaks become spaces, control characters
/// and such that turn the writing direction go, endless words may break, and what is longer than \a maximumLength ends
/// with an ellipsis. Show it in a plain text label only.
QString outsideText(const QString &text, int maximumLength = 400);

/// \a name from outside for the text of a button: short, and without a mnemonic of its own.
QString outsideButtonText(const QString &name);

} // namespace foyer

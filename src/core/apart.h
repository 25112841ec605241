#pragma once

#include <QString>

/// Words from elsewhere within a sentence: they keep their own direction of writing and the sentence keeps its own
/// (isolates of UAX #9). Controls of direction in the words themselves are dropped, so that nothing ends the isolate
/// before the words do.
namespace foyer
{

/// \a words with the direction of their own first letter that has one: names, titles, sentences of others.
QString apart(const QString &words);
/// \a words from the left whatever their letters are: commands, addresses, paths.
QString apartFromLeft(const QString &words);

} // namespace foyer

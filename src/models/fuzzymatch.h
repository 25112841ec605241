#pragma once

#include <QString>

#include <optional>

namespace foyer
{

/// How well \a text fits the few letters \a pattern somebody typed to find it, without regard to case and accents.
/// nullopt when the letters do not stand in the text in this order; otherwise more is better: letters at the start of
/// words, letters in a row, and short texts. An empty pattern fits everything alike.
std::optional<int> fuzzyMatch(const QString &pattern, const QString &text);

/// What fuzzyMatch() compares of a text: lower case, without the marks that a decomposition sets apart.
QString fuzzyText(const QString &text);
/// fuzzyMatch() of texts that are fuzzyText() already, for long lists. No spaces in \a pattern.
std::optional<int> fuzzyMatchPlain(const QString &pattern, const QString &text);

} // namespace foyer

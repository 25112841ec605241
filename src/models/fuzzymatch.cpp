#include "models/fuzzymatch.h"

#include <algorithm>
#include <vector>

namespace foyer
{

namespace
{

constexpr int longest = 200;
constexpr int forWordStart = 12;
constexpr int forRow = 14;
constexpr int forLetter = 1;
constexpr int never = -1000000;

/// Whether the letters stand in the text in this order at all.
bool standsIn(const QString &wanted, const QString &here)
{
    qsizetype at = 0;
    for (const QChar letter : wanted) {
        at = here.indexOf(letter, at) + 1;
        if (at == 0) {
            return false;
        }
    }
    return true;
}

bool startsWord(const QString &text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

} // namespace

QString fuzzyText(const QString &text)
{
    QString letters;
    const QString decomposed = text.left(longest).normalized(QString::NormalizationForm_KD).toCaseFolded();
    for (const QChar letter : decomposed) {
        if (!letter.isMark()) {
            letters.append(letter);
        }
    }
    return letters;
}

std::optional<int> fuzzyMatch(const QString &pattern, const QString &text)
{
    return fuzzyMatchPlain(fuzzyText(pattern).remove(u' '), fuzzyText(text));
}

std::optional<int> fuzzyMatchPlain(const QString &wanted, const QString &here)
{
    if (wanted.isEmpty()) {
        return 0;
    }
    if (!standsIn(wanted, here)) {
        return std::nullopt;
    }
    const auto width = static_cast<size_t>(here.size());
    // best[i]: the best sum for the letters so far when the last of them stands at i.
    std::vector<int> best(width, never);
    for (qsizetype w = 0; w < wanted.size(); ++w) {
        std::vector<int> next(width, never);
        int before = w == 0 ? 0 : never; // the best of all places left of the one before i
        for (size_t i = 0; i < width; ++i) {
            const auto at = static_cast<qsizetype>(i);
            if (w > 0 && i >= 2) {
                before = std::max(before, best[i - 2]);
            }
            if (here[at] != wanted[w]) {
                continue;
            }
            const int alone = before + (startsWord(here, at) ? forWordStart : forLetter);
            const int inRow = w > 0 && i > 0 ? best[i - 1] + forRow : never;
            next[i] = std::max(alone, inRow);
        }
        best = std::move(next);
    }
    const int score = width == 0 ? never : *std::max_element(best.cbegin(), best.cend());
    if (score < 0) {
        return std::nullopt;
    }
    // Of equal fits the shorter text is meant.
    return score * longest - static_cast<int>(here.size());
}

} // namespace foyer

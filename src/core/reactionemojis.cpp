#include "core/reactionemojis.h"

#include <QChar>
#include <QList>

namespace foyer
{

namespace
{

/// A family of four with skin tones is 11 code points; a flag of tags is 7.
constexpr qsizetype longestEmoji = 16;
/// What comes below is letters, digits and punctuation of the world's scripts, except for ©, ® and the like.
constexpr char32_t firstSymbol = 0x2000;

} // namespace

bool isReactionEmoji(const QString &text)
{
    const QList<uint> points = text.toUcs4();
    if (points.isEmpty() || points.size() > longestEmoji) {
        return false;
    }
    bool hasSymbol = false;
    for (const uint point : points) {
        const bool isDirection = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
                                 point == 0x200E || point == 0x200F;
        if (QChar::isLetter(point) || QChar::isSpace(point) || QChar::category(point) == QChar::Other_Control ||
            isDirection) {
            return false;
        }
        const bool isJoiner = point == 0x200D || (point >= 0xFE00 && point <= 0xFE0F);
        hasSymbol = hasSymbol || (!isJoiner && (point >= firstSymbol || point == 0xA9 || point == 0xAE));
    }
    return hasSymbol;
}

QStringList reactionEmojis(const QStringList &texts)
{
    QStringList emojis;
    for (const QString &text : texts) {
        const QString trimmed = text.trimmed();
        if (emojis.size() < maximumReactionEmojis && !emojis.contains(trimmed) && isReactionEmoji(trimmed)) {
            emojis.append(trimmed);
        }
    }
    return emojis;
}

} // namespace foyer

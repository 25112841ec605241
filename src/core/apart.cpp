#include "core/apart.h"

namespace foyer
{

namespace
{

constexpr QChar fromLeft(0x2066);
constexpr QChar fromFirstLetter(0x2068);
constexpr QChar endOfIsolate(0x2069);

bool turns(QChar c)
{
    const char16_t code = c.unicode();
    return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

QString between(QChar start, const QString &words)
{
    QString kept;
    kept.reserve(words.size() + 2);
    kept += start;
    for (const QChar c : words) {
        if (!turns(c)) {
            kept += c;
        }
    }
    kept += endOfIsolate;
    return kept;
}

} // namespace

QString apart(const QString &words)
{
    return between(fromFirstLetter, words);
}

QString apartFromLeft(const QString &words)
{
    return between(fromLeft, words);
}

} // namespace foyer

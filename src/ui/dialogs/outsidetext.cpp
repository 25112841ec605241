#include "ui/dialogs/outsidetext.h"

namespace foyer
{

namespace
{

constexpr int longestWord = 48;
constexpr int longestButtonName = 20;

constexpr char16_t endOfIsolate = 0x2069;

bool isIsolate(QChar c)
{
    return c == u'\u2066' || c == u'\u2068';
}

/// What would turn the sentence around it. Of the isolates only those that keep something apart may stay.
bool turnsWriting(QChar c)
{
    return (c >= u'\u202a' && c <= u'\u202e') || c == u'\u2067';
}

} // namespace

QString outsideText(const QString &text, int maximumLength)
{
    const QString oneLine = text.left(4 * maximumLength).simplified();
    QString shown;
    int wordLength = 0;
    qsizetype open = 0;
    for (const QChar c : oneLine) {
        if (isIsolate(c)) {
            ++open;
        } else if (c == endOfIsolate && --open < 0) {
            open = 0;
            continue;
        }
        if (turnsWriting(c) || c.category() == QChar::Other_Control) {
            continue;
        }
        wordLength = c.isSpace() ? 0 : wordLength + 1;
        if (wordLength > longestWord && !c.isLowSurrogate()) {
            shown += u'\u200b';
            wordLength = 1;
        }
        if (shown.size() >= maximumLength && !c.isLowSurrogate()) {
            return shown + u'…' + QString(open, QChar(endOfIsolate));
        }
        shown += c;
    }
    return shown + QString(open, QChar(endOfIsolate));
}

QString outsideButtonText(const QString &name)
{
    return outsideText(name, longestButtonName).replace(u'&', QStringLiteral("&&"));
}

} // namespace foyer

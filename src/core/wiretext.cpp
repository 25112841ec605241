#include "core/wiretext.h"

using namespace Qt::StringLiterals;

namespace foyer
{

qsizetype xmlCharacterAt(QStringView text, qsizetype place)
{
    const QChar c = text[place];
    if (c.isHighSurrogate() && place + 1 < text.size() && text[place + 1].isLowSurrogate())
        return 2;
    const bool isControl = c < u' ' && c != u'\n' && c != u'\r' && c != u'\t';
    return isControl || c.isSurrogate() || c == QChar(0xFFFE) || c == QChar(0xFFFF) ? 0 : 1;
}

QString asWritten(const QString &text)
{
    QString written;
    written.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'\r') {
            // With the newline after it, if there is one, it is one line break.
            if (i + 1 == text.size() || text[i + 1] != u'\n')
                written += u'\n';
            continue;
        }
        const qsizetype units = xmlCharacterAt(text, i);
        written += QStringView(text).mid(i, units);
        i += units > 1 ? units - 1 : 0;
    }
    return written;
}

QString beginningOf(const QString &text, qsizetype most)
{
    const bool isHalf = most > 0 && most < text.size() && text[most - 1].isHighSurrogate();
    return text.left(isHalf ? most - 1 : most);
}

} // namespace foyer

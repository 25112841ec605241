#include "core/wiretext.h"

using namespace Qt::StringLiterals;

namespace foyer
{

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
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            written += c;
            written += text[++i];
            continue;
        }
        const bool isForbidden =
            (c < u' ' && c != u'\n' && c != u'\t') || c.isSurrogate() || c == QChar(0xFFFE) || c == QChar(0xFFFF);
        if (!isForbidden)
            written += c;
    }
    return written;
}

QString beginningOf(const QString &text, qsizetype most)
{
    const bool isHalf = most > 0 && most < text.size() && text[most - 1].isHighSurrogate();
    return text.left(isHalf ? most - 1 : most);
}

} // namespace foyer

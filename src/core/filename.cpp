#include "core/filename.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cctype>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qsizetype maximumBytes = 120;
constexpr qsizetype maximumEndingBytes = 16;
/// Whoever encodes a name more often than that hides something.
constexpr int mostDecodings = 8;

/// Unlike Qt's, leaves a percent sign alone that no two hexadecimal figures follow.
QByteArray decodedOnce(const QByteArray &text)
{
    const auto isFigure = [](char letter) { return std::isxdigit(static_cast<unsigned char>(letter)) != 0; };
    QByteArray out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == '%' && i + 2 < text.size() && isFigure(text.at(i + 1)) && isFigure(text.at(i + 2))) {
            out.append(QByteArray::fromHex(text.sliced(i + 1, 2)));
            i += 2;
        } else {
            out.append(text.at(i));
        }
    }
    return out;
}

QString decoded(QString name)
{
    for (int i = 0; i < mostDecodings && name.contains(u'%'); ++i) {
        const QString once = QString::fromUtf8(decodedOnce(name.toUtf8()));
        if (once == name)
            break;
        name = once;
    }
    return name;
}

/// Letters and figures of every script, symbols, and the punctuation that means nothing to shells, URLs and systems.
bool isAllowed(char32_t letter)
{
    switch (QChar::category(letter)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Number_DecimalDigit:
    case QChar::Number_Letter:
    case QChar::Number_Other:
    case QChar::Symbol_Other:
        return true;
    default:
        return letter < 0x80 && QStringView(u" ._-()[]+,'&@=!").contains(QChar(static_cast<char16_t>(letter)));
    }
}

/// Whether \a letter is not even worth a mark where it stood.
bool isInvisible(char32_t letter)
{
    switch (QChar::category(letter)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Mark_Enclosing:
        return true;
    default:
        return letter == QChar::ReplacementCharacter;
    }
}

/// Cut at whole characters to \a bytes of UTF-8.
QString shortened(QString text, qsizetype bytes)
{
    while (text.toUtf8().size() > bytes) {
        text.chop(text.size() > 1 && text.back().isLowSurrogate() ? 2 : 1);
    }
    return text;
}

QString fitted(const QString &name)
{
    if (name.toUtf8().size() <= maximumBytes)
        return name;
    const qsizetype dot = name.lastIndexOf(u'.');
    const QString ending = dot > 0 ? name.sliced(dot) : QString();
    const qsizetype bytes = ending.toUtf8().size();
    if (bytes == 0 || bytes > maximumEndingBytes)
        return shortened(name, maximumBytes);
    return shortened(name.first(dot), maximumBytes - bytes).trimmed() + ending;
}

bool isReserved(const QString &name)
{
    static const QRegularExpression devices(u"^(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])\\s*(\\.|$)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return devices.match(name).hasMatch();
}

} // namespace

QString safeFileName(const QString &name)
{
    QString plain = decoded(name);
    plain = plain.sliced(std::max(plain.lastIndexOf(u'/'), plain.lastIndexOf(u'\\')) + 1);
    QString kept;
    const auto letters = plain.toUcs4();
    for (const char32_t letter : letters) {
        if (QChar::isSpace(letter))
            kept += u' ';
        else if (isAllowed(letter) && letter != QChar::ReplacementCharacter)
            kept += QString::fromUcs4(&letter, 1);
        else if (!isInvisible(letter))
            kept += u'_';
    }
    kept = fitted(kept.simplified());
    const auto isEdge = [](QChar letter) { return letter == u'.' || letter == u' '; };
    while (!kept.isEmpty() && isEdge(kept.back()))
        kept.chop(1);
    while (!kept.isEmpty() && (isEdge(kept.front()) || kept.front() == u'-'))
        kept.remove(0, 1);
    if (kept.isEmpty())
        return u"file"_s;
    return isReserved(kept) ? u'_' + kept : kept;
}

} // namespace foyer

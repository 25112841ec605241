#include "models/displaytext.h"

#include "core/apart.h"
#include "core/imagelink.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTextBoundaryFinder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::displaytext
{

namespace
{

constexpr qsizetype maximumLine = 200;
constexpr qsizetype maximumBody = 10'000;
constexpr int maximumLines = 400;
constexpr int maximumMarks = 8;
constexpr QChar endOfIsolate(0x2069);

bool isMark(QChar c)
{
    return c.category() == QChar::Mark_NonSpacing || c.category() == QChar::Mark_Enclosing;
}

bool isOverride(QChar c)
{
    return c == QChar(0x202D) || c == QChar(0x202E);
}

bool isIsolate(QChar c)
{
    return c >= QChar(0x2066) && c <= QChar(0x2068);
}

bool isDirectionControl(QChar c)
{
    const char16_t code = c.unicode();
    return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E ||
           code == 0x200F || code == 0x061C;
}

/// End of the part body() shows, in UTF-16 units.
qsizetype shownEnd(const QString &text)
{
    qsizetype end = std::min(text.size(), maximumBody);
    int lines = 0;
    for (qsizetype at = text.indexOf(u'\n'); at >= 0 && at < end; at = text.indexOf(u'\n', at + 1)) {
        if (++lines == maximumLines) {
            end = at;
            break;
        }
    }
    // Never between the halves of a character.
    if (end < text.size() && end > 0 && text[end].isLowSurrogate()) {
        --end;
    }
    return end;
}

/// \a text without the isolates that have no end and the ends that have no isolate.
QString balanced(const QString &text)
{
    QList<qsizetype> open;
    QList<qsizetype> spare;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (isIsolate(text[at])) {
            open.append(at);
        } else if (text[at] == endOfIsolate && open.isEmpty()) {
            spare.append(at);
        } else if (text[at] == endOfIsolate) {
            open.removeLast();
        }
    }
    spare += open;
    std::sort(spare.begin(), spare.end());
    QString kept = text;
    for (auto at = spare.crbegin(); at != spare.crend(); ++at) {
        kept.remove(*at, 1);
    }
    return kept;
}

/// One line of \a text; with \a isolates those may stay that keep something apart.
QString line(const QString &text, bool isolates)
{
    QString line;
    line.reserve(std::min(text.size(), maximumLine));
    int marks = 0;
    for (const QChar c : QStringView(text).left(4 * maximumLine)) {
        marks = isMark(c) ? marks + 1 : 0;
        const bool stays = isolates && (isIsolate(c) || c == endOfIsolate);
        if (marks > maximumMarks || (isDirectionControl(c) && !stays)) {
            continue;
        }
        if (c.category() == QChar::Other_Control || c.isSpace()) {
            line += u' ';
        } else {
            line += c;
        }
    }
    line = line.simplified();
    if (line.size() > maximumLine) {
        line.truncate(line[maximumLine].isLowSurrogate() ? maximumLine - 1 : maximumLine);
        line += QChar(0x2026);
    }
    return line;
}

bool isUsable(const QUrl &url)
{
    if (!url.isValid()) {
        return false;
    }
    if (url.scheme() == "mailto"_L1) {
        return !url.path().isEmpty();
    }
    if (url.scheme() == "xmpp"_L1) {
        // Rooms to join only: whatever else such an address may ask for is not done from a message.
        return !url.path().isEmpty() && (url.query() == "join"_L1 || url.query().startsWith("join;"_L1));
    }
    return !url.host().isEmpty();
}

bool isWordCharacter(char32_t c)
{
    return QChar::isLetterOrNumber(c) || c == U'_' || c == U'-';
}

/// The whole character of \a text that ends at \a at; 0 where there is none.
char32_t characterBefore(const QString &text, qsizetype at)
{
    const bool isPair = at > 1 && text[at - 1].isLowSurrogate() && text[at - 2].isHighSurrogate();
    return isPair ? QChar::surrogateToUcs4(text[at - 2], text[at - 1]) : at > 0 ? text[at - 1].unicode() : U'\0';
}

/// The one that begins there.
char32_t characterAt(const QString &text, qsizetype at)
{
    const bool isPair = at + 1 < text.size() && text[at].isHighSurrogate() && text[at + 1].isLowSurrogate();
    return isPair ? QChar::surrogateToUcs4(text[at], text[at + 1]) : at < text.size() ? text[at].unicode() : U'\0';
}

} // namespace

QString oneLine(const QString &text)
{
    return line(text, false);
}

QString sentence(const QString &text)
{
    const QString kept = line(text, true);
    QString closed = balanced(kept);
    if (kept.size() <= maximumLine || closed == kept) {
        return closed;
    }
    // Cut within an isolate: it ends with the line.
    return balanced(kept + QString(kept.size() - closed.size(), endOfIsolate));
}

QString summary(const QString &body)
{
    const auto image = imageLinkOf(body);
    return image ? QCoreApplication::translate("DisplayText", "Image: %1", "file name").arg(apart(oneLine(image->name)))
                 : oneLine(body);
}

QString body(const QString &text)
{
    QString shown;
    const qsizetype end = shownEnd(text);
    shown.reserve(end);
    int marks = 0;
    for (qsizetype i = 0; i < end; ++i) {
        const QChar c = text[i];
        marks = isMark(c) ? marks + 1 : 0;
        if (marks > maximumMarks || isOverride(c) || c == u'\r') {
            continue;
        }
        const bool isBreak = c == u'\n' || c == QChar(0x2028) || c == QChar(0x2029);
        if (isBreak) {
            // QTextLayout breaks lines only at this character.
            shown += QChar(QChar::LineSeparator);
        } else if (c.category() == QChar::Other_Control && c != u'\t') {
            shown += QChar(QChar::ReplacementCharacter);
        } else {
            shown += c;
        }
    }
    return shown;
}

bool isCut(const QString &text)
{
    return shownEnd(text) < text.size();
}

QString isolated(const QString &text)
{
    QString result;
    result.reserve(text.size() + 2);
    result += QChar(0x2068);
    result += text;
    result += QChar(0x2069);
    return result;
}

QList<Range> mentions(const QString &body, const QString &nickname)
{
    QList<Range> found;
    if (nickname.isEmpty()) {
        return found;
    }
    for (qsizetype at = body.indexOf(nickname, 0, Qt::CaseInsensitive); at >= 0;
         at = body.indexOf(nickname, at + nickname.size(), Qt::CaseInsensitive)) {
        const qsizetype after = at + nickname.size();
        const bool startsWord = !isWordCharacter(characterBefore(body, at));
        const bool endsWord = !isWordCharacter(characterAt(body, after));
        if (startsWord && endsWord) {
            const bool hasSign = at > 0 && body[at - 1] == u'@';
            found.append({hasSign ? at - 1 : at, nickname.size() + (hasSign ? 1 : 0)});
        }
    }
    return found;
}

QList<Range> links(const QString &body)
{
    static const QRegularExpression pattern(
        uR"((?<![\w])(?:https?://|mailto:|xmpp:)[^\s<>"\x{00}-\x{1f}\x{7f}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2028}\x{2029}\x{2066}-\x{2069}]+)"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    QList<Range> found;
    auto matches = pattern.globalMatch(body);
    while (matches.hasNext()) {
        const auto match = matches.next();
        qsizetype length = match.capturedLength();
        const QString address = match.captured();
        // A full stop or a bracket after an address belongs to the sentence around it.
        while (length > 0) {
            const QChar last = address[length - 1];
            const bool closes = last == u')' && !QStringView(address).left(length).contains(u'(');
            if (!closes && !u".,;:!?'”’»]}"_s.contains(last)) {
                break;
            }
            --length;
        }
        const QUrl url(address.left(length), QUrl::StrictMode);
        if (isUsable(url)) {
            found.append({match.capturedStart(), length});
        }
    }
    return found;
}

bool isOdd(const QUrl &link)
{
    if (link.scheme() == "mailto"_L1 || link.scheme() == "xmpp"_L1) {
        return false;
    }
    const QString host = link.host(QUrl::FullyEncoded);
    // Letters of other scripts can look like Latin ones; a name before the host can look like the host.
    const bool isEncoded = host.startsWith("xn--"_L1) || host.contains(".xn--"_L1);
    const QString last = host.section(u'.', -1);
    const bool isNumeric = host.contains(u':') || (!last.isEmpty() && last[0].isDigit());
    constexpr int webPort = 80;
    constexpr int secureWebPort = 443;
    const int port = link.port(-1);
    const bool isUsualPort = port == -1 || port == webPort || port == secureWebPort;
    return isEncoded || isNumeric || !isUsualPort || !link.userInfo().isEmpty();
}

QList<Range> emoji(const QString &body)
{
    QList<Range> found;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, body);
    qsizetype start = 0;
    for (qsizetype end = finder.toNextBoundary(); end >= 0; end = finder.toNextBoundary()) {
        const QChar first = body[start];
        const char32_t code = first.isHighSurrogate() && start + 1 < end
                                  ? QChar::surrogateToUcs4(first, body[start + 1])
                                  : first.unicode();
        const bool isPictograph = code >= 0x1F000 && code < 0x20000;
        if (isPictograph || QStringView(body).mid(start, end - start).contains(QChar(0xFE0F))) {
            if (!found.isEmpty() && found.last().start + found.last().length == start) {
                found.last().length += end - start;
            } else {
                found.append({start, end - start});
            }
        }
        start = end;
    }
    return found;
}

} // namespace foyer::displaytext

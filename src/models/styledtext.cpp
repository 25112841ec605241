#include "models/styledtext.h"

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace foyer::styledtext
{

namespace
{

constexpr int maximumQuotes = 8;
constexpr int maximumNesting = 4;

bool isLineEnd(QChar c)
{
    return c == u'\n' || c == QChar(QChar::LineSeparator);
}

std::optional<Style> styleOf(QChar directive)
{
    switch (directive.unicode()) {
    case u'*':
        return Style::Strong;
    case u'_':
        return Style::Emphasis;
    case u'~':
        return Style::Struck;
    case u'`':
        return Style::Code;
    default:
        return std::nullopt;
    }
}

/// One line, from first to before last, with the directives that are open around it.
class LineParser
{
public:
    LineParser(const QString &text, QList<Span> &found) : m_text(text), m_found(found) {}

    void parse(qsizetype first, qsizetype last, int depth = 0)
    {
        // Where no closing directive was found for one place, there is none for a later one either.
        std::array<bool, 4> hopeless{};
        bool opened = false;
        for (qsizetype at = first; at < last; ++at) {
            const auto style = styleOf(m_text[at]);
            opened = style && mayOpen(first, at, last, opened);
            if (!opened || hopeless[static_cast<std::size_t>(*style)]) {
                continue;
            }
            const qsizetype end = closing(at, last);
            if (end < 0) {
                hopeless[static_cast<std::size_t>(*style)] = true;
                continue;
            }
            if (end == at + 1) {
                // Nothing between the two: neither is a directive.
                ++at;
                opened = false;
                continue;
            }
            m_found.append({{at, end - at + 1}, *style});
            if (*style != Style::Code && depth < maximumNesting) {
                parse(at + 1, end, depth + 1);
            }
            at = end;
            opened = false;
        }
    }

private:
    bool mayOpen(qsizetype first, qsizetype at, qsizetype last, bool afterOpening) const
    {
        if (at + 1 >= last || m_text[at + 1].isSpace()) {
            return false;
        }
        return at == first || m_text[at - 1].isSpace() || (afterOpening && m_text[at - 1] != m_text[at]);
    }

    qsizetype closing(qsizetype at, qsizetype last) const
    {
        for (qsizetype i = at + 1; i < last; ++i) {
            if (m_text[i] == m_text[at] && !m_text[i - 1].isSpace()) {
                return i;
            }
        }
        return -1;
    }

    const QString &m_text;
    QList<Span> &m_found;
};

class BlockParser
{
public:
    explicit BlockParser(const QString &text) : m_text(text) {}

    QList<Span> parse()
    {
        QList<qsizetype> starts;
        for (qsizetype start = 0; start <= m_text.size();) {
            qsizetype end = start;
            while (end < m_text.size() && !isLineEnd(m_text[end])) {
                ++end;
            }
            m_lines.append({start, end});
            start = end + 1;
        }
        parseBlock(0, m_lines.size(), 0);
        std::stable_sort(m_found.begin(), m_found.end(), [](const Span &one, const Span &other) {
            return one.range.start != other.range.start ? one.range.start < other.range.start
                                                        : one.range.length > other.range.length;
        });
        return m_found;
    }

private:
    struct Line {
        qsizetype start; ///< behind the quotation marks of the blocks around it
        qsizetype end;
    };

    QStringView of(const Line &line) const { return QStringView(m_text).mid(line.start, line.end - line.start); }
    bool isQuoted(const Line &line) const { return line.start < line.end && m_text[line.start] == u'>'; }

    void parseBlock(qsizetype first, qsizetype last, int depth)
    {
        for (qsizetype i = first; i < last;) {
            if (of(m_lines[i]).startsWith(u"```")) {
                i = preformatted(i, last);
            } else if (isQuoted(m_lines[i]) && depth < maximumQuotes) {
                i = quotation(i, last, depth);
            } else {
                LineParser(m_text, m_found).parse(m_lines[i].start, m_lines[i].end);
                ++i;
            }
        }
    }

    qsizetype preformatted(qsizetype first, qsizetype last)
    {
        qsizetype end = first + 1;
        while (end < last && of(m_lines[end]) != u"```") {
            ++end;
        }
        end = std::min(end + 1, last);
        // Line by line, so that marks of a quotation around it stay outside.
        for (qsizetype i = first; i < end; ++i) {
            m_found.append({{m_lines[i].start, m_lines[i].end - m_lines[i].start}, Style::CodeBlock});
        }
        return end;
    }

    qsizetype quotation(qsizetype first, qsizetype last, int depth)
    {
        qsizetype end = first;
        while (end < last && isQuoted(m_lines[end])) {
            Line &line = m_lines[end];
            m_found.append({{line.start, line.end - line.start}, Style::Quote});
            ++line.start;
            if (line.start < line.end && m_text[line.start].isSpace()) {
                ++line.start;
            }
            ++end;
        }
        parseBlock(first, end, depth + 1);
        return end;
    }

    const QString &m_text;
    QList<Line> m_lines;
    QList<Span> m_found;
};

} // namespace

QList<Span> spans(const QString &body)
{
    return BlockParser(body).parse();
}

} // namespace foyer::styledtext

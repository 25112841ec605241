#include "ui/timeline/bodytext.h"

#include "core/apart.h"
#include "models/messagewords.h"
#include "models/styledtext.h"
#include "ui/theme.h"

#include <QFontDatabase>
#include <QFontInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qreal lineFactor = 1.4;
constexpr qreal tallestFactor = 1.3;
constexpr qreal codeIndent = 8;
constexpr double emojiFactor = 1.2; ///< the pictures are drawn smaller than the letters beside them otherwise

class Formatter
{
public:
    Formatter(BodyText &body, const Theme &theme) : m_body(body), m_theme(theme) {}

    void add(const displaytext::Range &range, const QTextCharFormat &format)
    {
        QTextLayout::FormatRange one;
        one.start = static_cast<int>(range.start);
        one.length = static_cast<int>(range.length);
        one.format = format;
        m_body.formats.append(one);
    }

    void addStyles(qsizetype from)
    {
        for (auto span : styledtext::spans(m_body.text.mid(from))) {
            span.range.start += from;
            if (span.style == styledtext::Style::Quote) {
                m_body.quotes.append(span.range);
            } else if (span.style == styledtext::Style::CodeBlock) {
                m_body.code.append(span.range);
            }
            add(span.range, formatOf(span.style));
        }
    }

    void addEmoji()
    {
        QTextCharFormat emoji;
        // Text fonts own monochrome glyphs of many emoji and would win.
        emoji.setFontFamilies({u"Noto Color Emoji"_s});
        emoji.setProperty(QTextFormat::FontPixelSize, qRound(QFontInfo(m_theme.bodyFont()).pixelSize() * emojiFactor));
        for (const auto &range : displaytext::emoji(m_body.text)) {
            add(range, emoji);
        }
    }

    void addMentions(const QString &nickname, qsizetype from)
    {
        QTextCharFormat mention;
        mention.setForeground(m_theme.tokens().accent);
        mention.setBackground(m_theme.tokens().accentSoft);
        mention.setFontWeight(QFont::DemiBold);
        for (const auto &range : displaytext::mentions(m_body.text, nickname)) {
            if (range.start >= from) {
                add(range, mention);
            }
        }
    }

    void addLinks()
    {
        QTextCharFormat link;
        link.setForeground(m_theme.tokens().accent);
        link.setFontUnderline(m_theme.tokens().highContrast);
        m_body.links = displaytext::links(m_body.text);
        for (const auto &range : std::as_const(m_body.links)) {
            add(range, link);
        }
    }

private:
    QTextCharFormat formatOf(styledtext::Style style) const
    {
        QTextCharFormat format;
        switch (style) {
        case styledtext::Style::Strong:
            format.setFontWeight(QFont::Bold);
            break;
        case styledtext::Style::Emphasis:
            format.setFontItalic(true);
            break;
        case styledtext::Style::Struck:
            format.setFontStrikeOut(true);
            break;
        case styledtext::Style::Code:
            format.setBackground(m_theme.tokens().hover);
            [[fallthrough]];
        case styledtext::Style::CodeBlock:
            format.setFontFamilies(QFontDatabase::systemFont(QFontDatabase::FixedFont).families());
            break;
        case styledtext::Style::Quote:
            format.setForeground(m_theme.tokens().quietText);
            break;
        }
        return format;
    }

    BodyText &m_body;
    const Theme &m_theme;
};

void shift(displaytext::Range &range, qsizetype at)
{
    if (range.start >= at) {
        ++range.start;
    } else if (range.start + range.length > at) {
        ++range.length;
    }
}

/// Puts one character in, around which everything keeps what it covers.
void insert(BodyText &body, qsizetype at, char16_t character)
{
    body.text.insert(at, QChar(character));
    for (auto &range : body.links) {
        shift(range, at);
    }
    // Lines keep what is put in at their ends.
    for (auto *lines : {&body.quotes, &body.code}) {
        for (auto &line : *lines) {
            if (line.start > at) {
                ++line.start;
            } else if (line.start + line.length >= at) {
                ++line.length;
            }
        }
    }
    for (auto &format : body.formats) {
        displaytext::Range range{format.start, format.length};
        shift(range, at);
        format.start = static_cast<int>(range.start);
        format.length = static_cast<int>(range.length);
    }
}

/// Keeps each line of preformatted blocks in its own order, from left to right, in a text from right to left.
void isolateCode(BodyText &body)
{
    constexpr char16_t leftToRightIsolate = 0x2066;
    constexpr char16_t endOfIsolate = 0x2069;
    const auto code = body.code;
    // From the end, so that what is still to come keeps its place.
    for (auto block = code.crbegin(); block != code.crend(); ++block) {
        qsizetype end = block->start + block->length;
        while (end > block->start) {
            const qsizetype breaks = body.text.lastIndexOf(QChar(QChar::LineSeparator), end - 1);
            const qsizetype start = std::max(block->start, breaks + 1);
            if (start < end) {
                insert(body, end, endOfIsolate);
                insert(body, start, leftToRightIsolate);
            }
            end = start - 1;
        }
    }
}

bool contains(const QList<displaytext::Range> &ranges, qsizetype at)
{
    return std::any_of(ranges.begin(), ranges.end(), [at](const displaytext::Range &range) {
        return at >= range.start && at < range.start + range.length;
    });
}

} // namespace

BodyText bodyText(const StoredMessage &message, const QString &ownNickname, const Theme &theme)
{
    BodyText body;
    Formatter formatter(body, theme);
    qsizetype from = 0;
    const QString name = apart(displaytext::oneLine(message.nickname));
    body.text = messagewords::words(message.body, name);
    if (messagewords::isAction(message.body)) {
        from = name.size() + 1;
        QTextCharFormat action;
        action.setFontItalic(true);
        formatter.add({0, body.text.size()}, action);
        QTextCharFormat actor;
        actor.setFontWeight(QFont::DemiBold);
        formatter.add({0, name.size()}, actor);
    }
    formatter.addStyles(from);
    formatter.addEmoji();
    formatter.addMentions(ownNickname, from);
    formatter.addLinks();
    if (body.text.isRightToLeft()) {
        isolateCode(body);
    }
    return body;
}

qreal lineHeightOf(const QFont &font)
{
    return qRound(QFontInfo(font).pixelSize() * lineFactor);
}

qreal breakLines(QTextLayout &layout, qreal width, qreal lineHeight, const QList<displaytext::Range> &code,
                 const QList<displaytext::Range> &quotes)
{
    const bool fromRight = layout.textOption().alignment().testFlag(Qt::AlignRight);
    layout.beginLayout();
    qreal y = 0;
    bool wasCode = false;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        const bool isCode = contains(code, line.textStart());
        // Room for the ground above a block and below it, and between that and what else is said.
        y += isCode == wasCode ? 0 : codePadding + (y > 0 ? codeApart : 0);
        wasCode = isCode;
        const qreal bar = contains(quotes, line.textStart()) ? quoteBarWidth + quoteBarGap : 0;
        const qreal left = isCode ? codeIndent : fromRight ? 0 : bar;
        const qreal room = std::max(1.0, width - (isCode ? 2 * codeIndent : bar));
        line.setLineWidth(room);
        if (isCode) {
            // No wider than it is, it begins at the left however the text is aligned.
            line.setLineWidth(std::min(room, std::ceil(line.naturalTextWidth()) + 1));
        }
        // Emoji fonts are taller than text; their pictures fit all the same, and lines keep their rhythm.
        const qreal height = line.height() <= lineHeight * tallestFactor ? lineHeight : line.height();
        line.setPosition(QPointF(left, y + (height - line.height()) / 2));
        y += height;
    }
    layout.endLayout();
    return y + (wasCode ? codePadding : 0);
}

QList<QRectF> blocksOf(const QTextLayout &layout, const QList<displaytext::Range> &ranges, qreal width,
                       qreal lineHeight)
{
    QList<QRectF> blocks;
    int lastLine = -2;
    auto range = ranges.cbegin();
    for (int i = 0; i < layout.lineCount() && range != ranges.cend(); ++i) {
        const QTextLine line = layout.lineAt(i);
        while (range != ranges.cend() && line.textStart() > range->start + range->length) {
            ++range;
        }
        if (range == ranges.cend() || line.textStart() < range->start) {
            continue;
        }
        const QRectF here(0, line.y() + (line.height() - lineHeight) / 2, width, lineHeight);
        if (lastLine == i - 1) {
            blocks.last() |= here;
        } else {
            blocks.append(here);
        }
        lastLine = i;
    }
    return blocks;
}

} // namespace foyer

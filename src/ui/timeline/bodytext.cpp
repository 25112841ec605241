#include "ui/timeline/bodytext.h"

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
constexpr double emojiFactor = 1.2; ///< the pictures are drawn smaller than the letters beside them otherwise
const auto meCommand = "/me "_L1;

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

} // namespace

BodyText bodyText(const StoredMessage &message, const QString &ownNickname, const Theme &theme)
{
    BodyText body;
    Formatter formatter(body, theme);
    qsizetype from = 0;
    if (message.body.startsWith(meCommand)) {
        const QString name = displaytext::isolated(displaytext::oneLine(message.nickname));
        body.text = name + u' ' + displaytext::body(message.body.mid(meCommand.size()));
        from = name.size() + 1;
        QTextCharFormat action;
        action.setFontItalic(true);
        formatter.add({0, body.text.size()}, action);
        QTextCharFormat actor;
        actor.setFontWeight(QFont::DemiBold);
        formatter.add({0, name.size()}, actor);
    } else {
        body.text = displaytext::body(message.body);
    }
    formatter.addStyles(from);
    formatter.addEmoji();
    formatter.addMentions(ownNickname, from);
    formatter.addLinks();
    return body;
}

qreal lineHeightOf(const QFont &font)
{
    return qRound(QFontInfo(font).pixelSize() * lineFactor);
}

qreal breakLines(QTextLayout &layout, qreal width, qreal lineHeight)
{
    layout.beginLayout();
    qreal y = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(1.0, width));
        // Emoji fonts are taller than text; their pictures fit all the same, and lines keep their rhythm.
        const qreal height = line.height() <= lineHeight * tallestFactor ? lineHeight : line.height();
        line.setPosition(QPointF(0, y + (height - line.height()) / 2));
        y += height;
    }
    layout.endLayout();
    return y;
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

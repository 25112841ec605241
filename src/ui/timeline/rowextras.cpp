#include "ui/timeline/rowextras.h"

#include "ui/theme.h"

#include <QCoreApplication>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qreal quoteBar = 3;
constexpr qreal quoteGap = 8;
constexpr qreal quoteLine = 20; ///< at least
constexpr qreal quoteBelow = 2;
constexpr qreal chipHeight = 22; ///< at least
constexpr qreal chipInside = 6;  ///< height around its words
constexpr qreal chipPadding = 9;
constexpr qreal chipGap = 4;
constexpr qreal chipInner = 4;
constexpr qreal chipsTop = 4;
constexpr int mostReactions = 30; ///< kinds shown; whoever sends more is not served
constexpr qsizetype longestReaction = 16;

QFont emojiFont(const Theme &theme)
{
    QFont font(u"Noto Color Emoji"_s);
    font.setPixelSize(QFontInfo(theme.hintFont()).pixelSize() + 1);
    return font;
}

QString quoteOf(const ReplyReference &reply)
{
    const QString words = displaytext::summary(reply.excerpt);
    const QString name = displaytext::oneLine(reply.nickname);
    if (words.isEmpty()) {
        return reply.key != 0 ? QCoreApplication::translate("Timeline", "an answer to a deleted message")
                              : QCoreApplication::translate("Timeline", "an answer to a message that is not here");
    }
    return name.isEmpty() ? words
                          : QCoreApplication::translate("Timeline", "%1: %2", "nickname and words of a quoted message")
                                .arg(displaytext::isolated(name), displaytext::isolated(words));
}

} // namespace

qreal layOutQuote(RowLayout &layout, const StoredMessage &message, const RowContext &context, qreal y)
{
    if (!message.reply || message.retracted) {
        return 0;
    }
    const QFontMetricsF metrics(context.theme.hintFont());
    const qreal left = layout.bodyPosition.x();
    const qreal room = context.width - left - metrics::timelineSide - quoteBar - quoteGap;
    layout.quote = metrics.elidedText(quoteOf(*message.reply), Qt::ElideRight, std::max(0.0, room));
    const qreal height = std::max(quoteLine, std::ceil(metrics.height()));
    layout.quoteBar = QRectF(left, y, quoteBar, height);
    layout.quoteRect =
        QRectF(left + quoteBar + quoteGap, y, std::ceil(metrics.horizontalAdvance(layout.quote)) + 2, height);
    layout.quoteKey = message.reply->key;
    return height + quoteBelow;
}

qreal layOutReactions(RowLayout &layout, const StoredMessage &message, const RowContext &context, qreal y)
{
    if (message.reactions.isEmpty() || message.retracted) {
        return 0;
    }
    const QFontMetricsF words(context.theme.hintFont());
    const QFontMetricsF pictures(emojiFont(context.theme));
    const qreal left = layout.bodyPosition.x();
    const qreal right = context.width - metrics::timelineSide;
    const qreal height = std::max(chipHeight, std::ceil(words.height()) + chipInside);
    qreal x = left;
    qreal top = y + chipsTop;
    for (const Reaction &reaction : message.reactions.mid(0, mostReactions)) {
        RowLayout::Chip chip;
        chip.emoji = reaction.emoji;
        chip.shown = displaytext::oneLine(reaction.emoji).left(longestReaction);
        chip.count = QLocale().toString(reaction.nicknames.size());
        chip.own = reaction.own;
        chip.nicknames = reaction.nicknames;
        chip.emojiWidth = std::ceil(pictures.horizontalAdvance(chip.shown));
        const qreal width =
            2 * chipPadding + chip.emojiWidth + chipInner + std::ceil(words.horizontalAdvance(chip.count));
        if (x > left && x + width > right) {
            x = left;
            top += height + chipGap;
        }
        chip.rect = QRectF(x, top, width, height);
        x += width + chipGap;
        layout.chips.append(chip);
    }
    return top + height - y;
}

void paintQuote(QPainter &painter, const Theme &theme, const RowLayout &layout)
{
    if (layout.quote.isEmpty()) {
        return;
    }
    painter.fillRect(layout.quoteBar, theme.tokens().accent);
    painter.setFont(theme.hintFont());
    painter.setPen(theme.tokens().quietText);
    painter.drawText(layout.quoteRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, layout.quote);
}

void paintReactions(QPainter &painter, const Theme &theme, const RowLayout &layout)
{
    if (layout.chips.isEmpty()) {
        return;
    }
    const Tokens &tokens = theme.tokens();
    const QFont pictures = emojiFont(theme);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto &chip : layout.chips) {
        const QColor ownGround = tokens.highContrast ? tokens.accent : tokens.accentSoft;
        const QColor ownText = tokens.highContrast ? tokens.onAccent : tokens.accent;
        painter.setPen(QPen(chip.own ? tokens.accent : tokens.line, 1));
        painter.setBrush(chip.own ? ownGround : tokens.background);
        const qreal radius = chip.rect.height() / 2;
        painter.drawRoundedRect(chip.rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
        const QRectF inner = chip.rect.adjusted(chipPadding, 0, -chipPadding, 0);
        painter.setPen(chip.own ? ownText : tokens.text);
        painter.setFont(pictures);
        const bool turned = painter.layoutDirection() == Qt::RightToLeft;
        const qreal emojiRoom = chip.emojiWidth + 1;
        const Qt::Alignment sideways = Qt::AlignAbsolute | Qt::AlignVCenter;
        painter.drawText(
            QRectF(turned ? inner.right() - emojiRoom : inner.left(), inner.top(), emojiRoom, inner.height()),
            (turned ? Qt::AlignRight : Qt::AlignLeft) | sideways | Qt::TextSingleLine, chip.shown);
        painter.setFont(theme.hintFont());
        painter.drawText(inner, (turned ? Qt::AlignLeft : Qt::AlignRight) | sideways, chip.count);
    }
}

} // namespace foyer

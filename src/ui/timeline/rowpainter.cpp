#include "ui/timeline/rowpainter.h"

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/timeline/imagecard.h"
#include "ui/timeline/rowextras.h"
#include "ui/widgets/avatar.h"

#include <QCoreApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// A little wider at its end, so that rounding never cuts the last letter.
QRectF loose(const QPainter &painter, const QRectF &rect)
{
    constexpr qreal slack = 2;
    return painter.layoutDirection() == Qt::RightToLeft ? rect.adjusted(-slack, 0, 0, 0)
                                                        : rect.adjusted(0, 0, slack, 0);
}

void paintLine(QPainter &painter, const Theme &theme, const RowLayout &layout, qreal middle, const QString &words,
               const QColor &line, const QColor &text)
{
    constexpr qreal textGap = 11;
    const QFontMetricsF metrics(theme.hintFont());
    const qreal width = metrics.horizontalAdvance(words);
    const qreal left = metrics::timelineSide;
    const qreal right = layout.width - metrics::timelineSide;
    const qreal textLeft = std::floor((left + right - width) / 2);
    const qreal y = std::floor(middle) + 0.5;
    // Other caps reach a pixel beyond the edge.
    painter.setPen(QPen(line, 1, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(left, y), QPointF(textLeft - textGap, y));
    painter.drawLine(QPointF(textLeft + width + textGap, y), QPointF(right, y));
    painter.setFont(theme.hintFont());
    painter.setPen(text);
    const qreal height = metrics.height() + 2;
    painter.drawText(QRectF(textLeft, middle - height / 2, width + 2, height), Qt::AlignLeft | Qt::AlignVCenter, words);
}

void paintIcon(QPainter &painter, const QString &name, const QColor &colour, const QRectF &rect)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    painter.drawPixmap(rect.topLeft(), Icons::pixmap(name, colour, qRound(rect.width()), ratio));
}

void paintState(QPainter &painter, const Tokens &tokens, DeliveryState state, const QRectF &rect)
{
    switch (state) {
    case DeliveryState::Received:
        return;
    case DeliveryState::Queued:
        paintIcon(painter, u"clock"_s, tokens.quietText, rect);
        return;
    case DeliveryState::Sent:
        paintIcon(painter, u"sent"_s, tokens.quietText, rect);
        return;
    case DeliveryState::Checking:
        paintIcon(painter, u"refresh"_s, tokens.waiting.text, rect);
        return;
    case DeliveryState::Delivered:
        paintIcon(painter, u"tick"_s, tokens.quietText, rect);
        return;
    case DeliveryState::Failed:
        paintIcon(painter, u"error"_s, tokens.bad.text, rect);
        return;
    }
}

void paintActions(QPainter &painter, const Theme &theme, const RowLayout &layout, const QFont &base)
{
    QFont bold = base;
    bold.setWeight(QFont::DemiBold);
    bold.setUnderline(theme.tokens().highContrast);
    painter.setFont(bold);
    painter.setPen(theme.tokens().accent);
    for (const auto &action : layout.actions) {
        painter.drawText(loose(painter, action.rect), Qt::AlignLeft | Qt::AlignVCenter, action.text);
    }
}

/// What is painted over the body's own formats.
QList<QTextLayout::FormatRange> selectionsOf(const Tokens &tokens, const RowLayout &layout, const RowEmphasis &emphasis)
{
    QList<QTextLayout::FormatRange> ranges;
    if (emphasis.selected) {
        // The band has the colour that mentions stand on.
        const auto formats = layout.body->formats();
        for (QTextLayout::FormatRange mention : formats) {
            if (mention.format.background().color() == tokens.accentSoft) {
                mention.format.setBackground(tokens.background);
                ranges.append(mention);
            }
        }
    }
    if (!emphasis.text) {
        return ranges;
    }
    QTextLayout::FormatRange range;
    range.start = emphasis.text->start;
    range.length = emphasis.text->length;
    range.format.setBackground(tokens.accent);
    range.format.setForeground(tokens.onAccent);
    ranges.append(range);
    return ranges;
}

void paintGrounds(QPainter &painter, const Tokens &tokens, const RowLayout &layout)
{
    if (layout.codeGrounds.isEmpty() && layout.quoteBars.isEmpty()) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.highContrast ? QPen(tokens.line, 1) : QPen(Qt::NoPen));
    painter.setBrush(tokens.hover);
    const qreal edge = tokens.highContrast ? 0.5 : 0;
    for (const QRectF &ground : layout.codeGrounds) {
        painter.drawRoundedRect(ground.adjusted(edge, edge, -edge, -edge), metrics::controlRadius,
                                metrics::controlRadius);
    }
    painter.setPen(Qt::NoPen);
    // As beside the message that is answered.
    painter.setBrush(tokens.accent);
    for (const QRectF &bar : layout.quoteBars) {
        painter.drawRect(bar);
    }
}

void paintMessage(QPainter &painter, const Theme &theme, const TimelineRow &row, const RowLayout &layout,
                  const RowEmphasis &emphasis)
{
    const Tokens &tokens = theme.tokens();
    const StoredMessage &message = row.item.message;
    if (row.startsGroup) {
        avatar::paint(painter, layout.avatarRect, message.nickname, avatar::colourOf(row.identity), theme.bodyFont());
        painter.setFont(theme.nameFont());
        painter.setPen(tokens.text);
        painter.drawText(loose(painter, layout.nameRect), Qt::AlignLeft | Qt::AlignVCenter, layout.name);
    }
    if (row.startsGroup || emphasis.hovered) {
        painter.setFont(theme.hintFont());
        painter.setPen(tokens.quietText);
        const Qt::Alignment side = row.startsGroup ? Qt::AlignLeft : Qt::AlignHCenter;
        painter.drawText(row.startsGroup ? loose(painter, layout.timeRect) : layout.timeRect, side | Qt::AlignVCenter,
                         layout.time);
    }
    paintGrounds(painter, tokens, layout);
    paintQuote(painter, theme, layout);
    painter.setPen(message.retracted ? tokens.quietText : tokens.text);
    layout.body->draw(&painter, layout.bodyPosition, selectionsOf(tokens, layout, emphasis));
    paintImage(painter, theme, layout);
    paintState(painter, tokens, message.state, layout.stateRect);
    paintReactions(painter, theme, layout);
    if (layout.noteText) {
        painter.setPen(layout.noteIsBad ? tokens.bad.text : tokens.quietText);
        layout.noteText->draw(&painter, layout.noteRect.topLeft());
    }
    paintActions(painter, theme, layout, theme.hintFont());
}

void paintGap(QPainter &painter, const Theme &theme, const RowLayout &layout)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    QPen pen(theme.tokens().line, 1);
    pen.setDashPattern({3, 3});
    painter.setPen(pen);
    painter.drawRoundedRect(layout.gapRect.adjusted(0.5, 0.5, -0.5, -0.5), metrics::controlRadius,
                            metrics::controlRadius);
    painter.setPen(theme.tokens().quietText);
    layout.body->draw(&painter, layout.bodyPosition);
    paintActions(painter, theme, layout, theme.hintFont());
}

/// Behind a selected row; those of a run are one.
void paintBand(QPainter &painter, const Tokens &tokens, const RowLayout &layout, const RowEmphasis &emphasis)
{
    constexpr qreal radius = metrics::rowRadius;
    const qreal top = emphasis.joinsAbove ? layout.bandTop : layout.top - metrics::step;
    const qreal bottom = emphasis.joinsBelow ? layout.height : layout.height + 1;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(QRectF(0, top, layout.width, bottom - top), Qt::IntersectClip);
    // Where it goes on the round end lies beyond what is painted here.
    const QRectF band(metrics::rowPadding, top - (emphasis.joinsAbove ? 2 * radius : 0),
                      layout.width - 2 * metrics::rowPadding,
                      bottom - top + (emphasis.joinsAbove ? 2 * radius : 0) + (emphasis.joinsBelow ? 2 * radius : 0));
    painter.setPen(tokens.highContrast ? QPen(tokens.accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(tokens.accentSoft);
    const qreal edge = tokens.highContrast ? 1 : 0;
    painter.drawRoundedRect(band.adjusted(edge, edge, -edge, -edge), radius, radius);
    painter.restore();
}

} // namespace

void paintRow(QPainter &painter, const Theme &theme, const TimelineRow &row, const RowLayout &layout,
              RowEmphasis emphasis)
{
    const Tokens &tokens = theme.tokens();
    if (layout.dayMiddle) {
        paintLine(painter, theme, layout, *layout.dayMiddle, layout.dayText, tokens.line, tokens.quietText);
    }
    if (layout.newMiddle) {
        const QString words = QCoreApplication::translate("Timeline", "New", "line above unread messages");
        // Half as strong as its word, which says it.
        QColor line = tokens.bad.text;
        line.setAlphaF(tokens.highContrast ? 1.0F : 0.5F);
        paintLine(painter, theme, layout, *layout.newMiddle, words, line, tokens.bad.text);
    }
    const QRectF frame(metrics::rowPadding, layout.top - 3.5, layout.width - 2 * metrics::rowPadding,
                       layout.height - layout.top + 6);
    if (emphasis.selected) {
        paintBand(painter, tokens, layout, emphasis);
    }
    if (emphasis.current) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(tokens.accent, tokens.highContrast ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, metrics::controlRadius, metrics::controlRadius);
    }
    if (row.isGap()) {
        paintGap(painter, theme, layout);
    } else {
        paintMessage(painter, theme, row, layout, emphasis);
    }
}

} // namespace foyer

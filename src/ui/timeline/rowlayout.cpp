#include "ui/timeline/rowlayout.h"

#include "models/gaptext.h"
#include "models/messagewords.h"
#include "models/timetext.h"
#include "ui/theme.h"
#include "ui/timeline/bodytext.h"
#include "ui/timeline/imagecard.h"
#include "ui/timeline/rowextras.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qreal dayBlock = 28;
constexpr qreal dayMiddle = 16;
constexpr qreal newBlock = 32;
constexpr qreal newMiddle = 20;
constexpr qreal usualLine = 18;
constexpr qreal avatarGap = 12;
constexpr int stateSize = 16;
constexpr qreal stateGap = 6;
constexpr qreal nameGap = 8;
constexpr qreal gapPadding = 13;
constexpr qreal gapPaddingVertical = 9;
constexpr qreal noteGap = 2;
constexpr qreal leading = 3; ///< empty space already at the foot of a line of text

QString text(const char *source)
{
    return QCoreApplication::translate("Timeline", source);
}

QTextOption bodyOption(const RowContext &context)
{
    QTextOption option((context.rightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    return option;
}

QRectF textRect(const QString &words, const QFont &font, const QPointF &topLeft)
{
    const QFontMetricsF metrics(font);
    return {topLeft, QSizeF(std::ceil(metrics.horizontalAdvance(words)), std::ceil(metrics.height()))};
}

void layOutHead(RowLayout &layout, const StoredMessage &message, const RowContext &context)
{
    const Theme &theme = context.theme;
    const int avatar = theme.avatarSize(metrics::largeAvatar);
    layout.avatarRect = QRectF(metrics::timelineSide, layout.top, avatar, avatar);
    const qreal left = layout.bodyPosition.x();
    const qreal room = context.width - left - metrics::timelineSide;
    layout.time = timetext::clockTime(message.sentAt);
    const qreal timeWidth = QFontMetricsF(theme.hintFont()).horizontalAdvance(layout.time);
    const QFontMetricsF nameMetrics(theme.nameFont());
    const QString name = message.nickname.isEmpty() ? text(QT_TRANSLATE_NOOP("Timeline", "the room"))
                                                    : displaytext::oneLine(message.nickname);
    layout.name = nameMetrics.elidedText(name, Qt::ElideRight, std::max(0.0, room - timeWidth - nameGap));
    layout.nameRect = textRect(layout.name, theme.nameFont(), {left, layout.top - 1});
    const qreal baseline = layout.nameRect.top() + nameMetrics.ascent();
    const qreal timeTop = baseline - QFontMetricsF(theme.hintFont()).ascent();
    layout.timeRect = textRect(layout.time, theme.hintFont(), {layout.nameRect.right() + nameGap, timeTop});
    layout.bodyPosition.setY(layout.nameRect.bottom() + 1);
}

/// In the column of the avatars. Large text has no room for it there: a part would be another time, and the tool tip
/// has the whole.
void layOutTimeOnHover(RowLayout &layout, const StoredMessage &message, const Theme &theme)
{
    constexpr qreal apart = 2; ///< from the body
    const int avatar = theme.avatarSize(metrics::largeAvatar);
    const QRectF column(metrics::timelineSide, layout.top, avatar, lineHeightOf(theme.bodyFont()));
    const QString time = timetext::clockTime(message.sentAt);
    const qreal more = (std::ceil(QFontMetricsF(theme.hintFont()).horizontalAdvance(time)) - avatar) / 2;
    const bool fits = more <= avatarGap - apart;
    layout.time = fits ? time : QString();
    layout.timeRect = fits && more > 0 ? column.adjusted(-more, 0, more, 0) : column;
}

void layOutNote(RowLayout &layout, const StoredMessage &message, const RowContext &context, bool cut)
{
    QList<RowLayout::Action> actions;
    if (message.state == DeliveryState::Failed) {
        layout.note = messagewords::notSent(message);
        layout.noteIsBad = true;
        actions.append({RowLayout::Act::Resend, text(QT_TRANSLATE_NOOP("Timeline", "Try again")), {}});
    } else if (!message.recorded) {
        layout.note = messagewords::notRecorded();
    } else if (message.edited && !message.retracted) {
        layout.note = text(QT_TRANSLATE_NOOP("Timeline", "edited"));
        actions.append({RowLayout::Act::ShowHistory, text(QT_TRANSLATE_NOOP("Timeline", "earlier versions")), {}});
    }
    if (cut && !message.retracted) {
        actions.append({RowLayout::Act::ShowAll, text(QT_TRANSLATE_NOOP("Timeline", "Show all")), {}});
    }
    if (layout.note.isEmpty() && actions.isEmpty()) {
        return;
    }
    const QFont font = layout.noteIsBad ? context.theme.problemFont() : context.theme.hintFont();
    QFont bold = font;
    bold.setWeight(QFont::DemiBold);
    const qreal left = layout.bodyPosition.x();
    const qreal right = context.width - metrics::timelineSide;
    const qreal line = lineHeightOf(font);
    qreal x = left;
    qreal y = layout.height + noteGap;
    if (!layout.note.isEmpty()) {
        layout.noteText = std::make_unique<QTextLayout>(layout.note, font);
        layout.noteText->setTextOption(bodyOption(context));
        const qreal wanted = std::ceil(QFontMetricsF(font).horizontalAdvance(layout.note)) + 1;
        const qreal width = std::clamp(wanted, 1.0, std::max(1.0, right - left));
        layout.noteRect = QRectF(left, y, width, breakLines(*layout.noteText, width, line));
        // What can be done about it never takes room from what it says.
        const bool isOneLine = layout.noteText->lineCount() == 1;
        x = isOneLine ? layout.noteRect.right() + nameGap : left;
        y = isOneLine ? y : layout.noteRect.bottom();
    }
    for (auto &action : actions) {
        const qreal width = std::ceil(QFontMetricsF(bold).horizontalAdvance(action.text));
        if (x > left && x + width > right) {
            x = left;
            y += line;
        }
        action.rect = QRectF(x, y, width, line);
        x = action.rect.right() + nameGap;
    }
    layout.actions += actions;
    layout.height = actions.isEmpty() ? layout.noteRect.bottom() : y + line;
}

/// Gives the height.
qreal layOutBody(RowLayout &layout, const StoredMessage &message, const RowContext &context)
{
    const Theme &theme = context.theme;
    const auto image = context.images == nullptr || message.retracted ? std::nullopt : imageLinkOf(message.body);
    if (image) {
        layout.body = std::make_unique<QTextLayout>();
        return layOutImage(layout, *image, context, layout.bodyPosition.y());
    }
    BodyText body;
    if (message.retracted) {
        body.text = messagewords::withoutText(message);
    } else {
        body = bodyText(message, message.own ? QString() : context.ownNickname, theme);
    }
    QFont font = theme.bodyFont();
    font.setItalic(message.retracted);
    layout.body = std::make_unique<QTextLayout>(body.text, font);
    layout.body->setTextOption(bodyOption(context));
    layout.body->setCacheEnabled(true);
    layout.body->setFormats(body.formats);
    layout.links = body.links;
    const qreal lineHeight = lineHeightOf(font);
    const qreal height = breakLines(*layout.body, layout.bodyWidth, lineHeight, body.code, body.quotes);
    for (const QRectF &block : blocksOf(*layout.body, body.quotes, quoteBarWidth, lineHeight)) {
        layout.quoteBars.append(block.translated(layout.bodyPosition));
    }
    for (const QRectF &block : blocksOf(*layout.body, body.code, layout.bodyWidth, lineHeight)) {
        layout.codeGrounds.append(block.translated(layout.bodyPosition).adjusted(0, -codePadding, 0, codePadding));
    }
    return height;
}

void layOutMessage(RowLayout &layout, const TimelineRow &row, const RowContext &context)
{
    const StoredMessage &message = row.item.message;
    const Theme &theme = context.theme;
    const int avatar = theme.avatarSize(metrics::largeAvatar);
    layout.bodyPosition = {metrics::timelineSide + avatar + avatarGap, layout.top};
    if (row.startsGroup) {
        layOutHead(layout, message, context);
    } else {
        layOutTimeOnHover(layout, message, theme);
    }
    layout.bodyPosition.ry() += layOutQuote(layout, message, context, layout.bodyPosition.y());
    const int stateSide = theme.iconSize(stateSize);
    const qreal stateWidth = message.own ? stateSide + stateGap : 0;
    layout.bodyWidth = context.width - layout.bodyPosition.x() - metrics::timelineSide - stateWidth;
    const qreal lineHeight = lineHeightOf(theme.bodyFont());
    const qreal bodyHeight = layOutBody(layout, message, context);
    layout.height = layout.bodyPosition.y() + bodyHeight;
    if (message.own) {
        layout.stateRect = QRectF(context.width - metrics::timelineSide - stateSide,
                                  layout.height - (lineHeight + stateSide) / 2, stateSide, stateSide);
    }
    layout.height += layOutReactions(layout, message, context, layout.height);
    layOutNote(layout, message, context, displaytext::isCut(message.body));
    layout.height = std::max(layout.height, layout.avatarRect.bottom());
}

void layOutGap(RowLayout &layout, const TimelineRow &row, const RowContext &context)
{
    const TimelineGap &gap = row.item.gap;
    const Theme &theme = context.theme;
    QFont bold = theme.hintFont();
    bold.setWeight(QFont::DemiBold);
    RowLayout::Action action{RowLayout::Act::ExplainGap, text(QT_TRANSLATE_NOOP("Timeline", "Why?")), {}};
    const bool offersLoad = context.canLoad && gaptext::canLoad(gap.reason);
    if (offersLoad) {
        const bool failed = gap.reason == GapReason::LoadFailed;
        action = {RowLayout::Act::LoadGap,
                  failed ? text(QT_TRANSLATE_NOOP("Timeline", "Try again"))
                         : text(QT_TRANSLATE_NOOP("Timeline", "Load")),
                  {}};
    } else if (context.explained) {
        action.text = text(QT_TRANSLATE_NOOP("Timeline", "Less"));
    }
    const qreal left = metrics::timelineSide + gapPadding;
    const qreal right = context.width - metrics::timelineSide - gapPadding;
    const qreal actionWidth = QFontMetricsF(bold).horizontalAdvance(action.text);
    QString words = gaptext::sentence(gap, context.now);
    if (context.explained && !offersLoad) {
        words += QChar(QChar::LineSeparator);
        words += gaptext::explanation(gap.reason);
    }
    layout.body = std::make_unique<QTextLayout>(words, theme.hintFont());
    layout.body->setTextOption(bodyOption(context));
    layout.bodyPosition = {left, layout.top + gapPaddingVertical};
    layout.bodyWidth = right - actionWidth - 2 * nameGap - left;
    const qreal height = breakLines(*layout.body, layout.bodyWidth, lineHeightOf(theme.hintFont()));
    layout.gapRect = QRectF(metrics::timelineSide, layout.top, context.width - 2 * metrics::timelineSide,
                            height + 2 * gapPaddingVertical);
    action.rect = QRectF(right - actionWidth, layout.bodyPosition.y(), actionWidth, lineHeightOf(theme.hintFont()));
    layout.actions.append(action);
    layout.height = layout.gapRect.bottom();
}

void mirror(QRectF &rect, qreal width)
{
    rect.moveLeft(width - rect.right());
}

/// What was laid out from left to right stands from right to left.
void mirror(RowLayout &layout)
{
    for (QRectF *rect : {&layout.nameRect, &layout.timeRect, &layout.avatarRect, &layout.stateRect, &layout.gapRect,
                         &layout.noteRect, &layout.quoteBar, &layout.quoteRect}) {
        mirror(*rect, layout.width);
    }
    for (QList<QRectF> *rects : {&layout.quoteBars, &layout.codeGrounds}) {
        for (QRectF &rect : *rects) {
            mirror(rect, layout.width);
        }
    }
    for (auto &chip : layout.chips) {
        mirror(chip.rect, layout.width);
    }
    if (layout.image) {
        mirror(layout.image->rect, layout.width);
    }
    for (auto &action : layout.actions) {
        mirror(action.rect, layout.width);
    }
    layout.bodyPosition.setX(layout.width - layout.bodyPosition.x() - layout.bodyWidth);
}

} // namespace

std::shared_ptr<RowLayout> layOutRow(const TimelineRow &row, const RowContext &context)
{
    auto layout = std::make_shared<RowLayout>();
    layout->width = context.width;
    // The lines above a message are made for words of the usual size.
    const qreal more = std::max(0.0, std::ceil(QFontMetricsF(context.theme.hintFont()).height()) - usualLine);
    qreal y = 0;
    if (row.day.isValid()) {
        layout->dayMiddle = dayMiddle + more / 2;
        layout->dayText = timetext::dayLine(row.day, context.now);
        y += dayBlock + more;
    }
    if (row.newLine) {
        layout->newMiddle = y + newMiddle + more / 2;
        y += newBlock + more;
    }
    layout->bandTop = y;
    layout->top = y + (row.startsGroup || row.isGap() ? metrics::groupGap - leading : metrics::groupRhythm);
    if (row.isGap()) {
        layOutGap(*layout, row, context);
    } else {
        layOutMessage(*layout, row, context);
    }
    layout->height = std::ceil(layout->height);
    if (context.rightToLeft) {
        mirror(*layout);
    }
    return layout;
}

QString RowLayout::linkAt(const QPointF &point) const
{
    if (!body || links.isEmpty()) {
        return {};
    }
    const QPointF inside = point - bodyPosition;
    for (int i = 0; i < body->lineCount(); ++i) {
        const QTextLine line = body->lineAt(i);
        if (!line.naturalTextRect().contains(inside)) {
            continue;
        }
        const int at = line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
        for (const auto &range : links) {
            if (at >= range.start && at < range.start + range.length) {
                return body->text().mid(range.start, range.length);
            }
        }
    }
    return {};
}

int RowLayout::cursorAt(const QPointF &point) const
{
    if (!body || body->lineCount() == 0) {
        return -1;
    }
    const QPointF inside = point - bodyPosition;
    if (inside.y() < 0) {
        return 0;
    }
    for (int i = 0; i < body->lineCount(); ++i) {
        const QTextLine line = body->lineAt(i);
        const bool isLast = i + 1 == body->lineCount();
        if (inside.y() < (isLast ? line.rect().bottom() : body->lineAt(i + 1).y())) {
            return line.xToCursor(inside.x(), QTextLine::CursorBetweenCharacters);
        }
    }
    return static_cast<int>(body->text().size());
}

bool RowLayout::isOnText(const QPointF &point) const
{
    const QPointF inside = point - bodyPosition;
    for (int i = 0; body && i < body->lineCount(); ++i) {
        if (body->lineAt(i).naturalTextRect().contains(inside)) {
            return true;
        }
    }
    return false;
}

const RowLayout::Chip *RowLayout::chipAt(const QPointF &point) const
{
    for (const Chip &chip : chips) {
        if (chip.rect.contains(point)) {
            return &chip;
        }
    }
    return nullptr;
}

const RowLayout::Action *RowLayout::actionAt(const QPointF &point) const
{
    for (const Action &action : actions) {
        if (action.rect.adjusted(-4, -4, 4, 4).contains(point)) {
            return &action;
        }
    }
    return nullptr;
}

} // namespace foyer

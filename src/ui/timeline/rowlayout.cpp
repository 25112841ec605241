#include "ui/timeline/rowlayout.h"

#include "models/gaptext.h"
#include "models/timetext.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QFontInfo>
#include <QFontMetricsF>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qreal lineFactor = 1.4;
constexpr qreal tallestFactor = 1.3;
constexpr qreal dayBlock = 28;
constexpr qreal dayMiddle = 16;
constexpr qreal newBlock = 32;
constexpr qreal newMiddle = 20;
constexpr qreal avatarGap = 12;
constexpr qreal stateSize = 16;
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

qreal lineHeightOf(const QFont &font)
{
    return qRound(QFontInfo(font).pixelSize() * lineFactor);
}

/// Breaks \a layout into lines of \a width and gives the height.
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

QTextOption bodyOption()
{
    QTextOption option(Qt::AlignLeft | Qt::AlignAbsolute);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    return option;
}

QList<QTextLayout::FormatRange> formatsOf(const QString &shown, const QString &mentioned, const RowLayout &layout,
                                          const RowContext &context)
{
    QList<QTextLayout::FormatRange> formats;
    const auto add = [&formats](const displaytext::Range &range, const QTextCharFormat &format) {
        QTextLayout::FormatRange one;
        one.start = static_cast<int>(range.start);
        one.length = static_cast<int>(range.length);
        one.format = format;
        formats.append(one);
    };
    const Tokens &tokens = context.theme.tokens();
    QTextCharFormat emoji;
    // Text fonts own monochrome glyphs of many emoji and would win.
    emoji.setFontFamilies({u"Noto Color Emoji"_s});
    for (const auto &range : displaytext::emoji(shown)) {
        add(range, emoji);
    }
    QTextCharFormat mention;
    mention.setForeground(tokens.accent);
    mention.setBackground(tokens.accentSoft);
    mention.setFontWeight(QFont::DemiBold);
    for (const auto &range : displaytext::mentions(shown, mentioned)) {
        add(range, mention);
    }
    QTextCharFormat link;
    link.setForeground(tokens.accent);
    for (const auto &range : layout.links) {
        add(range, link);
    }
    return formats;
}

QRectF textRect(const QString &words, const QFont &font, const QPointF &topLeft)
{
    const QFontMetricsF metrics(font);
    return {topLeft, QSizeF(std::ceil(metrics.horizontalAdvance(words)), std::ceil(metrics.height()))};
}

void layOutHead(RowLayout &layout, const StoredMessage &message, const RowContext &context)
{
    const Theme &theme = context.theme;
    layout.avatarRect = QRectF(metrics::timelineSide, layout.top, metrics::largeAvatar, metrics::largeAvatar);
    const qreal left = layout.bodyPosition.x();
    const qreal room = context.width - left - metrics::timelineSide;
    layout.time = timetext::clockTime(message.sentAt);
    const qreal timeWidth = QFontMetricsF(theme.hintFont()).horizontalAdvance(layout.time);
    const QFontMetricsF nameMetrics(theme.nameFont());
    const QString name = message.nickname.isEmpty() ? text("the room") : displaytext::oneLine(message.nickname);
    layout.name = nameMetrics.elidedText(name, Qt::ElideRight, std::max(0.0, room - timeWidth - nameGap));
    layout.nameRect = textRect(layout.name, theme.nameFont(), {left, layout.top - 1});
    const qreal baseline = layout.nameRect.top() + nameMetrics.ascent();
    const qreal timeTop = baseline - QFontMetricsF(theme.hintFont()).ascent();
    layout.timeRect = textRect(layout.time, theme.hintFont(), {layout.nameRect.right() + nameGap, timeTop});
    layout.bodyPosition.setY(layout.nameRect.bottom() + 1);
}

void layOutNote(RowLayout &layout, const StoredMessage &message, const RowContext &context, bool cut)
{
    QList<RowLayout::Action> actions;
    if (message.state == DeliveryState::Failed) {
        layout.note = message.failure.isEmpty() ? text("Not sent.") : displaytext::oneLine(message.failure);
        layout.noteIsBad = true;
        actions.append({RowLayout::Act::Resend, text("Resend"), {}});
    } else if (!message.recorded) {
        layout.note = text("No longer in the room's record.");
    } else if (message.edited && !message.retracted) {
        layout.note = text("edited");
    }
    if (cut && !message.retracted) {
        actions.append({RowLayout::Act::ShowAll, text("Show all"), {}});
    }
    if (layout.note.isEmpty() && actions.isEmpty()) {
        return;
    }
    const QFont font = context.theme.hintFont();
    QFont bold = font;
    bold.setWeight(QFont::DemiBold);
    qreal x = layout.bodyPosition.x();
    const qreal y = layout.height + noteGap;
    qreal actionsWidth = 0;
    for (const auto &action : actions) {
        actionsWidth += QFontMetricsF(bold).horizontalAdvance(action.text) + nameGap;
    }
    const qreal room = std::max(0.0, context.width - x - metrics::timelineSide - actionsWidth);
    layout.note = QFontMetricsF(font).elidedText(layout.note, Qt::ElideRight, room);
    layout.noteRect = textRect(layout.note, font, {x, y});
    x = layout.note.isEmpty() ? x : layout.noteRect.right() + nameGap;
    for (auto &action : actions) {
        action.rect = textRect(action.text, bold, {x, y});
        x = action.rect.right() + nameGap;
    }
    layout.actions = actions;
    layout.height = std::max(layout.noteRect.bottom(), y + QFontMetricsF(bold).height());
}

void layOutMessage(RowLayout &layout, const TimelineRow &row, const RowContext &context)
{
    const StoredMessage &message = row.item.message;
    const Theme &theme = context.theme;
    layout.bodyPosition = {metrics::timelineSide + metrics::largeAvatar + avatarGap, layout.top};
    if (row.startsGroup) {
        layOutHead(layout, message, context);
    } else {
        layout.time = timetext::clockTime(message.sentAt);
        layout.timeRect =
            QRectF(metrics::timelineSide, layout.top, metrics::largeAvatar, lineHeightOf(theme.bodyFont()));
    }
    const QString shown = message.retracted ? text("This message was deleted.") : displaytext::body(message.body);
    const qreal stateWidth = message.own ? stateSize + stateGap : 0;
    QFont font = theme.bodyFont();
    font.setItalic(message.retracted);
    layout.body = std::make_unique<QTextLayout>(shown, font);
    layout.body->setTextOption(bodyOption());
    layout.body->setCacheEnabled(true);
    if (!message.retracted) {
        layout.links = displaytext::links(shown);
        layout.body->setFormats(formatsOf(shown, message.own ? QString() : context.ownNickname, layout, context));
    }
    const qreal room = context.width - layout.bodyPosition.x() - metrics::timelineSide - stateWidth;
    const qreal lineHeight = lineHeightOf(theme.bodyFont());
    const qreal bodyHeight = breakLines(*layout.body, room, lineHeight);
    layout.height = layout.bodyPosition.y() + bodyHeight;
    if (message.own) {
        layout.stateRect = QRectF(context.width - metrics::timelineSide - stateSize,
                                  layout.height - (lineHeight + stateSize) / 2, stateSize, stateSize);
    }
    layOutNote(layout, message, context, displaytext::isCut(message.body));
    layout.height = std::max(layout.height, layout.avatarRect.bottom());
}

void layOutGap(RowLayout &layout, const TimelineRow &row, const RowContext &context)
{
    const TimelineGap &gap = row.item.gap;
    const Theme &theme = context.theme;
    QFont bold = theme.bodyFont();
    bold.setWeight(QFont::DemiBold);
    RowLayout::Action action{RowLayout::Act::ExplainGap, text("Why?"), {}};
    if (gaptext::canLoad(gap.reason)) {
        action = {RowLayout::Act::LoadGap, text("Load"), {}};
    } else if (context.explained) {
        action.text = text("Less");
    }
    const qreal left = metrics::timelineSide + gapPadding;
    const qreal right = context.width - metrics::timelineSide - gapPadding;
    const qreal actionWidth = QFontMetricsF(bold).horizontalAdvance(action.text);
    QString words = gaptext::sentence(gap, context.now);
    if (context.explained) {
        words += QChar(QChar::LineSeparator);
        words += gaptext::explanation(gap.reason);
    }
    layout.body = std::make_unique<QTextLayout>(words, theme.bodyFont());
    layout.body->setTextOption(bodyOption());
    layout.bodyPosition = {left, layout.top + gapPaddingVertical};
    const qreal height =
        breakLines(*layout.body, right - actionWidth - 2 * nameGap - left, lineHeightOf(theme.bodyFont()));
    layout.gapRect = QRectF(metrics::timelineSide, layout.top, context.width - 2 * metrics::timelineSide,
                            height + 2 * gapPaddingVertical);
    action.rect = QRectF(right - actionWidth, layout.bodyPosition.y(), actionWidth, lineHeightOf(theme.bodyFont()));
    layout.actions.append(action);
    layout.height = layout.gapRect.bottom();
}

} // namespace

std::shared_ptr<RowLayout> layOutRow(const TimelineRow &row, const RowContext &context)
{
    auto layout = std::make_shared<RowLayout>();
    layout->width = context.width;
    qreal y = 0;
    if (row.day.isValid()) {
        layout->dayMiddle = dayMiddle;
        layout->dayText = timetext::dayLine(row.day, context.now);
        y += dayBlock;
    }
    if (row.newLine) {
        layout->newMiddle = y + newMiddle;
        y += newBlock;
    }
    layout->bandTop = y;
    layout->top = y + (row.startsGroup || row.isGap() ? metrics::groupGap - leading : metrics::groupRhythm);
    if (row.isGap()) {
        layOutGap(*layout, row, context);
    } else {
        layOutMessage(*layout, row, context);
    }
    layout->height = std::ceil(layout->height);
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

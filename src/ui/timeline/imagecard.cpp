#include "ui/timeline/imagecard.h"

#include "models/displaytext.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qreal cardTop = 4;
constexpr qreal cardPadding = 16;
constexpr qreal lineGap = 4;
constexpr qreal buttonGap = 12;
constexpr qreal buttonPadding = 16;
constexpr qreal buttonPaddingVertical = 6;
constexpr int iconSize = 20;
constexpr qreal iconGap = 8;
constexpr qreal smallestWidth = 120;
constexpr int problemLines = 3;

QString text(const char *source)
{
    return QCoreApplication::translate("Timeline", source);
}

QFont buttonFont(const Theme &theme)
{
    QFont font = theme.bodyFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

/// Where the image itself stands in the card: never larger than it is, in the middle of its height, where one begins
/// to read.
QRectF imageRect(const QRectF &card, const QPixmap &pixmap, Qt::LayoutDirection direction)
{
    const QSizeF natural = pixmap.size();
    const bool fits = natural.width() <= card.width() && natural.height() <= card.height();
    const QSizeF size = fits ? natural : natural.scaled(card.size(), Qt::KeepAspectRatio);
    return {direction == Qt::RightToLeft ? card.right() - size.width() : card.x(),
            card.y() + std::floor((card.height() - size.height()) / 2), size.width(), size.height()};
}

/// The font of what a card without its image says about it.
QFont hintFontOf(const ImageCard &card, const Theme &theme)
{
    const bool hasFailed = card.images->imageOf(card.link.url).state == ImageShelf::State::Failed;
    return hasFailed ? theme.problemFont() : theme.hintFont();
}

/// What is written in a card without its image, from above.
struct Words {
    QRectF icon;
    QRectF name;
    QRectF host;
    QRectF hint; ///< that it is loading, or what went wrong
    QRectF button;
};

Words placed(const ImageCard &card, const Theme &theme)
{
    const QRectF inner = card.rect.adjusted(cardPadding, 0, -cardPadding, 0);
    const QFontMetricsF name(theme.nameFont());
    const QFontMetricsF hint(theme.hintFont());
    const QFontMetricsF told(hintFontOf(card, theme));
    const QFontMetricsF button(buttonFont(theme));
    const qreal hintHeight =
        card.hint.isEmpty()
            ? 0
            : std::min(problemLines * told.lineSpacing(),
                       told.boundingRect(QRectF(0, 0, inner.width(), card.rect.height()), Qt::TextWordWrap, card.hint)
                           .height());
    const qreal buttonHeight = card.button.isEmpty() ? 0 : std::ceil(button.height()) + 2 * buttonPaddingVertical;
    qreal height = name.height() + lineGap + hint.height();
    height += hintHeight > 0 ? lineGap + hintHeight : 0;
    height += buttonHeight > 0 ? buttonGap + buttonHeight : 0;
    const int iconSide = theme.iconSize(iconSize);
    const bool hasIcon = height + iconSide + iconGap <= card.rect.height() - 2 * lineGap;
    height += hasIcon ? iconSide + iconGap : 0;
    Words words;
    qreal y = card.rect.y() + std::floor(std::max(0.0, card.rect.height() - height) / 2);
    if (hasIcon) {
        words.icon = QRectF(std::floor(inner.center().x() - iconSide / 2.0), y, iconSide, iconSide);
        y += iconSide + iconGap;
    }
    words.name = QRectF(inner.x(), y, inner.width(), name.height());
    words.host = QRectF(inner.x(), words.name.bottom() + lineGap, inner.width(), hint.height());
    words.hint = QRectF(inner.x(), words.host.bottom() + lineGap, inner.width(), hintHeight);
    y = hintHeight > 0 ? words.hint.bottom() : words.host.bottom();
    if (buttonHeight > 0) {
        const qreal width =
            std::min(inner.width(), std::ceil(button.horizontalAdvance(card.button)) + 2 * buttonPadding);
        words.button = QRectF(std::floor(inner.center().x() - width / 2), y + buttonGap, width, buttonHeight);
    }
    return words;
}

void addAction(RowLayout &layout, const ImageShelf::Image &image, const Theme &theme)
{
    ImageCard &card = *layout.image;
    switch (image.state) {
    case ImageShelf::State::Closed:
        card.button = text(QT_TRANSLATE_NOOP("Timeline", "Show image"));
        break;
    case ImageShelf::State::Loading:
        card.hint = text(QT_TRANSLATE_NOOP("Timeline", "Loading…"));
        return;
    case ImageShelf::State::Shown:
        // Turned round with everything else.
        layout.actions.append({RowLayout::Act::OpenImage, {}, imageRect(card.rect, image.pixmap, Qt::LeftToRight)});
        return;
    case ImageShelf::State::Failed:
        if (image.isGone) {
            return;
        }
        card.button = image.movedTo.isEmpty() ? text(QT_TRANSLATE_NOOP("Timeline", "Try again"))
                                              : text(QT_TRANSLATE_NOOP("Timeline", "Show image"));
        break;
    }
    layout.actions.append({RowLayout::Act::ShowImage, {}, placed(card, theme).button});
}

void paintPixmap(QPainter &painter, const Tokens &tokens, const ImageCard &card, const QPixmap &pixmap)
{
    const QRectF place = imageRect(card.rect, pixmap, painter.layoutDirection());
    QPainterPath path;
    path.addRoundedRect(place, metrics::controlRadius, metrics::controlRadius);
    painter.save();
    painter.setClipPath(path);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()));
    painter.restore();
    painter.setPen(QPen(tokens.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), metrics::controlRadius, metrics::controlRadius);
}

void paintWords(QPainter &painter, const Theme &theme, const ImageCard &card, bool isBad)
{
    const Tokens &tokens = theme.tokens();
    const Words words = placed(card, theme);
    const int middle = Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextSingleLine;
    if (!words.icon.isEmpty()) {
        const qreal ratio = painter.device()->devicePixelRatioF();
        painter.drawPixmap(words.icon.topLeft(),
                           Icons::pixmap(u"image"_s, tokens.quietText, qRound(words.icon.width()), ratio));
    }
    painter.setFont(theme.nameFont());
    painter.setPen(tokens.text);
    // In the middle, because the ending tells most.
    painter.drawText(words.name, middle,
                     QFontMetricsF(theme.nameFont()).elidedText(card.name, Qt::ElideMiddle, words.name.width()));
    painter.setFont(theme.hintFont());
    painter.setPen(tokens.quietText);
    // The last labels of a host tell whose it is.
    painter.drawText(words.host, middle,
                     QFontMetricsF(theme.hintFont()).elidedText(card.link.host, Qt::ElideLeft, words.host.width()));
    if (!card.hint.isEmpty()) {
        painter.setFont(hintFontOf(card, theme));
        painter.setPen(isBad ? tokens.bad.text : tokens.quietText);
        painter.drawText(words.hint, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, card.hint);
    }
    if (!card.button.isEmpty()) {
        painter.setPen(QPen(tokens.line, 1));
        painter.setBrush(tokens.background);
        painter.drawRoundedRect(words.button.adjusted(0.5, 0.5, -0.5, -0.5), metrics::controlRadius,
                                metrics::controlRadius);
        painter.setPen(tokens.accent);
        painter.setFont(buttonFont(theme));
        painter.drawText(words.button, middle, card.button);
    }
}

} // namespace

qreal layOutImage(RowLayout &layout, const ImageLink &link, const RowContext &context, qreal y)
{
    const ImageShelf::Image image = context.images->imageOf(link.url);
    const QSize largest = ImageShelf::largestSize();
    ImageCard card;
    card.images = context.images;
    card.link = link;
    card.name = displaytext::oneLine(link.name);
    // Higher with large text, which has to find its place in it.
    const qreal height = std::max(largest.height(), context.theme.scaled(largest.height() / 2));
    card.rect = QRectF(layout.bodyPosition.x(), y + cardTop,
                       std::clamp(layout.bodyWidth, smallestWidth, static_cast<qreal>(largest.width())), height);
    card.hint = image.state == ImageShelf::State::Failed ? displaytext::sentence(image.problem) : QString();
    layout.image = card;
    addAction(layout, image, context.theme);
    return cardTop + height;
}

void paintImage(QPainter &painter, const Theme &theme, const RowLayout &layout)
{
    if (!layout.image) {
        return;
    }
    const ImageCard &card = *layout.image;
    const ImageShelf::Image image = card.images->imageOf(card.link.url);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.tokens().panel);
    // The card keeps its height for what one reads below; the frame is the image's own.
    const bool isShown = image.state == ImageShelf::State::Shown;
    painter.drawRoundedRect(isShown ? imageRect(card.rect, image.pixmap, painter.layoutDirection()) : card.rect,
                            metrics::controlRadius, metrics::controlRadius);
    if (isShown) {
        paintPixmap(painter, theme.tokens(), card, image.pixmap);
    } else {
        painter.setPen(QPen(theme.tokens().line, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(card.rect.adjusted(0.5, 0.5, -0.5, -0.5), metrics::controlRadius,
                                metrics::controlRadius);
        paintWords(painter, theme, card, image.state == ImageShelf::State::Failed);
    }
}

} // namespace foyer

#include "ui/rooms/roommarks.h"

#include "core/servicetypes.h"
#include "models/displaytext.h"
#include "models/roomlistmodel.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets/rowsides.h"

#include <QLocale>
#include <QModelIndex>
#include <QPaintDevice>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::roommarks
{

namespace
{

constexpr int signSize = 16;
constexpr int signIcon = 12;
constexpr qreal crossInset = 5;
constexpr qreal crossWidth = 2;
constexpr int starSize = 12;
constexpr int badgeHeight = 18;
constexpr int badgePadding = 7;
constexpr int mostShown = 999;

void paintBadge(QPainter &painter, const Theme &theme, const RowSides &sides, const QString &words, bool loud,
                QRect &line)
{
    QFont font = theme.hintFont();
    font.setWeight(QFont::DemiBold);
    const QFontMetrics letters(font);
    const int height = theme.scaled(badgeHeight);
    const int width = std::max(height + 4, letters.horizontalAdvance(words) + 2 * badgePadding);
    const QRect rect(line.right() + 1 - width, line.top() + (line.height() - height) / 2, width, height);
    const Tokens &tokens = theme.tokens();
    // In high contrast lines have the colour of text: a quiet badge is an outline there.
    const bool outlined = tokens.highContrast && !loud;
    const qreal edge = outlined ? 0.5 : 0;
    painter.setPen(outlined ? QPen(tokens.line, 1) : QPen(Qt::NoPen));
    painter.setBrush(loud ? tokens.accent : outlined ? tokens.background : tokens.line);
    painter.drawRoundedRect(QRectF(sides.place(rect)).adjusted(edge, edge, -edge, -edge), height / 2.0, height / 2.0);
    painter.setFont(font);
    painter.setPen(loud ? tokens.onAccent : tokens.text);
    painter.drawText(sides.place(rect), Qt::AlignCenter, displaytext::isolated(words));
    line.setRight(rect.left() - metrics::step - 1);
}

QString number(int count)
{
    return count > mostShown ? QLocale().toString(mostShown) + u'+' : QLocale().toString(count);
}

} // namespace

void paintState(QPainter &painter, const Theme &theme, const RowSides &sides, const QRect &avatar,
                const QModelIndex &room, const QColor &ground)
{
    const auto state = static_cast<RoomState>(room.data(RoomListModel::StateRole).toInt());
    const bool failed = state == RoomState::Failed;
    if (!failed && state != RoomState::Joining && state != RoomState::Rejoining && state != RoomState::CatchingUp) {
        return;
    }
    const Tokens &tokens = theme.tokens();
    const Tokens::Pair &colours = failed ? tokens.bad : tokens.waiting;
    const int side = theme.iconSize(signSize);
    const QRect sign = sides.place(QRect(avatar.right() - side + 5, avatar.bottom() - side + 5, side, side));
    painter.setPen(QPen(ground, 2));
    painter.setBrush(colours.ground);
    painter.drawEllipse(sign);
    if (tokens.highContrast) {
        painter.setPen(QPen(tokens.line, 1));
        painter.drawEllipse(QRectF(sign).adjusted(1.5, 1.5, -1.5, -1.5));
    }
    if (failed) {
        // The cross of the icons is drawn for twice this size and would be too thin to be seen.
        const qreal inset = crossInset * side / signSize;
        const QRectF cross = QRectF(sign).adjusted(inset, inset, -inset, -inset);
        painter.setPen(QPen(colours.text, crossWidth, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.bottomLeft(), cross.topRight());
        return;
    }
    const int icon = theme.iconSize(signIcon);
    const int inset = (side - icon) / 2;
    painter.drawPixmap(sign.topLeft() + QPoint(inset, inset),
                       Icons::pixmap(u"refresh"_s, colours.text, icon, painter.device()->devicePixelRatioF()));
}

void paintCounts(QPainter &painter, const Theme &theme, const RowSides &sides, QRect &line, const QModelIndex &room,
                 bool selected)
{
    const int unread = room.data(RoomListModel::UnreadRole).toInt();
    const int mentions = room.data(RoomListModel::MentionsRole).toInt();
    const bool loud = selected && !theme.tokens().highContrast;
    if (unread > mentions) {
        paintBadge(painter, theme, sides, number(unread), loud, line);
    }
    if (mentions > 0) {
        paintBadge(painter, theme, sides, u'@' + number(mentions), true, line);
    }
}

void paintStar(QPainter &painter, const Theme &theme, const RowSides &sides, QRect &line, const QModelIndex &room)
{
    if (!room.data(RoomListModel::FavouriteRole).toBool()) {
        return;
    }
    const int side = theme.iconSize(starSize);
    const QRect star(line.right() + 1 - side, line.top() + (line.height() - side) / 2, side, side);
    painter.drawPixmap(sides.place(star).topLeft(),
                       Icons::pixmap(u"star"_s, theme.tokens().quietText, side, painter.device()->devicePixelRatioF()));
    line.setRight(star.left() - metrics::step - 1);
}

} // namespace foyer::roommarks

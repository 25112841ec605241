#include "ui/rooms/roomdelegate.h"

#include "core/apart.h"
#include "models/displaytext.h"
#include "models/roomlistmodel.h"
#include "ui/rooms/roommarks.h"
#include "ui/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/plaintooltip.h"
#include "ui/widgets/rowsides.h"

#include <QAbstractItemView>
#include <QDialog>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int rowHeight = 56;
constexpr int rowMargin = 6;
constexpr int padding = 10;
constexpr int textGap = 10;
constexpr int lineHeight = 20;

void paintWords(QPainter &painter, const QString &words, const QFont &font, const QColor &colour, const RowSides &sides,
                const QRect &rect)
{
    painter.setFont(font);
    painter.setPen(colour);
    const QString shown = QFontMetrics(font).elidedText(words, Qt::ElideRight, std::max(0, rect.width()));
    painter.drawText(sides.place(rect), int(sides.leading() | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
}

/// What the list lies on: the side panel, or the page of the dialog that switches rooms.
QColor groundOf(const Tokens &tokens, const QStyleOptionViewItem &option)
{
    const QWidget *const window = option.widget == nullptr ? nullptr : option.widget->window();
    return qobject_cast<const QDialog *>(window) == nullptr ? tokens.panel : tokens.background;
}

} // namespace

RoomDelegate::RoomDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, [this] { Q_EMIT sizeHintChanged({}); });
}

QSize RoomDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {option.rect.width(), rowHeight + 2 * (m_theme.scaled(lineHeight) - lineHeight)};
}

void RoomDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const RowSides sides(option);
    const QRect row = option.rect.adjusted(rowMargin, 0, -rowMargin, 0);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const QColor ground = selected ? tokens.accentSoft : hovered ? tokens.hover : groundOf(tokens, option);
    if (selected || hovered) {
        const bool focused = option.state.testFlag(QStyle::State_HasFocus);
        const qreal width = tokens.highContrast && focused ? 3 : 1;
        painter->setPen(selected && (focused || tokens.highContrast) ? QPen(tokens.accent, width) : QPen(Qt::NoPen));
        painter->setBrush(ground);
        const qreal edge = width / 2;
        painter->drawRoundedRect(QRectF(row).adjusted(edge, edge, -edge, -edge), metrics::rowRadius,
                                 metrics::rowRadius);
    }
    const QString name = displaytext::oneLine(index.data(RoomListModel::NameRole).toString());
    const QString address = index.data(RoomListModel::AddressRole).toString();
    const bool idle = index.data(RoomListModel::IdleRole).toBool();
    const int size = m_theme.avatarSize(metrics::largeAvatar);
    const QRect avatarRect(row.left() + padding, row.top() + metrics::rowPadding, size, size);
    avatar::paint(*painter, sides.place(avatarRect), name, idle ? avatar::idleColour() : avatar::colourOf(address),
                  m_theme.bodyFont());
    roommarks::paintState(*painter, m_theme, sides, avatarRect, index, ground);

    const int left = avatarRect.right() + 1 + textGap;
    const QRect nameLine(left, row.top() + metrics::rowPadding, row.right() - padding - left,
                         m_theme.scaled(lineHeight));
    QRect secondLine = nameLine.translated(0, nameLine.height());
    int right = nameLine.right() + 1;
    const QString time = index.data(RoomListModel::TimeRole).toString();
    if (!time.isEmpty()) {
        painter->setFont(m_theme.hintFont());
        painter->setPen(tokens.quietText);
        painter->drawText(sides.place(nameLine), int(sides.trailing() | Qt::AlignVCenter), time);
        right -= QFontMetrics(m_theme.hintFont()).horizontalAdvance(time) + metrics::rowPadding;
    }
    QRect words(nameLine.topLeft(), QPoint(right, nameLine.bottom()));
    roommarks::paintStar(*painter, m_theme, sides, words, index);
    paintWords(*painter, name, m_theme.nameFont(), tokens.text, sides, words);
    roommarks::paintCounts(*painter, m_theme, sides, secondLine, index, selected);
    const bool failed = index.data(RoomListModel::StateRole).toInt() == static_cast<int>(RoomState::Failed);
    paintWords(*painter, index.data(RoomListModel::SecondLineRole).toString(), m_theme.hintFont(),
               failed ? tokens.bad.text : tokens.quietText, sides, secondLine);
    painter->restore();
}

bool RoomDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid()) {
        return false;
    }
    const QString name = displaytext::oneLine(index.data(RoomListModel::NameRole).toString());
    const QString address = displaytext::oneLine(index.data(RoomListModel::AddressRole).toString());
    const QString words = apart(name) + u" · "_s + apartFromLeft(address);
    QToolTip::showText(event->globalPos(), plainToolTip(words), view);
    return true;
}

} // namespace foyer

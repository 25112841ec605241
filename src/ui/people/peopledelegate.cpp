#include "ui/people/peopledelegate.h"

#include "core/apart.h"
#include "models/displaytext.h"
#include "models/occupantlistmodel.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/plaintooltip.h"
#include "ui/widgets/rowsides.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int rowHeight = 38;
constexpr int sectionHeight = 36;
constexpr int firstSectionHeight = 28;
constexpr int side = 16;
constexpr int sectionSide = 24;
constexpr int nameGap = 9;
constexpr int iconSize = 16;

bool isSection(const QModelIndex &index)
{
    return index.data(OccupantListModel::KindRole).toString() == "section"_L1;
}

} // namespace

PeopleDelegate::PeopleDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, [this] { Q_EMIT sizeHintChanged({}); });
}

QSize PeopleDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int sectionRow = index.row() == 0 ? firstSectionHeight : sectionHeight;
    return {option.rect.width(), m_theme.scaled(isSection(index) ? sectionRow : rowHeight)};
}

void PeopleDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const RowSides sides(option);
    painter->save();
    const bool hasCursor = option.state.testFlag(QStyle::State_HasFocus);
    if (hasCursor || (option.state.testFlag(QStyle::State_MouseOver) && !isSection(index))) {
        painter->setRenderHint(QPainter::Antialiasing);
        // As in the list of rooms, where a thin line is what is chosen.
        const qreal width = tokens.highContrast ? 3 : 1;
        painter->setPen(hasCursor ? QPen(tokens.accent, width) : QPen(Qt::NoPen));
        painter->setBrush(tokens.hover);
        const qreal aside = 8 + width / 2;
        const qreal above = 1 + width / 2;
        painter->drawRoundedRect(QRectF(option.rect).adjusted(aside, above, -aside, -above), metrics::controlRadius,
                                 metrics::controlRadius);
    }
    if (isSection(index)) {
        painter->setFont(m_theme.sectionFont());
        painter->setPen(tokens.quietText);
        const QRect rect = option.rect.adjusted(sectionSide, 0, -side, index.row() == 0 ? 0 : -6);
        painter->drawText(sides.place(rect),
                          int(sides.leading() | (index.row() == 0 ? Qt::AlignVCenter : Qt::AlignBottom)),
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
        painter->restore();
        return;
    }
    const bool muted = index.data(OccupantListModel::MutedRole).toBool();
    const QString nickname = displaytext::oneLine(index.data(OccupantListModel::NicknameRole).toString());
    const int size = m_theme.avatarSize(metrics::smallAvatar);
    const QRect avatarRect(option.rect.left() + side, option.rect.top() + (option.rect.height() - size) / 2, size,
                           size);
    const QColor ground =
        muted ? avatar::idleColour() : avatar::colourOf(index.data(OccupantListModel::IdentityRole).toString());
    avatar::paint(*painter, sides.place(avatarRect), nickname, ground, m_theme.bodyFont());

    int right = option.rect.right() - side;
    if (muted) {
        const int iconSide = m_theme.iconSize(iconSize);
        const QRect icon(right - iconSide + 1, option.rect.top() + (option.rect.height() - iconSide) / 2, iconSide,
                         iconSide);
        painter->drawPixmap(sides.place(icon).topLeft(), Icons::pixmap(u"mute"_s, tokens.quietText, iconSide,
                                                                       painter->device()->devicePixelRatioF()));
        right -= iconSide + nameGap;
    }
    if (index.data(OccupantListModel::SelfRole).toBool()) {
        const QString you = tr("you", "beside one's own name in the people list");
        painter->setFont(m_theme.hintFont());
        painter->setPen(tokens.quietText);
        painter->drawText(
            sides.place(QRect(option.rect.left(), option.rect.top(), right - option.rect.left(), option.rect.height())),
            int(sides.trailing() | Qt::AlignVCenter), you);
        right -= QFontMetrics(m_theme.hintFont()).horizontalAdvance(you) + nameGap;
    }
    painter->setFont(m_theme.bodyFont());
    painter->setPen(muted ? tokens.quietText : tokens.text);
    const int left = avatarRect.right() + 1 + nameGap;
    const QRect nameRect(left, option.rect.top(), right - left, option.rect.height());
    const QString shown = QFontMetrics(m_theme.bodyFont()).elidedText(nickname, Qt::ElideRight, nameRect.width());
    painter->drawText(sides.place(nameRect), int(sides.leading() | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
    painter->restore();
}

bool PeopleDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
                               const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid() || isSection(index)) {
        return false;
    }
    QString words = apart(displaytext::oneLine(index.data(OccupantListModel::NicknameRole).toString()));
    const QString extra = displaytext::oneLine(index.data(OccupantListModel::ExtraRole).toString());
    if (!extra.isEmpty()) {
        words += u" · "_s + apart(extra);
    }
    QToolTip::showText(event->globalPos(), plainToolTip(words), view);
    return true;
}

} // namespace foyer

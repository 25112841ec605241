#include "ui/dialogs/reportdelegate.h"

#include "models/displaytext.h"
#include "models/reportlistmodel.h"
#include "ui/theme.h"
#include "ui/widgets/tonesign.h"

#include <QAbstractItemView>
#include <QFontInfo>
#include <QPainter>
#include <QTextLayout>
#include <QtMath>

#include <algorithm>
#include <cmath>

namespace foyer
{

namespace
{

constexpr int side = 10;
constexpr int above = 9;
constexpr int dotSize = 8;
constexpr int dotGap = 10;
constexpr int asideGap = 12;
constexpr qreal lineFactor = 1.4;
constexpr int textLeft = side + dotSize + dotGap;

void paintTone(QPainter &painter, const Tokens &tokens, int tone, const QRectF &rect)
{
    switch (static_cast<ReportEntry::Tone>(tone)) {
    case ReportEntry::Tone::Good:
        return paintToneSign(painter, ToneSign::Disc, tokens.good.text, rect);
    case ReportEntry::Tone::Waiting:
        return paintToneSign(painter, ToneSign::Ring, tokens.waiting.text, rect);
    case ReportEntry::Tone::Bad:
        return paintToneSign(painter, ToneSign::Square, tokens.bad.text, rect);
    }
    Q_UNREACHABLE();
}

/// The width rows have: an option's rectangle is empty when a view only measures.
int widthOf(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return view != nullptr ? view->viewport()->width() : option.rect.width();
}

/// \a text in lines of \a width; words stay whole where they fit. The height is the layout's.
int layOut(QTextLayout &layout, int width, Qt::LayoutDirection direction)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(direction);
    option.setAlignment(direction == Qt::RightToLeft ? Qt::AlignRight | Qt::AlignAbsolute
                                                     : Qt::AlignLeft | Qt::AlignAbsolute);
    layout.setTextOption(option);
    layout.beginLayout();
    // As labels that wrap, within a line as between two of them.
    const qreal lineHeight = qRound(QFontInfo(layout.font()).pixelSize() * lineFactor);
    qreal height = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        const qreal room = std::max(lineHeight, line.height());
        line.setPosition({0, height + std::floor((room - line.height()) / 2)});
        height += room;
    }
    layout.endLayout();
    return qCeil(height);
}

} // namespace

ReportDelegate::ReportDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QSize ReportDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = widthOf(option);
    int height = 2 * above + QFontMetrics(m_theme.nameFont()).height();
    const QStringList lines = index.data(ReportListModel::LinesRole).toStringList();
    for (const QString &line : lines) {
        QTextLayout layout(line, m_theme.hintFont());
        height += layOut(layout, width - textLeft - side, option.direction);
    }
    return {width, height};
}

void ReportDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const QRect row = option.rect;
    const bool turned = option.direction == Qt::RightToLeft;
    const auto placed = [&](const QRect &rect) { return QStyle::visualRect(option.direction, row, rect); };
    const Qt::Alignment start = turned ? Qt::AlignRight : Qt::AlignLeft;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    painter->setPen(tokens.highContrast ? QPen(tokens.accent, focused ? 3 : 1) : QPen(Qt::NoPen));
    if (option.state.testFlag(QStyle::State_Selected) || focused) {
        painter->setBrush(focused ? tokens.accentSoft : tokens.hover);
        painter->drawRoundedRect(row.adjusted(2, 1, -2, -1), metrics::rowRadius, metrics::rowRadius);
    }
    const QFontMetrics name(m_theme.nameFont());
    paintTone(*painter, tokens, index.data(ReportListModel::ToneRole).toInt(),
              placed(QRect(row.left() + side, row.top() + above + (name.height() - dotSize) / 2, dotSize, dotSize)));

    const QString aside = index.data(ReportListModel::AsideRole).toString();
    const int asideWidth = QFontMetrics(m_theme.hintFont()).horizontalAdvance(aside);
    const int width = row.width() - textLeft - side;
    const int titleWidth = width - asideWidth - asideGap;
    painter->setFont(m_theme.hintFont());
    painter->setPen(tokens.quietText);
    painter->drawText(placed(QRect(row.right() + 1 - side - asideWidth, row.top() + above, asideWidth, name.height())),
                      Qt::AlignVCenter | Qt::AlignAbsolute | (turned ? Qt::AlignLeft : Qt::AlignRight), aside);
    int top = row.top() + above + name.height();
    const QStringList lines = index.data(ReportListModel::LinesRole).toStringList();
    for (const QString &line : lines) {
        QTextLayout layout(line, m_theme.hintFont());
        const int height = layOut(layout, width, option.direction);
        layout.draw(painter, placed(QRect(row.left() + textLeft, top, width, height)).topLeft());
        top += height;
    }
    painter->setFont(m_theme.nameFont());
    painter->setPen(tokens.text);
    painter->drawText(placed(QRect(row.left() + textLeft, row.top() + above, titleWidth, name.height())),
                      start | Qt::AlignAbsolute | Qt::AlignVCenter,
                      displaytext::isolated(name.elidedText(index.data().toString(), Qt::ElideRight, titleWidth)));
    painter->restore();
}

} // namespace foyer

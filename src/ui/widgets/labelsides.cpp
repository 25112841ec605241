#include "ui/widgets/labelsides.h"

#include "ui/widgets/elidedlabel.h"

#include <QAbstractSpinBox>
#include <QEvent>
#include <QFontMetricsF>
#include <QLabel>
#include <QtMath>

#include <algorithm>

namespace foyer
{

namespace
{

/// Bold letters such as J begin before their place; smoothed ones end in a column after it.
void giveEdges(QLabel *label)
{
    constexpr const char *given = "edges";
    const QString words = QString(label->text()).remove(u'&');
    const bool isOurs = label->contentsMargins().isNull() || label->property(given).toBool();
    if (words.isEmpty() || label->wordWrap() || !isOurs || qobject_cast<ElidedLabel *>(label) != nullptr) {
        return;
    }
    const QChar first = words.front();
    const qreal reach = first.isSurrogate() ? 0 : -QFontMetricsF(label->font()).leftBearing(first);
    const int before = std::max(0, qCeil(reach));
    const QMargins edges = label->isRightToLeft() ? QMargins(1, 0, before, 0) : QMargins(before, 0, 1, 0);
    if (label->contentsMargins() != edges) {
        label->setProperty(given, true);
        label->setContentsMargins(edges);
    }
}

} // namespace

bool LabelSides::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Polish || event->type() == QEvent::LayoutDirectionChange) {
        if (auto *numbers = qobject_cast<QAbstractSpinBox *>(watched)) {
            const Qt::Alignment side = numbers->isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
            numbers->setAlignment((numbers->alignment() & Qt::AlignVertical_Mask) | side | Qt::AlignAbsolute);
            return false;
        }
        auto *label = qobject_cast<QLabel *>(watched);
        const Qt::Alignment now = label == nullptr ? Qt::AlignHCenter : label->alignment();
        const bool atTheEnd = now.testFlag(Qt::AlignRight) && !now.testFlag(Qt::AlignAbsolute);
        // What stands in the middle, at the end of its line or fills it stays so.
        if ((now & (Qt::AlignHCenter | Qt::AlignJustify)) == 0 && !atTheEnd) {
            const Qt::Alignment side = label->isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
            label->setAlignment((now & Qt::AlignVertical_Mask) | side | Qt::AlignAbsolute);
        }
    }
    if (event->type() == QEvent::Polish || event->type() == QEvent::LayoutDirectionChange ||
        event->type() == QEvent::FontChange || event->type() == QEvent::Show) {
        if (auto *label = qobject_cast<QLabel *>(watched)) {
            giveEdges(label);
        }
    }
    return false;
}

} // namespace foyer

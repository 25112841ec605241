#include "ui/widgets/labelsides.h"

#include "ui/widgets/elidedlabel.h"

#include <QAbstractSpinBox>
#include <QEvent>
#include <QFontMetricsF>
#include <QLabel>

#include <algorithm>

namespace foyer
{

namespace
{

/// Bold letters such as J begin before their place.
void giveEdge(QLabel *label)
{
    constexpr const char *given = "edge";
    const QString words = QString(label->text()).remove(u'&');
    const bool isOurs = label->contentsMargins().isNull() || label->property(given).toBool();
    if (words.isEmpty() || label->wordWrap() || !isOurs || qobject_cast<ElidedLabel *>(label) != nullptr) {
        return;
    }
    const QChar first = words.front();
    const qreal reach = first.isSurrogate() ? 0 : -QFontMetricsF(label->font()).leftBearing(first);
    // Whole pixels only: less is not seen, and would put columns of words out of line.
    const int before = std::max(0, static_cast<int>(reach));
    const QMargins edge = label->isRightToLeft() ? QMargins(0, 0, before, 0) : QMargins(before, 0, 0, 0);
    if (label->contentsMargins() != edge) {
        label->setProperty(given, true);
        label->setContentsMargins(edge);
    }
    if (label->buddy() != nullptr) {
        // The last letter's smoothed side, which is drawn only inside of the label.
        label->setMinimumWidth(label->sizeHint().width() + 1);
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
            giveEdge(label);
        }
    }
    return false;
}

} // namespace foyer

#include "ui/widgets/labelsides.h"

#include <QAbstractSpinBox>
#include <QEvent>
#include <QLabel>

namespace foyer
{

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
    return false;
}

} // namespace foyer

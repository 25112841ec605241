#include "ui/widgets/panesplitter.h"

#include <QChildEvent>

namespace foyer
{

void PaneSplitter::childEvent(QChildEvent *event)
{
    QSplitter::childEvent(event);
    if (event->added()) {
        event->child()->installEventFilter(this);
    }
}

bool PaneSplitter::eventFilter(QObject *watched, QEvent *event)
{
    auto *pane = qobject_cast<QWidget *>(watched);
    // Handles stand right.
    if (event->type() == QEvent::Move && !m_moving && isRightToLeft() && indexOf(pane) >= 0 &&
        qobject_cast<QSplitterHandle *>(pane) == nullptr) {
        m_moving = true;
        pane->move(pane->x() - 1, pane->y());
        m_moving = false;
    }
    return QSplitter::eventFilter(watched, event);
}

} // namespace foyer

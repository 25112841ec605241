#include "ui/firstframe.h"

#include <QEvent>
#include <QWidget>

#include <utility>

namespace foyer
{

namespace
{
constexpr qint64 longestMs = 500;
}

FirstFrame::FirstFrame(QWidget &window, Clock &clock, std::function<void()> action, QObject *parent)
    : QObject(parent), m_action(std::move(action)), m_latest(clock, [this] { come(); })
{
    window.installEventFilter(this);
    m_latest.start(longestMs);
}

bool FirstFrame::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint) {
        watched->removeEventFilter(this);
        // The picture reaches the screen when all of it is painted.
        QMetaObject::invokeMethod(this, &FirstFrame::come, Qt::QueuedConnection);
    }
    return false;
}

void FirstFrame::come()
{
    m_latest.stop();
    if (const auto action = std::exchange(m_action, nullptr)) {
        action();
    }
}

} // namespace foyer

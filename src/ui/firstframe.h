#pragma once

#include "core/clock.h"

#include <QObject>

#include <functional>

class QWidget;

namespace foyer
{

/// Calls \a action once, after a window has been painted for the first time: what can wait until then must not hold up
/// that the window is seen. A window that is not painted, because it opens minimised, lets it wait half a second.
/// Nothing is called after this object has gone.
class FirstFrame : public QObject
{
    Q_OBJECT

public:
    FirstFrame(QWidget &window, Clock &clock, std::function<void()> action, QObject *parent = nullptr);

    /// Not called yet.
    bool isAwaited() const { return m_action != nullptr; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void come();

    std::function<void()> m_action;
    Timer m_latest;
};

} // namespace foyer

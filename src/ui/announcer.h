#pragma once

#include <QWidget>

namespace foyer
{

/// Says a text to screen readers without moving the cursor: an unseen part of the window whose accessible name
/// changes, as an alert. Qt 6.4 has no announcement of its own.
class Announcer : public QWidget
{
    Q_OBJECT

public:
    explicit Announcer(QWidget *window);

public Q_SLOTS:
    void announce(const QString &text);
};

} // namespace foyer

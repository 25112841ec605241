#pragma once

#include <QSplitter>

namespace foyer
{

/// A splitter whose panes stand where they belong when the layout goes from right to left: Qt 6.4 places each of them
/// one pixel too far to the right there, the first one beyond the window's edge.
class PaneSplitter : public QSplitter
{
    Q_OBJECT

public:
    using QSplitter::QSplitter;

protected:
    void childEvent(QChildEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool m_moving = false;
};

} // namespace foyer

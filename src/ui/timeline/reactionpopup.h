#pragma once

#include <QFrame>
#include <QStringList>

namespace foyer
{

/// A row of the usual reactions, opened over a message; goes away when one is chosen or anything else is clicked.
class ReactionPopup : public QFrame
{
    Q_OBJECT

public:
    explicit ReactionPopup(QWidget *parent = nullptr);

    /// Those that one has given already are marked: choosing them again takes them back.
    void setOwn(const QStringList &emojis);
    /// Near \a global, inside the screen.
    void popup(const QPoint &global);

Q_SIGNALS:
    void chosen(const QString &emoji);
};

} // namespace foyer

#pragma once

#include <QFrame>
#include <QStringList>

class QToolButton;

namespace foyer
{

class Theme;

/// A row of the usual reactions, opened over a message; goes away when one is chosen or anything else is clicked.
class ReactionPopup : public QFrame
{
    Q_OBJECT

public:
    explicit ReactionPopup(const Theme &theme, QWidget *parent = nullptr);

    /// Those that one has given already are marked: choosing them again takes them back.
    void setOwn(const QStringList &emojis);
    /// Whether there are more to choose from than these.
    void setMoreShown(bool shown);
    /// Near \a global, inside the screen.
    void popup(const QPoint &global);

Q_SIGNALS:
    void chosen(const QString &emoji);
    void moreRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QToolButton *m_more = nullptr;
};

} // namespace foyer

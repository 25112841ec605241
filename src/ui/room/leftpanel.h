#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace foyer
{

class LeftState;
class Theme;

/// In the composer's place when one is not in the room: what happened and what can be done.
class LeftPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LeftPanel(const Theme &theme, QWidget *parent = nullptr);

    void setState(LeftState *state);
    /// Gives the cursor to what can be done, if anything.
    void focusAction();

Q_SIGNALS:
    void rejoinRequested();
    /// The join needs another name or a password: open the join dialog for this room.
    void joinAgainRequested();
    void alternativeRequested(const QString &address);
    void removeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void update();
    void onAction();

    const Theme &m_theme;
    QPointer<LeftState> m_state;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_explanation;
    QPushButton *m_action;
    QPushButton *m_remove;
};

} // namespace foyer

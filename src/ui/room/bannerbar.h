#pragma once

#include <QFrame>
#include <QPointer>

class QLabel;
class QPushButton;

namespace foyer
{

class BannerState;
class Theme;

/// The line between a room's header and its timeline that tells of the connection.
class BannerBar : public QFrame
{
    Q_OBJECT

public:
    explicit BannerBar(const Theme &theme, QWidget *parent = nullptr);

    void setState(BannerState *state);

Q_SIGNALS:
    void retryNowRequested();
    /// The room refuses the nickname, and another one is to be chosen.
    void nicknameRequested();

private:
    void update();
    void onAction();

    const Theme &m_theme;
    QPointer<BannerState> m_state;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QPushButton *m_close;
    bool m_detailed = false;
};

} // namespace foyer

#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace foyer
{

struct ComposerAim;
class ElidedLabel;
class Theme;

/// The line above the text: which message is answered or corrected, and the way out of it. Hidden otherwise.
class AimBar : public QFrame
{
    Q_OBJECT

public:
    explicit AimBar(const Theme &theme, QWidget *parent = nullptr);

    void setAim(const ComposerAim &aim);

Q_SIGNALS:
    void dropRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void applyTheme();

    const Theme &m_theme;
    ElidedLabel *m_title;
    ElidedLabel *m_excerpt;
    QToolButton *m_drop;
};

} // namespace foyer

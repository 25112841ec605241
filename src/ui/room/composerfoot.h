#pragma once

#include <QWidget>

class QLabel;

namespace foyer
{

class ElidedLabel;
class Theme;

/// The line below the composer: what is to be known about sending and, behind it, who is typing. It is there while it
/// is empty, and no higher with somebody typing, so that the timeline above does not jump.
class ComposerFoot : public QWidget
{
    Q_OBJECT

public:
    explicit ComposerFoot(const Theme &theme, QWidget *parent = nullptr);

    /// \a isBad: something was refused.
    void setHint(const QString &hint, bool isBad);
    /// A sentence about who is typing, or nothing. Beside a hint that leaves no room for it, it is not shown.
    void setTyping(const QString &sentence);
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void applyFonts();
    void share();

    const Theme &m_theme;
    QLabel *m_hint;
    ElidedLabel *m_typing;
    bool m_isBad = false;
};

} // namespace foyer

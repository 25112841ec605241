#pragma once

#include "models/messageacts.h"

#include <QFrame>

class QToolButton;

namespace foyer
{

class Theme;

/// The small bar over the message under the pointer: react, reply, more. Shows only what can work.
class MessageToolbar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageToolbar(const Theme &theme, QWidget *parent = nullptr);

    void setActs(const MessageActs &acts);
    QToolButton *reactButton() const { return m_react; }
    QToolButton *moreButton() const { return m_more; }

Q_SIGNALS:
    void reactRequested();
    void replyRequested();
    void moreRequested();

private:
    QToolButton *addButton(const QString &objectName, const QString &words);
    void applyTheme();

    const Theme &m_theme;
    QToolButton *m_react;
    QToolButton *m_reply;
    QToolButton *m_more;
};

} // namespace foyer

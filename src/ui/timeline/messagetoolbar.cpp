#include "ui/timeline/messagetoolbar.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int iconSize = 16;
}

MessageToolbar::MessageToolbar(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"messageToolbar"_s);
    setProperty("look", u"card"_s);
    setCursor(Qt::ArrowCursor);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(0);
    m_react = addButton(u"reactMessageToolButton"_s, tr("React"));
    m_reply = addButton(u"replyMessageToolButton"_s, tr("Reply"));
    m_more = addButton(u"moreMessageToolButton"_s, tr("More"));
    connect(m_react, &QToolButton::clicked, this, &MessageToolbar::reactRequested);
    connect(m_reply, &QToolButton::clicked, this, &MessageToolbar::replyRequested);
    connect(m_more, &QToolButton::clicked, this, &MessageToolbar::moreRequested);
    connect(&theme, &Theme::changed, this, &MessageToolbar::applyTheme);
    applyTheme();
    hide();
}

QToolButton *MessageToolbar::addButton(const QString &objectName, const QString &words)
{
    auto *button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setToolTip(words);
    button->setAccessibleName(words);
    // The pointer's tool: with the keyboard the same acts are in the context menu.
    button->setFocusPolicy(Qt::NoFocus);
    setLook(button, Look::Icon);
    layout()->addWidget(button);
    return button;
}

void MessageToolbar::applyTheme()
{
    const QColor colour = m_theme.tokens().quietText;
    const int size = m_theme.iconSize(iconSize);
    for (QToolButton *button : {m_react, m_reply, m_more}) {
        button->setIconSize({size, size});
    }
    m_react->setIcon(Icons::icon(u"smile"_s, colour, size));
    m_reply->setIcon(Icons::pointing(u"reply"_s, colour, size, layoutDirection()));
    m_more->setIcon(Icons::icon(u"more"_s, colour, size));
    adjustSize();
}

void MessageToolbar::setActs(const MessageActs &acts)
{
    m_react->setVisible(acts.react);
    m_reply->setVisible(acts.reply);
    adjustSize();
}

} // namespace foyer

#include "ui/timeline/reactionpopup.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScreen>
#include <QToolButton>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int emojiPixels = 20;
constexpr int cell = 36;

struct Usual {
    const char16_t *emoji;
    const char *name;
};

constexpr std::array<Usual, 8> usualReactions{{
    {u"👍", QT_TRANSLATE_NOOP("foyer::ReactionPopup", "Thumbs up")},
    {u"❤️", QT_TRANSLATE_NOOP("foyer::ReactionPopup", "Heart")},
    {u"😂", QT_TRANSLATE_NOOP("foyer::ReactionPopup", "Tears of joy")},
    {u"🎉", QT_TRANSLATE_NOOP("foyer::ReactionPopup", "Party")},
    {u"😮", QT_TRANSLATE_NOOP("foyer::ReactionPopup", "Surprise")},
    {u"😢", QT_TRANSLATE_NOOP("foyer::ReactionPopup", "Sadness")},
    {u"👀", QT_TRANSLATE_NOOP("foyer::ReactionPopup", "Eyes")},
    {u"👎", QT_TRANSLATE_NOOP("foyer::ReactionPopup", "Thumbs down")},
}};

} // namespace

ReactionPopup::ReactionPopup(const Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint), m_theme(theme)
{
    // Its corners are round, and what is outside them is not its own.
    setAttribute(Qt::WA_TranslucentBackground);
    setObjectName(u"reactionPopup"_s);
    setAccessibleName(tr("Reactions"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4, 4, 4, 4);
    row->setSpacing(0);
    for (const Usual &usual : usualReactions) {
        auto *button = new QToolButton(this);
        const QString emoji = QString::fromUtf16(usual.emoji);
        button->setObjectName(u"%1ToolButton"_s.arg(emoji));
        button->setText(emoji);
        button->setToolTip(tr(usual.name));
        button->setAccessibleName(tr(usual.name));
        button->setCheckable(true);
        setLook(button, Look::Icon);
        connect(button, &QToolButton::clicked, this, [this, emoji] {
            hide();
            Q_EMIT chosen(emoji);
        });
        row->addWidget(button);
    }
    // The last one, for the keyboard too.
    m_more = new QToolButton(this);
    m_more->setObjectName(u"moreReactionsToolButton"_s);
    m_more->setIcon(Icons::icon(u"plus"_s, theme.tokens().quietText));
    m_more->setToolTip(tr("More reactions"));
    m_more->setAccessibleName(tr("More reactions"));
    setLook(m_more, Look::Icon);
    connect(m_more, &QToolButton::clicked, this, &ReactionPopup::moreRequested);
    row->addWidget(m_more);
}

void ReactionPopup::setMoreShown(bool shown)
{
    m_more->setVisible(shown);
}

void ReactionPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.tokens().line, 1));
    painter.setBrush(m_theme.tokens().background);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::composerRadius,
                            metrics::composerRadius);
}

void ReactionPopup::setOwn(const QStringList &emojis)
{
    for (QToolButton *button : findChildren<QToolButton *>()) {
        if (button == m_more) {
            continue;
        }
        button->setChecked(emojis.contains(button->text()));
    }
}

void ReactionPopup::popup(const QPoint &global)
{
    QFont font(u"Noto Color Emoji"_s);
    font.setPixelSize(emojiPixels);
    for (QToolButton *button : findChildren<QToolButton *>()) {
        // The style sheet resets fonts when it polishes, which is when a widget is first shown.
        button->ensurePolished();
        button->setFont(font);
        // The spaces that a button leaves beside its text are wide in this font.
        button->setFixedSize(cell, cell);
    }
    adjustSize();
    QPoint place = global;
    if (const QScreen *const there = screen()) {
        const QRect room = there->availableGeometry();
        place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - width())));
        place.setY(std::clamp(place.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    }
    move(place);
    show();
    if (auto *first = findChild<QToolButton *>()) {
        first->setFocus(Qt::PopupFocusReason);
    }
}

} // namespace foyer

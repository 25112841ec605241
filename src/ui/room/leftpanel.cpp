#include "ui/room/leftpanel.h"

#include "models/displaytext.h"
#include "models/leftstate.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int iconSize = 20;
constexpr int below = 100;
/// In letters: the text is as wide in letters of any size.
constexpr int widestText = 52;

} // namespace

LeftPanel::LeftPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_explanation(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_remove(new QPushButton(tr("Remove from list"), this))
{
    setObjectName(u"leftPanel"_s);
    m_title->setObjectName(u"leftTitleLabel"_s);
    m_explanation->setObjectName(u"leftExplanationLabel"_s);
    m_action->setObjectName(u"rejoinPushButton"_s);
    m_action->setAccessibleName(tr("Rejoin"));
    m_remove->setObjectName(u"removePushButton"_s);
    m_remove->setAccessibleName(m_remove->text());
    for (QLabel *label : {m_title, m_explanation}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
        label->setMinimumWidth(120);
    }
    m_icon->setAlignment(Qt::AlignHCenter);
    setLook(m_action, Look::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addStretch(1);
    buttons->addWidget(m_action);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    const auto centred = [](QWidget *widget) {
        auto *row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(widget, 100);
        row->addStretch(1);
        return row;
    };
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::timelineSide, 12, metrics::timelineSide, 12);
    layout->setSpacing(metrics::step);
    layout->addWidget(m_icon);
    layout->addSpacing(metrics::rowPadding);
    layout->addLayout(centred(m_title));
    layout->addLayout(centred(m_explanation));
    layout->addSpacing(metrics::step);
    layout->addLayout(buttons);
    // Room below, where there is some.
    layout->addSpacerItem(new QSpacerItem(0, below, QSizePolicy::Minimum, QSizePolicy::Preferred));
    connect(m_action, &QPushButton::clicked, this, &LeftPanel::onAction);
    connect(m_remove, &QPushButton::clicked, this, &LeftPanel::removeRequested);
    connect(&theme, &Theme::changed, this, &LeftPanel::update);
}

void LeftPanel::setState(LeftState *state)
{
    if (m_state) {
        disconnect(m_state, nullptr, this, nullptr);
    }
    m_state = state;
    if (state != nullptr) {
        connect(state, &LeftState::changed, this, &LeftPanel::update);
    }
    update();
}

void LeftPanel::focusAction()
{
    update();
    if (!m_action->isHidden()) {
        m_action->setFocus(Qt::OtherFocusReason);
    }
}

void LeftPanel::update()
{
    setLook(m_title, Look::Title);
    setLook(m_explanation, Look::Quiet);
    m_title->setFont(m_theme.titleFont());
    for (QLabel *label : {m_title, m_explanation}) {
        label->setMaximumWidth(widestText * label->fontMetrics().averageCharWidth());
    }
    const int size = m_theme.iconSize(iconSize);
    m_icon->setPixmap(Icons::pointing(u"exit"_s, m_theme.tokens().quietText, size, layoutDirection())
                          .pixmap({size, size}, devicePixelRatioF()));
    if (!m_state || !m_state->isShown()) {
        return;
    }
    m_title->setText(displaytext::sentence(m_state->title()));
    m_explanation->setText(m_state->explanation());
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_explanation->text());
    m_action->setVisible(m_state->action() != LeftState::Action::None);
    // An ampersand in a room's name would become a shortcut.
    m_action->setText(displaytext::oneLine(m_state->actionText()).replace(u'&', u"&&"_s));
    m_action->setAccessibleName(m_state->actionText());
}

void LeftPanel::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    if (!hasFocus()) {
        return;
    }
    constexpr int around = 16;
    const int edge = m_theme.tokens().highContrast ? 2 : 1;
    QRect words = m_icon->geometry() | m_title->geometry() | m_explanation->geometry() | m_remove->geometry();
    // The sign is as wide as the panel, and what stands below it in the middle.
    words.setLeft(std::min(m_title->x(), m_explanation->x()));
    words.setRight(width() - 1 - words.left());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.tokens().accent, edge));
    const QRectF ring = QRectF(words).adjusted(-around, -around, around, around);
    painter.drawRoundedRect(ring.intersected(QRectF(rect()).adjusted(edge, edge, -edge, -edge)), metrics::dialogRadius,
                            metrics::dialogRadius);
}

void LeftPanel::onAction()
{
    if (!m_state) {
        return;
    }
    switch (m_state->action()) {
    case LeftState::Action::None:
        return;
    case LeftState::Action::Rejoin:
        Q_EMIT rejoinRequested();
        return;
    case LeftState::Action::AskAgain:
        Q_EMIT joinAgainRequested();
        return;
    case LeftState::Action::Alternative:
        Q_EMIT alternativeRequested(m_state->alternative());
        return;
    }
}

} // namespace foyer

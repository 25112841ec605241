#include "ui/room/bannerbar.h"

#include "models/bannerstate.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int iconSize = 20;

} // namespace

BannerBar::BannerBar(const Theme &theme, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_close(new QPushButton(tr("Close"), this))
{
    setObjectName(u"bannerBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_text->setObjectName(u"bannerLabel"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_action->setObjectName(u"bannerActionPushButton"_s);
    m_action->setAccessibleName(tr("Try now"));
    m_close->setObjectName(u"bannerClosePushButton"_s);
    m_close->setAccessibleName(tr("Close this line"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::timelineSide, metrics::rowPadding, metrics::timelineSide, metrics::rowPadding);
    layout->setSpacing(metrics::rowPadding);
    layout->addWidget(m_icon);
    layout->addSpacing(2);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &BannerBar::onAction);
    connect(m_close, &QPushButton::clicked, this, [this] {
        if (m_state) {
            m_state->clear();
        }
    });
    connect(&theme, &Theme::changed, this, &BannerBar::update);
    hide();
}

void BannerBar::setState(BannerState *state)
{
    if (m_state) {
        disconnect(m_state, nullptr, this, nullptr);
    }
    m_state = state;
    m_detailed = false;
    if (state != nullptr) {
        connect(state, &BannerState::changed, this, &BannerBar::update);
    }
    update();
}

void BannerBar::update()
{
    const auto kind = m_state ? m_state->kind() : BannerState::Kind::None;
    setVisible(kind != BannerState::Kind::None);
    if (kind == BannerState::Kind::None) {
        m_detailed = false;
        return;
    }
    const bool offline = kind == BannerState::Kind::Offline;
    const bool busy = kind == BannerState::Kind::CatchingUp;
    const bool isReceipt = kind == BannerState::Kind::Receipt;
    const bool worrying = !isReceipt || m_state->isIncomplete();
    const Tokens &tokens = m_theme.tokens();
    setProperty("tone", worrying ? u"waiting"_s : u"good"_s);
    for (QWidget *widget : {static_cast<QWidget *>(this), static_cast<QWidget *>(m_text),
                            static_cast<QWidget *>(m_action), static_cast<QWidget *>(m_close)}) {
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
    }
    const int size = m_theme.iconSize(iconSize);
    m_icon->setFixedSize(size, size);
    m_icon->setPixmap(Icons::pixmap(busy       ? u"refresh"_s
                                    : worrying ? u"warning"_s
                                               : u"check"_s,
                                    worrying ? tokens.waiting.text : tokens.good.text, size, devicePixelRatioF()));
    m_text->setFont(m_theme.hintFont());
    m_text->setText(m_detailed && !m_state->details().isEmpty() ? QString(m_state->text() + u'\n' + m_state->details())
                                                                : m_state->text());
    // Bold here as in the style sheet, because a button measures itself before the sheet's weight is known.
    QFont bold = m_theme.hintFont();
    bold.setWeight(QFont::DemiBold);
    m_action->setFont(bold);
    m_close->setFont(bold);
    const bool asksName = m_state->asksForNickname();
    m_action->setText(offline      ? tr("Try now")
                      : asksName   ? tr("Other nickname…")
                      : m_detailed ? tr("Less")
                                   : tr("Details"));
    m_action->setAccessibleName(offline    ? tr("Try now")
                                : asksName ? tr("Join with another nickname")
                                           : tr("Details of the rejoin"));
    // As high with a button as without, so that the timeline keeps its place.
    m_text->setMinimumHeight(m_close->sizeHint().height());
    m_action->setVisible(offline || asksName || isReceipt);
    m_close->setVisible(isReceipt);
}

void BannerBar::onAction()
{
    if (m_state && m_state->kind() == BannerState::Kind::Offline) {
        Q_EMIT retryNowRequested();
        return;
    }
    if (m_state && m_state->asksForNickname()) {
        Q_EMIT nicknameRequested();
        return;
    }
    m_detailed = !m_detailed;
    update();
}

} // namespace foyer

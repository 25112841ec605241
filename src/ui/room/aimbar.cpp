#include "ui/room/aimbar.h"

#include "core/apart.h"
#include "models/composerstate.h"
#include "models/displaytext.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int stripeWidth = 3;
constexpr int iconSize = 16;
} // namespace

AimBar::AimBar(const Theme &theme, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_title(new ElidedLabel(this)),
      m_excerpt(new ElidedLabel(this)),
      m_drop(new QToolButton(this))
{
    setObjectName(u"aimBar"_s);
    m_title->setObjectName(u"aimTitleLabel"_s);
    m_excerpt->setObjectName(u"aimExcerptLabel"_s);
    setLook(m_excerpt, Look::Quiet);
    m_drop->setObjectName(u"dropAimToolButton"_s);
    setLook(m_drop, Look::Icon);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_excerpt);
    auto *layout = new QHBoxLayout(this);
    // Room beside the stripe; unlike a margin it changes sides with the writing direction.
    layout->setContentsMargins(0, 0, 0, metrics::step);
    layout->setSpacing(metrics::rowPadding);
    layout->addSpacing(12);
    layout->addLayout(words, 1);
    layout->addWidget(m_drop);
    connect(m_drop, &QToolButton::clicked, this, &AimBar::dropRequested);
    connect(&theme, &Theme::changed, this, &AimBar::applyTheme);
    applyTheme();
    hide();
}

void AimBar::setAim(const ComposerAim &aim)
{
    const bool isEdit = aim.kind == ComposerAim::Kind::Edit;
    m_title->setSentence(isEdit ? tr("Editing your message")
                                : tr("Replying to %1").arg(apart(displaytext::oneLine(aim.nickname))));
    m_excerpt->setWords(displaytext::oneLine(aim.body));
    m_drop->setAccessibleName(isEdit ? tr("Stop editing") : tr("Do not reply"));
    m_drop->setToolTip(isEdit ? tr("Stop editing (Esc)") : tr("Do not reply (Esc)"));
    setVisible(aim.kind != ComposerAim::Kind::New);
    applyTheme();
}

void AimBar::applyTheme()
{
    m_title->setFont(m_theme.nameFont());
    m_excerpt->setFont(m_theme.hintFont());
    const int size = m_theme.iconSize(iconSize);
    m_drop->setIconSize({size, size});
    m_drop->setMinimumWidth(m_theme.iconSize(20) + metrics::headButton - 20);
    m_drop->setIcon(Icons::icon(u"close"_s, m_theme.tokens().quietText, size));
    update();
}

void AimBar::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    const int left = isRightToLeft() ? width() - stripeWidth : 0;
    painter.fillRect(left, 0, stripeWidth, height() - metrics::step, m_theme.tokens().accent);
}

} // namespace foyer

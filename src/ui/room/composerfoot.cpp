#include "ui/room/composerfoot.h"

#include "ui/theme.h"
#include "ui/timeline/bodytext.h"
#include "ui/widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int between = 12;
} // namespace

ComposerFoot::ComposerFoot(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_hint(new QLabel(this)), m_typing(new ElidedLabel(this))
{
    setObjectName(u"composerFoot"_s);
    m_hint->setObjectName(u"composerHintLabel"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->hide();
    m_typing->setObjectName(u"typingLabel"_s);
    // On the line of the hint, whose letters stand at the foot of theirs.
    m_typing->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
    setLook(m_typing, Look::Quiet);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(between);
    layout->addWidget(m_hint, 1);
    layout->addWidget(m_typing, 0, Qt::AlignTop);
    connect(&theme, &Theme::changed, this, &ComposerFoot::applyFonts);
    applyFonts();
}

void ComposerFoot::setHint(const QString &hint, bool isBad)
{
    m_isBad = isBad;
    setLook(m_hint, isBad ? Look::Bad : Look::Quiet);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    applyFonts();
}

void ComposerFoot::setTyping(const QString &sentence)
{
    m_typing->setSentence(sentence);
    share();
}

QSize ComposerFoot::sizeHint() const
{
    // A wrapped label would like two lines; what it needs at a width it tells by itself.
    return {QWidget::sizeHint().width(), minimumHeight()};
}

void ComposerFoot::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    share();
}

void ComposerFoot::applyFonts()
{
    m_hint->setFont(m_isBad ? m_theme.problemFont() : m_theme.hintFont());
    m_typing->setFont(m_theme.hintFont());
    // As high as a line of the hint, which is wrapped.
    const int line = std::max(QFontMetrics(m_theme.hintFont()).height() + 2, qRound(lineHeightOf(m_theme.hintFont())));
    m_hint->setMinimumHeight(line);
    m_typing->setFixedHeight(line);
    setMinimumHeight(line);
    share();
}

void ComposerFoot::share()
{
    const bool alone = m_hint->isHidden();
    // The hint keeps the line it fits into: were it wrapped for the other's sake, everything above would jump.
    const int hint = alone ? 0 : m_hint->fontMetrics().horizontalAdvance(m_hint->text()) + 2 + between;
    m_typing->setSizePolicy(alone ? QSizePolicy::Expanding : QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_typing->setMaximumWidth(alone || m_typing->sizeHint().width() <= width() - hint ? QWIDGETSIZE_MAX : 0);
}

} // namespace foyer

#include "ui/dialogs/choicecard.h"

#include "ui/theme.h"
#include "ui/widgets/avatar.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace foyer
{

namespace
{

constexpr int padding = 19;
constexpr int glyphSize = metrics::largeAvatar;
constexpr int glyphGap = 14;

QLabel *makeLabel(Look look, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    // The card is one control: the pointer and the screen reader meet the card, not its parts.
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    setLook(label, look);
    return label;
}

} // namespace

ChoiceCard::ChoiceCard(QWidget *parent)
    : QPushButton(parent), m_title(makeLabel(Look::Heading, this)), m_description(makeLabel(Look::Quiet, this))
{
    auto *column = new QVBoxLayout(this);
    column->setSpacing(2);
    column->setContentsMargins(padding + glyphSize + glyphGap, padding - 3, padding, padding - 3);
    column->addWidget(m_title);
    column->addWidget(m_description);
    m_description->setWordWrap(true);
}

QString ChoiceCard::title() const
{
    return m_title->text();
}

void ChoiceCard::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

QString ChoiceCard::description() const
{
    return m_description->text();
}

void ChoiceCard::setDescription(const QString &description)
{
    m_description->setText(description);
    setAccessibleDescription(description);
}

void ChoiceCard::setGlyph(const QString &glyph)
{
    m_glyph = glyph;
    update();
}

void ChoiceCard::setIdentity(const QString &identity)
{
    m_identity = identity;
    update();
}

void ChoiceCard::setFonts(const QFont &title, const QFont &description)
{
    m_title->setFont(title);
    m_description->setFont(description);
    updateGeometry();
}

QSize ChoiceCard::sizeHint() const
{
    return layout()->totalSizeHint().expandedTo({0, glyphSize + 2 * padding});
}

QSize ChoiceCard::minimumSizeHint() const
{
    return layout()->totalMinimumSize().expandedTo({0, glyphSize + 2 * padding});
}

void ChoiceCard::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int left = isRightToLeft() ? width() - padding - glyphSize : padding;
    avatar::paint(painter, QRectF(left, (height() - glyphSize) / 2.0, glyphSize, glyphSize), m_glyph,
                  avatar::colourOf(m_identity), m_title->font());
}

} // namespace foyer

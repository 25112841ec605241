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

constexpr int padding = 20;
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
    // A row with room for the glyph in front: a row turns around with the writing direction, margins do not.
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(padding, padding - metrics::step, padding, padding - metrics::step);
    row->setSpacing(0);
    row->addSpacing(m_glyphSize + glyphGap);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_description);
    row->addLayout(column, 1);
    m_description->setWordWrap(true);
    setMinimumHeight(m_glyphSize + 2 * padding);
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

void ChoiceCard::setGlyphSize(int size)
{
    m_glyphSize = size;
    layout()->itemAt(0)->spacerItem()->changeSize(size + glyphGap, 0, QSizePolicy::Fixed, QSizePolicy::Minimum);
    layout()->invalidate();
    update();
}

QSize ChoiceCard::sizeHint() const
{
    return layout()->totalSizeHint().expandedTo(minimumSize());
}

QSize ChoiceCard::minimumSizeHint() const
{
    return layout()->totalMinimumSize().expandedTo(minimumSize());
}

void ChoiceCard::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int left = isRightToLeft() ? width() - padding - m_glyphSize : padding;
    avatar::paint(painter, QRectF(left, (height() - m_glyphSize) / 2.0, m_glyphSize, m_glyphSize), m_glyph,
                  avatar::colourOf(m_identity), m_title->font());
}

} // namespace foyer

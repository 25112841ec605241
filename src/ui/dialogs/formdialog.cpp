#include "ui/dialogs/formdialog.h"

#include "ui/dialogs/outsidetext.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

QFont headingFont(const Theme &theme)
{
    // Between the text of the field and a hint: the field is what counts.
    QFont font = theme.hintFont();
    font.setWeight(QFont::DemiBold);
    if (font.pointSizeF() > 0) {
        font.setPointSizeF((font.pointSizeF() + theme.bodyFont().pointSizeF()) / 2);
    }
    return font;
}

FormDialog::FormDialog(Theme &theme, int width, QWidget *parent) : QDialog(parent), m_theme(theme), m_width(width)
{
    setGround(this, Ground::Background);
}

void FormDialog::finishSetup(QPushButton *nextStepButton)
{
    m_nextStepButton = nextStepButton;
    if (m_nextStepButton) {
        connect(m_nextStepButton, &QPushButton::clicked, this, [this] {
            // Copied, because the action may clear the problem it belongs to.
            const Step *const offered = offeredStep();
            const auto action = offered ? offered->action : nullptr;
            if (action) {
                action();
            }
        });
    }
    applyFonts();
    connect(&m_theme, &Theme::changed, this, &FormDialog::applyFonts);
    fit();
}

void FormDialog::addField(QWidget *field, QLabel *label)
{
    m_labels.append(label);
    m_fields.insert(label, field);
    if (auto *lineEdit = qobject_cast<QLineEdit *>(field)) {
        connect(lineEdit, &QLineEdit::textEdited, this, [this, label] { clearProblem(label); });
    } else if (auto *spinBox = qobject_cast<QSpinBox *>(field)) {
        connect(spinBox, &QSpinBox::valueChanged, this, [this, label] { clearProblem(label); });
    }
}

void FormDialog::showProblem(QLabel *label, const QString &text, const Step &step)
{
    if (!m_labels.contains(label)) {
        m_labels.append(label);
    }
    label->setText(outsideText(text));
    label->show();
    if (QWidget *field = m_fields.value(label)) {
        setInvalid(field, true);
        field->setAccessibleDescription(label->text());
    }
    m_steps.insert(label, step);
    offerStep();
    announce(label);
}

void FormDialog::clearProblem(QLabel *label)
{
    label->hide();
    label->setText({});
    if (QWidget *field = m_fields.value(label)) {
        setInvalid(field, false);
        field->setAccessibleDescription({});
    }
    m_steps.remove(label);
    offerStep();
}

const FormDialog::Step *FormDialog::offeredStep() const
{
    // In the order the fields were added, which is the order they stand in.
    for (QLabel *label : m_labels) {
        const auto step = m_steps.constFind(label);
        if (step != m_steps.cend() && !step->text.isEmpty()) {
            return &step.value();
        }
    }
    return nullptr;
}

void FormDialog::offerStep()
{
    if (!m_nextStepButton) {
        return;
    }
    const Step *const step = offeredStep();
    m_nextStepButton->setVisible(step != nullptr);
    m_nextStepButton->setText(step ? step->text : QString());
}

void FormDialog::clearProblems()
{
    for (QLabel *label : std::as_const(m_labels)) {
        clearProblem(label);
    }
}

void FormDialog::addSection(QToolButton *button, QWidget *section)
{
    connect(button, &QToolButton::toggled, section, [this, button, section](bool open) {
        section->setVisible(open);
        drawFold(button);
    });
}

/// Which way the section folds. Qt's own arrow stays on the left where one reads from the right, over the text.
void FormDialog::drawFold(QToolButton *button)
{
    const int size = button->fontMetrics().xHeight() + 2;
    const QString folded = isRightToLeft() ? u"foldedleft"_s : u"foldedright"_s;
    button->setIconSize({size, size});
    button->setIcon(Icons::icon(button->isChecked() ? u"unfolded"_s : folded, m_theme.tokens().quietText, size));
}

void FormDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) {
        applyFonts();
    }
}

bool FormDialog::event(QEvent *event)
{
    const bool done = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest) {
        fit();
    }
    return done;
}

void FormDialog::showEvent(QShowEvent *event)
{
    // The style sheet resets fonts when it polishes, which is when a widget is first shown.
    applyFonts();
    fit();
    QDialog::showEvent(event);
}

void FormDialog::applyFonts()
{
    const auto labels = findChildren<QLabel *>();
    for (QLabel *label : labels) {
        label->ensurePolished();
        const QString look = label->property("look").toString();
        if (look == "title"_L1) {
            label->setFont(m_theme.titleFont());
        } else if (look == "heading"_L1) {
            label->setFont(headingFont(m_theme));
        } else if (look == "bad"_L1) {
            label->setFont(m_theme.problemFont());
        } else if (!look.isEmpty()) {
            label->setFont(m_theme.hintFont());
        }
    }
    const auto sections = findChildren<QToolButton *>();
    for (QToolButton *button : sections) {
        button->setFont(m_theme.hintFont());
        drawFold(button);
    }
    applyToSegments();
}

/// Rows of choices: wide enough for the chosen one, which is semibold, and round at the ends one sees.
void FormDialog::applyToSegments()
{
    constexpr int sides = 2 * (metrics::rowPadding + 1);
    const QFontMetrics chosen(m_theme.nameFont());
    const auto buttons = findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->property("look").toString() != "segment"_L1) {
            continue;
        }
        button->setMinimumWidth(chosen.size(Qt::TextShowMnemonic, button->text()).width() + sides);
        const QString place = button->property("place").toString();
        const bool turned = isRightToLeft() && place != "middle"_L1;
        button->setProperty("edge", !turned ? place : place == "first"_L1 ? u"last"_s : u"first"_s);
        button->style()->unpolish(button);
        button->style()->polish(button);
    }
}

/// The button of the next step stands beside the others, or above them where the dialog would grow for it.
void FormDialog::placeStep()
{
    auto *column = qobject_cast<QVBoxLayout *>(layout());
    auto *row = findChild<QHBoxLayout *>(u"buttonLayout"_s);
    if (m_nextStepButton == nullptr || column == nullptr || row == nullptr) {
        return;
    }
    const bool isAbove = column->indexOf(m_nextStepButton) >= 0;
    const int step = m_nextStepButton->sizeHint().width() + row->spacing();
    const bool isInRow = !isAbove && !m_nextStepButton->isHidden();
    const int others = row->minimumSize().width() - (isInRow ? step : 0);
    const QMargins sides = column->contentsMargins();
    const bool fits = others + step <= m_theme.scaled(m_width) - sides.left() - sides.right();
    const bool belongsAbove = !m_nextStepButton->isHidden() && !fits;
    if (belongsAbove == isAbove) {
        return;
    }
    if (isAbove) {
        column->removeWidget(m_nextStepButton);
        row->insertWidget(0, m_nextStepButton);
        row->setContentsMargins(0, 0, 0, 0);
    } else {
        row->removeWidget(m_nextStepButton);
        column->insertWidget(column->indexOf(row), m_nextStepButton, 0, Qt::AlignLeft);
        row->setContentsMargins(0, row->spacing(), 0, 0);
    }
}

void FormDialog::fit()
{
    if (!layout()) {
        return;
    }
    placeStep();
    layout()->activate();
    const int width = std::max(m_theme.scaled(m_width), layout()->totalMinimumSize().width());
    const int height =
        layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : layout()->totalMinimumSize().height();
    setFixedSize(width, height);
}

void FormDialog::announce(QLabel *label)
{
    QAccessibleEvent alert(label, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace foyer

#include "ui/dialogs/formdialog.h"

#include "ui/dialogs/formarea.h"
#include "ui/dialogs/outsidetext.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets/screenroom.h"

#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWindow>

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

FormDialog::~FormDialog()
{
    // The focus moves once more when what is left of the dialog hides.
    qApp->disconnect(this);
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
    m_area = new FormArea(*qobject_cast<QVBoxLayout *>(layout()), this);
    connect(m_area, &FormArea::rowsChanged, this, &FormDialog::fit);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { reveal(now); });
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
    m_unseen = label;
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

void FormDialog::showNote(QLabel *label, const QString &text)
{
    label->setText(text);
    label->show();
    m_unseen = label;
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
    if (const QWindow *window = windowHandle()) {
        connect(window, &QWindow::screenChanged, this, &FormDialog::fit, Qt::UniqueConnection);
    }
}

void FormDialog::keyPressEvent(QKeyEvent *event)
{
    // What has no focus, a note or a sentence, is read so too.
    const bool isPage = event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    if (isPage && m_area != nullptr && m_area->scrollPage(event->key() == Qt::Key_PageUp ? -1 : 1)) {
        return;
    }
    QDialog::keyPressEvent(event);
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
    // Those of a page that is not shown would keep the sizes of other fonts.
    const auto layouts = findChildren<QLayout *>();
    for (QLayout *layout : layouts) {
        layout->invalidate();
    }
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
    const int own = std::min(m_theme.scaled(m_width), roomOnScreen(*this).width());
    const bool fits = others + step <= own - sides.left() - sides.right();
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
    if (m_area == nullptr) {
        return;
    }
    placeStep();
    m_area->activate();
    layout()->activate();
    const QLayout &column = *layout();
    const QMargins sides = column.contentsMargins();
    const int aside = sides.left() + sides.right();
    const int leastRows = m_area->leastWidth();
    int least = leastRows;
    for (int i = 1; i < column.count(); ++i) {
        least = std::max(least, column.itemAt(i)->minimumSize().width());
    }
    const QSize room = roomOnScreen(*this);
    const int wanted = std::max(m_theme.scaled(m_width), least + aside);
    const int width = std::min(wanted, room.width());
    const bool isNarrow = width - aside < leastRows;
    const int buttons = column.totalSizeHint().height() - m_area->sizeHint().height();
    const int rows = m_area->heightAt(std::max(leastRows, width - aside)) + (isNarrow ? m_area->barWidth() : 0);
    const int seen = std::clamp(room.height() - buttons, 0, rows);
    m_area->setSeen({0, seen}, seen < rows, isNarrow);
    const bool grows = seen + buttons > height() || width > this->width();
    layout()->activate();
    setFixedSize(width, seen + buttons);
    m_area->arrange();
    if (grows) {
        bringIntoSight(*this);
    }
    if (m_unseen && isVisible()) {
        m_area->reveal(*m_unseen);
        m_unseen.clear();
        reveal(focusWidget());
    }
}

void FormDialog::reveal(QWidget *widget)
{
    if (widget == nullptr || !m_area->isScrolling() || !m_area->isAncestorOf(widget)) {
        return;
    }
    QLabel *problem = m_fields.key(widget);
    if (problem != nullptr && problem->isVisible()) {
        m_area->reveal(*problem);
    }
    m_area->reveal(*widget);
}

void FormDialog::announce(QLabel *label)
{
    QAccessibleEvent alert(label, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace foyer

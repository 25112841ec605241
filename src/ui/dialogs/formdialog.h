#pragma once

#include <QDialog>
#include <QFont>
#include <QHash>
#include <QList>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace foyer
{

class Theme;

/// Of the label above a field.
QFont headingFont(const Theme &theme);

/// What the dialogs share: the look of their labels, a height that follows what is shown, errors under the fields they
/// belong to, and one button for the next step.
///
/// A problem stays until its field is edited or the form is sent again; what was typed is never touched.
class FormDialog : public QDialog
{
    Q_OBJECT

public:
    /// \a width in logical pixels; the dialog is wider where its texts need it. \a theme must outlive the dialog.
    FormDialog(Theme &theme, int width, QWidget *parent);

protected:
    /// Call once when the form is set up.
    void finishSetup(QPushButton *nextStepButton = nullptr);
    /// \a label shows the problems of \a field, which is marked with it; editing the field clears the problem.
    void addField(QWidget *field, QLabel *label);
    /// What the next-step button says and does.
    struct Step {
        QString text;
        std::function<void()> action;
    };
    /// Of several problems the topmost that has a step (a text) gets the button.
    void showProblem(QLabel *label, const QString &text, const Step &step = {});
    void clearProblem(QLabel *label);
    void clearProblems();

    /// Ties a section that opens and closes to its button.
    void addSection(QToolButton *button, QWidget *section);

    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

    const Theme &theme() const { return m_theme; }

private:
    void applyFonts();
    void applyToSegments();
    void drawFold(QToolButton *button);
    void fit();
    void placeStep();
    void announce(QLabel *label);
    void offerStep();
    const Step *offeredStep() const;

    Theme &m_theme;
    int m_width;
    QList<QLabel *> m_labels;
    QHash<QLabel *, QWidget *> m_fields;
    QPushButton *m_nextStepButton = nullptr;
    QHash<QLabel *, Step> m_steps;
};

} // namespace foyer

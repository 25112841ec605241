#pragma once

#include <QDialog>
#include <QFont>
#include <QHash>
#include <QList>
#include <QPointer>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace foyer
{

class FormArea;
class Theme;

/// Of the label above a field.
QFont headingFont(const Theme &theme);

/// What the dialogs share: the look of their labels, a height that follows what is shown, errors under the fields they
/// belong to, and one button for the next step. Where the screen has not the room, all above the buttons scrolls.
///
/// A problem stays until its field is edited or the form is sent again; what was typed is never touched.
class FormDialog : public QDialog
{
    Q_OBJECT

public:
    /// \a width in logical pixels; the dialog is wider where its texts need it. \a theme must outlive the dialog.
    FormDialog(Theme &theme, int width, QWidget *parent);
    ~FormDialog() override;

protected:
    /// Call once when the form is set up in a column (QVBoxLayout) whose last row is that of the buttons.
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
    /// Shows what is good to know, in a label that is hidden until then.
    void showNote(QLabel *label, const QString &text);

    /// Ties a section that opens and closes to its button.
    void addSection(QToolButton *button, QWidget *section);

    /// What scrolls; there once the setup is finished.
    FormArea &area() const { return *m_area; }

    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

    const Theme &theme() const { return m_theme; }

private:
    void applyFonts();
    void applyToSegments();
    void drawFold(QToolButton *button);
    void fit();
    void reveal(QWidget *widget);
    void placeStep();
    void announce(QLabel *label);
    void offerStep();
    const Step *offeredStep() const;

    Theme &m_theme;
    int m_width;
    FormArea *m_area = nullptr;
    QList<QLabel *> m_labels;
    QHash<QLabel *, QWidget *> m_fields;
    QPushButton *m_nextStepButton = nullptr;
    QHash<QLabel *, Step> m_steps;
    QPointer<QLabel> m_unseen; ///< to be scrolled to when it has its place
};

} // namespace foyer

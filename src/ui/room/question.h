#pragma once

#include <QString>

class QDialog;
class QWidget;

namespace foyer
{

enum class Look;
class Theme;

/// A question that Cancel answers unless one chooses the other button.
struct Question {
    QString name; ///< the object name of its dialog
    QString text;
    QString detail; ///< what it is about; may come from outside
    QString yes;    ///< what the other button says
    QString yesName;
};

/// The dialog of \a question over \a parent, whose accepting button has \a yesLook; it deletes itself when closed.
QDialog *makeQuestion(const Theme &theme, QWidget *parent, const Question &question, Look yesLook);
/// Opens \a dialog as high as its words are at its width; wrapped labels alone ask for more.
void openFitted(QDialog *dialog);

} // namespace foyer

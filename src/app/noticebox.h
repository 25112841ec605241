#pragma once

#include <QString>

class QMessageBox;
class QWidget;

namespace foyer
{

/// Shows \a text, as it is and never as markup, in front of \a window and of the dialogs it has open. Nothing waits for
/// the answer; the box goes when it is closed.
QMessageBox *showNotice(QWidget &window, const QString &text);

/// Shows \a text, why the program cannot go on, until it is closed or a signal comes. Runs the program's event loop:
/// for a program that has none running.
void showFailure(const QString &text);

} // namespace foyer

#pragma once

#include <initializer_list>

class QBoxLayout;
class QPushButton;

namespace foyer
{

/// The row at the foot of a dialog: \a buttons in this order at its end, so that the one that acts comes last. The same
/// on every desktop, unlike QDialogButtonBox.
QBoxLayout *makeButtonRow(std::initializer_list<QPushButton *> buttons);

} // namespace foyer

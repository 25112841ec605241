#pragma once

#include <QDialog>

namespace foyer
{

class Theme;

/// All shortcuts of the main window in a table, from WindowKeys::table(). Escape closes it.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsDialog(const Theme &theme, QWidget *parent = nullptr);

private:
    QWidget *makeTable();
};

} // namespace foyer

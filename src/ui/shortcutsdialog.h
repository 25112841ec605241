#pragma once

#include <QDialog>

class QScrollArea;

namespace foyer
{

class Theme;

/// All shortcuts of the main window in a table, from WindowKeys::table(). Escape closes it. Where the screen
/// is narrow its texts wrap.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsDialog(const Theme &theme, QWidget *parent = nullptr);

private:
    QWidget *makeTable();
    /// As large as the table in \a scroll with \a below pixels under it, at most as the screen.
    void fit(QScrollArea &scroll, int below);
};

} // namespace foyer

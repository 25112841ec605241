#pragma once

#include <QLineEdit>

class QAction;

namespace foyer
{

class Theme;

/// A field that narrows a list, with a button that empties it while there is something in it.
class FilterLineEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterLineEdit(const Theme &theme, QWidget *parent = nullptr);

private:
    void applyTheme();

    const Theme &m_theme;
    QAction *m_clear;
};

} // namespace foyer

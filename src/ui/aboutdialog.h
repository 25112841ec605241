#pragma once

#include <QDialog>

class QLabel;

namespace foyer
{

class Theme;

/// *Help, About*: what this program is, its versions, and diagnostics for whoever helps.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(const Theme &theme, QWidget *parent = nullptr);

Q_SIGNALS:
    void copyRequested();

private:
    QLabel *m_copied;
};

} // namespace foyer

#pragma once

#include <QObject>

class QLabel;

namespace foyer
{

/// Gives labels that wrap the line height of the design, 1.4 times the size of their font, which QLabel by itself does
/// not know. Their text can be selected as a result, because only such labels lay their lines out in a document.
/// Filters the application's events; the theme owns it.
class LabelLines : public QObject
{
    Q_OBJECT

public:
    explicit LabelLines(QObject *parent) : QObject(parent) {}

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    static void spread(QLabel *label);
};

} // namespace foyer

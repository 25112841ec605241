#pragma once

#include <QObject>

namespace foyer
{

/// Keeps the words of labels and the numbers of spin boxes at the side where one begins to read. By themselves they put
/// a name in Latin letters and a number to the left even where everything else stands on the right. Also gives the
/// first and last letters of labels the room they reach into: QLabel is exactly as wide as its words, and cuts what
/// goes beyond. Filters the application's events; the theme owns it.
class LabelSides : public QObject
{
    Q_OBJECT

public:
    explicit LabelSides(QObject *parent) : QObject(parent) {}

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace foyer

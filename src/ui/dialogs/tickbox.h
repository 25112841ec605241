#pragma once

#include <QCheckBox>

namespace foyer
{

/// A check box whose box is drawn from the palette: the style's own one vanishes on a dark ground.
class TickBox : public QCheckBox
{
    Q_OBJECT

public:
    explicit TickBox(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace foyer

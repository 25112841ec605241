#include "ui/widgets/buttonrow.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace foyer
{

QBoxLayout *makeButtonRow(std::initializer_list<QPushButton *> buttons)
{
    constexpr int between = 12;
    auto *row = new QHBoxLayout;
    row->setSpacing(between);
    row->addStretch();
    for (QPushButton *button : buttons) {
        row->addWidget(button);
    }
    return row;
}

} // namespace foyer

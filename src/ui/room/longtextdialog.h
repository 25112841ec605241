#pragma once

#include <QDialog>

namespace foyer
{

/// Shows a message that is too long for the timeline, as plain text in lines that stay quick to lay out.
class LongTextDialog : public QDialog
{
    Q_OBJECT

public:
    explicit LongTextDialog(const QString &body, QWidget *parent = nullptr);
};

} // namespace foyer

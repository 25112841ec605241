#include "app/noticebox.h"

#include <QApplication>
#include <QMessageBox>

namespace foyer
{

QMessageBox *showNotice(QWidget &window, const QString &text)
{
    QWidget *const front = QApplication::activeModalWidget();
    auto *const box = new QMessageBox(QMessageBox::Information, QGuiApplication::applicationDisplayName(), text,
                                      QMessageBox::Ok, front ? front : &window);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
    return box;
}

} // namespace foyer

#include "app/noticebox.h"

#include "app/signalwatch.h"

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

void showFailure(const QString &text)
{
    QMessageBox box(QMessageBox::Critical, QGuiApplication::applicationDisplayName(), text, QMessageBox::Close);
    box.setTextFormat(Qt::PlainText);
    const SignalWatch signalWatch;
    QObject::connect(&signalWatch, &SignalWatch::terminationRequested, &box, &QMessageBox::reject);
    QObject::connect(&box, &QMessageBox::finished, &box, [] { QApplication::exit(); });
    box.show();
    QApplication::exec();
}

} // namespace foyer

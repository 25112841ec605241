#include "ui/room/savequestion.h"

#include "core/filename.h"
#include "models/displaytext.h"
#include "ui/timeline/imageshelf.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace foyer
{

QString freeName(const QString &folder, const QString &name)
{
    constexpr int mostTried = 1000;
    const QFileInfo parts(name);
    QString free = name;
    for (int number = 2; number <= mostTried && QFileInfo::exists(QDir(folder).filePath(free)); ++number) {
        free = u"%1 (%2).%3"_s.arg(parts.completeBaseName(), QString::number(number), parts.suffix());
    }
    return free;
}

void askWhereToSave(QWidget *parent, ImageShelf &images, const ImageLink &link)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    auto *chooser = new QFileDialog(parent, QCoreApplication::translate("SaveQuestion", "Save image"), folder);
    chooser->setObjectName(u"saveImageDialog"_s);
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->selectFile(freeName(folder, safeFileName(link.name)));
    QObject::connect(chooser, &QFileDialog::fileSelected, &images,
                     [&images, url = link.url](const QString &fileName) { images.save(url, fileName); });
    chooser->open();
}

void tellSaveFailed(QWidget *parent, const QString &problem)
{
    auto *box = new QMessageBox(parent);
    box->setObjectName(u"saveFailedBox"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Warning);
    box->setTextFormat(Qt::PlainText);
    box->setText(problem);
    box->setStandardButtons(QMessageBox::Ok);
    box->open();
}

} // namespace foyer

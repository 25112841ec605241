#include "ui/room/linkquestion.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace foyer
{

void askAboutLink(QWidget *parent, const QUrl &link, const std::function<void()> &open)
{
    constexpr qsizetype longestAddress = 300;
    QString address = link.toString(QUrl::FullyEncoded);
    if (address.size() > longestAddress) {
        address = address.left(longestAddress) + QChar(0x2026);
    }
    auto *box = new QMessageBox(parent);
    box->setObjectName(u"linkQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Warning);
    box->setTextFormat(Qt::PlainText);
    box->setText(QCoreApplication::translate("LinkQuestion", "This link may not lead where it seems to."));
    box->setInformativeText(QCoreApplication::translate("LinkQuestion", "It opens %1 on %2.", "address, host")
                                .arg(address, link.host(QUrl::FullyEncoded)));
    auto *yes = box->addButton(QCoreApplication::translate("LinkQuestion", "Open it"), QMessageBox::AcceptRole);
    yes->setObjectName(u"openLinkPushButton"_s);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    QObject::connect(box, &QMessageBox::buttonClicked, parent, [yes, open](const QAbstractButton *button) {
        if (button == yes) {
            open();
        }
    });
    box->open();
}

} // namespace foyer

#include "ui/room/linkquestion.h"

#include "core/apart.h"
#include "ui/room/question.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// \a address, which may be wrapped after any letter: a label does not break a long word by itself.
QString breakable(const QString &address)
{
    QString letters;
    letters.reserve(2 * address.size());
    for (const QChar letter : address) {
        letters += letter;
        letters += QChar(0x200b);
    }
    return letters;
}

} // namespace

void askAboutLink(const Theme &theme, QWidget *parent, const QUrl &link, const std::function<void()> &open)
{
    constexpr qsizetype longestAddress = 300;
    QString address = link.toString(QUrl::FullyEncoded);
    if (address.size() > longestAddress) {
        address = address.left(longestAddress) + QChar(0x2026);
    }
    const QString detail = QCoreApplication::translate("LinkQuestion", "It opens %1 on %2.", "address, host");
    const QString host = link.host(QUrl::FullyEncoded);
    QDialog *dialog = makeQuestion(
        theme, parent,
        {u"linkQuestion"_s, QCoreApplication::translate("LinkQuestion", "This link may not lead where it seems to."),
         detail.arg(apartFromLeft(breakable(address)), apartFromLeft(breakable(host))),
         QCoreApplication::translate("LinkQuestion", "&Open it"), u"openLinkPushButton"_s},
        Look::Plain);
    dialog->findChild<QLabel *>(u"questionDetailLabel"_s)
        ->setAccessibleName(detail.arg(apartFromLeft(address), apartFromLeft(host)));
    QObject::connect(dialog, &QDialog::accepted, parent, open);
    openFitted(dialog);
}

} // namespace foyer

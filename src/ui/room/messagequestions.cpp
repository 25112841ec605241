#include "ui/room/messagequestions.h"

#include "models/displaytext.h"
#include "ui/room/question.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int reasonLength = 200;

/// A question about \a message with a red button that says \a yes.
QDialog *askAbout(QWidget *parent, const StoredMessage &message, const QString &question, const QString &yes)
{
    return makeQuestion(
        parent, {u"messageQuestion"_s, question, displaytext::oneLine(message.body), yes, u"confirmPushButton"_s},
        Look::Danger);
}

} // namespace

void askToRetract(QWidget *parent, const StoredMessage &message, const std::function<void()> &retract)
{
    QDialog *dialog =
        askAbout(parent, message, QCoreApplication::translate("MessageQuestion", "Delete this message for everyone?"),
                 QCoreApplication::translate("MessageQuestion", "Delete"));
    QObject::connect(dialog, &QDialog::accepted, parent, retract);
    openFitted(dialog);
}

void askToModerate(QWidget *parent, const StoredMessage &message,
                   const std::function<void(const QString &reason)> &moderate)
{
    QDialog *dialog = askAbout(parent, message,
                               QCoreApplication::translate("MessageQuestion", "Remove this message of %1 for everyone?")
                                   .arg(displaytext::isolated(displaytext::oneLine(message.nickname))),
                               QCoreApplication::translate("MessageQuestion", "Remove"));
    auto *reason = new QLineEdit(dialog);
    reason->setObjectName(u"reasonLineEdit"_s);
    reason->setMaxLength(reasonLength);
    reason->setPlaceholderText(
        QCoreApplication::translate("MessageQuestion", "Reason, seen by everyone (may stay empty)"));
    reason->setAccessibleName(QCoreApplication::translate("MessageQuestion", "Reason"));
    static_cast<QVBoxLayout *>(dialog->layout())->insertWidget(2, reason);
    QObject::connect(dialog, &QDialog::accepted, parent, [moderate, reason] { moderate(reason->text().trimmed()); });
    openFitted(dialog);
    reason->setFocus();
}

} // namespace foyer

#include "ui/room/messagequestions.h"

#include "core/apart.h"
#include "models/displaytext.h"
#include "ui/dialogs/formdialog.h"
#include "ui/room/question.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int reasonLength = 500;

/// A question about \a message with a red button that says \a yes.
QDialog *askAbout(const Theme &theme, QWidget *parent, const StoredMessage &message, const QString &question,
                  const QString &yes)
{
    return makeQuestion(
        theme, parent,
        {u"messageQuestion"_s, question, displaytext::oneLine(message.body), yes, u"confirmPushButton"_s},
        Look::Danger);
}

} // namespace

void askToForget(const Theme &theme, QWidget *parent, const QString &name, const std::function<void()> &forget)
{
    QDialog *dialog = makeQuestion(
        theme, parent,
        {u"forgetQuestion"_s,
         QCoreApplication::translate("MessageQuestion", "Remove %1 and its messages from this computer?")
             .arg(displaytext::isolated(displaytext::oneLine(name))),
         QCoreApplication::translate("MessageQuestion", "What the room’s server has kept comes back when you join "
                                                        "again. What only this computer has is gone for good."),
         QCoreApplication::translate("MessageQuestion", "Re&move"), u"confirmForgetPushButton"_s},
        Look::Danger);
    QObject::connect(dialog, &QDialog::accepted, parent, forget);
    openFitted(dialog);
}

void askToRetract(const Theme &theme, QWidget *parent, const StoredMessage &message,
                  const std::function<void()> &retract)
{
    QDialog *dialog = askAbout(theme, parent, message,
                               QCoreApplication::translate("MessageQuestion", "Delete this message for everyone?"),
                               QCoreApplication::translate("MessageQuestion", "&Delete"));
    QObject::connect(dialog, &QDialog::accepted, parent, retract);
    openFitted(dialog);
}

void askToModerate(const Theme &theme, QWidget *parent, const StoredMessage &message,
                   const std::function<void(const QString &reason)> &moderate)
{
    QDialog *dialog = askAbout(theme, parent, message,
                               QCoreApplication::translate("MessageQuestion", "Remove this message by %1 for everyone?")
                                   .arg(apart(displaytext::oneLine(message.nickname))),
                               QCoreApplication::translate("MessageQuestion", "Re&move"));
    auto *heading = new QLabel(QCoreApplication::translate("MessageQuestion", "&Reason"), dialog);
    setLook(heading, Look::Heading);
    heading->ensurePolished();
    heading->setFont(headingFont(theme));
    auto *reason = new QLineEdit(dialog);
    heading->setBuddy(reason);
    reason->setObjectName(u"reasonLineEdit"_s);
    reason->setMaxLength(reasonLength);
    reason->setPlaceholderText(QCoreApplication::translate("MessageQuestion", "Everybody in the room may read it"));
    reason->setAccessibleName(QCoreApplication::translate("MessageQuestion", "Reason"));
    auto *column = static_cast<QVBoxLayout *>(dialog->layout());
    column->insertSpacing(2, metrics::step);
    column->insertWidget(3, heading);
    column->insertWidget(4, reason);
    QObject::connect(dialog, &QDialog::accepted, parent, [moderate, reason] { moderate(reason->text().trimmed()); });
    openFitted(dialog);
    reason->setFocus();
}

} // namespace foyer

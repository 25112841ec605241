#include "ui/room/messagequestions.h"

#include "models/displaytext.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int questionWidth = 380;
constexpr int reasonLength = 200;

QLabel *plainLabel(const QString &words, Look look, QWidget *parent)
{
    auto *label = new QLabel(words, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    setLook(label, look);
    return label;
}

/// A question about \a message with a red button that says \a yes.
QDialog *makeQuestion(QWidget *parent, const StoredMessage &message, const QString &question, const QString &yes)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(u"messageQuestion"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(yes);
    dialog->setMinimumWidth(questionWidth);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addWidget(plainLabel(question, Look::Heading, dialog));
    column->addWidget(plainLabel(displaytext::oneLine(message.body), Look::Quiet, dialog));
    auto *buttons = new QDialogButtonBox(dialog);
    QPushButton *accept = buttons->addButton(yes, QDialogButtonBox::AcceptRole);
    accept->setObjectName(u"confirmPushButton"_s);
    setLook(accept, Look::Danger);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setDefault(true);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    column->addWidget(buttons);
    return dialog;
}

} // namespace

void askToRetract(QWidget *parent, const StoredMessage &message, const std::function<void()> &retract)
{
    QDialog *dialog = makeQuestion(parent, message,
                                   QCoreApplication::translate("MessageQuestion", "Delete this message for everyone?"),
                                   QCoreApplication::translate("MessageQuestion", "Delete"));
    QObject::connect(dialog, &QDialog::accepted, parent, retract);
    dialog->open();
}

void askToModerate(QWidget *parent, const StoredMessage &message,
                   const std::function<void(const QString &reason)> &moderate)
{
    QDialog *dialog =
        makeQuestion(parent, message,
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
    dialog->open();
    reason->setFocus();
}

} // namespace foyer

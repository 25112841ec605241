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

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int questionWidth = 420;
constexpr int questionLetters = 56;
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
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(24, 24, 24, 24);
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

/// Opens \a dialog as high as its words are at its width; wrapped labels alone ask for more.
void openFitted(QDialog *dialog)
{
    const auto labels = dialog->findChildren<QLabel *>();
    for (QLabel *label : labels) {
        label->ensurePolished();
    }
    const int width = std::max(questionWidth, questionLetters * dialog->fontMetrics().averageCharWidth());
    dialog->layout()->activate();
    dialog->resize(width, dialog->layout()->totalHeightForWidth(width));
    dialog->open();
}

} // namespace

void askToRetract(QWidget *parent, const StoredMessage &message, const std::function<void()> &retract)
{
    QDialog *dialog = makeQuestion(parent, message,
                                   QCoreApplication::translate("MessageQuestion", "Delete this message for everyone?"),
                                   QCoreApplication::translate("MessageQuestion", "Delete"));
    QObject::connect(dialog, &QDialog::accepted, parent, retract);
    openFitted(dialog);
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
    openFitted(dialog);
    reason->setFocus();
}

} // namespace foyer

#include "ui/room/question.h"

#include "ui/theme.h"
#include "ui/widgets/buttonrow.h"

#include <QCoreApplication>
#include <QDialog>
#include <QLabel>
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

QLabel *plainLabel(const QString &words, Look look, const QString &name, QWidget *parent)
{
    auto *label = new QLabel(words, parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    setLook(label, look);
    return label;
}

} // namespace

QDialog *makeQuestion(const Theme &theme, QWidget *parent, const Question &question, Look yesLook)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(question.name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QString(question.yes).remove(u'&'));
    auto *cancel = new QPushButton(QCoreApplication::translate("Question", "Ca&ncel"), dialog);
    cancel->setObjectName(u"cancelPushButton"_s);
    cancel->setDefault(true);
    auto *accept = new QPushButton(question.yes, dialog);
    accept->setObjectName(question.yesName);
    setLook(accept, yesLook);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(metrics::rowPadding);
    QLabel *title = plainLabel(question.text, Look::Title, u"questionTextLabel"_s, dialog);
    // The style sheet sets fonts when it polishes.
    title->ensurePolished();
    title->setFont(theme.titleFont());
    column->addWidget(title);
    column->addWidget(plainLabel(question.detail, Look::Quiet, u"questionDetailLabel"_s, dialog));
    column->addSpacing(metrics::rowPadding);
    column->addLayout(makeButtonRow({cancel, accept}));
    QObject::connect(accept, &QPushButton::clicked, dialog, &QDialog::accept);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    return dialog;
}

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

} // namespace foyer

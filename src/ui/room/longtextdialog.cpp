#include "ui/room/longtextdialog.h"

#include "ui/theme.h"
#include "ui/widgets/buttonrow.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qsizetype longestLine = 1000; ///< laying out one line takes time with the square of its length

QString brokenUp(const QString &body)
{
    QString text;
    text.reserve(body.size() + body.size() / longestLine + 1);
    qsizetype column = 0;
    for (const QChar c : body) {
        column = c == u'\n' ? 0 : column + 1;
        if (column > longestLine && !c.isLowSurrogate()) {
            text += u'\n';
            column = 1;
        }
        text += c;
    }
    return text;
}

} // namespace

LongTextDialog::LongTextDialog(const QString &body, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"longTextDialog"_s);
    setWindowTitle(tr("Whole message"));
    resize(640, 480);
    auto *text = new QPlainTextEdit(this);
    text->setObjectName(u"longTextPlainTextEdit"_s);
    text->setAccessibleName(tr("Whole message"));
    text->setReadOnly(true);
    setLook(text, Look::Page);
    text->setPlainText(brokenUp(body));
    auto *close = new QPushButton(tr("&Close"), this);
    close->setObjectName(u"closePushButton"_s);
    close->setAccessibleName(tr("Close"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addLayout(makeButtonRow({close}));
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

} // namespace foyer

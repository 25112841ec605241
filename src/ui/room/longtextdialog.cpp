#include "ui/room/longtextdialog.h"

#include "ui/theme.h"
#include "ui/widgets/buttonrow.h"

#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qsizetype longestLine = 1000; ///< laying out one line takes time with the square of its length

/// Shows long lines in pieces, and copies them whole.
class PiecesEdit : public QPlainTextEdit
{
public:
    PiecesEdit(const QString &body, QWidget *parent) : QPlainTextEdit(parent)
    {
        QString text;
        text.reserve(body.size() + body.size() / longestLine + 1);
        QList<int> broken;
        int line = 0;
        qsizetype column = 0;
        for (const QChar c : body) {
            column = c == u'\n' ? 0 : column + 1;
            if (column > longestLine && !c.isLowSurrogate()) {
                text += u'\n';
                broken.append(line++);
                column = 1;
            }
            line += c == u'\n' ? 1 : 0;
            text += c;
        }
        setPlainText(text);
        for (const int piece : std::as_const(broken)) {
            document()->findBlockByNumber(piece).setUserState(goesOn);
        }
    }

protected:
    QMimeData *createMimeDataFromSelection() const override
    {
        const QTextCursor cursor = textCursor();
        const int end = cursor.selectionEnd();
        QString text;
        for (QTextBlock block = document()->findBlock(cursor.selectionStart());
             block.isValid() && block.position() <= end; block = block.next()) {
            const int from = std::max(cursor.selectionStart() - block.position(), 0);
            text += QStringView(block.text()).mid(from, std::max(0, end - block.position() - from));
            const bool endsInside = block.position() + block.length() > end;
            if (!endsInside && block.userState() != goesOn) {
                text += u'\n';
            }
        }
        auto *copied = new QMimeData;
        copied->setText(text);
        return copied;
    }

private:
    static constexpr int goesOn = 1; ///< the next block belongs to the same line
};

} // namespace

LongTextDialog::LongTextDialog(const QString &body, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"longTextDialog"_s);
    setWindowTitle(tr("Whole message"));
    resize(640, 480);
    auto *text = new PiecesEdit(body, this);
    text->setObjectName(u"longTextPlainTextEdit"_s);
    text->setAccessibleName(tr("Whole message"));
    text->setReadOnly(true);
    setLook(text, Look::Page);
    auto *close = new QPushButton(tr("&Close"), this);
    close->setObjectName(u"closePushButton"_s);
    close->setAccessibleName(tr("Close"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addLayout(makeButtonRow({close}));
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

} // namespace foyer

#include "ui/widgets/labellines.h"

#include <QEvent>
#include <QFontInfo>
#include <QLabel>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

namespace foyer
{

namespace
{

constexpr qreal lineFactor = 1.4;

void setHeights(QTextDocument *document, int height)
{
    const QTextBlockFormat now = document->firstBlock().blockFormat();
    // The change below is told of, too.
    if (now.lineHeightType() == QTextBlockFormat::FixedHeight && qRound(now.lineHeight()) == height) {
        return;
    }
    QTextBlockFormat lines;
    lines.setLineHeight(height, QTextBlockFormat::FixedHeight);
    QTextCursor all(document);
    all.select(QTextCursor::Document);
    all.mergeBlockFormat(lines);
}

/// A document takes its direction from the first letter that has one; unlike QString it does not pass over names that
/// are kept apart.
void setDirections(QTextDocument *document)
{
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        const auto direction = block.text().isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight;
        if (block.textDirection() != direction) {
            QTextBlockFormat turned;
            turned.setLayoutDirection(direction);
            QTextCursor(block).mergeBlockFormat(turned);
        }
    }
}

} // namespace

void LabelLines::spread(QLabel *label)
{
    if (label->textInteractionFlags() != Qt::TextSelectableByMouse) {
        const Qt::FocusPolicy focus = label->focusPolicy();
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setFocusPolicy(focus);
    }
    if (label->text().isEmpty()) {
        // Its document comes with its first text, and is kept.
        label->setText(QStringLiteral(" "));
        label->setText({});
    }
    auto *document = label->findChild<QTextDocument *>();
    if (document == nullptr) {
        return;
    }
    const auto apply = [label, document] {
        setHeights(document, qRound(QFontInfo(label->font()).pixelSize() * lineFactor));
        setDirections(document);
    };
    if (!document->property("spread").toBool()) {
        document->setProperty("spread", true);
        connect(document, &QTextDocument::contentsChanged, label, apply);
    }
    apply();
    label->updateGeometry();
}

bool LabelLines::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Polish || event->type() == QEvent::FontChange || event->type() == QEvent::Show) {
        auto *label = qobject_cast<QLabel *>(watched);
        // A tool tip has measured itself before it is shown.
        if (label != nullptr && label->wordWrap() && !label->inherits("QTipLabel")) {
            spread(label);
        }
    }
    return false;
}

} // namespace foyer
